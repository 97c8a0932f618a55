"""Reveal widgets: what is shown after the answer."""
