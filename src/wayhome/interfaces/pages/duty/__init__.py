"""Who is on duty: read by everybody of the agency, said by whoever is over a post."""
