"""Anki packages made by hand, of every version, sound ones and hostile ones.

Small and quick, and with what no program writes; the packages of real programs are
made by `genanki` and `anki`.
"""

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import zstandard

from quizapp.core.basics.moment import Moment
from quizapp.exchange.anki.reader import read_anki
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported, ImportedCard

CREATED = 1_600_000_000
NOW = Moment(datetime(2026, 3, 2, 12, tzinfo=UTC), timedelta(hours=1))
BASIC, CLOZE = 1, 2
TYPES: Mapping[int, Mapping[str, Any]] = {
    BASIC: {
        "name": "Basic",
        "fields": ("Front", "Back"),
        "templates": (
            ("Card 1", "{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"),
        ),
    },
    CLOZE: {
        "name": "Cloze",
        "type": 1,
        "fields": ("Text", "Back Extra"),
        "templates": (
            ("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),
        ),
    },
}
_TABLES_11 = """
CREATE TABLE col (id, crt, conf, models, decks, dconf);
CREATE TABLE notes (id integer PRIMARY KEY, guid, mid, tags, flds);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid, did, ord, type, queue, due, odid, flags
);
CREATE TABLE revlog (id integer PRIMARY KEY, cid, ease, ivl, factor, time, type);
"""
_TABLES_18 = """
CREATE TABLE config (KEY text PRIMARY KEY, val blob) WITHOUT rowid;
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
CREATE TABLE fields (ntid, ord, name text COLLATE unicase, PRIMARY KEY (ntid, ord));
CREATE TABLE templates (ntid, ord, name, config blob, PRIMARY KEY (ntid, ord));
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
CREATE TABLE deck_config (id integer PRIMARY KEY, name text, config blob);
"""


def note(id_: int, *fields: str, type_: int = BASIC, tags: str = "") -> tuple[Any, ...]:
    """Return a row of `notes`."""
    return id_, f"guid{id_}", type_, tags, "\x1f".join(fields)


def card(
    note_: int,
    number: int = 0,
    *,
    deck: int = 1,
    type_: int = 0,
    queue: int = 0,
    due: int = 0,
    home: int = 0,
    flags: int = 0,
) -> tuple[Any, ...]:
    """Return a row of `cards`, whose id is that of its note and its number."""
    id_ = note_ * 100 + number
    return id_, note_, deck, number, type_, queue, due, home, flags


def collection(
    *statements: str,
    notes: Iterable[Sequence[Any]] = (),
    cards: Iterable[Sequence[Any]] | None = None,
    reviews: Iterable[Sequence[Any]] = (),
    types: Mapping[int, Mapping[str, Any]] = TYPES,
    decks: Mapping[int, str] = {1: "Default"},
    settings: Mapping[str, Any] = {},
    presets: Sequence[Mapping[str, Any]] = (),
    schema: int = 11,
) -> bytes:
    """Return a collection; each note has its first card if none are given."""
    settings = {"schedVer": 2, **settings}
    notes = list(notes)
    cards = [card(row[0]) for row in notes] if cards is None else list(cards)
    database = sqlite3.connect(":memory:")
    database.create_collation("unicase", lambda one, other: (one > other) - 1)
    database.executescript(_TABLES_11)
    if schema == 11:
        _fill_11(database, types, decks, settings, presets)
    else:
        database.executescript(_TABLES_18)
        _fill_18(database, types, decks, settings, presets)
    for table, rows in (("notes", notes), ("cards", cards), ("revlog", reviews)):
        for row in rows:
            marks = ", ".join("?" * len(row))
            database.execute(f"INSERT INTO {table} VALUES ({marks})", tuple(row))  # noqa: S608
    for statement in statements:
        database.execute(statement)
    database.commit()
    data = database.serialize()
    database.close()
    return data


@cache
def _dummy() -> bytes:
    return collection(notes=[note(9, "Please update Anki", "")])


def package(
    path: Path,
    collection_: bytes,
    *,
    version: int = 2,
    media: Mapping[str, str] = {},
    extra: Mapping[str, bytes] = {},
) -> Path:
    """Write a package of this version; the newer ones hold the old dummy too."""
    members = {"collection.anki2": collection_ if version == 1 else _dummy()}
    if version == 2:
        members["collection.anki21"] = collection_
    names = json.dumps(media).encode()
    if version == 3:
        members["collection.anki21b"] = packed(collection_)
        members["meta"] = varint(1, 3)
        entries = (text(1, name) for name in media.values())
        names = packed(b"".join(length(1, entry) for entry in entries))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, "media": names, **extra}.items():
            archive.writestr(name, data)
    return path


def read(path: Path, *, history: bool = True, now: Moment = NOW) -> Imported:
    """Read a package as the app does."""
    return read_anki(Reading(path, now, history))


def one_card(path: Path, *fields: str, **how: Any) -> ImportedCard:
    """Return the one card of a package with one note."""
    type_ = how.pop("type_", BASIC)
    number = how.pop("number", 0)
    tags = how.pop("tags", "")
    data = collection(
        notes=[note(1, *fields, type_=type_, tags=tags)],
        cards=[card(1, number, flags=how.pop("flags", 0))],
        **how,
    )
    imported = read(package(path, data))
    assert not imported.left_out
    (found,) = imported.cards
    return found


def packed(data: bytes) -> bytes:
    """Compress as Anki does."""
    return zstandard.ZstdCompressor().compress(data)


def varint(field: int, number: int) -> bytes:
    """Return a number as a field of protobuf."""
    return _number(field << 3) + _number(number)


def length(field: int, data: bytes) -> bytes:
    """Return bytes as a field of protobuf."""
    return _number(field << 3 | 2) + _number(len(data)) + data


def text(field: int, value: str) -> bytes:
    """Return text as a field of protobuf."""
    return length(field, value.encode())


def zeros(size: int) -> bytes:
    """Return a zip file with a collection of so many zeros: a bomb."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("collection.anki2", "w", force_zip64=True) as member,
    ):
        for _ in range(size // 2**20):
            member.write(bytes(2**20))
    return buffer.getvalue()


def _number(number: int) -> bytes:
    result = bytearray()
    while number > 0x7F:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*result, number))


def _fill_11(
    database: sqlite3.Connection,
    types: Mapping[int, Mapping[str, Any]],
    decks: Mapping[int, str],
    settings: Mapping[str, Any],
    presets: Sequence[Mapping[str, Any]],
) -> None:
    models = {
        str(id_): {
            "name": each["name"],
            "type": each.get("type", 0),
            "flds": [
                {"name": name, "ord": place}
                for place, name in enumerate(each["fields"])
            ],
            "tmpls": [
                {"name": name, "ord": place, "qfmt": question, "afmt": answer}
                for place, (name, question, answer) in enumerate(each["templates"])
            ],
        }
        for id_, each in types.items()
    }
    values = (
        dict(settings),
        models,
        {str(id_): {"id": id_, "name": name} for id_, name in decks.items()},
        {str(place): dict(preset) for place, preset in enumerate(presets, 1)},
    )
    row = (1, CREATED, *map(json.dumps, values))
    database.execute("INSERT INTO col VALUES (?, ?, ?, ?, ?, ?)", row)


def _fill_18(
    database: sqlite3.Connection,
    types: Mapping[int, Mapping[str, Any]],
    decks: Mapping[int, str],
    settings: Mapping[str, Any],
    presets: Sequence[Mapping[str, Any]],
) -> None:
    database.execute("INSERT INTO col VALUES (1, ?, '', '', '', '')", (CREATED,))
    for key, value in settings.items():
        data = json.dumps(value).encode()
        database.execute("INSERT INTO config VALUES (?, ?)", (key, data))
    for id_, each in types.items():
        config = varint(1, each.get("type", 0))
        database.execute(
            "INSERT INTO notetypes VALUES (?, ?, ?)", (id_, each["name"], config)
        )
        for place, name in enumerate(each["fields"]):
            database.execute("INSERT INTO fields VALUES (?, ?, ?)", (id_, place, name))
        for place, (name, question, answer) in enumerate(each["templates"]):
            config = text(1, question) + text(2, answer)
            row = (id_, place, name, config)
            database.execute("INSERT INTO templates VALUES (?, ?, ?, ?)", row)
    for id_, name in decks.items():
        parts = name.replace("::", "\x1f")
        database.execute("INSERT INTO decks VALUES (?, ?)", (id_, parts))
    for place, preset in enumerate(presets, 1):
        weights = preset.get("fsrsParams6", ())
        config = length(6, struct.pack(f"<{len(weights)}f", *weights))
        database.execute(
            "INSERT INTO deck_config VALUES (?, ?, ?)", (place, preset["name"], config)
        )
