"""Sightings and hypotheses."""
