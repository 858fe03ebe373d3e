"""Who must not know of a child, or of something about one: people, conflicts, what is withheld."""
