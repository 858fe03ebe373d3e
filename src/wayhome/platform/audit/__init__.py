"""The ledger of looks and changes."""
