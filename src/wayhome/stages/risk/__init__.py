"""Assessments by each side, the joint one, and challenges."""
