"""Kept memories: those of an index, looked up one by one, and what was added since.

A fact that is added changes the records in memory. The index itself takes it in when
all memories are asked for, a card is folded again, or at the end: `catch_up` reads it
from the log then. So the index follows from the log alone, whoever writes it.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import CardRecord, record_after, recount
from quizapp.core.scheduling.review import Fact, in_time
from quizapp.core.stats.figure_lists import OpensStudy
from quizapp.errors import LogError
from quizapp.store.copies import read_only, writing
from quizapp.store.folding import Caught, catch_up
from quizapp.store.index_rows import (
    HAS_MEMORY,
    FoldProof,
    Trail,
    proof_in,
    record_in,
    records_in,
    trail_in,
)
from quizapp.store.kept_lists import KeptLists
from quizapp.store.kept_study import kept_study, log_study
from quizapp.store.log import SqliteLog
from quizapp.store.memory_views import viewed
from quizapp.store.rows import Extent
from quizapp.store.seals import DAMAGE

FEW = 2_000
"""So many records are read at once: a lookup each would take longer."""
MOST = 4_000
"""More records than this are not held in memory."""
_NEW = CardRecord()
_T = TypeVar("_T")


class KeptMemories:
    """The memories of a log that has an index; see `ports.Remembered`."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        log: SqliteLog,
        settings: SchedulerSettings,
        recent: int,
        refill: Callable[[], sqlite3.Connection],
    ) -> None:
        self._connection, self._log, self._settings = connection, log, settings
        self._recent, self._refill = recent, refill
        self._known: dict[CardId, CardRecord] = {}
        """Records that were looked up, and those that changed."""
        self._is_whole = False
        """Whether these are all records."""
        self._added = 0
        """How many facts the records have that the index lacks."""
        self._before: dict[str, CardRecord] = {}
        """The records before each of these facts, by their ids."""
        self._extent: Extent | None = None
        """What the index had when it was read last."""
        self._marked: dict[CardId, CardRecord] | None = None
        """The records with a mark or a remark, once they were asked for."""
        self._counts = (Counter[StudyDay](), Counter[StudyDay](), Counter[StudyDay]())
        self.memories = viewed(self, *self._counts)
        """The memories; they follow every write."""
        self.latest: tuple[Fact, ...] = ()
        """The latest facts in force when the log was read, in order of time."""
        self.catch_up()

    def catch_up(self) -> None:
        """Take in what else is in the log now, of any time and in any order."""
        self._settle()
        self.latest = self._log.recent(self._recent)

    def record(self, card: CardId) -> CardRecord:
        """Return the record of a card; that of a new card if there is none."""
        record = self._known.get(card)
        if record is not None or self._is_whole:
            return record or _NEW
        if len(self._known) >= MOST:
            self._settle()  # before this one is read, or it would be out of date
            self._known.clear()
        record = self._sound(lambda: record_in(self._connection, card)) or _NEW
        self._known[card] = record
        return record

    def records(self) -> Iterator[tuple[CardId, CardRecord]]:
        """Yield the records of all cards that were reviewed."""
        if self._added:
            self._settle()
        if self._is_whole:
            yield from self._known.items()
            return
        done = 0
        try:
            for pair in self._stored():
                yield pair
                done += 1
        except DAMAGE:
            self._make_again()
            yield from islice(self._stored(), done, None)

    def _stored(self) -> Iterator[tuple[CardId, CardRecord]]:
        return records_in(self._connection, f"{HAS_MEMORY} ORDER BY deck, card")

    def count(self) -> int:
        """Count the cards that have a memory."""
        if self._is_whole:
            return sum(record.memory is not None for record in self._known.values())
        sql = f"SELECT count(*) FROM records WHERE {HAS_MEMORY}"  # noqa: S608  # constants
        return int(self.ask(lambda index: index.execute(sql).fetchone()[0]))

    def marked(self) -> Mapping[CardId, CardRecord]:
        """Return the records with a mark or a remark, and those that had one."""
        if self._marked is None:
            found = self.ask(lambda index: dict(records_in(index, "has_mark")))
            self._marked = {**found, **self._known} if self._is_whole else found
        return self._marked

    @property
    def lists(self) -> KeptLists | None:
        """The lists of the index; None if all records are at hand."""
        return None if self._is_whole else KeptLists(self)

    def studies(self) -> tuple[OpensStudy, ...]:
        """Return what opens the figures, in any thread: the index, or else the log."""
        self._settle()
        if self._file() and not self._is_in_place():
            self._settle()  # another process may just have written
            if not self._is_in_place():
                self._make_again()
        log, file = partial(log_study, self._log, self._settings), self._file()
        return (partial(kept_study, Path(file), self._log), log) if file else (log,)

    def _is_in_place(self) -> bool:
        """Return whether the file has what is held: it may have been lost, or damaged.

        A thread removes a file that it finds damaged.
        """
        try:
            with closing(read_only(Path(self._file()))) as connection:
                proof = proof_in(connection)
        except DAMAGE:
            return False
        return proof is not None and proof.extent == self._extent

    def _file(self) -> str:
        """Return the file of the index; empty if it is in memory."""
        _, _, file = self._connection.execute("PRAGMA database_list").fetchone()
        return str(file)

    def ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return the answer of the index; one that is damaged is made again."""
        if self._added:
            self._settle()
        return self._sound(lambda: question(self._connection))

    def last(self, card: CardId) -> datetime | None:
        """Return the time of a card's last fact."""
        last = self.record(card).last
        return None if last is None else last[0]

    def add(self, fact: Fact) -> None:
        """Add a fact that is in the log now."""
        before = self.record(fact.card)
        self._added += 1
        if before.last is not None and in_time(fact) < before.last:
            self._settle()  # the clock was set back
            return
        self._before[fact.id] = before
        self._put(fact.card, before, record_after(before, fact, self._settings))

    def refold(self, fact: Fact) -> None:
        """Fold a card again whose fact was retracted.

        If it was the last one, and is not in the index yet, the record before it is
        at hand.
        """
        self._added += 1
        before = self._before.pop(fact.id, None)
        now = self.record(fact.card)
        if before is None or now.last != in_time(fact):
            self._settle()
        else:
            self._put(fact.card, now, before)

    def _put(self, card: CardId, before: CardRecord, now: CardRecord) -> None:
        self._known[card] = now
        if self._marked is not None:
            self._marked[card] = now
        days, repeats, introduced = self._counts
        recount(days, before.days, now.days)
        recount(repeats, before.repeats, now.repeats)
        recount(introduced, before.introduced, now.introduced)

    def recent(self, count: int) -> tuple[Fact, ...]:
        """Return so many of the latest facts in force, in order of time."""
        return self._log.recent(count)

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return the facts of a card that are in force, in order of time."""
        trail: Trail = self.ask(lambda index: trail_in(index, card))
        return self._log.history_of(trail)

    def close(self) -> None:
        """Bring the index up to the log. Never raises; harmless when repeated."""
        with suppress(LogError, OSError, *DAMAGE):
            self._settle()
        self._connection.close()

    def _settle(self) -> None:
        """Bring the index up to the log, or make it again. Raises LogError."""
        try:
            with writing(self._connection):
                caught = catch_up(self._connection, self._log, self._settings)
            self._take(caught)
        except DAMAGE:
            self._make_again()

    def _take(self, caught: Caught) -> None:
        """Hold what the index has now."""
        if caught.before == self._extent:
            self._known.update(caught.changed)
            if self._marked is not None:
                self._marked.update(caught.changed)
        else:  # the first time, or another process has written
            self._forget()
        self._hold(caught.proof)

    def _make_again(self) -> None:
        """Fold the log into a new index. Raises LogError."""
        self._connection.close()
        self._connection = self._refill()
        self._forget()
        proof = proof_in(self._connection)
        if proof is not None:
            self._hold(proof)

    def _forget(self) -> None:
        self._known.clear()
        self._is_whole, self._marked = False, None

    def _hold(self, proof: FoldProof) -> None:
        """Hold the totals of the index, and all records if they are few."""
        self._extent, self._added, self._log.inserted = proof.extent, 0, []
        self._before.clear()
        totals = (proof.reviews, proof.repeats, proof.introduced)
        for counts, total in zip(self._counts, totals, strict=True):
            counts.clear()
            counts.update(total)
        few = f"SELECT count(*) FROM (SELECT 1 FROM records LIMIT {FEW + 1})"  # noqa: S608  # constants
        if not self._is_whole and self._connection.execute(few).fetchone()[0] <= FEW:
            self._known = dict(records_in(self._connection))
            self._is_whole = True

    def _sound(self, ask: Callable[[], _T]) -> _T:
        """Ask the index; if it is damaged, make it again and ask once more."""
        try:
            return ask()
        except DAMAGE:
            self._make_again()
            return ask()
