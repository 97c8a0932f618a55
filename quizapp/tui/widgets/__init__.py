"""Widgets: the parts of a card on the screen, one responder a kind."""
