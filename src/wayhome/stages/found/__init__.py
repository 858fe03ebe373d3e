"""Located, returned, seen, closed."""
