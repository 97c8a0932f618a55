"""Records: interviews as the log tells them, folded from facts in any order.

A fact that comes twice counts once. Two answers to one question, which only a copied
log can have, count by the first id. Facts of an interview whose beginning is missing
wait for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.moment import Moment
from quizapp.core.interview.endings import InterviewEnding, ending_of
from quizapp.core.interview.facts import (
    Asked,
    InterviewAnswered,
    InterviewBegun,
    InterviewEnded,
    InterviewEvent,
    InterviewJudged,
    InterviewRated,
    InterviewResumed,
    InterviewTicked,
    Manner,
    Occasion,
)
from quizapp.core.scheduling.review import EventId

NOT_AGAIN = timedelta(days=14)
"""A question is not asked again for so long, while there is another."""


class AnswerRecord(Struct, frozen=True):
    """One question with everything the log knows about its answer."""

    fact: InterviewAnswered
    rated: InterviewRated | None = None
    judged: InterviewJudged | None = None
    ticks: Mapping[Occasion, InterviewTicked] = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """The question."""
        return self.fact.asked

    @property
    def confidence(self) -> Confidence | None:
        """How sure the user said they were."""
        return None if self.rated is None else self.rated.confidence

    @property
    def suggested(self) -> frozenset[int] | None:
        """The points whose words were found; None if no words can be searched."""
        if self.fact.manner is Manner.SAID or not self.asked.searched:
            return None
        return frozenset(self.fact.found)

    @property
    def ticked(self) -> frozenset[int] | None:
        """The points the user ticked: in the debrief, else right after speaking."""
        for occasion in (Occasion.DEBRIEF, Occasion.THREAD):
            made = self.ticked_on(occasion)
            if made is not None:
                return made
        return None

    def ticked_on(self, occasion: Occasion) -> frozenset[int] | None:
        """Return the points ticked on an occasion; None if there was none."""
        tick = self.ticks.get(occasion)
        return None if tick is None or tick.made is None else frozenset(tick.made)

    @property
    def made(self) -> frozenset[int] | None:
        """The points that count as made: ticked, else suggested; None if unknown."""
        if self.fact.manner is Manner.SKIPPED and self.asked.weights:
            return frozenset()
        ticked = self.ticked
        return self.suggested if ticked is None else ticked

    def share(self, made: frozenset[int] | None) -> float | None:
        """Return the weighted share of these points, from 0 to 1."""
        weights = self.asked.weights
        if made is None or not weights:
            return None
        numbered = enumerate(weights, start=1)
        return sum(weight for n, weight in numbered if n in made) / sum(weights)

    @property
    def score(self) -> float | None:
        """The share of the answer that is right; None if nothing can say."""
        if self.judged is not None:
            return self.judged.score
        return self.share(self.made)


class InterviewRecord(Struct, frozen=True):
    """One interview, as far as it has come."""

    begun: InterviewBegun
    answers: tuple[AnswerRecord, ...] = ()
    """In the order of the questions."""
    ended: InterviewEnded | None = None
    resumed: int = 0
    """How often it went on after an interruption."""
    elapsed: float = 0.0
    """Seconds up to the last fact before the end, without pauses."""

    @property
    def id(self) -> EventId:
        """The id of the interview."""
        return self.begun.id

    @property
    def ending(self) -> InterviewEnding | None:
        """How it ended; None if it has not."""
        return None if self.ended is None else ending_of(self.ended.ending)

    def answer(self, number: int) -> AnswerRecord | None:
        """Return the answer to a question; None if it was not answered."""
        return next((a for a in self.answers if a.asked.number == number), None)


def interviews(events: Iterable[InterviewEvent]) -> tuple[InterviewRecord, ...]:
    """Return all interviews in order of time."""
    begun: dict[EventId, InterviewBegun] = {}
    others: defaultdict[EventId, dict[EventId, InterviewEvent]] = defaultdict(dict)
    for event in events:
        if isinstance(event, InterviewBegun):
            begun[event.id] = event
        else:
            others[event.interview][event.id] = event
    records = (
        _record(event, sorted(others[event.id].values(), key=_in_time))
        for event in begun.values()
    )
    return tuple(sorted(records, key=_by_time))


def unfinished(
    records: Iterable[InterviewRecord], device: str
) -> InterviewRecord | None:
    """Return the latest interview of a device that has not ended."""
    return next(
        (
            record
            for record in sorted(records, key=_by_time, reverse=True)
            if record.ended is None and record.begun.device == device
        ),
        None,
    )


def asked_since(
    records: Iterable[InterviewRecord], now: Moment, within: timedelta = NOT_AGAIN
) -> frozenset[CardId]:
    """Return the cards that interviews asked within a time before now."""
    return frozenset(
        answer.asked.card
        for record in records
        for answer in record.answers
        if answer.asked.card is not None and now.at - within <= answer.fact.moment.at
    )


def _record(begun: InterviewBegun, events: Sequence[InterviewEvent]) -> InterviewRecord:
    """Return the record of one interview from its other facts, in order of time."""
    backwards = tuple(reversed(events))  # so that the first fact counts
    rated = {e.number: e for e in backwards if isinstance(e, InterviewRated)}
    judged = {e.number: e for e in backwards if isinstance(e, InterviewJudged)}
    answers = {e.asked.number: e for e in backwards if isinstance(e, InterviewAnswered)}
    ticks: defaultdict[int, dict[Occasion, InterviewTicked]] = defaultdict(dict)
    for event in events:  # of ticks the last ones count
        if isinstance(event, InterviewTicked):
            ticks[event.number][event.occasion] = event
    records = tuple(
        AnswerRecord(answers[n], rated.get(n), judged.get(n), ticks[n])
        for n in sorted(answers)
    )
    ended = [event for event in events if isinstance(event, InterviewEnded)]
    resumed = sum(isinstance(event, InterviewResumed) for event in events)
    timed = (InterviewAnswered, InterviewRated, InterviewTicked, InterviewEnded)
    elapsed = (event.elapsed for event in events if isinstance(event, timed))
    return InterviewRecord(
        begun, records, ended[0] if ended else None, resumed, max(elapsed, default=0.0)
    )


def _in_time(event: InterviewEvent) -> tuple[datetime, EventId]:
    return event.moment.at, event.id


def _by_time(record: InterviewRecord) -> tuple[datetime, EventId]:
    return record.begun.moment.at, record.id
