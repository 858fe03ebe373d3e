"""The worker's entry points and the commands."""
