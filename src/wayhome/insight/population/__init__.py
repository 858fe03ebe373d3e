"""Which episodes are counted, and what was known of each, as of one moment.

The extract holds what was recorded, row by row. Here each episode becomes one line: what stood at
the moment, after what corrects and withdraws what. Plain SQL over whole numbers and codes, which
more than one engine can read; every order has a tie broken, so that all of them answer alike.
"""
