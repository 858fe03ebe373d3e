"""What everything hangs from: agencies, practitioners, children and episodes."""
