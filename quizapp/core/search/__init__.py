"""Search: which cards a query names, and their states."""
