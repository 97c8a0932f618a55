"""Interviews: begin one, find and resume an interrupted one, read past ones.

At a start: `interrupted(log)`; if there is one, ask whether to `resume` it or to
`end_interrupted` it. Otherwise `begin`. `reopen` shows an ended one again.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.interview.endings import Interrupted
from quizapp.core.interview.facts import (
    InterviewBegun,
    InterviewOptions,
    InterviewResumed,
)
from quizapp.core.interview.record import (
    InterviewRecord,
    asked_since,
    interviews,
    unfinished,
)
from quizapp.core.interview.selection import choose_leads
from quizapp.core.interview.timing import planned_threads
from quizapp.flow.interview import InterviewPorts, MockInterview, new_id
from quizapp.flow.opinions import Assessor
from quizapp.flow.ports import InterviewLog


class Pool(Struct, frozen=True):
    """The cards of an interview."""

    cards: tuple[Card, ...]
    """All that may be asked; a follow-up may be in any deck."""
    leads: frozenset[CardId] | None = None
    """The cards that WHAT chose, to lead the threads; None for all."""
    recall: Mapping[CardId, float] = {}
    """The recall that FSRS predicts for today, without cards never seen."""


class InterviewDesk(Protocol):
    """Where a front end gets interviews from. Every call may raise LogError."""

    def begin(self, options: InterviewOptions) -> MockInterview | None:
        """Begin an interview; None if WHAT has no open card."""
        ...

    def unfinished(self) -> InterviewRecord | None:
        """Return the interview that was interrupted on this device, if any."""
        ...

    def resume(self, record: InterviewRecord) -> MockInterview:
        """Go on with an interrupted interview."""
        ...

    def finish(self, record: InterviewRecord) -> MockInterview:
        """End an interrupted interview with what was answered."""
        ...

    def show(self, record: InterviewRecord) -> MockInterview:
        """Open an ended interview for its debrief."""
        ...

    def records(self) -> tuple[InterviewRecord, ...]:
        """Return every interview in order of time."""
        ...

    def assessor(self) -> Assessor | None:
        """Return a program that gives second opinions; None if there is none."""
        ...


def past_interviews(log: InterviewLog) -> tuple[InterviewRecord, ...]:
    """Return all interviews of a log in order of time. Raises LogError."""
    return interviews(log.interview_events())


def interrupted(log: InterviewLog) -> InterviewRecord | None:
    """Return the interview that this device began and did not end, if any."""
    return unfinished(past_interviews(log), log.device)


def begin(
    ports: InterviewPorts,
    pool: Pool,
    options: InterviewOptions = InterviewOptions(),
    *,
    seed: int,
    versions: tuple[str, str] = ("", ""),
) -> MockInterview | None:
    """Begin an interview; None if there is no open card to lead it.

    Raises LogError if the beginning cannot be committed.
    """
    now = ports.clock()
    recent = asked_since(past_interviews(ports.log), now)
    chosen = choose_leads(
        (card for card in pool.cards if pool.leads is None or card.id in pool.leads),
        Level(options.level),
        seed,
        recent=recent,
        recall=pool.recall,
    )
    if not chosen:
        return None
    begun = InterviewBegun(
        id=new_id(ports, now),
        device=ports.log.device,
        moment=now,
        options=options,
        seed=seed,
        leads=chosen,
        threads=planned_threads(options.minutes),
        recent=tuple(sorted(recent)),
        app=versions[0],
        torch=versions[1],
    )
    ports.log.append_interview(begun)
    return MockInterview(ports, pool.cards, (begun,))


def resume(
    ports: InterviewPorts, cards: Iterable[Card], record: InterviewRecord
) -> MockInterview:
    """Go on with an interview that was interrupted. Raises LogError."""
    now = ports.clock()
    fact = InterviewResumed(new_id(ports, now), ports.log.device, now, record.id)
    ports.log.append_interview(fact)
    return reopen(ports, cards, record)


def end_interrupted(
    ports: InterviewPorts, cards: Iterable[Card], record: InterviewRecord
) -> MockInterview:
    """End an interrupted interview with what was answered. Raises LogError."""
    interview = reopen(ports, cards, record)
    interview.end(Interrupted())
    return interview


def reopen(
    ports: InterviewPorts, cards: Iterable[Card], record: InterviewRecord
) -> MockInterview:
    """Open an interview as the log has it, such as an ended one for its debrief."""
    events = [
        event
        for event in ports.log.interview_events()
        if record.id in (event.id, getattr(event, "interview", None))
    ]
    return MockInterview(ports, cards, events)
