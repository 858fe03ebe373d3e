"""Bringing in columns by the million: read, named, put into PostgreSQL's binary words, copied.

Knows nothing of what the columns tell; never goes through them row by row.
"""
