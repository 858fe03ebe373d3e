"""One settings module for each place Wayhome runs."""
