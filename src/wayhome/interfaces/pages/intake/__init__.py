"""Reporting a missing child."""
