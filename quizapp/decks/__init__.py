"""The door to TOML: files become cards, and every problem has its place.

Nothing is imported here: `names` reads decks without loading what checks them.
"""
