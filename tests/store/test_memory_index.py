"""What an index of memories says is what a fold of the whole log says."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.basics.remark import Note, Report, Star
from quizapp.core.cards.card import Level
from quizapp.core.cards.card_list import CardList, Run, list_of
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling import agenda, listed_cards
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings
from quizapp.core.scheduling.layout import Rules, lay_out, lay_out_listed
from quizapp.core.scheduling.listed import HeldLists, MemoryLists, NamedCards, Need
from quizapp.core.scheduling.listed_cards import ListedCards
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import (
    Event,
    Retracted,
    Reviewed,
    event_id,
    facts,
    reviews_in_force,
)
from quizapp.core.stats.computing import statistics
from quizapp.core.stats.figure_lists import DaySpan, HeldStudy
from quizapp.core.stats.reading import reading_statistics
from quizapp.core.stats.statistics import Period, Statistics
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.store import kept_memories, log_reader, memory_index
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.memory_index import MemoryIndex
from quizapp.store.memory_views import held
from quizapp.store.rows import Extent
from store.killing_index import kill_at_the_index
from support.cards import card as make_card
from support.fakes import MORNING, FakeBits, FakeClock
from support.learner import learner
from support.reviews import REVIEW, SCORES

CARDS = [CardId("deck", name) for name in "abc"]
SETTINGS = (
    SchedulerSettings(),
    SchedulerSettings(retention=0.8),
    SchedulerSettings(weights=(0.3, *DEFAULT_WEIGHTS[1:])),
    SchedulerSettings(latest=StudyDay(10**6)),
)
NAMES = (
    FormerIds(),
    FormerIds({CARDS[0]: CardId("deck", "d")}),
    FormerIds({}, {"deck": "other"}),
)
REMARKS = [Star(on=True), Star(on=False), Note("mine"), Note(""), Report("no", "abc")]


def cards_of(agenda: Agenda) -> list[CardId]:
    """Return the cards of an agenda that is read."""
    return [*agenda.queue, *(waiting.card for waiting in agenda.waiting)]


def deck(id_: str, *names: str) -> Deck:
    """Return a deck of cards of different levels and tags."""
    levels = (Level.SCREEN, Level.EXPERT)
    cards = tuple(
        replace(make_card(name, tags=(name, "all")), id=CardId(id_, name), level=level)
        for name, level in zip(names, levels, strict=False)
    )
    return Deck(id_, id_, "Topic", "", cards, f"{id_}.toml")


LIBRARY = Library((deck("deck", "a", "b"), deck("other", "a", "c")))
"""Without one of the cards that are reviewed."""
CHOSEN = (
    None,
    list_of([LIBRARY.cards[CardId("deck", "b")]], LIBRARY.decks),
    CardList((Run(LIBRARY.decks[0]),)),
)


def like(found: Statistics) -> Statistics:
    """Return statistics without digits that the order of a sum decides."""
    groups = tuple(
        replace(group, readiness=replace(ready, recalled=round(ready.recalled, 6)))
        for group in found.groups
        for ready in (group.readiness,)
    )
    return replace(found, groups=groups)


def assert_same_by_need(lists: MemoryLists, others: MemoryLists, day: StudyDay) -> None:
    """Assert that both have the same cards in the same order."""
    for need in (Need(), Need(seed=3), Need(day), Need(day, 3)):
        assert lists.due(day, need) == others.due(day, need)
        for some in ((["deck"], 1), (None, None, day)):
            assert lists.due(day, need, *some) == others.due(day, need, *some)
        if need.interview is not None:
            for decks, most in ((None, None), (["deck"], 1)):
                later = lists.later(day, day, need, decks, most)
                assert later == others.later(day, day, need, decks, most)


class Starts(RuleBasedStateMachine):
    """A learner of two windows and another machine, whose index may be lost or damaged.

    Few records are read at once here, so that most are looked up.
    """

    small, most = 0, 2

    def __init__(self) -> None:
        super().__init__()
        self.limits = (
            patch.multiple(kept_memories, FEW=self.small, MOST=self.most),
            *(
                patch.object(module, "READ_AT_ONCE", 1)
                for module in (agenda, listed_cards)
            ),
        )
        for limit in self.limits:
            limit.start()
        self.session: Agenda | None = None
        """What is left of it."""
        self.steps: list[tuple[Agenda, CardId, Reviewed]] = []
        self.planned: dict[CardId, Memory | None] = {}
        """What it was to ask, by what was known then."""
        self.folder = TemporaryDirectory()
        self.home, self.chance = Path(self.folder.name), Random(0)  # noqa: S311
        self.clock, self.bits = FakeClock(step=timedelta(seconds=20)), FakeBits()
        self.settings, self.former = SETTINGS[0], NAMES[0]
        self.came = 0
        self.start()
        self.other = self.opened()

    def start(self) -> None:
        """Begin, and find what a fold of the whole log finds."""
        self.log, self.ledger = self.opened()
        every = list(self.log.events())
        assert self.ledger.memories == fold(every, self.settings)
        assert self.ledger.recent == facts(every)

    def opened(self) -> tuple[SqliteLog, Ledger]:
        log = open_log(self.home / "reviews.db", self.bits)
        log.rollover, log.former = self.clock.rollover, self.former
        index = MemoryIndex(self.home / "cache", log, worth=0)
        return log, Ledger(log, self.clock, self.bits, self.settings, index)

    @rule(
        card=st.sampled_from(CARDS),
        grade=st.sampled_from(Grade),
        scored=SCORES,
        confidence=st.none() | st.sampled_from(Confidence),
        seconds=st.sampled_from([0.0, 2.5, 1000.0]),
    )
    def grade(self, card, grade, scored, confidence, seconds) -> None:
        fact = self.review_of(self.former.current(card), grade, scored)
        self.ledger.write(replace(fact, confidence=confidence, seconds=seconds))

    def review_of(self, card, grade, scored) -> Reviewed:
        return replace(
            REVIEW,
            id=self.ledger.new_id(),
            device=self.log.device,
            card=card,
            grade=grade,
            verdict=scored[0],
            score=scored[1],
            confidence=Confidence.CERTAIN,
            moment=self.clock(),
        )

    @rule(interview=st.sampled_from([None, 9]))
    def begin_a_session(self, interview) -> None:
        """Of which the first card is read."""
        runs = [NamedCards(deck, "abcd") for deck in ("deck", "other")]
        memories, now = self.ledger.memories, self.clock()
        day = None if interview is None else days_after(now.day, interview)
        rules = Rules(new=1, interview=day)
        listed = ListedCards(runs, self.lists, memories, memories.aside(now.day))
        self.session = lay_out_listed(listed, memories, now, rules)
        ids = [CardId(run.deck, name) for run in runs for name in run.names]
        by_card = fold(self.log.events(), self.settings).by_card
        aside = memories.aside(now.day)
        planned = lay_out(ids, memories, now, rules, aside)
        assert (len(self.session), self.session.cut) == (len(planned), planned.cut)
        self.planned = {card: by_card.get(card) for card in cards_of(planned)}
        self.steps.clear()

    def lists(self) -> MemoryLists:
        """Return the lists of the window in use."""
        return self.ledger.lists or HeldLists(self.ledger.memories.by_card)

    @rule(grade=st.sampled_from(Grade))
    def answer(self, grade) -> None:
        """Answer the next question of the session, in whichever window."""
        later = self.clock().later(timedelta(days=99))
        card = self.session and self.session.next(later)
        if self.session and card:
            fact = self.review_of(self.former.current(card), grade, (None, None))
            self.ledger.write(fact)
            self.steps.append((self.session, card, fact))
            now = self.ledger.memories.by_card.get(fact.card)
            left = self.session.without(card)
            self.session = left if now is None else self.session.after(card, now)

    @rule()
    def undo_an_answer(self) -> None:
        if self.steps:
            self.session, _, fact = self.steps.pop()
            self.ledger.retract(fact)

    @rule()
    def ask_all_that_is_left(self) -> None:
        """Each card once, and every one of which nothing new is known."""
        if self.session is not None:
            cards = cards_of(self.session.whole())
            assert len(cards) == len(set(cards)) == len(self.session)
            by_card = fold(self.log.events(), self.settings).by_card
            asked = {card for _, card, _ in self.steps}
            for card, before in self.planned.items():
                assert card in cards or card in asked or by_card.get(card) != before

    @rule(card=st.sampled_from(CARDS), mark=st.sampled_from(Mark))
    def mark(self, card, mark) -> None:
        self.ledger.mark(self.former.current(card), mark)

    @rule(card=st.sampled_from(CARDS), remark=st.sampled_from(REMARKS))
    def remark(self, card, remark) -> None:
        self.ledger.remark(self.former.current(card), remark)

    @rule()
    def undo(self) -> None:
        last = self.ledger.last()
        if last is not None:
            self.ledger.retract(last)

    @rule(data=st.data())
    def take_in(self, data) -> None:
        """Reviews of another machine, of any time, and its undos of what is here."""
        events: list[Event] = []
        for card in data.draw(st.lists(st.sampled_from(CARDS), max_size=4)):
            self.came += 1
            at = MORNING + timedelta(minutes=data.draw(st.integers(-90_000, 90_000)))
            id_ = event_id(int(at.timestamp() * 1000), 10**15 + self.came)
            fact = replace(REVIEW, id=id_, device="there", card=card, moment=Moment(at))
            events.append(fact)
        undone = data.draw(st.lists(st.sampled_from(events or [REVIEW]), max_size=1))
        for fact in (*undone, *facts(self.log.events())[:1]):
            self.came += 1
            id_ = event_id(self.came, 10**15 + self.came)
            events.append(Retracted(id_, "there", fact.id, fact.moment))
        self.ledger.take_in(data.draw(st.permutations(events)))

    @rule()
    def go_to_the_other_window(self) -> None:
        """It takes in what was done in this one."""
        self.other, (self.log, self.ledger) = (self.log, self.ledger), self.other
        self.log.rollover = self.clock.rollover
        self.ledger.rename(self.former)
        self.ledger.reschedule(self.settings, self.clock.rollover)
        self.ledger.take_in([replace(REVIEW, id=self.ledger.new_id())])

    @rule()
    def come_back(self) -> None:
        self.ledger.close()
        self.crash()

    @rule()
    def crash(self) -> None:
        self.log.close()
        self.start()

    @rule(at=st.integers(0), size=st.integers(1, 5000))
    def spoil_the_index(self, at, size) -> None:
        """While no window has it open, so nothing else is in memory."""
        for log, ledger in ((self.log, self.ledger), self.other):
            ledger.close()
            log.close()
        for file in (self.home / "cache").glob("memories-*.db"):
            data = bytearray(file.read_bytes())
            start = at % len(data)
            data[start : start + size] = self.chance.randbytes(size)
            file.write_bytes(data)
        self.start()
        self.other = self.opened()

    @rule()
    def lose_the_index(self) -> None:
        """While it is open."""
        for file in (self.home / "cache").iterdir():
            file.unlink()
        self.crash()

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

    @rule(former=st.sampled_from(NAMES))
    def rename(self, former) -> None:
        self.former = former
        self.ledger.rename(former)

    @rule(card=st.sampled_from(CARDS))
    def look_back_on_a_card(self, card) -> None:
        card = self.former.current(card)
        assert self.ledger.history(card) == self.log.history(card)
        by_card = fold(self.log.events(), self.settings).by_card
        assert self.ledger.memories.by_card.get(card) == by_card.get(card)

    @invariant()
    def memory_is_the_fold_of_the_log(self) -> None:
        folded, memories = fold(self.log.events(), self.settings), self.ledger.memories
        for card in CARDS:  # looked up, before all of them are read
            assert (card in memories.by_card) is (card in folded.by_card)
        assert memories == folded
        assert len(memories.by_card) == len(folded.by_card)
        lists, held = self.ledger.lists, HeldLists(folded.by_card)
        if lists is not None:
            day = self.clock().day
            assert_same_by_need(lists, held, day)
            assert lists.waiting() == held.waiting()
            assert lists.waiting(["deck"], 1) == held.waiting(["deck"], 1)
            assert dict(lists.learning()) == dict(held.learning())
            assert dict(lists.learning(["deck"])) == dict(held.learning(["deck"]))
            assert set(lists.seen_since(day)) == set(held.seen_since(day))
            for when in (day, None):
                assert lists.count_due(when, None) == held.count_due(when, None)
                assert lists.count_due(when, ["deck"]) == held.count_due(when, ["deck"])
                assert {
                    deck: set(names)
                    for deck, names in lists.names_due(when, ["deck"]).items()
                } == {
                    deck: set(names)
                    for deck, names in held.names_due(when, ["deck"]).items()
                }
            assert lists.seen() == held.seen()
            assert lists.names("deck") == held.names("deck")
            assert lists.coming(day) == held.coming(day)
            assert lists.days(["other"]) == held.days(["other"])
            assert lists.recalled(day, self.settings) == pytest.approx(
                held.recalled(day, self.settings)
            )
            now = self.clock()
            assert lists.states(now) == held.states(now)
            assert set(lists.weakest(day, 9)) == set(held.weakest(day, 9))

    @invariant()
    def figures_are_those_of_the_log(self) -> None:
        """Read over other connections, and computed of some cards or all."""
        reviews = reviews_in_force(self.log.events())
        held = HeldStudy(reviews, fold(self.log.events(), self.settings))
        now = self.clock()
        resting = frozenset(self.ledger.memories.suspended)
        for days in (2, 400):
            period = Period(now, days, self.settings, suspended=resting)
            for chosen in CHOSEN:
                studies = self.ledger.studies()
                *_, found = reading_statistics(studies, LIBRARY, period, chosen)
                assert like(found) == like(statistics(held, LIBRARY, period, chosen))

    def teardown(self) -> None:
        self.log.close()
        self.other[0].close()
        self.folder.cleanup()
        for limit in self.limits:
            limit.stop()


class SmallStarts(Starts):
    """The same, with all records read at once."""

    small, most = 100, 100


class MoreStarts(Starts):
    """The same, more of them."""


class LongStarts(Starts):
    """The same, many more of them."""


Starts.TestCase.settings = settings(
    max_examples=2, stateful_step_count=25, deadline=None
)
MoreStarts.TestCase.settings = SmallStarts.TestCase.settings = settings(
    max_examples=8, stateful_step_count=25, deadline=None
)
LongStarts.TestCase.settings = settings(
    max_examples=300, stateful_step_count=50, deadline=None
)
test_any_sequence_of_starts_leaves_memory_as_the_fold = Starts.TestCase
test_the_same_where_all_records_are_read_at_once = pytest.mark.slow(
    SmallStarts.TestCase
)
test_more_sequences = pytest.mark.slow(MoreStarts.TestCase)
test_many_more_sequences = pytest.mark.long(LongStarts.TestCase)


ALL = DaySpan(StudyDay(1), StudyDay(10**6))


class Home:
    """A folder with a log of some hundred reviews, and its index."""

    def __init__(self, folder: Path) -> None:
        self.cache, self.log_file = folder / "cache", folder / "reviews.db"
        self.events = learner(cards=40, reviews=5)
        with closing(open_log(self.log_file, FakeBits())) as log:
            log.append_all(self.events)
            self.begin(log).close()

    def begin(self, log: SqliteLog) -> Ledger:
        index = MemoryIndex(self.cache, log, worth=0)
        return Ledger(log, FakeClock(), FakeBits(), SchedulerSettings(), index)

    @property
    def file(self) -> Path:
        (file,) = self.cache.glob("memories-*.db")
        return file


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def log(home):
    log = open_log(home.log_file, FakeBits())
    yield log
    log.close()


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Return the ids of the events that are read from now on."""
    ids: list[str] = []
    reading = log_reader.LogReader._read

    def recorded(*args, **fields):
        for event in reading(*args, **fields):
            ids.append(event.id)
            yield event

    monkeypatch.setattr(log_reader.LogReader, "_read", recorded)
    return ids


def test_a_start_reads_no_event_but_the_latest(home, log, read):
    """They are shown; all else is looked up."""
    ledger = home.begin(log)
    assert len(read) == len(ledger.recent) == 100
    assert ledger.memories.by_card[home.events[0].card].reviews == 5
    assert len(read) == 100


def test_only_what_came_since_is_folded(home, log, read):
    """As after a crash: the log has it, the index does not."""
    home.begin(log).mark(CARDS[0], Mark.BURIED)
    read.clear()
    assert CARDS[0] in home.begin(log).memories.buried
    assert len(read) == 100 + 2  # the mark as itself, and among the latest


def test_figures_are_read_without_the_log(home, log, read):
    """By connections of their own, so in any thread."""
    ledger = home.begin(log)
    read.clear()
    opened, _ = ledger.studies()

    def reviews() -> int:
        with opened() as study:
            return sum(each.reviews for each in study.figures.by_deck(ALL).values())

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(reviews).result() == len(home.events)
    assert read == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE deck_days SET retained = retained + 1",
        "UPDATE deck_days SET day = day + 10000",
        "UPDATE figures SET figures = zeroblob(20)",
    ],
)
def test_damaged_figures_are_found_and_made_again(home, log, damage):
    """The thread that finds them reads the log meanwhile."""
    ledger = home.begin(log)
    with closing(sqlite3.connect(home.file)) as index, index:
        index.execute(damage)
    (deck_id,) = {event.card.deck for event in home.events}
    expected = home.begin(log).studies()[-1]
    with expected() as study:
        of_log = dict(study.figures.of_deck(deck_id))
    opened, _ = ledger.studies()
    with pytest.raises(LogError), opened() as study:
        study.figures.of_deck(deck_id)
    opened, _ = ledger.studies()
    with opened() as study:
        assert study.figures.of_deck(deck_id) == of_log


def test_an_undo_reads_the_events_of_its_card(home, log, read):
    """Not those of the whole log."""
    ledger = home.begin(log)
    card = home.events[0].card
    ledger.mark(card, Mark.SUSPENDED)
    last = ledger.last()
    read.clear()
    ledger.retract(last)
    assert len(read) < 20
    assert card not in ledger.memories.suspended


def test_events_of_an_earlier_time_are_folded_into_their_cards(home, log, read):
    """As a sync brings them: nothing else is read again."""
    ledger = home.begin(log)
    early = home.events[0]
    read.clear()
    ledger.take_in([replace(early, id=early.id[:-1] + "f", card=CARDS[1])])
    assert len(read) < 120
    assert ledger.memories.by_card[CARDS[1]].reviews == 1


def test_an_event_that_another_program_puts_in_between_has_all_folded(home, log, read):
    """Such as a sync in a process that does not keep the index."""
    early = home.events[0]
    log.append(replace(early, id=early.id[:-1] + "f", card=CARDS[1]))
    assert CARDS[1] in home.begin(log).memories.by_card
    assert len(read) > len(home.events)


def test_the_log_counts_its_events_as_they_come(home, log):
    """So no start has to; what is newer than an extent is counted on its own."""
    ledger = home.begin(log)
    before = log.extent()
    assert log.extent_after(before).total == 0
    assert Extent().followed_by(log.extent_after(Extent())) == before
    ledger.mark(CARDS[0], Mark.BURIED)
    ledger.retract(ledger.mark(CARDS[1], Mark.BURIED))
    assert log.extent() == before.followed_by(log.extent_after(before))
    assert log.extent().total == before.total + 3


def test_a_review_retracted_before_it_arrives_is_not_remembered(home, log):
    """Merged logs may bring a retraction first."""
    ledger = home.begin(log)
    later = replace(REVIEW, id=ledger.new_id(), card=CARDS[0])
    ledger.take_in([Retracted(ledger.new_id(), "there", later.id, REVIEW.moment)])
    ledger.take_in([later])
    assert CARDS[0] not in ledger.memories.by_card


def test_another_log_in_its_place_is_folded(home, tmp_path, read):
    """A backup, say: it lacks what the index has."""
    with closing(open_log(tmp_path / "other.db", FakeBits())) as other:
        other.append_all(home.events[:-1])
        assert home.begin(other).memories == fold(other.events())


def test_another_log_with_as_many_events_and_the_same_last_one_is_folded(
    home, log, tmp_path
):
    """As it may come of a lost log, an old backup and a clock that was set back."""
    first, *rest = home.events
    early = replace(first.moment, at=first.moment.at - timedelta(days=1))
    with closing(open_log(tmp_path / "other.db", FakeBits())) as other:
        new = replace(first, card=CardId("deck", "new"), moment=early)
        other.append_all([new, *rest])
        assert other.extent().reviews.count == log.extent().reviews.count
        assert other.extent().reviews.last == log.extent().reviews.last
        assert home.begin(other).memories == fold(other.events())


def test_memories_that_missed_an_event_catch_up(home, log, monkeypatch):
    """Written, and then broken off before it was remembered."""
    fact = home.begin(log).mark(CARDS[0], Mark.BURIED)
    ledger = home.begin(log)

    def fail(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(kept_memories, "catch_up", fail)
        with pytest.raises(KeyboardInterrupt):
            ledger.retract(fact)
    assert CARDS[0] not in home.begin(log).memories.buried
    assert ledger.memories == fold(log.events())


@pytest.mark.slow
@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", os.urandom(50_000), b"\0" * 9000]
)
def test_what_is_no_index_is_made_again(home, log, content):
    """Whoever wrote it there."""
    home.file.write_bytes(content)
    assert home.begin(log).memories == fold(log.events())
    with closing(sqlite3.connect(home.file)) as index:
        assert index.execute("SELECT count(*) FROM records").fetchone() == (40,)


def test_an_index_whose_schema_is_no_text_is_made_again(home, log):
    """SQLite quotes it in its message, which then is no text either."""
    data = home.file.read_bytes()
    assert data.count(b"tableproofproof") == 1
    home.file.write_bytes(data.replace(b"tableproof", b"table\xd8roof"))
    assert home.begin(log).memories == fold(log.events())


def test_a_database_of_another_schema_is_made_again(home, log):
    """A file of that name that something else made."""
    home.file.unlink()
    name = home.cache / "memories.db"
    with closing(sqlite3.connect(name)) as other:
        other.execute("CREATE TABLE proof (body TEXT)")
    name.rename(home.cache / "memories-0.db")
    assert home.begin(log).memories == fold(log.events())


def test_a_record_that_is_damaged_while_it_is_read_is_made_again(home, log):
    """Only its checksum shows it."""
    with closing(sqlite3.connect(home.file)) as index, index:
        index.execute("UPDATE records SET record = x'80' WHERE card = 'c7'")
    with patch.multiple(kept_memories, FEW=0):
        ledger = home.begin(log)
        assert ledger.memories.by_card[CardId("deck", "c7")].reviews == 5
        assert ledger.memories == fold(log.events())


def test_an_undo_after_many_other_cards_were_looked_up_is_remembered(home, log):
    """So many that the records at hand are let go in the middle of it."""
    with patch.multiple(kept_memories, FEW=0, MOST=2):
        ledger = home.begin(log)
        fact = replace(REVIEW, id=ledger.new_id(), card=CARDS[0])
        ledger.write(fact)
        assert ledger.lists is not None
        assert ledger.lists.due(StudyDay(0)) == []  # the index has the review now
        for event in home.events[:3]:
            assert event.card in ledger.memories.by_card
        ledger.retract(fact)
        assert CARDS[0] not in ledger.memories.by_card


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_has_an_index_in_memory(home, log):
    """Memories are the same, and nothing is raised."""
    rmtree(home.cache)
    home.cache.write_text("a file")
    ledger = home.begin(log)
    ledger.mark(CARDS[0], Mark.BURIED)
    assert ledger.memories == fold(log.events())


@pytest.mark.slow
def test_an_index_outlives_a_version_that_folds_as_before(home, log, monkeypatch):
    """Other code than that of the fold may change."""
    before, changed = home.file, home.file.stat().st_ino
    monkeypatch.setattr("quizapp.cache.code", lambda: b"newer")
    home.begin(log).close()
    assert (home.file, home.file.stat().st_ino) == (before, changed)


def test_an_index_of_other_code_is_not_used(home, log, monkeypatch):
    """Nor of an earlier version."""
    before = home.file
    monkeypatch.setattr(memory_index, "fold_code", lambda folder: "newer")
    ledger = home.begin(log)
    assert ledger.memories == fold(log.events())
    assert {before} < set(home.cache.glob("memories-*.db"))


def test_few_indexes_are_kept(home, log):
    """One for each choice of settings would fill the disk."""
    for number in range(6):
        settings = SchedulerSettings(0.8 + number / 100)
        index = MemoryIndex(home.cache, log, worth=0)
        Ledger(log, FakeClock(), FakeBits(), settings, index).close()
    assert len(list(home.cache.glob("memories-*.db"))) == 3


@pytest.mark.slow
def test_whenever_a_grader_is_killed_the_index_is_at_most_behind(tmp_path):
    """Between the log and the index, or within either; `killing_index` kills 1,000."""
    toll = kill_at_the_index(tmp_path, 60, seed=1)
    assert toll.acknowledged > 60
    assert (toll.lost, toll.wrong) == (0, 0)


def test_an_index_is_for_its_user_alone(home):
    """It shows what was studied, as the log does."""
    assert home.file.stat().st_mode & 0o077 == 0
    assert home.cache.stat().st_mode & 0o077 == 0


def test_a_damaged_log_is_reported_as_such(home):
    """By the same words as where nothing is kept."""
    data = bytearray(home.log_file.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    for start in range(8 * page, len(data), page):
        data[start : start + page] = b"\xff" * page
    home.log_file.write_bytes(data)
    home.file.unlink()
    with (
        pytest.raises(LogError, match="is damaged"),
        closing(open_log(home.log_file, FakeBits())) as log,
    ):
        home.begin(log)


def test_a_short_log_has_no_index(tmp_path):
    """To fold it takes no longer than to open one."""
    with closing(open_log(tmp_path / "reviews.db", FakeBits())) as log:
        index = MemoryIndex(tmp_path / "cache", log)
        ledger = Ledger(log, FakeClock(), FakeBits(), SchedulerSettings(), index)
        ledger.mark(CARDS[0], Mark.BURIED)
        ledger.close()
    assert not (tmp_path / "cache").exists()


def test_to_close_it_never_fails(home, log):
    """The log has it all; here it is closed already."""
    ledger = home.begin(log)
    ledger.mark(CARDS[0], Mark.BURIED)
    log.close()
    ledger.close()
    ledger.close()


def test_memories_that_are_held_are_those_that_are_looked_up(home, log):
    """And their first days; each record is read once."""
    with patch.multiple(kept_memories, FEW=0):
        ledger = home.begin(log)
        looked, at_hand = ledger.memories, held(ledger.memories)
        assert isinstance(at_hand.by_card, dict)
        assert isinstance(at_hand.first_day, dict)
        assert at_hand == looked == held(fold(log.events()))


OTHER = SchedulerSettings(retention=0.8)
MIDNIGHT = timedelta(0)


def test_an_index_by_other_settings_is_made_in_another_thread(home, log, monkeypatch):
    """Then they are used without reading the log again."""
    ledger = home.begin(log)
    rebuild, shares = ledger.rebuild(OTHER, MIDNIGHT), list[float]()
    assert rebuild is not None
    with ThreadPoolExecutor(1) as pool:
        pool.submit(rebuild, shares.append).result()
    assert shares[-1] == 1.0
    assert ledger.rebuild(OTHER, MIDNIGHT) is None
    monkeypatch.setattr(memory_index, "fold_into", None)
    ledger.reschedule(OTHER, MIDNIGHT)
    assert ledger.memories == fold(log.events(), OTHER)


def test_the_settings_in_use_need_no_other_index(home, log):
    """Nor does a short log."""
    ledger = home.begin(log)
    assert ledger.rebuild(ledger.settings, log.rollover) is None
    short = MemoryIndex(home.cache, log, worth=10**6)
    assert short.rebuild(OTHER, MIDNIGHT) is None


def test_an_index_that_is_not_finished_leaves_nothing_behind(home, log):
    """As when quizapp is left meanwhile."""

    def interrupt(share):
        raise KeyboardInterrupt

    before = {*home.cache.iterdir()}
    rebuild = home.begin(log).rebuild(OTHER, MIDNIGHT)
    assert rebuild is not None
    with pytest.raises(KeyboardInterrupt):
        rebuild(interrupt)
    assert {path for path in home.cache.iterdir() if "wal" not in path.name} <= {
        *before,
        *home.cache.glob("*-shm"),
        *home.cache.glob("fold-code"),
    }
