"""Text kept so that whoever holds the database alone cannot read it."""
