"""Snapshots: what the log amounted to when it was left, so that no start folds all.

A snapshot holds for a log of just these events: so many of each kind, up to just this
last one, at instants of just this sum. What came later is folded on top. Anything
else (an undo, a clock that was set back, other settings, another quizapp) has the log
folded from its beginning. The log stays the only truth.
"""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
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
    Retracted,
    Reviewed,
    facts,
    in_time,
)
from quizapp.errors import LogError
from quizapp.store.log import SqliteLog
from quizapp.store.rows import Extent

WORTH = 2_000
"""Events; fewer are folded in less time than a snapshot takes."""
_SOURCE = b"memories"


class _Snapshot(Struct, frozen=True, array_like=True):
    device: str
    settings: SchedulerSettings
    extent: Extent
    records: list[tuple[CardId, CardRecord]]


class SnapshotFile:
    """The snapshot of one log, in a file that need not exist."""

    def __init__(self, file: Path, log: SqliteLog, worth: int = WORTH) -> None:
        self._file, self._log, self._worth = file, log, worth
        self._begun = Extent()
        """What of the log was read,"""
        self._appended = 0
        """after so many events had been committed by the same hand."""
        self._kept = Extent()
        """What of it the snapshot holds."""

    def begin(self, settings: SchedulerSettings, latest: int) -> FoldStart:
        """Return what a fold begins with, and the latest facts. Raises LogError."""
        self._appended = self._log.appended
        with self._log.reading():
            snapshot = self._snapshot(settings)
            if snapshot is not None:
                newer = list(self._log.events(after=snapshot.extent))
                records = dict(snapshot.records)
                if _follow(newer, records, self._log.retracted()):
                    self._kept = snapshot.extent
                    self._begun = self._log.extent()
                    return FoldStart(facts(newer), self._log.recent(latest), records)
            every = list(self._log.events())
            self._begun = self._log.extent()
            standing = facts(every)
            return FoldStart(standing, standing[-latest:])

    def save(
        self, settings: SchedulerSettings, records: Mapping[CardId, CardRecord]
    ) -> None:
        """Keep the pasts that the log amounts to, if they are worth it."""
        written = self._log.appended - self._appended
        total = self._begun.total + written
        if total < self._worth or (not written and self._begun == self._kept):
            return
        with suppress(LogError):
            extent = self._log.extent()
            if extent.total != total:
                return  # another process wrote, too
            every = list(records.items())
            made = _Snapshot(self._log.device, settings, extent, every)
            cache.store(self._file, _SOURCE, msgspec.msgpack.encode(made))

    def _snapshot(self, settings: SchedulerSettings) -> _Snapshot | None:
        """Return the snapshot, if the log begins with just what it holds."""
        body = cache.load(self._file, _SOURCE)
        if body is None:
            return None
        try:
            found = msgspec.msgpack.decode(body, type=_Snapshot)
        except msgspec.MsgspecError:  # a seal is no proof against what writes one
            return None
        fits = found.device == self._log.device and found.settings == settings
        return found if fits and self._log.begins_with(found.extent) else None


def _follow(
    newer: Iterable[Event],
    records: Mapping[CardId, CardRecord],
    retracted: Container[str],
) -> bool:
    """Tell whether all that is newer stands, behind what is there of its card."""
    for event in newer:
        match event:
            case Retracted():
                return False
            case Reviewed() | Marked():
                last = records.get(event.card, CardRecord()).last
                if event.id in retracted or (last and last > in_time(event)):
                    return False
    return True
