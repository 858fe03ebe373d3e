"""My open episodes: what is due, from whom, by when, and what nobody has acknowledged."""
