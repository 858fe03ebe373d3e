"""Proving who one is beside a password, and everything a person changes of how they sign in."""
