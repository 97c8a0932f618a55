"""Opening: what is checked each time before a log is used.

The schema must be quizapp's own and the one that the header claims; the latest events
must hold and end their device's chain; and no commit that was acknowledged may be
missing. All of it takes about a millisecond; only a suspicion has every event checked.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from quizapp.core.basics.english import quantity
from quizapp.errors import LogError
from quizapp.store.backups import ensure_known
from quizapp.store.chain import Head
from quizapp.store.copies import reading, version_of
from quizapp.store.damage import BRING_BACK, in_words
from quizapp.store.head_mark import HeadMark
from quizapp.store.links import damage_in, heads_of, tail_is_sound, tips_of
from quizapp.store.schemas import foreign_object, schema_version
from quizapp.store.tips import TipsFile


def ensure_ours(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema's version. Raises LogError if it is not quizapp's.

    Version and schema are read in one transaction, since another process may migrate.
    """
    with reading(connection):
        version, schema = version_of(connection), schema_version(connection)
        ensure_known(version, path)
        if schema is None:
            reason = foreign_object(connection)
            raise LogError(f"the review log {path} is damaged: {reason}", BRING_BACK)
    if schema != version:
        raise LogError(
            f"the review log {path} is damaged: its header claims schema {version},"
            f" its tables have schema {schema}",
            BRING_BACK,
        )
    return version


def loss(connection: sqlite3.Connection, path: Path, ignored: int) -> str | None:
    """Say what the log has lost since it was last written, None if nothing.

    `ignored` is what `wal.ignored_commits` counted before the log was opened. It
    matters only without a head mark: the mark knows how far the log had come, and a
    single ignored commit may be one that was never finished.
    """
    known = HeadMark(path).read()  # before the state that it must not be ahead of
    if not known and ignored > 1:
        return _notice(f"{quantity(ignored, 'commit')} cannot be read")
    with reading(connection):
        tips = TipsFile(path)
        if _is_complete(connection, known, tips.read()):
            return None
        damage = damage_in(connection, known)
        if not damage:
            tips.write(tips_of(connection))
    return _notice(in_words(damage)) if damage else None


def _is_complete(
    connection: sqlite3.Connection,
    known: Mapping[str, Head],
    tips: Mapping[str, tuple[str, str]],
) -> bool:
    heads = heads_of(connection)
    return all(
        head.number <= heads.get(device, Head()).number
        for device, head in known.items()
    ) and all(
        tail_is_sound(connection, device, head, tips.get(device))
        for device, head in heads.items()
    )


def _notice(what: str) -> str:
    return f"the review log is damaged: {what}; {BRING_BACK}"
