"""Support that was agreed."""
