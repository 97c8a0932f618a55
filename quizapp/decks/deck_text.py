"""Deck text: a deck file as it is written, with its tables, to be changed in places.

Only what changes is written again: comments, other cards and other keys stay as they
are. Every new text is parsed and compared with what it should say.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import Any

import tomli
from msgspec import Struct

from quizapp.core.basics.toml_limits import overrun
from quizapp.core.cards.library import Problem
from quizapp.decks.positions import KeyPath, Positions
from quizapp.decks.source import Source, decoded, read_deck_file
from quizapp.decks.toml_text import card_text, new_deck_text, pair
from quizapp.errors import ExchangeError

TomlTable = Mapping[str, Any]


class DeckText(Struct, frozen=True, dict=True):
    """A deck file: its text, and what the text says."""

    path: Path
    text: str
    """With `\\n` between its lines."""
    raw: bytes | None = None
    """The bytes of the file as it was read; None for a new one."""

    @cached_property
    def tables(self) -> TomlTable:
        """The parsed document."""
        return tomli.loads(self.text)

    @property
    def deck(self) -> TomlTable:
        """The keys of `[deck]`."""
        deck: TomlTable = self.tables["deck"]
        return deck

    @property
    def cards(self) -> Sequence[TomlTable]:
        """The keys of each card."""
        cards: Sequence[TomlTable] = self.tables["card"]
        return cards

    @cached_property
    def positions(self) -> Positions:
        """Where each key is."""
        return Positions(self.text)

    @cached_property
    def ends(self) -> Mapping[KeyPath, int]:
        """Where the last `key = value` of each table ends."""
        ends: dict[KeyPath, int] = {}
        for path, (_, end) in self.positions.pairs.items():
            ends[path[:-1]] = max(end, ends.get(path[:-1], 0))
        return ends

    @property
    def data(self) -> bytes:
        """The bytes of the new file, with the line ends of the old one."""
        raw = self.raw or b""
        text = self.text.replace("\n", "\r\n") if b"\r\n" in raw else self.text
        return (BOM_UTF8 if raw.startswith(BOM_UTF8) else b"") + text.encode()

    @property
    def source(self) -> Source:
        """The file as the reader of decks takes it."""
        return Source(str(self.path), self.text)


class CardBlock(Struct, frozen=True):
    """A whole card, and its lines."""

    table: TomlTable
    text: str


def block_of(table: TomlTable) -> CardBlock:
    """Return a card with its lines."""
    return CardBlock(table, card_text(table))


class Edits(Struct, frozen=True):
    """What to change in a deck file."""

    deck: TomlTable = {}
    """Keys of `[deck]` with new values."""
    cards: Mapping[int, TomlTable] = {}
    """New values of the keys of cards, by their place; None removes a key."""
    added: Sequence[CardBlock] = ()
    """Whole cards, for the end of the file."""

    def __bool__(self) -> bool:
        return bool(self.deck or self.cards or self.added)


def deck_texts(files: Sequence[Path]) -> Iterator[DeckText]:
    """Yield the files that are decks. A file that is none is skipped.

    Raises ExchangeError for a broken file that may hold imported cards: whoever does
    not see them would import them again.
    """
    for path in files:
        data = read_deck_file(path)
        if isinstance(data, Problem):
            continue
        text = _deck_text(path, data)
        if text is not None:
            yield text
        elif b"origin" in data:
            raise ExchangeError(
                f"{path} has imported cards, but is not a valid deck",
                f"run: quizapp check {quote(str(path))}",
            )


def _deck_text(path: Path, data: bytes) -> DeckText | None:
    source = decoded(path, data)
    if isinstance(source, tuple) or overrun(source.text) is not None:
        return None
    deck = DeckText(path, source.text, data)
    try:
        tables = deck.tables
    except (ValueError, RecursionError):
        return None
    head, cards = tables.get("deck"), tables.get("card")
    if not isinstance(head, dict) or not isinstance(head.get("id"), str):
        return None
    if not isinstance(cards, list) or not all(isinstance(c, dict) for c in cards):
        return None
    return deck


def new_deck(path: Path, deck: TomlTable, cards: Sequence[CardBlock]) -> DeckText:
    """Return a deck that is not written yet."""
    return DeckText(path, new_deck_text(deck, [card.text for card in cards]))


def can_edit(deck: DeckText, index: int, keys: Sequence[str]) -> bool:
    """Return whether these keys of a card are written where they can be replaced.

    An author may write them as tables of their own, such as `[card.modify]`.
    """
    pairs = deck.positions.pairs
    table = deck.cards[index]
    return all(key not in table or ("card", index, key) in pairs for key in keys)


def edited(deck: DeckText, edits: Edits) -> DeckText:
    """Return the deck with changes. Raises ExchangeError where they do not fit in."""
    pieces = [*_pieces(deck, ("deck",), deck.deck, edits.deck)]
    for index, values in edits.cards.items():
        pieces += _pieces(deck, ("card", index), deck.cards[index], values)
    text = _with(deck.text, pieces)
    if edits.added:
        blocks = "\n".join(block.text for block in edits.added)
        text = f"{text.rstrip()}\n\n{blocks}"
    new = DeckText(deck.path, text, deck.raw)
    if not _says(new, deck, edits):
        raise ExchangeError(
            f"cannot change {deck.path}: its layout is unusual",
            "write each card under its own [[card]]",
        )
    return new


_Piece = tuple[int, int, str]
"""From where to where, and what is there instead."""


def _pieces(
    deck: DeckText, table: KeyPath, was: TomlTable, values: TomlTable
) -> Iterator[_Piece]:
    pairs, text = deck.positions.pairs, deck.text
    added = []
    for key, value in values.items():
        place = pairs.get((*table, key))
        if place is None:
            if key not in was and value is not None:
                added.append(pair(key, value))
        elif value is None:
            end = text.find("\n", place[1])
            rest = text[place[1] : end if end >= 0 else None]
            blank = not rest.strip()
            yield (place[0], place[1] + (len(rest) + 1 if blank else 0), "")
        else:
            yield (*place, pair(key, value))
    if added and table in deck.ends:
        end = text.find("\n", deck.ends[table])
        end = len(text) if end < 0 else end
        yield (end, end, "".join(f"\n{line}" for line in added))


def _with(text: str, pieces: Sequence[_Piece]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(pieces):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _says(new: DeckText, old: DeckText, edits: Edits) -> bool:
    """Return whether a text says what it should."""
    try:
        tables = new.tables
    except ValueError:
        return False
    cards = [
        _joined(card, edits.cards[index]) if index in edits.cards else card
        for index, card in enumerate(old.cards)
    ]
    wanted = {
        **old.tables,
        "deck": _joined(old.deck, edits.deck),
        "card": [*cards, *(block.table for block in edits.added)],
    }
    return bool(tables == wanted)


def _joined(table: TomlTable, values: TomlTable) -> TomlTable:
    joined = {**table, **values}
    return {key: value for key, value in joined.items() if value is not None}
