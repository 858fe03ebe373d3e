"""Invented people and children, and the verbs that play them through the journey.

The demonstration, the tests and the replayed cases all speak these words.
"""
