"""The two keys: each side assesses the risk, and both agree a level."""
