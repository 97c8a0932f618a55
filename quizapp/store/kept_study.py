"""Kept study: all that statistics are computed from, read in any thread.

It has connections of its own that only read, to the index and to the log, and reads
one state of each. Whoever asks for it has brought the index up to the log before.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings
from quizapp.core.scheduling.listed import HeldLists
from quizapp.core.scheduling.memory import CardRecord, Memories, record_of
from quizapp.core.scheduling.review import EventId, Reviewed, in_time
from quizapp.core.stats.card_figures import CardFigures, figures_of
from quizapp.core.stats.figure_lists import HeldFigures
from quizapp.store.copies import read_only, reading
from quizapp.store.faults import log_errors
from quizapp.store.index_rows import HAS_MEMORY, ensure_sums, record_in, records_in
from quizapp.store.kept_figures import KeptFigures
from quizapp.store.kept_lists import KeptLists
from quizapp.store.log_reader import LogReader
from quizapp.store.memory_views import viewed
from quizapp.store.seals import DAMAGE

_T = TypeVar("_T")


class KeptStudy:
    """The figures of an index; see `figure_lists.StudyFigures`."""

    def __init__(self, index: sqlite3.Connection, log: LogReader) -> None:
        self._index, self._log = index, log
        self.memories = viewed(self)
        self.lists, self.figures = KeptLists(self), KeptFigures(index)

    def ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return the answer of the index."""
        return question(self._index)

    def record(self, card: CardId) -> CardRecord:
        """Return the record of a card; that of a new card if there is none."""
        return record_in(self._index, card) or CardRecord()

    def records(self) -> Iterator[tuple[CardId, CardRecord]]:
        """Yield the records of all cards that were reviewed."""
        return records_in(self._index, HAS_MEMORY)

    def count(self) -> int:
        """Count the cards that have a memory."""
        return sum(seen.count for seen in self.lists.seen().values())

    def marked(self) -> Mapping[CardId, CardRecord]:
        """Return the records with a mark or a remark."""
        return dict(records_in(self._index, "has_mark"))

    def memories_of(self, deck: str) -> Mapping[str, Memory]:
        """Return the memories of a deck's cards, by their names."""
        own = records_in(self._index, f"deck = ? AND {HAS_MEMORY}", (deck,))
        pairs = ((card.card, record.memory) for card, record in own)
        return {name: memory for name, memory in pairs if memory is not None}

    def answers(self, ids: Sequence[EventId]) -> Sequence[Reviewed]:
        """Return these reviews, in order of time."""
        return _answers(self._log, ids)

    def lately(self, count: int) -> Sequence[Reviewed]:
        """Return the reviews among so many of the latest facts, in order of time."""
        return _lately(self._log, count)


class LogStudy:
    """The figures of a log without an index: all of it is folded."""

    def __init__(self, log: LogReader, settings: SchedulerSettings) -> None:
        self._log = log
        retracted = log.retracted()
        by_card: dict[CardId, Memory] = {}
        figures: dict[CardId, CardFigures] = {}
        for card, own in log.by_card():
            in_force = sorted((f for f in own if f.id not in retracted), key=in_time)
            memory = record_of(in_force, settings).memory
            reviews = [fact for fact in in_force if isinstance(fact, Reviewed)]
            if memory is not None:
                by_card[card] = memory
            if reviews:
                figures[card] = figures_of(reviews)
        self.memories = Memories(by_card)
        self.lists, self.figures = HeldLists(by_card), HeldFigures(figures)

    def memories_of(self, deck: str) -> Mapping[str, Memory]:
        """Return the memories of a deck's cards, by their names."""
        names = self.lists.names(deck)
        return {name: self.memories.by_card[CardId(deck, name)] for name in names}

    def answers(self, ids: Sequence[EventId]) -> Sequence[Reviewed]:
        """Return these reviews, in order of time."""
        return _answers(self._log, ids)

    def lately(self, count: int) -> Sequence[Reviewed]:
        """Return the reviews among so many of the latest facts, in order of time."""
        return _lately(self._log, count)


def _answers(log: LogReader, ids: Sequence[EventId]) -> Sequence[Reviewed]:
    found = log.history_of(("reviews", id_) for id_ in ids)
    return [fact for fact in found if isinstance(fact, Reviewed)]


def _lately(log: LogReader, count: int) -> Sequence[Reviewed]:
    return [fact for fact in log.recent(count) if isinstance(fact, Reviewed)]


@contextmanager
def kept_study(index: Path, log: LogReader) -> Iterator[KeptStudy]:
    """Read the figures of an index. Raises LogError if it cannot be read.

    A damaged one is removed, so that it is made again before it is read again.
    """
    with read_again(log) as own, log_errors(index, "the index"):
        try:
            with closing(read_only(index)) as connection, reading(connection):
                ensure_sums(connection)
                yield KeptStudy(connection, own)
        except sqlite3.OperationalError:  # busy, or gone
            raise
        except DAMAGE:
            with suppress(OSError):
                index.unlink()
            raise


@contextmanager
def log_study(log: LogReader, settings: SchedulerSettings) -> Iterator[LogStudy]:
    """Read the figures of a log, which takes long. Raises LogError."""
    with read_again(log) as own:
        yield LogStudy(own, settings)


@contextmanager
def read_again(log: LogReader) -> Iterator[LogReader]:
    """Read a log in another thread: in its present state, and as it is read now."""
    path = log.path
    with log_errors(path), closing(read_only(path)) as connection:
        own = LogReader(path, connection, log.device)
        own.former, own.rollover = log.former, log.rollover
        with own.reading():
            yield own
