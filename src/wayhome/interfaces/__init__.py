"""Every way in: pages, public pages, the API, jobs. Each first asks who is asking."""
