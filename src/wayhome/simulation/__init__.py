"""An invented country: children, agencies and absences that behave as the published figures say.

Nobody in it is real. It is made from a seed: the same seed makes the same bytes. It imports the
rules alone, and knows no database.
"""
