"""History is kept under new ids: the log is read under the ids of today."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.remark import Note, Report, Star
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import (
    Event,
    Fact,
    Marked,
    Remarked,
    Retracted,
    event_id,
    facts,
)
from quizapp.flow.ledger import Ledger
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.memory_index import MemoryIndex
from support.fakes import FakeBits, FakeClock
from support.reviews import NOW, REVIEW

OLD = [CardId("was", "a"), CardId("was", "b"), CardId("d", "x"), CardId("e", "y")]
NEW = [CardId("d", "a"), CardId("d", "b"), CardId("d", "z")]
FORMER = FormerIds(
    {CardId("d", "x"): CardId("d", "a"), CardId("e", "y"): CardId("d", "z")},
    {"was": "d"},
)

REMARKS = [Star(on=True), Star(on=False), Note("mine"), Note(""), Report("no", "abc")]


@st.composite
def logs(draw) -> list[Event]:
    """Draw reviews, marks, remarks and retractions of cards under old and new ids."""
    events: list[Event] = []
    for number in range(draw(st.integers(0, 12))):
        id_, card = event_id(number, number), draw(st.sampled_from([*OLD, *NEW]))
        moment = NOW.later(timedelta(minutes=draw(st.integers(0, 10_000))))
        what = draw(st.sampled_from([*Grade, *Mark, *REMARKS, None]))
        if isinstance(what, Grade):
            review = replace(REVIEW, id=id_, card=card, grade=what, moment=moment)
            events.append(replace(review, device="here"))
        elif isinstance(what, Mark):
            events.append(Marked(id_, "here", card, what, moment))
        elif what is not None:
            events.append(Remarked(id_, "here", card, what, moment))
        elif events:
            events.append(Retracted(id_, "here", events[-1].id, moment))
    return events


def under_new_ids(event: Event) -> Event:
    """Return an event as it would be if the card had always had its id."""
    if isinstance(event, Retracted):
        return event
    return replace(event, card=FORMER.current(event.card))


def opened(folder: str, events: list[Event], former: FormerIds) -> SqliteLog:
    """Return a log of events, read with former ids."""
    log = open_log(Path(folder) / "reviews.db", FakeBits())
    for event in events:
        log.append(event)
    log.former = former
    return log


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(logs())
def test_a_log_under_old_ids_folds_to_what_it_would_be_under_new_ones(events):
    """Memories, marks, histories and the latest facts alike."""
    renamed = [under_new_ids(event) for event in events]
    with (
        TemporaryDirectory() as one,
        TemporaryDirectory() as other,
        closing(opened(one, events, FORMER)) as old,
        closing(opened(other, renamed, FormerIds())) as new,
    ):
        assert fold(old.events()) == fold(new.events())
        assert old.recent(5) == new.recent(5)
        for card in NEW:
            assert old.history(card) == new.history(card)
        old.former = FormerIds()  # nothing was rewritten
        assert facts(old.events()) == facts(events)


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(logs(), st.sampled_from([FORMER, FormerIds({}, {"was": "d"})]))
def test_an_index_is_made_again_when_former_ids_change(events, former):
    """Whether they change between two starts, or while the app runs."""
    with TemporaryDirectory() as folder:
        clock, bits = FakeClock(), FakeBits()
        for names in (FormerIds(), former, FormerIds()):
            with closing(opened(folder, events, names)) as log:
                index = MemoryIndex(Path(folder) / "cache", log, worth=0)
                ledger = Ledger(log, clock, bits, index=index)
                assert ledger.memories == fold(log.events())
                ledger.rename(former)
                assert ledger.memories == fold(log.events())
                assert ledger.recent == facts(log.events())
                ledger.rename(names)
                assert ledger.memories == fold(log.events())
                ledger.close()


def test_undo_retracts_what_was_done_under_an_old_id(tmp_path):
    """And the memory of the card as it is called now is folded again."""
    clock, bits = FakeClock(), FakeBits()
    with closing(opened(str(tmp_path), [], FormerIds())) as log:
        ledger = Ledger(log, clock, bits)
        ledger.mark(CardId("was", "a"), Mark.SUSPENDED)
        ledger.rename(FORMER)
        assert ledger.memories.suspended == {CardId("d", "a")}
        last = ledger.last()
        assert isinstance(last, Fact)
        assert last.card == CardId("d", "a")
        ledger.retract(last)
        assert not ledger.memories.suspended
        assert ledger.last() is None


def test_what_is_done_after_a_renaming_is_stored_under_the_new_id(tmp_path):
    """So the former ids are needed for old facts alone."""
    with closing(opened(str(tmp_path), [], FORMER)) as log:
        ledger = Ledger(log, FakeClock(), FakeBits())
        ledger.mark(CardId("d", "a"), Mark.SUSPENDED)
        log.former = FormerIds()
        (mark,) = facts(log.events())
        assert mark.card == CardId("d", "a")
