"""Memory is a fold over facts that come in any order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import (
    EventId,
    Retracted,
    Reviewed,
    event_id,
    reviews_in_force,
)
from support.reviews import REVIEW as RIGHT

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

REVIEW = replace(
    RIGHT,
    verdict=VerdictName.WRONG,
    score=0.0,
    suggested=Grade.AGAIN,
    grade=Grade.AGAIN,
    moment=Moment(START),
)


def reviews(grades: list[tuple[Any, ...]]) -> list[Reviewed]:
    """Return wrong reviews six hours apart, perhaps with how sure the user was."""
    return [
        replace(
            REVIEW,
            id=EventId(f"{number:04}"),
            card=CardId("deck", name),
            grade=grade,
            confidence=sure[0] if sure else None,
            moment=Moment(START + number * timedelta(hours=6)),
        )
        for number, (name, grade, *sure) in enumerate(grades)
    ]


def retraction(of: Reviewed) -> Retracted:
    """Return the fact that takes a review back."""
    return Retracted(EventId(f"r{of.id}"), "here", of.id, Moment(START))


HISTORIES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(Grade),
        st.none() | st.sampled_from(Confidence),
    ),
    max_size=12,
).map(reviews)


@given(HISTORIES, st.data())
def test_facts_mean_the_same_in_any_order(history, data):
    """Shuffled, doubled by a merge, or split between devices: one fold."""
    retracted = data.draw(st.sets(st.sampled_from(history))) if history else set()
    events = [*history, *map(retraction, retracted)]
    shuffled = data.draw(st.permutations([*events, *history]))
    assert fold(shuffled) == fold(events)


@given(HISTORIES, st.data())
def test_a_retracted_review_never_was(history, data):
    """The fold with a retraction equals the fold without the review."""
    if not history:
        return
    victim = data.draw(st.sampled_from(history))
    rest = [event for event in history if event is not victim]
    assert fold([*history, retraction(victim)]) == fold(rest)


def test_an_error_made_with_confidence_is_owed_its_follow_ups():
    """Unless the verdict was set aside, or the error was a guess."""
    ((sure,), (guess,)) = (
        reviews([("a", Grade.AGAIN, step)])
        for step in (Confidence.CERTAIN, Confidence.GUESS)
    )
    of_card = {
        owner: fold([event]).by_card[event.card].owed
        for owner, event in (
            ("sure", sure),
            ("guess", guess),
            ("overridden", replace(sure, overridden=True)),
            ("right", replace(sure, verdict=VerdictName.CORRECT, score=1.0)),
        )
    }
    assert of_card == {"sure": 3, "guess": 0, "overridden": 0, "right": 0}


def test_a_retraction_may_come_before_its_review():
    """Logs merged from two machines need not come in order."""
    (event,) = reviews([("a", Grade.GOOD)])
    assert reviews_in_force([retraction(event), event]) == ()


def test_new_cards_are_counted_on_the_day_of_their_first_review():
    """Reviewing a card again does not introduce it again."""
    history = reviews([("a", Grade.GOOD), ("b", Grade.GOOD), ("a", Grade.GOOD)])
    day = Moment(START).day
    assert fold(history).introduced_on(day) == 2
    assert fold(history).introduced_on(days_after(day, 1)) == 0


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_ids_are_uuids_of_version_7_in_order_of_time(milliseconds, bits, other):
    """RFC 9562: version and variant bits in place, text order is time order."""
    id_ = event_id(milliseconds, bits)
    assert [len(part) for part in id_.split("-")] == [8, 4, 4, 4, 12]
    assert id_[14] == "7"
    assert id_[19] in "89ab"
    assert event_id(milliseconds + 1, other) > id_ or milliseconds == 2**48 - 1
    assert (event_id(milliseconds, other) == id_) == (bits == other)
