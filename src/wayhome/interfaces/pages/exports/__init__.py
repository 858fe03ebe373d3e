"""Pages of what is taken out: asking, a second person, and fetching."""
