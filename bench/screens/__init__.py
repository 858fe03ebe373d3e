"""How long after a report was committed each of many open screens has its line.

In one run with its floor: as many connections to the database, each of which listens for itself.
"""
