"""What the agencies of the invented country wrote down: a back record (`rules/history.py`)."""
