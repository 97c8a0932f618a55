"""Reviews and marks, one at a time and in whole logs that Hypothesis draws."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.review import EventId, Marked, Reviewed
from support.fakes import MORNING

NOW = Moment(MORNING)

REVIEW = Reviewed(
    id=EventId("0"),
    device="here",
    card=CardId("deck", "one"),
    content="abc",
    variant="{}",
    response="[1, 0]",
    verdict=VerdictName.CORRECT,
    score=1.0,
    overridden=False,
    confidence=None,
    hints=0,
    suggested=Grade.GOOD,
    grade=Grade.GOOD,
    moment=NOW,
    seconds=8.0,
    app="0.1.0",
    torch="2.13.0",
)


_numbers = count()


def reviewed(card: CardId | str = "one", days: float = 0, **fields: Any) -> Reviewed:
    """Return a correct review, graded Good, this morning or so many days before.

    A card is named by its id, or by its name in deck `deck`; its content is its name.
    """
    card_id = CardId("deck", card) if isinstance(card, str) else card
    by_default = {
        "id": EventId(f"{next(_numbers):08}"),
        "content": card_id.card,
        "moment": NOW.later(-timedelta(days=days)),
    }
    return replace(REVIEW, card=card_id, **{**by_default, **fields})


def wrong(card: str = "one", days: float = 0, **fields: Any) -> Reviewed:
    """Return a review that was judged wrong and graded Again."""
    by_default = {"verdict": VerdictName.WRONG, "score": 0.0, "grade": Grade.AGAIN}
    return reviewed(card, days, **{**by_default, **fields})


def done(mark: Mark, moment: Moment = NOW, card: CardId | None = None) -> Marked:
    """Return a mark of `deck/one`, or of another card."""
    return Marked(EventId("0"), "here", card or CardId("deck", "one"), mark, moment)


def _in_order(reviews: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    return tuple(sorted(reviews, key=lambda review: (review.moment.at, review.id)))


SCORES = st.sampled_from(
    [
        (VerdictName.CORRECT, 1.0),
        (VerdictName.PARTIAL, 0.25),
        (VerdictName.PARTIAL, 0.5),
        (VerdictName.WRONG, 0.0),
        (None, None),
    ]
)


REVIEWS = st.builds(
    lambda card, days, hours, scored, **fields: reviewed(
        card,
        moment=Moment(NOW.at - timedelta(days=days), timedelta(hours=hours)),
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
"""Logs without retractions, in order of time: 90 days, a clock that was ahead, and
offsets from around the world. Card `z` is in no deck."""
