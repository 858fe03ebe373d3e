"""What of the service does not do its part: asked by whoever watches it, and said on each page."""
