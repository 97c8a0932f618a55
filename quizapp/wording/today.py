"""Today in words: what is left to study, and what comes next.

Home, `quizapp due`, the palette and the summary use the same sentences.
"""

from math import ceil

from quizapp.core.basics.english import quantity
from quizapp.core.scheduling.workload import Workload


def headline_of(load: Workload, done: int) -> str:
    """Say what there is to study today, after `done` reviews.

    It may differ from what is due now: a day has limits, and some cards return later.
    """
    if not load.cards:
        return "Done for today." if done else "Nothing due today."
    time = f"about {minutes(load)} min"
    if not load.new:
        return f"{quantity(load.known, 'review')} for today, {time}"
    if not load.known:
        return f"{quantity(load.new, 'new card')} for today, {time}"
    reviews = quantity(load.known, "review")
    return f"{load.cards} for today: {reviews}, {load.new} new, {time}"


def tomorrow(load: Workload) -> str:
    """Say what the next day brings."""
    if not load.cards:
        return "Nothing is due tomorrow."
    return f"Tomorrow: {quantity(load.cards, 'card')}, about {minutes(load)} min."


def minutes(load: Workload) -> int:
    """Return the minutes that a workload takes, rounded up."""
    return ceil(load.seconds / 60)
