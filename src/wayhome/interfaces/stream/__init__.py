"""Open screens that renew themselves the moment something on them changes.

A raw ASGI application beside the pages. It sends no content: only that something changed, to those
who may know of it. The screen then asks for its page anew, as whoever looks at it.
"""
