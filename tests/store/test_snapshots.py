"""A start from a snapshot remembers what a start from the whole log does."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from quizapp import cache
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Retracted, facts
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.rows import Extent
from quizapp.store.snapshots import SnapshotFile
from support.fakes import FakeBits, FakeClock
from support.learner import learner
from support.reviews import REVIEW

CARDS = [CardId("deck", name) for name in "abc"]
SETTINGS = (
    SchedulerSettings(),
    SchedulerSettings(retention=0.8),
    SchedulerSettings(weights=(0.3, *DEFAULT_WEIGHTS[1:])),
    SchedulerSettings(latest=StudyDay(10**6)),
)


class Starts(RuleBasedStateMachine):
    """A learner whose every start may find a snapshot, and a second window."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.clock, self.bits = FakeClock(step=timedelta(seconds=20)), FakeBits()
        self.settings = SETTINGS[0]
        self.start()

    def start(self) -> None:
        """Begin, and find what a fold of the whole log finds."""
        self.log, self.ledger = self.opened()
        every = list(self.log.events())
        assert self.ledger.memories == fold(every, self.settings)
        assert self.ledger.recent == facts(every)

    def opened(self) -> tuple[SqliteLog, Ledger]:
        log = open_log(self.home / "reviews.db", self.bits)
        log.rollover = self.clock.rollover
        snapshots = SnapshotFile(self.home / "cache" / "memories.msgpack", log, worth=0)
        return log, Ledger(log, self.clock, self.bits, self.settings, snapshots)

    @rule(
        card=st.sampled_from(CARDS),
        grade=st.sampled_from(Grade),
        score=st.none() | st.just(0.0),
        elsewhere=st.booleans(),
    )
    def grade(self, card, grade, score, elsewhere) -> None:
        log, ledger = self.opened() if elsewhere else (self.log, self.ledger)
        fact = replace(
            REVIEW,
            id=ledger.new_id(),
            device=log.device,
            card=card,
            grade=grade,
            score=score,
            confidence=Confidence.CERTAIN,
            moment=self.clock(),
        )
        ledger.write(fact)
        if elsewhere:  # the other window is closed, and this one no longer alone
            ledger.save_snapshot()
            log.close()
            self.come_back()

    @rule(card=st.sampled_from(CARDS), mark=st.sampled_from(Mark))
    def mark(self, card, mark) -> None:
        self.ledger.mark(card, mark)

    @rule()
    def undo(self) -> None:
        last = self.ledger.last()
        if last is not None:
            self.ledger.retract(last)

    @rule()
    def come_back(self) -> None:
        self.ledger.save_snapshot()
        self.crash()

    @rule()
    def crash(self) -> None:
        self.log.close()
        self.start()

    @rule(days=st.integers(1, 40))
    def pass_days(self, days) -> None:
        self.clock.pass_(days=days)

    @rule()
    def set_the_clock_back(self) -> None:
        self.clock.pass_(hours=-30)

    @rule(settings=st.sampled_from(SETTINGS))
    def choose_settings(self, settings) -> None:
        self.settings = settings
        self.crash()

    @rule(hour=st.sampled_from([0, 4, 9, 23]), settings=st.sampled_from(SETTINGS))
    def change_settings_while_it_runs(self, hour, settings) -> None:
        self.clock.rollover, self.settings = timedelta(hours=hour), settings
        self.ledger.reschedule(settings, self.clock.rollover)

    @invariant()
    def memory_is_the_fold_of_the_log(self) -> None:
        assert self.ledger.memories == fold(self.log.events(), self.settings)

    def teardown(self) -> None:
        self.log.close()
        self.folder.cleanup()


Starts.TestCase.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None
)
test_any_sequence_of_starts_leaves_memory_as_the_fold = Starts.TestCase


class Home:
    """A folder with a log of some hundred reviews, and its snapshot."""

    def __init__(self, folder: Path) -> None:
        self.file, self.log_file = folder / "memories.msgpack", folder / "reviews.db"
        self.events = learner(cards=40, reviews=5)
        log = open_log(self.log_file, FakeBits())
        for event in self.events:
            log.append(event)
        self.begin(log)[1].save_snapshot()
        log.close()

    def begin(self, log: SqliteLog) -> tuple[SnapshotFile, Ledger]:
        snapshots = SnapshotFile(self.file, log, worth=0)
        return snapshots, Ledger(
            log, FakeClock(), FakeBits(), SchedulerSettings(), snapshots
        )


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def log(home):
    log = open_log(home.log_file, FakeBits())
    yield log
    log.close()


def read(snapshots: SnapshotFile) -> int:
    """Return how many facts a start has to fold."""
    return len(snapshots.begin(SchedulerSettings(), 100).facts)


def test_only_what_came_since_is_folded(home, log):
    """The rest is in the snapshot; the latest facts are available all the same."""
    snapshots, ledger = home.begin(log)
    assert read(snapshots) == 0
    assert len(ledger.recent) == 100
    ledger.mark(CARDS[0], Mark.BURIED)
    assert read(SnapshotFile(home.file, log, worth=0)) == 1


def test_the_log_counts_its_events_as_they_come(home, log):
    """So no start has to; what is newer than an extent is counted on its own."""
    _, ledger = home.begin(log)
    before = log.extent()
    assert log.extent_after(before).total == 0
    assert Extent().followed_by(log.extent_after(Extent())) == before
    ledger.mark(CARDS[0], Mark.BURIED)
    ledger.retract(ledger.mark(CARDS[1], Mark.BURIED))
    assert log.extent() == before.followed_by(log.extent_after(before))
    assert log.extent().total == before.total + 3


def test_an_event_that_comes_in_between_has_all_folded(home, log):
    """Such as one of another machine, or of a clock that was set back."""
    early = home.events[0]
    log.append(replace(early, id=early.id[:-1] + "f", card=CARDS[1]))
    assert read(SnapshotFile(home.file, log, worth=0)) == len(home.events) + 1


def test_a_review_retracted_before_it_arrives_is_not_remembered(home, log):
    """Merged logs may bring a retraction first."""
    _, ledger = home.begin(log)
    later = replace(REVIEW, id=ledger.new_id(), card=CARDS[0])
    log.append(Retracted(ledger.new_id(), "there", later.id, REVIEW.moment))
    home.begin(log)[1].save_snapshot()
    assert read(SnapshotFile(home.file, log, worth=0)) == 0
    log.append(later)
    assert CARDS[0] not in home.begin(log)[1].memories.by_card


def test_another_log_in_its_place_is_folded(home, log, tmp_path):
    """A backup, say: it lacks what the snapshot has."""
    other = open_log(tmp_path / "other.db", FakeBits())
    for event in home.events[:-1]:
        other.append(event)
    assert read(SnapshotFile(home.file, other, worth=0)) == len(home.events) - 1
    other.close()


def test_nothing_is_kept_while_another_window_writes(home, log):
    """Its reviews are in the log, but not in these memories."""
    before = home.file.read_bytes()
    _, ledger = home.begin(log)
    other = open_log(home.log_file, FakeBits())
    other.append(replace(REVIEW, id=ledger.new_id()))
    ledger.mark(CARDS[0], Mark.BURIED)
    ledger.save_snapshot()
    assert home.file.read_bytes() == before
    other.close()


def test_another_log_with_as_many_events_and_the_same_last_one_is_folded(
    home, log, tmp_path
):
    """As it may come of a lost log, an old backup and a clock that was set back."""
    other = open_log(tmp_path / "other.db", FakeBits())
    first, *rest = home.events
    early = replace(first.moment, at=first.moment.at - timedelta(days=1))
    for event in (replace(first, card=CardId("deck", "new"), moment=early), *rest):
        other.append(event)
    assert other.extent().reviews.count == log.extent().reviews.count
    assert other.extent().reviews.last == log.extent().reviews.last
    assert read(SnapshotFile(home.file, other, worth=0)) == len(home.events)
    other.close()


@pytest.mark.parametrize("raised", [LogError("no"), KeyboardInterrupt()])
def test_memories_that_missed_an_event_are_not_kept(home, log, raised, monkeypatch):
    """Written, and then broken off before it was remembered."""
    before = home.file.read_bytes()
    _, ledger = home.begin(log)
    fact = ledger.mark(CARDS[0], Mark.BURIED)

    def fail(_):
        raise raised

    with monkeypatch.context() as patch:
        patch.setattr(log, "history", fail)
        with pytest.raises(type(raised)):
            ledger.retract(fact)
    ledger.save_snapshot()
    assert home.file.read_bytes() == before
    assert home.begin(log)[1].memories == fold(log.events())


def test_what_is_sealed_and_is_no_snapshot_is_made_again(home, log):
    """A seal is no secret."""
    cache.store(home.file, b"memories", b"\xc1")
    assert read(SnapshotFile(home.file, log, worth=0)) == len(home.events)


def test_a_snapshot_is_for_its_user_alone(home):
    """It shows what was studied, as the log does."""
    assert home.file.stat().st_mode & 0o077 == 0


def test_a_damaged_log_is_reported_as_such(home):
    """By the same words as where nothing is kept."""
    data = bytearray(home.log_file.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    for start in range(8 * page, len(data), page):
        data[start : start + page] = b"\xff" * page
    home.log_file.write_bytes(data)
    with (
        pytest.raises(LogError, match="is damaged"),
        closing(open_log(home.log_file, FakeBits())) as log,
    ):
        home.begin(log)


def test_a_short_log_is_not_worth_a_snapshot(tmp_path):
    """To fold it takes no longer than to read one."""
    log = open_log(tmp_path / "reviews.db", FakeBits())
    snapshots = SnapshotFile(tmp_path / "memories.msgpack", log)
    ledger = Ledger(log, FakeClock(), FakeBits(), SchedulerSettings(), snapshots)
    ledger.mark(CARDS[0], Mark.BURIED)
    ledger.save_snapshot()
    assert not (tmp_path / "memories.msgpack").exists()
    log.close()


def test_to_keep_it_never_fails(home, log):
    """The log has it all; here it is closed already."""
    _, ledger = home.begin(log)
    ledger.mark(CARDS[0], Mark.BURIED)
    log.close()
    ledger.save_snapshot()
