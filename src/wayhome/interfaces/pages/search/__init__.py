"""Sightings, and ideas of where the child may be."""
