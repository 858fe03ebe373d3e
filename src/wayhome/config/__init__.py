"""Settings, addresses and the `wayhome` command: the floor that knows everyone."""
