"""Activity: the number of reviews and the time of each study day."""

from collections.abc import Mapping

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after, days_through
from quizapp.core.stats.totals import Totals


class ActiveDay(Struct, frozen=True):
    """The reviews of one study day."""

    day: StudyDay
    reviews: int
    seconds: float
    """The time from question to reveal, over all reviews."""


class Activity(Struct, frozen=True):
    """The days with reviews in a period."""

    first: StudyDay
    """The first study day of the period."""
    last: StudyDay
    """The last study day of the period, included."""
    cards: int
    """The number of different cards reviewed."""
    days: tuple[ActiveDay, ...]
    """In order."""

    @property
    def length(self) -> int:
        """The number of study days of the period."""
        return self.last - self.first + 1

    @property
    def reviews(self) -> int:
        """All reviews of the period."""
        return sum(day.reviews for day in self.days)

    @property
    def seconds(self) -> float:
        """All time of the period."""
        return sum(day.seconds for day in self.days)

    @property
    def counts(self) -> Mapping[StudyDay, int]:
        """Reviews by study day."""
        return {day.day: day.reviews for day in self.days}

    def minutes(self, days: int) -> tuple[float, ...]:
        """Return the minutes of each of the last `days` days, including empty ones."""
        spent = {day.day: day.seconds / 60 for day in self.days}
        first = max(self.first, days_after(self.last, 1 - days))
        return tuple(spent.get(day, 0.0) for day in days_through(first, self.last))


def activity(
    done: Mapping[StudyDay, Totals], cards: int, first: StudyDay, last: StudyDay
) -> Activity:
    """Return the activity between two study days, both included."""
    days = (
        ActiveDay(day, done[day].reviews, done[day].seconds) for day in sorted(done)
    )
    return Activity(first, last, cards, tuple(days))
