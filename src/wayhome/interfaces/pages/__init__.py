"""Pages for practitioners, rendered on the server; they work without JavaScript."""
