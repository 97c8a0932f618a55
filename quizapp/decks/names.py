"""Names: of decks, topics, tags and cards, read without checking the decks.

A shell that completes a word cannot wait, so nothing is loaded that checks decks. Files
that are not decks are skipped; the command that uses a name reports any problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import tomli

from quizapp.decks.folder import toml_files

MAX_NAMES_BYTES = 2**20
"""Larger files are skipped: reading them would take too long."""


class Names(NamedTuple):
    """The words that a command line accepts."""

    selectors: tuple[str, ...]
    """Deck ids, topics, and tags as `tag:NAME`."""
    cards: tuple[str, ...]
    """Every card as `deck/card`."""


def read_names(paths: Sequence[Path]) -> Names:
    """Return the names in the decks of files and folders."""
    decks: dict[str, None] = {}
    topics: dict[str, None] = {}
    tags: dict[str, None] = {}
    cards: dict[str, None] = {}
    for document in _documents(paths):
        deck = document["deck"]
        id_ = str(deck.get("id", deck.get("extends")))
        decks[id_] = None
        if "id" in deck:
            topics[str(deck.get("topic", id_))] = None
        for card in document["card"]:
            cards[f"{id_}/{card['id']}"] = None
            tags.update((f"tag:{tag}", None) for tag in card.get("tags", ()))
    return Names((*decks, *topics, *tags), tuple(cards))


def _documents(paths: Sequence[Path]) -> Iterator[Mapping[str, Any]]:
    for file in (file for path in paths for file in _files(path)):
        with suppress(OSError, ValueError, RecursionError):
            if file.is_file() and file.stat().st_size <= MAX_NAMES_BYTES:
                document = tomli.loads(file.read_text("utf-8-sig"))
                if _has_names(document):
                    yield document


def _files(path: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from toml_files(path) if path.is_dir() else (path,)


def _has_names(document: Mapping[str, Any]) -> bool:
    """Return whether a document has everything that `read_names` reads."""
    deck, cards = document.get("deck"), document.get("card")
    if not isinstance(deck, dict) or not isinstance(cards, list):
        return False
    return bool({"id", "extends"} & deck.keys()) and all(
        isinstance(card, dict) and "id" in card and _is_list(card.get("tags", []))
        for card in cards
    )


def _is_list(tags: object) -> bool:
    return isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)
