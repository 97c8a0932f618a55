"""Loading: one file becomes a deck, checked again or taken from the cache."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from quizapp.core.cards.library import Deck, Problem
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.source import deck_files, decoded, read_deck_file

_EXTENDS = re.compile(rb"""extends["']?[ \t]*=""")
"""The key, and few texts."""


def may_have_edits(data: bytes) -> bool:
    """Return whether a file may have own edits of a deck: most cannot."""
    return _EXTENDS.search(data) is not None


def load_file(
    path: Path, data: bytes, problems: list[Problem], cache: DeckCache | None
) -> Deck | None:
    """Return the deck of a file, None if it has none."""
    deck = None if cache is None else cache.load((path,), (data,))
    if deck is not None:
        return deck
    from quizapp.decks.deck_reader import read_deck  # only if there is one to check

    source = decoded(path, data)
    if isinstance(source, tuple):
        problems.extend(source)
        return None
    result = read_deck(source)
    problems.extend(result.problems)
    if cache is not None and result.document is not None:
        cache.add((path,), (data,), result.document)
    return result.deck


def decks_of(paths: Sequence[Path], cache: DeckCache | None) -> Iterator[Deck]:
    """Yield the decks of files and folders, without their problems and own edits."""
    for path in deck_files(paths):
        if isinstance(path, Problem):
            continue
        if cache is not None and (unread := cache.unread(path)) is not None:
            yield unread
            continue
        data = read_deck_file(path)
        if isinstance(data, Problem):
            continue
        deck = None if may_have_edits(data) else load_file(path, data, [], cache)
        if deck is not None:
            yield deck
