"""Logs of a simulated learner, who forgets as FSRS predicts, with given weights."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS, Weights, model
from quizapp.core.scheduling.review import Reviewed, event_id
from support.reviews import REVIEW

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


FORGETFUL: Weights = (
    *(0.02, 0.1, 0.2, 0.8),
    *DEFAULT_WEIGHTS[4:8],
    1.0,
    *DEFAULT_WEIGHTS[9:],
)
"""A learner who forgets new cards ten times as fast as most, and gains half as much."""


def learner(
    weights: Weights = FORGETFUL, cards: int = 120, reviews: int = 8, seed: int = 1
) -> list[Reviewed]:
    """Return the log of a learner with these weights, in order of time."""
    chance = Random(seed)  # noqa: S311  # a learner, not a secret
    events = [
        event
        for number in range(cards)
        for event in _card(CardId("deck", f"c{number}"), weights, reviews, chance)
    ]
    events.sort(key=lambda event: event.moment.at)
    return [
        replace(event, id=event_id(int(event.moment.at.timestamp() * 1000), number))
        for number, event in enumerate(events)
    ]


def _card(
    card: CardId, weights: Weights, reviews: int, chance: Random
) -> Iterator[Reviewed]:
    truth, gap = model(weights), 0
    at = START + timedelta(days=chance.randrange(30), minutes=chance.randrange(600))
    grade = chance.choice((Grade.AGAIN, Grade.GOOD, Grade.GOOD, Grade.GOOD))
    stability, difficulty = truth.first(grade)
    for _ in range(reviews):
        yield replace(REVIEW, card=card, grade=grade, moment=Moment(at))
        gap = chance.choice((0, 1, 1, 2, 3, 5, 9))
        at += timedelta(days=gap, minutes=1)
        forgot = chance.random() > truth.recall(stability, gap)
        passed = chance.choices((Grade.HARD, Grade.GOOD, Grade.EASY), (1, 6, 1))[0]
        grade = Grade.AGAIN if forgot else passed
        stability, difficulty = truth.after(stability, difficulty, grade, gap)
