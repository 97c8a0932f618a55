"""The shipped decks, read once in each process of the tests."""

from functools import cache

from quizapp.core.cards.library import Library
from quizapp.decks.loader import load_decks
from support.paths import CONTENT


@cache
def shipped_library() -> Library:
    """Return the library of the shipped decks, which nothing can change."""
    return load_decks([CONTENT])
