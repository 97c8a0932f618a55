"""Migrations: numbered steps from one schema to the next. They only grow.

`PRAGMA user_version` holds the number of the last step that was applied. Each
step is one transaction together with its number.
"""

import sqlite3
from collections.abc import Iterator

MIGRATIONS = (
    # 1: the log. Facts only; triggers refuse to change or forget one.
    """
    CREATE TABLE installation (
        device TEXT NOT NULL
    ) STRICT;

    CREATE TABLE reviews (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        deck TEXT NOT NULL,
        card TEXT NOT NULL,
        content TEXT NOT NULL,
        variant TEXT NOT NULL,
        response TEXT NOT NULL,
        verdict TEXT CHECK (verdict IN ('correct', 'partial', 'wrong')),
        score REAL CHECK (score BETWEEN 0 AND 1),
        overridden INTEGER NOT NULL CHECK (overridden IN (0, 1)),
        confidence INTEGER CHECK (confidence BETWEEN 1 AND 4),
        hints INTEGER NOT NULL CHECK (hints >= 0),
        suggested INTEGER NOT NULL CHECK (suggested BETWEEN 1 AND 4),
        grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
        at INTEGER NOT NULL,              -- microseconds since 1970, UTC
        utc_offset INTEGER NOT NULL,      -- seconds, local minus UTC
        seconds REAL NOT NULL CHECK (seconds >= 0),
        app TEXT NOT NULL,
        torch TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE retractions (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        review TEXT NOT NULL,             -- may arrive before the review does
        at INTEGER NOT NULL,
        utc_offset INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are facts'); END;
    CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are facts'); END;
    CREATE TRIGGER retractions_stay BEFORE UPDATE ON retractions
        BEGIN SELECT RAISE(ABORT, 'retractions are facts'); END;
    CREATE TRIGGER retractions_remain BEFORE DELETE ON retractions
        BEGIN SELECT RAISE(ABORT, 'retractions are facts'); END;
    """,
    # 2: untrusted decks that the user knows of or has approved, on this machine.
    """
    CREATE TABLE approvals (
        digest TEXT PRIMARY KEY NOT NULL CHECK (length(digest) = 64),
        file TEXT NOT NULL,
        at INTEGER NOT NULL               -- microseconds since 1970, UTC
    ) STRICT, WITHOUT ROWID;
    """,
    # 3: cards buried, suspended, resumed and reset. A retraction may name these too.
    """
    CREATE TABLE marks (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        deck TEXT NOT NULL,
        card TEXT NOT NULL,
        mark TEXT NOT NULL CHECK (mark IN ('buried', 'suspended', 'resumed', 'reset')),
        at INTEGER NOT NULL,              -- microseconds since 1970, UTC
        utc_offset INTEGER NOT NULL       -- seconds, local minus UTC
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER marks_stay BEFORE UPDATE ON marks
        BEGIN SELECT RAISE(ABORT, 'marks are facts'); END;
    CREATE TRIGGER marks_remain BEFORE DELETE ON marks
        BEGIN SELECT RAISE(ABORT, 'marks are facts'); END;

    -- No index by card: each grade would wait for it, and few look back on a card.
    """,
    # 4: a chain for each device; see `chain`. Events from before are chained by
    # `links.chain_all`, in the same transaction.
    """
    ALTER TABLE reviews ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE reviews ADD COLUMN before BLOB NOT NULL DEFAULT x'';
    ALTER TABLE reviews ADD COLUMN sum BLOB NOT NULL DEFAULT x'';
    ALTER TABLE marks ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE marks ADD COLUMN before BLOB NOT NULL DEFAULT x'';
    ALTER TABLE marks ADD COLUMN sum BLOB NOT NULL DEFAULT x'';
    ALTER TABLE retractions ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE retractions ADD COLUMN before BLOB NOT NULL DEFAULT x'';
    ALTER TABLE retractions ADD COLUMN sum BLOB NOT NULL DEFAULT x'';

    CREATE TABLE heads (                  -- the last event of each device
        device TEXT PRIMARY KEY NOT NULL,
        number INTEGER NOT NULL,
        sum BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE gaps (                   -- events that no backup could bring back
        device TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        at INTEGER NOT NULL,              -- microseconds since 1970, UTC
        PRIMARY KEY (device, first)
    ) STRICT, WITHOUT ROWID;
    """,
    # 5: facts of any other kind: `kind` says how to read the body. A new kind needs no
    # step: a quizapp that does not know it keeps its rows, and does not read them.
    """
    CREATE TABLE facts (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
        deck TEXT,                        -- NULL, like the card, if about no card
        card TEXT,
        body TEXT NOT NULL CHECK (length(body) <= 1000000),    -- JSON
        at INTEGER NOT NULL,              -- microseconds since 1970, UTC
        utc_offset INTEGER NOT NULL,      -- seconds, local minus UTC
        number INTEGER NOT NULL,
        before BLOB NOT NULL,
        sum BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER facts_stay BEFORE UPDATE ON facts
        BEGIN SELECT RAISE(ABORT, 'facts stay'); END;
    CREATE TRIGGER facts_remain BEFORE DELETE ON facts
        BEGIN SELECT RAISE(ABORT, 'facts stay'); END;
    """,
    # 6: how many events each table has, the last id and the sum of the instants, so
    # that what is derived from a log is recognized without reading all of it.
    """
    CREATE TABLE tallies (
        name TEXT PRIMARY KEY NOT NULL,   -- of a table of events
        events INTEGER NOT NULL,
        last TEXT NOT NULL,               -- the largest id
        instants INTEGER NOT NULL         -- each modulo 2**32 - 5
    ) STRICT, WITHOUT ROWID;

    INSERT INTO tallies SELECT 'reviews',
        count(*), coalesce(max(id), ''), coalesce(sum(at % 4294967291), 0)
        FROM reviews;
    INSERT INTO tallies SELECT 'marks',
        count(*), coalesce(max(id), ''), coalesce(sum(at % 4294967291), 0)
        FROM marks;
    INSERT INTO tallies SELECT 'retractions',
        count(*), coalesce(max(id), ''), coalesce(sum(at % 4294967291), 0)
        FROM retractions;
    INSERT INTO tallies SELECT 'facts',
        count(*), coalesce(max(id), ''), coalesce(sum(at % 4294967291), 0)
        FROM facts;

    CREATE TRIGGER reviews_counted AFTER INSERT ON reviews
        BEGIN UPDATE tallies SET events = events + 1, last = max(last, NEW.id),
        instants = instants + NEW.at % 4294967291 WHERE name = 'reviews'; END;
    CREATE TRIGGER marks_counted AFTER INSERT ON marks
        BEGIN UPDATE tallies SET events = events + 1, last = max(last, NEW.id),
        instants = instants + NEW.at % 4294967291 WHERE name = 'marks'; END;
    CREATE TRIGGER retractions_counted AFTER INSERT ON retractions
        BEGIN UPDATE tallies SET events = events + 1, last = max(last, NEW.id),
        instants = instants + NEW.at % 4294967291 WHERE name = 'retractions'; END;
    CREATE TRIGGER facts_counted AFTER INSERT ON facts
        BEGIN UPDATE tallies SET events = events + 1, last = max(last, NEW.id),
        instants = instants + NEW.at % 4294967291 WHERE name = 'facts'; END;
    """,
)

CHAINED = 4
"""The step from which events have links."""


def statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would commit first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
