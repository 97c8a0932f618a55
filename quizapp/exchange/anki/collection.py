"""Collections: notes, cards, note types, decks and reviews as Anki stores them.

Schema 11 keeps note types, decks and presets as JSON in one row of `col`; schema 18
has a table for each, with protobuf in it. Rows whose values are not what they should
be are left out, and counted.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from quizapp.errors import ExchangeError
from quizapp.exchange.anki.database import Database, DatabaseRow
from quizapp.exchange.anki.protobuf import Message

MAX_GUID = 150
"""Characters; Anki's own have ten."""
MAX_NOTES = 500_000
MAX_CARDS = 1_000_000
MAX_REVIEWS = 10_000_000
"""Of one collection; more than people make in a life."""
_FIELD_END = "\x1f"
_IMAGE_OCCLUSION = 6
"""The stock kind of a note type, as newer collections record it."""

_T = TypeVar("_T")


class CardTemplate(NamedTuple):
    """How a note becomes a card: HTML with fields in braces."""

    name: str
    question: str
    answer: str


class AnkiNoteType(Struct, frozen=True):
    """What notes of one type have in common."""

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: Mapping[int, CardTemplate]
    """By the number of the card; a cloze type has one for all its cards."""
    is_occlusion: bool = False


class AnkiNote(NamedTuple):
    """One note: the text of its fields is HTML."""

    id: int
    guid: str
    type: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class AnkiCard(NamedTuple):
    """One card of a note, with what its row says about its place and state."""

    id: int
    note: int
    number: int
    """From 0: of its template, or of its cloze."""
    deck: int
    """Its own, also while it is in a filtered one."""
    is_new: bool
    queue: int
    due: int
    flag: int


class RevlogEntry(NamedTuple):
    """One row of the history, in the order of `revlog`'s columns."""

    id: int
    card: int
    ease: int
    interval: int
    factor: int
    time: int
    kind: int


class Preset(Struct, frozen=True):
    """The part of a deck preset that shapes FSRS."""

    name: str
    weights: tuple[float, ...] = ()
    """Empty for FSRS's own."""
    ignored_before: str = ""
    """A date: FSRS ignores earlier reviews; empty for none."""


class Collection(Struct, frozen=True):
    """Everything of a collection but its reviews."""

    note_types: Mapping[int, AnkiNoteType]
    decks: Mapping[int, str]
    """Names with `::` between their parts."""
    notes: Mapping[int, AnkiNote]
    cards: tuple[AnkiCard, ...]
    settings: Mapping[str, Any]
    """Anki's own names: `rollover`, `localOffset`, `fsrs`."""
    presets: tuple[Preset, ...]
    damaged: int = 0
    """Rows of notes and cards with impossible values."""


def read_collection(database: Database, shown: str) -> Collection:
    """Read all but the reviews. Raises ExchangeError for what is no collection."""
    is_new = "notetypes" in database.tables
    old = _old_row(database, shown, is_needed=not is_new)
    notes = list(_checked(database.rows("notes", _NOTE), _note, MAX_NOTES, shown))
    cards = list(_checked(database.rows("cards", _CARD), _card, MAX_CARDS, shown))
    whole = {note.id: note for note in _with_guids(notes)}
    return Collection(
        note_types=_new_types(database) if is_new else _old_types(old["models"]),
        decks=_new_decks(database) if is_new else _old_decks(old["decks"]),
        notes=whole,
        cards=tuple(card for card in cards if card is not None),
        settings=_settings(database, old["conf"]),
        presets=tuple(_presets(database, old["dconf"])),
        damaged=notes.count(None) + cards.count(None),
    )


_NOTE = "id, guid, mid, tags, flds"
_CARD = "id, nid, ord, CASE WHEN odid THEN odid ELSE did END, type, queue, due, flags"
_REVIEW = "id, cid, ease, ivl, factor, time, type"


def read_reviews(database: Database, shown: str) -> tuple[list[RevlogEntry], int]:
    """Return the history in order of cards and time, and how many rows are odd."""
    if "revlog" not in database.tables:
        return [], 0
    rows = database.rows("revlog", _REVIEW, "cid, id")
    entries: list[RevlogEntry] = []
    odd = 0
    for row in rows:
        if all(type(value) is int for value in row):
            entries.append(RevlogEntry._make(row))
        elif (entry := _entry(row)) is not None:
            entries.append(entry)
        else:
            odd += 1
        if len(entries) > MAX_REVIEWS:
            raise _too_many(shown, MAX_REVIEWS, "reviews")
    return entries, odd


def _with_guids(notes: Iterable[AnkiNote | None]) -> Iterator[AnkiNote]:
    """Yield whole notes; one without a guid of its own is known by its id."""
    seen = set[str]()
    for note in notes:
        if note is None:
            continue
        guid = note.guid
        if not 0 < len(guid) <= MAX_GUID or not guid.isprintable() or guid in seen:
            note = note._replace(guid=f"note {note.id}")  # noqa: PLW2901
        seen.add(note.guid)
        yield note


def _entry(row: DatabaseRow) -> RevlogEntry | None:
    try:
        return RevlogEntry._make(map(_whole, row))
    except (ValueError, OverflowError):
        return None


def _checked(
    rows: Iterator[DatabaseRow],
    read: Callable[[DatabaseRow], _T],
    most: int,
    shown: str,
) -> Iterator[_T | None]:
    """Yield what rows hold, None for a row with impossible values."""
    for number, row in enumerate(rows):
        if number >= most:
            raise _too_many(shown, most, "rows")
        try:
            yield read(row)
        except (ValueError, OverflowError):
            yield None


def _too_many(shown: str, most: int, what: str) -> ExchangeError:
    return ExchangeError(
        f"{shown} has more than {most} {what}", "export fewer decks at a time"
    )


def _note(row: DatabaseRow) -> AnkiNote:
    id_, guid, type_, tags, fields = row
    return AnkiNote(
        _whole(id_),
        _text(guid),
        _whole(type_),
        tuple(_text(tags).split()),
        tuple(_text(fields).split(_FIELD_END)),
    )


def _card(row: DatabaseRow) -> AnkiCard:
    id_, note, number, deck, type_, queue, due, flags = map(_whole, row)
    if not 0 <= number < 10_000:
        raise ValueError("a card has an impossible number")
    return AnkiCard(id_, note, number, deck, type_ == 0, queue, due, flags & 7)


def _whole(value: object) -> int:
    """Return a number of any column; SQLite keeps what was written into it."""
    if isinstance(value, int):
        return value
    if isinstance(value, float | str):
        return int(float(value))
    raise ValueError("a column has no number")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return "" if value is None else str(value)


def _old_row(database: Database, shown: str, *, is_needed: bool) -> dict[str, Any]:
    """Return the JSON of `col`; newer collections leave it empty."""
    names = ("conf", "models", "decks", "dconf")
    row = next(database.rows("col", ", ".join(names)), ("",) * len(names))
    values = {name: _json(text) for name, text in zip(names, row, strict=True)}
    if is_needed and not values["models"]:
        raise ExchangeError(
            f"{shown} has no note types that can be read", "export it from Anki again"
        )
    return values


def _json(text: object) -> dict[str, Any]:
    try:
        value = json.loads(_text(text) or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _old_types(models: Mapping[str, Any]) -> dict[int, AnkiNoteType]:
    types = {}
    for id_, model in _objects(models):
        templates = {
            _number(each.get("ord"), place): CardTemplate(
                *(_text(each.get(key)) for key in ("name", "qfmt", "afmt"))
            )
            for place, each in enumerate(_list(model.get("tmpls")))
        }
        fields = sorted(
            (_number(each.get("ord"), place), _text(each.get("name")))
            for place, each in enumerate(_list(model.get("flds")))
        )
        types[id_] = AnkiNoteType(
            name=_text(model.get("name")),
            is_cloze=model.get("type") == 1,
            fields=tuple(name for _, name in fields),
            templates=templates,
            is_occlusion=model.get("originalStockKind") == _IMAGE_OCCLUSION,
        )
    return types


def _new_types(database: Database) -> dict[int, AnkiNoteType]:
    fields: dict[int, list[str]] = {}
    for type_, name in database.rows("fields", "ntid, name", "ntid, ord"):
        fields.setdefault(_number(type_), []).append(_text(name))
    templates: dict[int, dict[int, CardTemplate]] = {}
    for type_, number, name, config in database.rows(
        "templates", "ntid, ord, name, config"
    ):
        message = _message(config)
        template = CardTemplate(_text(name), message.text(1), message.text(2))
        templates.setdefault(_number(type_), {})[_number(number)] = template
    types = {}
    for id_, name, config in database.rows("notetypes", "id, name, config"):
        message = _message(config)
        types[_number(id_)] = AnkiNoteType(
            name=_text(name),
            is_cloze=message.number(1) == 1,
            fields=tuple(fields.get(_number(id_), ())),
            templates=templates.get(_number(id_), {}),
            is_occlusion=message.number(9) == _IMAGE_OCCLUSION,
        )
    return types


def _old_decks(decks: Mapping[str, Any]) -> dict[int, str]:
    return {id_: _text(deck.get("name")) for id_, deck in _objects(decks)}


def _new_decks(database: Database) -> dict[int, str]:
    rows = database.rows("decks", "id, name")
    return {_number(id_): _text(name).replace(_FIELD_END, "::") for id_, name in rows}


def _settings(database: Database, old: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the settings of a collection; newer ones have a table for them."""
    if "config" not in database.tables:
        return old
    settings = dict(old)
    for key, value in database.rows("config", "KEY, val"):
        try:
            settings[_text(key)] = json.loads(_text(value))
        except (ValueError, RecursionError):
            continue
    return settings


def _presets(database: Database, old: Mapping[str, Any]) -> Iterator[Preset]:
    if "deck_config" in database.tables:
        for name, config in database.rows("deck_config", "name, config"):
            message = _message(config)
            weights = message.floats(6) or message.floats(5) or message.floats(3)
            yield Preset(_text(name), weights, message.text(46))
        return
    for _, preset in _objects(old):
        kept = (
            preset.get(key) for key in ("fsrsParams6", "fsrsParams5", "fsrsWeights")
        )
        weights = tuple(_floats(next(filter(None, kept), ())))
        before = _text(preset.get("ignoreRevlogsBeforeDate"))
        yield Preset(_text(preset.get("name")), weights, before)


def _message(data: object) -> Message:
    """Return a message; bytes that are none have no fields."""
    try:
        return Message(data if isinstance(data, bytes) else b"")
    except ValueError:
        return Message(b"")


def _objects(table: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the objects of a JSON object by the number that their key is."""
    for key, value in table.items():
        if isinstance(value, dict) and (id_ := _number(key, -1)) >= 0:
            yield id_, value


def _list(value: object) -> Sequence[Mapping[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def _floats(values: object) -> Iterator[float]:
    for value in values if isinstance(values, list | tuple) else ():
        if isinstance(value, int | float):
            with suppress(OverflowError):
                yield float(value)


def _number(value: object, default: int = 0) -> int:
    try:
        return _whole(value)
    except (ValueError, OverflowError):
        return default
