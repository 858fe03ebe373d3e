"""The missing report."""
