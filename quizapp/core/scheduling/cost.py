"""Cost: how many seconds a card takes, by its kind.

The numbers come from the latest part of the user's own log where it has enough answers
of a kind, otherwise from the kind's default. Medians are used, since people are
interrupted. A card that is asked again on the same day takes less time, and reading
after the reveal takes time as well.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.pace import studied
from quizapp.core.scheduling.review import Reviewed

ENOUGH_ANSWERS = 20
"""Answers of a kind that are enough for a median."""
UNKNOWN = 60.0
"""Seconds for a kind without a default, such as an open question."""
REPEATED = 0.5
"""The share of the time that a repeat on the same day takes: our assumption."""
READING_SECONDS = 10.0
"""Seconds from a reveal to the next question, to read and grade: our assumption."""
AWAY = 300.0
"""Seconds after a reveal beyond which the user was not reading."""


class Cost(Struct, frozen=True):
    """Seconds from a card's question to the next question."""

    first: float
    """The first time on a study day."""
    again: float
    """A repeat on the same day."""


class Habits(Struct, frozen=True):
    """How long one user takes; the defaults are for a new user."""

    first: Mapping[str, float] = field(default_factory=dict)
    """Seconds to the answer, by kind, where the log has enough of them."""
    again: Mapping[str, float] = field(default_factory=dict)
    reading: float = READING_SECONDS

    def cost(self, kind: str, expected: float | None) -> Cost:
        """Return the cost of a card of a kind.

        `expected` is the kind's default in seconds; None for a kind without one.
        """
        first = self.first.get(kind, UNKNOWN if expected is None else expected)
        again = self.again.get(kind, first * REPEATED)
        return Cost(first + self.reading, again + self.reading)

    def spent(self, reviews: Sequence[Reviewed], day: StudyDay) -> float:
        """Return the seconds spent on a study day."""
        return sum(
            studied(review.seconds) + self.reading
            for review in reviews
            if review.moment.day == day
        )


def habits(reviews: Sequence[Reviewed], kinds: Mapping[CardId, str]) -> Habits:
    """Estimate from reviews, in order of time, how long their user takes."""
    from statistics import median  # slow to load, and a start does not need it

    first: dict[str, list[float]] = {}
    again: dict[str, list[float]] = {}
    reading: list[float] = []
    seen: set[tuple[CardId, int]] = set()
    for number, review in enumerate(reviews):
        if kind := kinds.get(review.card):
            times = again if (review.card, review.moment.day) in seen else first
            times.setdefault(kind, []).append(review.seconds)
        seen.add((review.card, review.moment.day))
        if number:
            since = (review.moment.at - reviews[number - 1].moment.at).total_seconds()
            reading.append(since - review.seconds)
    stayed = [seconds for seconds in reading if 0 <= seconds <= AWAY]
    return Habits(
        _medians(first),
        _medians(again),
        median(stayed) if len(stayed) >= ENOUGH_ANSWERS else READING_SECONDS,
    )


def _medians(times: Mapping[str, list[float]]) -> dict[str, float]:
    from statistics import median

    return {
        kind: median(seconds)
        for kind, seconds in times.items()
        if len(seconds) >= ENOUGH_ANSWERS
    }
