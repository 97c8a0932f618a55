"""The shipped decks, read once in each process of the tests, and their cache.

Without a cache a start reads all decks, which takes several times as long as what most
tests are about. A home may begin with the cache of a user who has studied before.
"""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time_ns

from quizapp.core.cards.library import Library
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks
from support.paths import CONTENT


@cache
def shipped_library() -> Library:
    """Return the library of the shipped decks, which nothing can change."""
    deck_cache = DeckCache(Path(_made_here().name), time_ns)
    library = load_decks([CONTENT], deck_cache)
    deck_cache.save()
    return library


def warm(folder: Path) -> Path:
    """Make the folder of a user who has nothing yet but a cache of the shipped decks.

    The files are links: the program replaces files of the cache and changes none.
    """
    shipped_library()
    (folder / "cache").mkdir(parents=True)
    with os.scandir(_made_here().name) as entries:
        for entry in entries:
            os.link(entry.path, folder / "cache" / entry.name)
    return folder


@cache
def _made_here() -> "TemporaryDirectory[str]":
    """Return a folder that lasts as long as this process."""
    return TemporaryDirectory(prefix="quizapp-tests-")
