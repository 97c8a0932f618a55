"""The door to TOML: files become cards, and every problem has its place."""

from quizapp.decks.loader import load
from quizapp.decks.schema import schema

__all__ = ["load", "schema"]
