"""What every floor above needs, and which knows nothing of children."""
