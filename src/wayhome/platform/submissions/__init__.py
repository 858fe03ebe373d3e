"""Making a repeated submission one submission."""
