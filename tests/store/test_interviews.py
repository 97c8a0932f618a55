"""Interviews in the log: durable, merged by union, and no reviews."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.former_ids import FormerIds
from quizapp.core.interview.facts import InterviewAnswered, InterviewEvent, Occasion
from quizapp.core.interview.record import interviews
from quizapp.core.interview.scorecard import scorecard
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import event_id
from quizapp.errors import LogError
from quizapp.flow.interview import InterviewPorts
from quizapp.flow.interviews import interrupted, resume
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from store.test_facts import NOW, fact, insert
from store.test_log import REVIEW, bits
from support.fakes import FakeBits, FakeClock, FakeRunner
from support.interviews import ROOT_CANDIDATES, Desk, interview_cards, step, take


def whole_interview() -> tuple[InterviewEvent, ...]:
    """Return the facts of an interview with ticks, a second look and an opinion."""
    desk = Desk()
    interview = desk.begin()
    interview.answer("two alpha, ‘two’ gamma")
    take(interview, ROOT_CANDIDATES[0], desk.clock)
    interview.tick_points(1, {1}, Occasion.SECOND_LOOK)
    interview.add_opinion(1, {1: "two alpha"}, {2})
    return tuple(desk.log.rows)


FACTS = whole_interview()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


def test_every_fact_is_read_as_it_was_written(path):
    """Also by another process, and none of them is a review."""
    with closing(open_log(path, bits)) as log:
        log.append(REVIEW)
        for event in FACTS:
            log.append_interview(event)
        memories = fold(log.events())
    with closing(open_log(path, bits)) as log:
        assert set(map(repr, log.interview_events())) == set(map(repr, FACTS))
        assert list(log.events()) == [REVIEW]
        assert fold(log.events()) == memories
    Maintenance(path).check()


def test_a_fact_that_comes_twice_is_there_once(path):
    """So logs are merged by union."""
    with closing(open_log(path, bits)) as log:
        for event in (*FACTS, *FACTS):
            log.append_interview(event)
        assert len(list(log.interview_events())) == len(FACTS)


def test_a_restore_joins_the_answers_since_the_backup(path):
    """The scorecard is that of the whole interview."""
    with closing(open_log(path, bits)) as log:
        for event in FACTS[:5]:
            log.append_interview(event)
    Maintenance(path).start_backup(NOW.date()).ended()
    with closing(open_log(path, bits)) as log:
        for event in FACTS[5:]:
            log.append_interview(event)
    maintenance = Maintenance(path)
    restored = maintenance.restore(maintenance.named("latest"), NOW)
    assert (restored.events, restored.lost) == (len(FACTS), 0)
    with closing(open_log(path, bits)) as log:
        (record,) = interviews(log.interview_events())
    (whole,) = interviews(FACTS)
    assert scorecard(record) == scorecard(whole)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("interview-ended", "{}"),
        ("interview-ended", "no JSON"),
        ("interview-rated", '{"interview": "x", "number": "1"}'),
    ],
)
def test_a_body_that_no_quizapp_wrote_is_damage(path, kind, body):
    """It is reported, and a restore leaves it out."""
    with closing(open_log(path, bits)) as log:
        log.append_interview(FACTS[0])
    insert(path, "facts", fact(kind, body, (None, None)))
    with (
        closing(open_log(path, bits)) as log,
        pytest.raises(LogError, match="is damaged"),
    ):
        list(log.interview_events())
    Maintenance(path).start_backup(NOW.date()).ended()
    maintenance = Maintenance(path)
    maintenance.restore(maintenance.named("latest"), NOW)
    with closing(open_log(path, bits)) as log:
        assert list(log.interview_events()) == [FACTS[0]]


def test_a_newer_kind_or_field_is_kept(path):
    """A kind that is not known is not read, a field is left alone."""
    fields = '"interview": "x", "ending": "left", "elapsed": 1.5, "mood": "good"'
    ended = fact("interview-ended", f"{{{fields}}}", (None, None))
    with closing(open_log(path, bits)) as log:
        log.append_interview(FACTS[0])
    insert(path, "facts", ended)
    newer = (event_id(2**41, 8), *fact("interview-mood", "{}", (None, None))[1:])
    insert(path, "facts", newer)
    with closing(open_log(path, bits)) as log:
        assert len(list(log.interview_events())) == 2
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM facts").fetchone() == (3,)


def test_a_renamed_card_is_read_under_its_present_id(path):
    """In the plan, in what was asked, and in what was asked before."""
    former = FormerIds({CardId("deck", "two"): CardId("deck", "second")})
    with closing(open_log(path, bits)) as log:
        for event in FACTS:
            log.append_interview(event)
        log.former = former
        (record,) = interviews(log.interview_events())
    assert CardId("deck", "second") in record.begun.leads
    assert record.answers[0].asked.card == CardId("deck", "second")


@pytest.mark.parametrize("kept", range(1, len(FACTS) - 6, 3))
def test_an_interview_goes_on_after_any_fact(path, kept):
    """Killed there, the log has all facts up to it, and the next start finds it."""
    with closing(open_log(path, bits)) as log:
        for event in FACTS[:kept]:
            log.append_interview(replace(event, device=log.device))
    clock, cards = FakeClock(), interview_cards()
    with closing(open_log(path, bits)) as log:
        record = interrupted(log)
        assert record is not None
        runner = FakeRunner()
        ports = InterviewPorts(runner, log, clock, FakeBits(1000))
        interview = resume(ports, cards, record)
        answered = len(record.answers)
        assert answered == sum(isinstance(e, InterviewAnswered) for e in FACTS[:kept])
        step(interview, ROOT_CANDIDATES[0], clock)
        assert interrupted(log) == interview.record or interview.record.ended
