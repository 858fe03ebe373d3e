"""What was sent from a page after its screen had locked: kept for whoever typed it, and done by nobody."""
