"""Looks that are reviewed, and what was found: the ledger read back, each entry by few."""
