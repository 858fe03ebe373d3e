"""The extract: what is counted, of whom nobody can tell, as it was recorded, month by month."""
