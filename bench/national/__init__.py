"""Pages with ten years of a country behind them, for twenty people at once."""
