"""Open screens that renew themselves the moment something on them changes.

A raw ASGI application beside the pages. It tells that something changed, to those who may know of
it, and the screen asks for its page anew, as whoever looks at it. A list is given the one line that
changed at once, read as one of those who look at it.
"""
