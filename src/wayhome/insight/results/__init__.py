"""The results: what the measures came to, kept for the pages that show them."""
