"""Version one of the API."""
