"""Timing: how long the questions of an interview take, and how many threads fit."""

from quizapp.core.cards.card import Card
from quizapp.core.kinds.open import Open

PLAIN_SECONDS = 90.0
"""For a follow-up that no card asks in full."""
READING = 60.0
"""Seconds on top of a kind's usual time, to read the question and to think: an
interview's card is met without warning."""
UNKNOWN_SECONDS = 60.0
"""For a kind without a usual time."""

THREAD_MINUTES = 12.0
"""A lead question of two minutes, two or three follow-ups of one and a half, and a
card with code of one and a half to six: our assumption."""
CODE_SHARE = 0.6
"""The most of a thread's time that its code may take."""
EXTRA_THREADS = 2
"""Someone who is quick gets at most so many times the planned threads."""


def given_seconds(card: Card | None) -> float:
    """Return the seconds that a good answer to a question takes."""
    if card is None:
        return PLAIN_SECONDS
    if isinstance(card.kind, Open):
        return card.kind.minutes * 60
    return (card.kind.expected_seconds or UNKNOWN_SECONDS) + READING


def planned_threads(minutes: float) -> int:
    """Return how many threads fit an interview of so many minutes: at least one."""
    return max(1, round(minutes / THREAD_MINUTES))
