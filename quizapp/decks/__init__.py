"""The door to TOML: files become cards, and every problem has a position.

Nothing is imported here, so that `names` does not load the code that checks decks.
"""
