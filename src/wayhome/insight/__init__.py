"""What we have learned: counted from the records, which are only read here."""
