"""What is being done, by whom and by when, and who owns it."""
