"""What the page of an episode shows, a section a module. `page.py` puts them together."""
