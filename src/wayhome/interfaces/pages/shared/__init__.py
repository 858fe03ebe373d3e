"""What every page here is made of. Each file is named for one thing."""
