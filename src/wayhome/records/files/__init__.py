"""Photographs and documents about a child or an episode, made anew and kept sealed."""
