"""Agencies, posts, partnerships and protocols."""
