"""Pages of whoever answers for an area: what is measured."""
