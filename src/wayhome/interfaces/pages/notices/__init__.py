"""Notices to my posts: opened, and acknowledged by a named person."""
