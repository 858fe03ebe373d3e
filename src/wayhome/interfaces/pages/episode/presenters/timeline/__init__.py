"""Every fact of an episode in one line of time. A stage a module; `whole.py` joins them."""
