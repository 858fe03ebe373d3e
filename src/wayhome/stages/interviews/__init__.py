"""The return home interview."""
