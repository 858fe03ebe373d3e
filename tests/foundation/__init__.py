"""What every test stands on: databases, mail, browsers, and no network."""
