"""The page of one episode: every stage in order, now or as it stood."""
