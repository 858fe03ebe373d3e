"""Each measure as it is counted over the episodes; `catalogue` lists them."""
