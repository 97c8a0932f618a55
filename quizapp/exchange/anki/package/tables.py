"""Tables: a whole collection in Anki's schema 11, as the bytes of an SQLite file.

The same content at the same time gives the same bytes.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from msgspec import Struct

from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS, Weights
from quizapp.core.scheduling.intervals import (
    LEARNING_STEPS,
    MAXIMUM_INTERVAL,
    RELEARNING_STEPS,
    SchedulerSettings,
)
from quizapp.core.scheduling.leech import LEECH_LAPSES
from quizapp.exchange.anki.identity import derived_id
from quizapp.exchange.anki.package.names import parents_of
from quizapp.exchange.anki.package.note_types import NoteType
from quizapp.exchange.anki.package.reviews import RevlogRow, milliseconds
from quizapp.exchange.anki.package.schedule import Calendar

_SCHEMA = """
CREATE TABLE col (
  id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL,
  scm integer NOT NULL, ver integer NOT NULL, dty integer NOT NULL,
  usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL
);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL,
  sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL,
  data text NOT NULL
);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL,
  ord integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL,
  type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL,
  ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
  odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE revlog (
  id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL,
  factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL
);
CREATE TABLE graves (
  usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL
);
"""
_INDEXES = """
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
_DEFAULT = 1
"""The id of Anki's own deck and preset, which every collection has."""
PRESET = derived_id("preset quizapp")

TableRow = tuple[int | str, ...]


class Tables(Struct, frozen=True):
    """The rows of a collection."""

    notes: Iterable[TableRow]
    cards: Iterable[TableRow]
    revlog: Iterable[RevlogRow]
    note_types: Iterable[NoteType]
    decks: Iterable[str]
    """Their names."""
    new_cards: int
    """How many places are taken in the order of new cards."""
    has_preset: bool
    """Whether the decks have our preset: FSRS as in quizapp."""


def deck_id(name: str) -> int:
    """Return the id of a deck; Anki's names of decks have no case."""
    return derived_id(f"deck {name.casefold()}")


def collection_bytes(tables: Tables, calendar: Calendar) -> bytes:
    """Return the collection as an SQLite file."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        connection.execute(_into("col", 13), _col(tables, calendar))
        connection.executemany(_into("notes", 11), tables.notes)
        connection.executemany(_into("cards", 18), tables.cards)
        connection.executemany(_into("revlog", 9), tables.revlog)
        connection.commit()
        connection.executescript(_INDEXES)
        return connection.serialize()


def _into(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"  # noqa: S608


def _col(tables: Tables, calendar: Calendar) -> TableRow:
    now = milliseconds(calendar.now)
    seconds = now // 1000
    preset = PRESET if tables.has_preset else _DEFAULT
    decks = {_DEFAULT: _deck(_DEFAULT, "Default", seconds, _DEFAULT)}
    for name in tables.decks:
        for each in (*parents_of(name), name):
            decks[deck_id(each)] = _deck(deck_id(each), each, seconds, preset)
    presets = {_DEFAULT: _preset(_DEFAULT, "Default", calendar)}
    if tables.has_preset:
        presets[PRESET] = _preset(PRESET, "quizapp", calendar)
    models = {each.id: each.json() for each in tables.note_types}
    conf = _conf(tables, calendar)
    texts = map(_json, (conf, models, decks, presets, {}))
    return (1, calendar.created_at, now, now, 11, 0, 0, 0, *texts)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _conf(tables: Tables, calendar: Calendar) -> dict[str, Any]:
    return {
        "activeDecks": [1],
        "curDeck": 1,
        "newSpread": 0,
        "collapseTime": 1200,
        "timeLim": 0,
        "estTimes": True,
        "dueCounts": True,
        "curModel": None,
        "nextPos": tables.new_cards + 1,
        "sortType": "noteFld",
        "sortBackwards": False,
        "addToCur": True,
        "dayLearnFirst": False,
        "schedVer": 2,
        "sched2021": True,
        "creationOffset": calendar.minutes_west,
        "localOffset": calendar.minutes_west,
        "rollover": int(calendar.now.rollover.total_seconds()) // 3600,
        "fsrs": True,
    }


def _deck(id_: int, name: str, modified: int, preset: int) -> dict[str, Any]:
    today = {f"{what}Today": [0, 0] for what in ("lrn", "rev", "new", "time")}
    return {
        "id": id_,
        "name": name,
        "mod": modified,
        "usn": -1,
        **today,
        "collapsed": False,
        "browserCollapsed": True,
        "desc": "",
        "dyn": 0,
        "conf": preset,
        "extendNew": 0,
        "extendRev": 0,
    }


def _lapses() -> dict[str, Any]:
    return {
        "delays": [step.total_seconds() / 60 for step in RELEARNING_STEPS],
        "leechAction": 1,
        "leechFails": LEECH_LAPSES,
        "minInt": 1,
        "mult": 0.0,
    }


def _own_weights(settings: SchedulerSettings) -> Weights:
    """Return the user's weights; none stand for FSRS's own, as in Anki."""
    return () if settings.weights == DEFAULT_WEIGHTS else settings.weights


def _preset(id_: int, name: str, calendar: Calendar) -> dict[str, Any]:
    """Return a preset with the user's weights and retention; Anki's own, as it is."""
    ours = id_ == PRESET
    settings = calendar.settings if ours else SchedulerSettings()
    return {
        "id": id_,
        "mod": 0,
        "name": name,
        "usn": -1 if ours else 0,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "new": {
            "bury": False,
            "delays": [step.total_seconds() / 60 for step in LEARNING_STEPS],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "ivlFct": 1.0,
            "maxIvl": MAXIMUM_INTERVAL,
            "perDay": 200,
            "hardFactor": 1.2,
        },
        "lapse": _lapses(),
        "dyn": False,
        "fsrsParams6": [*_own_weights(settings)],
        "desiredRetention": settings.retention,
        "sm2Retention": 0.9,
    }
