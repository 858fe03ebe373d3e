"""Steps, duties, notices, handovers, reviews."""
