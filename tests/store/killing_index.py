"""Kill graders between the log and the index of memories, and check what they leave.

`python tests/store/killing_index.py [KILLS]` kills that many (1,000) on one log. After
each, the index that the next start finds must say what a fold of the log says.
"""

import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import fold
from quizapp.flow.ledger import Ledger
from quizapp.store import kept_memories
from quizapp.store.index_rows import proof_in
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.memory_index import MemoryIndex
from store.killing import START, Tell, bits, ids_in, killed, review
from support.fakes import FakeBits, FakeClock

APART = 2_000
"""Events of a grader at most."""


class IndexToll(Struct, frozen=True):
    """What a number of kills came to."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    """Events that were acknowledged and are not in the log."""
    wrong: int = 0
    """Starts whose memories were not those of a fold."""
    behind: int = 0
    """Starts that found an index with fewer events than the log."""


def opened(folder: Path, number: int) -> tuple[SqliteLog, Ledger]:
    """Open a log and its ledger as a start does."""
    log = open_log(folder / "reviews.db", bits)
    clock = FakeClock(START + timedelta(minutes=7 * number))
    index = MemoryIndex(folder / "cache", log, worth=0)
    ids = FakeBits(number)
    return log, Ledger(log, clock, ids, SchedulerSettings(), index)


def grade(folder: Path, first: int, tell: Tell) -> None:
    """Grade, mark, undo and catch up without end."""
    _, ledger = opened(folder, first)
    for number in count(first):
        event = review(number)
        ledger.write(event)
        tell(event.id)
        if number % 5 == 0:
            ledger.retract(event)
        if number % 7 == 0:
            ledger.mark(event.card, Mark.BURIED)
        if number % 3 == 0:
            len(ledger.memories.by_card)  # the index catches up


def kill_at_the_index(folder: Path, kills: int, seed: int) -> IndexToll:
    """Kill graders on one log; compare memories after each, looked up one by one."""
    chance = random.Random(seed)  # noqa: S311
    toll, graded = IndexToll(), set[str]()
    with patch.multiple(kept_memories, FEW=0):
        for number in range(1, kills + 1):
            first = number * APART

            def job(tell: Tell, first: int = first) -> None:
                grade(folder, first, tell)

            graded |= set(killed(job, chance.uniform(0, 0.1), underway=True))
            toll = replace(toll, kills=number, **dict(_looked(folder, first, toll)))
        there = ids_in(folder / "reviews.db")
    return replace(toll, acknowledged=len(graded), lost=len(graded - there))


def _looked(folder: Path, first: int, toll: IndexToll) -> Iterator[tuple[str, int]]:
    """Start, and yield what there is to count."""
    with closing(open_log(folder / "reviews.db", bits)) as log:
        extent = log.extent()
    (file,) = (folder / "cache").glob("memories-*.db")
    with closing(sqlite3.connect(file)) as index:
        proof = proof_in(index)
    yield "behind", toll.behind + (proof is None or proof.extent != extent)
    log, ledger = opened(folder, first + APART - 1)
    yield "wrong", toll.wrong + (ledger.memories != fold(log.events()))
    ledger.close()
    log.close()


def main(kills: int) -> None:
    """Kill so many graders, and print what is left."""
    with TemporaryDirectory() as folder:
        toll = kill_at_the_index(Path(folder), kills, seed=0)
    lines = (
        f"{toll.kills} kills, {toll.acknowledged} reviews acknowledged,"
        f" {toll.lost} of them lost",
        f"{toll.behind} starts found the index behind the log",
        f"{toll.wrong} starts remembered something wrong",
    )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
