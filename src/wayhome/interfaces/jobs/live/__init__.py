"""A simulated country told to a running service through its API, as its agencies would tell it."""
