"""Histories: made-up reviews, for whoever derives something from a log."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.review import EventId, Reviewed
from support.builders import MORNING

TODAY = Moment(MORNING)
_numbers = count()


def reviewed(card: str = "one", days: float = 0, **fields: Any) -> Reviewed:
    """Return a review of a card of deck `deck`, so many days before this morning."""
    given: dict[str, Any] = {
        "id": EventId(f"{next(_numbers):08}"),
        "device": "here",
        "card": CardId("deck", card),
        "content": card,
        "variant": "{}",
        "response": "x",
        "verdict": "correct",
        "score": 1.0,
        "overridden": False,
        "confidence": None,
        "hints": 0,
        "suggested": Grade.GOOD,
        "grade": Grade.GOOD,
        "moment": TODAY.later(-timedelta(days=days)),
        "seconds": 8.0,
        "app": "0.1.0",
        "torch": "2.13.0",
    }
    return Reviewed(**{**given, **fields})


def wrong(card: str = "one", days: float = 0, **fields: Any) -> Reviewed:
    """Return a review that was judged wrong and graded Again."""
    given = {"verdict": "wrong", "score": 0.0, "grade": Grade.AGAIN}
    return reviewed(card, days, **{**given, **fields})


def _in_order(made: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    return tuple(sorted(made, key=lambda each: (each.moment.at, each.id)))


SCORES = st.sampled_from(
    [
        ("correct", 1.0),
        ("partial", 0.25),
        ("partial", 0.5),
        ("wrong", 0.0),
        (None, None),
    ]
)
REVIEWS = st.builds(
    lambda card, days, hours, scored, **fields: reviewed(
        card,
        moment=Moment(TODAY.at - timedelta(days=days), timedelta(hours=hours)),
        verdict=scored[0],
        score=scored[1],
        **fields,
    ),
    st.sampled_from("abcdz"),
    st.integers(-2, 90) | st.floats(-2, 90),
    st.sampled_from([-11, 0, 13]),
    SCORES,
    grade=st.sampled_from(Grade),
    confidence=st.none() | st.sampled_from(Confidence),
    overridden=st.booleans(),
    seconds=st.floats(0, 2000),
)
LOGS = st.lists(REVIEWS, max_size=40).map(_in_order)
"""Standing reviews in order of time, of 90 days and of a clock that was ahead, from
around the world; card `z` is in no deck."""
