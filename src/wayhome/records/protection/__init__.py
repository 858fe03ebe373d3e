"""Children whose record is sealed to a named list, records of one child, and protected text."""
