"""What was received while the database could not be reached or trusted: kept until it is."""
