"""The door to TOML: files become cards, and every problem has its place."""

from quizapp.decks.checked import Checked
from quizapp.decks.loader import load

__all__ = ["Checked", "load"]
