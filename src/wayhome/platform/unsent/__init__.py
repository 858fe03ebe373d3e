"""What was sent from a locked screen: kept for whoever typed it, and done by nobody."""
