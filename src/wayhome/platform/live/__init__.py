"""What the database tells of each change at the moment it is committed, and whoever listens."""
