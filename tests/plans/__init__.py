"""How the database goes about each page and call: never through the whole of a large table."""
