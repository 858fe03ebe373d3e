"""Files that people send: known by what is in them, and made anew before anything is kept."""
