"""The invented country: like what is published, the same for the same seed, and a whole record."""
