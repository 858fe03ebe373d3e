"""A page that should never be written, to see what it would give away."""
