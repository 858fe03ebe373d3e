"""How fast Wayhome answers, beside the least that a page of the same stack can do."""
