"""What law, guidance and the local protocol say: pure functions over facts and moments."""
