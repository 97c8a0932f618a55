"""How many reviews a second are asked, scheduled and durably committed, against Anki.

    python tests/benchmarks/reviews.py [--n 100] [--repeats 15] [--folder DIR] [--json]

Both sides answer due cards with Good, one after another. quizapp takes the agenda's
next card, previews all four grades, commits one, updates the memories and the agenda;
a second row does it in a whole session, which also draws, judges and can undo.
Anki takes `get_queued_cards`, makes an answer of one of the four previewed states, and
calls `answer_card`. Both write a WAL with synchronous=FULL and sync once a review; both
databases are asked to confirm it. Rounds are interleaved: times are noisy, ratios less
so. The slower the disk, the nearer the ratios are to 1: see the bare commit.
Needs `pip install 'quizapp[oracle]'`.
"""

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from secrets import randbits
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import preview_grades
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Reviewed, event_id
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports
from quizapp.flow.study import Study
from quizapp.store.log import SqliteLog, open_log
from support.cards import card
from support.fakes import FakeRunner
from support.learner import learner
from support.reviews import REVIEW

FULL = 2
FOLDED = 20_000


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    per_second: float
    microseconds: float
    ratio: str
    target: str


class Bare:
    """The floor: one row, one commit."""

    def __init__(self, folder: Path) -> None:
        file = folder / "bare.db"
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE facts (number INTEGER)")

    def prepare(self, count: int) -> int:
        """Return how many to commit."""
        return count

    def review(self, count: int) -> None:
        """Commit one after another."""
        for number in range(count):
            self._connection.execute("INSERT INTO facts VALUES (?)", (number,))


@dataclass(frozen=True)
class Due:
    """Due cards, with the session over them."""

    cards: tuple[Card, ...]
    ledger: Ledger
    agenda: Agenda


class Quizapp:
    """A log in a folder, and rounds of due cards."""

    def __init__(self, folder: Path) -> None:
        self._log: SqliteLog = open_log(folder / "reviews.db", randbits)
        connection = self._log._connection
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (FULL,)
        self._rounds = 0

    def prepare(self, count: int) -> Due:
        """Prepare a session over that many cards, all due."""
        self._rounds += 1
        cards = tuple(card(f"c{self._rounds}-{number}") for number in range(count))
        ago = clock().later(timedelta(days=-30))
        self._log._connection.execute("PRAGMA synchronous = OFF")
        for each in cards:
            self._log.append(graded(each.id, Grade.EASY, ago))
        self._log._connection.execute("PRAGMA synchronous = FULL")
        ledger = Ledger(self._log, clock, randbits)
        ids = [each.id for each in cards]
        agenda = lay_out(ids, ledger.memories, clock(), Rules(new=0))
        assert len(agenda) == count
        return Due(cards, ledger, agenda)

    def review(self, due: Due) -> None:
        """Grade the cards, each committed before the next is taken."""
        agenda, ledger = due.agenda, due.ledger
        while (asked := agenda.next(now := clock())) is not None:
            futures = preview_grades(ledger.memories.by_card[asked], now, str(asked))
            ledger.write(graded(asked, Grade.GOOD, now))
            agenda = agenda.after(asked, futures[Grade.GOOD])


class Session(Quizapp):
    """The same, through `Study`."""

    def review(self, due: Due) -> None:
        """Answer and grade the cards, each committed before the next is asked."""
        study = Study(Ports(FakeRunner(), due.ledger, clock), due.cards, due.agenda)
        for _ in due.cards:
            study.respond("")
            study.grade(Grade.GOOD)
        assert study.session.done == len(due.cards)


def graded(asked: CardId, grade: Grade, moment: Moment) -> Reviewed:
    """Return a review."""
    id_ = event_id(int(moment.at.timestamp() * 1000), randbits(74))
    return replace(REVIEW, id=id_, card=asked, grade=grade, moment=moment)


class Anki:
    """A collection in a folder, and rounds of due cards."""

    def __init__(self, folder: Path) -> None:
        from anki.collection import Collection

        self._collection: Any = Collection(str(folder / "collection.anki2"))
        database = self._collection.db
        assert database.scalar("PRAGMA journal_mode") == "wal"
        assert database.scalar("PRAGMA synchronous") == FULL
        self._collection.set_config("fsrs", True)
        options = self._collection.decks.config_dict_for_deck_id(1)
        options["rev"]["perDay"] = options["new"]["perDay"] = 9999
        self._collection.decks.update_config(options)
        self._model = self._collection.models.by_name("Basic")

    def prepare(self, count: int) -> int:
        """Add that many cards, all due, and forget those of earlier rounds."""
        collection = self._collection
        collection.db.execute("UPDATE cards SET queue = -1")
        for number in range(count):
            note = collection.new_note(self._model)
            note["Front"], note["Back"] = f"What is {number}?", "an answer"
            collection.add_note(note, 1)
        data = json.dumps({"s": 8.2956, "d": 1.0, "lrt": int(time.time()) - 30 * 86400})
        collection.db.execute(
            "UPDATE cards SET type = 2, queue = 2, ivl = 8, factor = 2500, reps = 1,"
            " due = ?, data = ? WHERE queue = 0",
            collection.sched.today - 22,
            data,
        )
        collection.sched.get_queued_cards()  # Anki builds its queue ahead, as we do
        return count

    def review(self, count: int) -> None:
        """Answer the cards, each committed before the next is asked."""
        from anki.cards import Card as AnkiCard

        scheduler = self._collection.sched
        before = self._collection.db.scalar("SELECT count() FROM revlog")
        for _each in range(count):
            queued = scheduler.get_queued_cards().cards[0]
            asked = AnkiCard(self._collection, backend_card=queued.card)
            asked.start_timer()
            answer = scheduler.build_answer(card=asked, states=queued.states, rating=2)
            scheduler.answer_card(answer)
        after = self._collection.db.scalar("SELECT count() FROM revlog")
        assert after - before == count


def clock() -> Moment:
    """Return the time."""
    return Moment(datetime.now(UTC))


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


SIDES: dict[str, type[Bare | Anki | Quizapp]] = {
    "a bare commit, the floor": Bare,
    "Anki's backend": Anki,
    "quizapp: ask, schedule, commit": Quizapp,
    "quizapp: a whole session": Session,
}


TARGETS = {
    "quizapp: ask, schedule, commit": ">= 1.2",
    "quizapp: a whole session": ">= 1.1",
}


def measured(folder: Path, count: int, repeats: int) -> Iterator[Row]:
    """Review `count` cards with each side, in turns."""
    sides: dict[str, Any] = {}
    for number, (name, side) in enumerate(SIDES.items()):
        (folder / str(number)).mkdir()
        sides[name] = side(folder / str(number))
    times: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(repeats):
        for name, side in list(sides.items())[:: -1 if turn % 2 else 1]:
            state = side.prepare(count)
            times[name].append(seconds_of(partial(side.review, state)) / count)
    for name, each in times.items():
        ratio = ""
        if name.startswith("quizapp"):
            ratio = _ratio(each, times["Anki's backend"])
        yield _row(name, each, ratio, TARGETS.get(name, ""))


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Compare turn by turn: how many times as fast, with the quartiles."""
    ratios = [b / a for a, b in zip(ours, theirs, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def folded(repeats: int) -> Row:
    """Fold a long log, as every start does."""
    events = learner(cards=FOLDED // 10, reviews=10)
    times = [seconds_of(lambda: fold(events)) / FOLDED for _ in range(repeats)]
    return _row("a review of the log folded at start", times, "", "")


def _row(what: str, times: Sequence[float], ratio: str, target: str) -> Row:
    middle = statistics.median(times)
    return Row(what, 1 / middle, middle * 1e6, ratio, target)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100, help="reviews a round")
    parser.add_argument("--repeats", type=int, default=15, help="rounds of each")
    parser.add_argument("--folder", type=Path, help="where the databases are written")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        rows = (
            *measured(Path(folder), options.n, options.repeats),
            folded(options.repeats),
        )
    if options.json:
        for row in rows:
            print(json.dumps(asdict(row)))  # noqa: T201
        return
    print(f"{'':36} {'a second':>9} {'us each':>8}  {'ratio':22} target")  # noqa: T201
    for row in rows:
        numbers = f"{row.per_second:9.0f} {row.microseconds:8.1f}"
        print(f"{row.what:36} {numbers}  {row.ratio:22} {row.target}")  # noqa: T201


if __name__ == "__main__":
    main()
