"""Screens. They do not know each other: the app moves between them."""
