"""Episodes and who has a part in them."""
