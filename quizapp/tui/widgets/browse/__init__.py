"""Browse widgets: the list of cards and their preview."""
