"""Practitioners, the posts they hold, and how the rules see them."""
