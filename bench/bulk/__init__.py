"""How fast a back record comes in, beside the least that copying the same rows could take."""
