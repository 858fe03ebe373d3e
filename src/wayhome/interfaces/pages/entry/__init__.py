"""The way in: signing in and out, the first page for each post, and saying why one looks."""
