"""Tables: build decks and cards from checked tables."""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Deck
from quizapp.core.cards.variant import Drawn, Vary
from quizapp.core.kinds import Kind
from quizapp.decks.format import KINDS, CardFields, DeckFields

_T = TypeVar("_T")


class Document(Struct, frozen=True):
    """The content of a deck file without problems."""

    tables: dict[str, Any]
    cards: tuple[tuple[int, int, str], ...]
    """Line and column of each card, from 1, and its content hash."""
    sources: tuple[int, ...] = ()
    """For each card which of the deck's files it is in; empty if there is one."""


@cache
def fields_of(cls: type[Struct]) -> Mapping[str, FieldInfo]:
    """Return the fields of a struct by name."""
    return {field.name: field for field in msgspec.structs.fields(cls)}


def convert(table: Mapping[str, object], cls: type[_T]) -> _T:
    """Build the struct from a table without flaws; ignore other keys."""
    return msgspec.convert(table, cls)


def deck_from(document: Document, file: str, *overlays: str) -> Deck:
    """Return the deck of a document."""
    head = convert(document.tables["deck"], DeckFields)
    files = (file, *overlays)
    sources = document.sources or (0,) * len(document.cards)
    cards = tuple(
        card_from(head.id, table, Position(files[source], line, column), content)
        for table, (line, column, content), source in zip(
            document.tables["card"], document.cards, sources, strict=True
        )
    )
    return deck_of(head, cards, files)


def deck_of(head: DeckFields, cards: Sequence[Card], files: Sequence[str]) -> Deck:
    """Return the deck made of its head and cards."""
    common = {name: getattr(head, name) for name in DeckFields.__struct_fields__}
    return Deck(**common, cards=cards, file=files[0], overlays=tuple(files[1:]))


def card_from(
    deck: str, table: Mapping[str, Any], position: Position, content: str
) -> Card:
    """Return a card of its checked table."""
    fields = convert(table, CardFields)
    kind = convert(table, KINDS[fields.kind])
    return card_of(CardId(deck, fields.id), fields, kind, position, content)


_MADE_HERE = frozenset({"id", "kind", "show", "requires", "formerly", "vary"})
_IN_BOTH = tuple(
    name
    for name in CardFields.__struct_fields__
    if name in Card.__struct_fields__ and name not in _MADE_HERE
)
"""The fields that a card takes from its table as they are."""


def card_of(
    id_: CardId,
    fields: CardFields,
    kind: Kind,
    position: Position,
    content: str,
) -> Card:
    """Return the card made of its common fields and its kind."""
    return Card(
        id=id_,
        kind=kind,
        position=position,
        content=content,
        show=tuple(fields.show.items()),
        requires=tuple(CardId.within(id_.deck, word) for word in fields.requires),
        formerly=tuple(CardId.within(id_.deck, word) for word in fields.formerly),
        vary=vary_of(fields.vary),
        **{name: getattr(fields, name) for name in _IN_BOTH},
    )


def vary_of(table: Mapping[str, Any]) -> tuple[Vary, ...]:
    """Return the names and values of a `vary` table without flaws."""
    return tuple(
        Vary(name, tuple(map(_drawn, values))) for name, values in table.items()
    )


def _drawn(value: Any) -> Drawn:  # noqa: ANN401  # as TOML has it
    drawn: Drawn = tuple(value) if isinstance(value, list) else value
    return drawn


def content_hash(table: Mapping[str, Any], kind_type: type[Kind]) -> str:
    """Hash the question and the answer; an explanation does not count."""
    common = {"kind", "prompt", "snippet", "vary"}
    keys = sorted({*common, *fields_of(kind_type)} & table.keys())
    data = msgspec.json.encode([(key, table[key]) for key in keys])
    return blake2b(data, digest_size=8).hexdigest()
