"""Snapshots: the memories at the last exit, so that a start folds only what is newer.

A snapshot is valid for a log that begins with exactly its events: the same number of
each kind, the same last ids, the same sum of instants. Newer events are folded on top.
Anything else (an undo, a clock that was set back, other settings, another rollover,
other former ids of cards, another quizapp) makes the next start fold the whole log. The
log is the only truth.
"""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from quizapp import cache
from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import CardRecord, FoldStart
from quizapp.core.scheduling.review import (
    Event,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
    facts,
    in_time,
)
from quizapp.errors import LogError
from quizapp.store.log import SqliteLog
from quizapp.store.rows import Extent

WORTH = 2_000
"""Fewer events than this are folded faster than a snapshot is read."""
_SOURCE = b"memories"


class _Snapshot(Struct, frozen=True, array_like=True):
    device: str
    settings: SchedulerSettings
    former: str
    """The digest of the former ids."""
    rollover: timedelta
    extent: Extent
    records: list[tuple[CardId, CardRecord]]


def _decoded(body: bytes) -> _Snapshot:
    return msgspec.msgpack.decode(body, type=_Snapshot)


class SnapshotFile:
    """The snapshot of one log, in a file that need not exist."""

    def __init__(self, file: Path, log: SqliteLog, worth: int = WORTH) -> None:
        self._file, self._log, self._worth = file, log, worth
        self._read = Extent()
        """The part of the log that was read,"""
        self._appended = 0
        """when this many events had been appended by this process."""
        self._saved = Extent()
        """The part of it that the snapshot holds."""

    def begin(self, settings: SchedulerSettings, latest: int) -> FoldStart:
        """Return where to start a fold, with the latest facts. Raises LogError."""
        self._appended = self._log.appended
        with self._log.reading():
            snapshot = self._snapshot(settings)
            if snapshot is not None:
                newer = list(self._log.events(after=snapshot.extent))
                records = dict(snapshot.records)
                if _follow(newer, records, self._log.retracted()):
                    self._saved = snapshot.extent
                    self._read = self._log.extent()
                    return FoldStart(facts(newer), self._log.recent(latest), records)
            in_force = facts(self._log.events())
            self._read = self._log.extent()
            return FoldStart(in_force, in_force[-latest:])

    def save(
        self, settings: SchedulerSettings, records: Mapping[CardId, CardRecord]
    ) -> None:
        """Save the records of the log's cards, if that saves time."""
        written = self._log.appended - self._appended
        total = self._read.total + written
        if total < self._worth or (not written and self._read == self._saved):
            return
        with suppress(LogError):
            extent = self._log.extent()
            if extent.total != total:
                return  # another process wrote as well
            former, saved = self._log.former.digest, list(records.items())
            snapshot = _Snapshot(
                self._log.device, settings, former, self._log.rollover, extent, saved
            )
            cache.store(self._file, _SOURCE, msgspec.msgpack.encode(snapshot))

    def _snapshot(self, settings: SchedulerSettings) -> _Snapshot | None:
        """Return the snapshot, if the log begins with exactly its events."""
        saved = cache.load(self._file, _SOURCE, _decoded)
        if saved is None:
            return None
        log = self._log
        now = (log.device, settings, log.former.digest, log.rollover)
        then = (saved.device, saved.settings, saved.former, saved.rollover)
        is_begun = saved.extent.followed_by(log.extent_after(saved.extent))
        return saved if then == now and is_begun == log.extent() else None


def _follow(
    newer: Iterable[Event],
    records: Mapping[CardId, CardRecord],
    retracted: Container[str],
) -> bool:
    """Return whether newer events are in force and later than their cards' records."""
    for event in newer:
        match event:
            case Retracted():
                return False
            case Reviewed() | Marked() | Remarked():
                last = records.get(event.card, CardRecord()).last
                if event.id in retracted or (last and last > in_time(event)):
                    return False
    return True
