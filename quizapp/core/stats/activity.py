"""Activity: how many reviews, and how much time, on each study day."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after, days_through
from quizapp.core.basics.pace import studied
from quizapp.core.stats.history import Dated


class ActiveDay(Struct, frozen=True):
    """What was done on one study day."""

    day: StudyDay
    """A proleptic Gregorian ordinal, as everywhere."""
    reviews: int
    seconds: float
    """From question to reveal, over all reviews."""


class Activity(Struct, frozen=True):
    """The days of a period. Those without a review are not listed."""

    first: StudyDay
    """First study day of the period."""
    last: StudyDay
    """Last study day of the period, which belongs to it."""
    cards: int
    """Different cards that were reviewed."""
    days: tuple[ActiveDay, ...]
    """In order."""

    @property
    def length(self) -> int:
        """How many study days the period has."""
        return self.last - self.first + 1

    @property
    def reviews(self) -> int:
        """All reviews of the period."""
        return sum(each.reviews for each in self.days)

    @property
    def seconds(self) -> float:
        """All time of the period."""
        return sum(each.seconds for each in self.days)

    @property
    def counts(self) -> Mapping[StudyDay, int]:
        """Reviews by study day."""
        return {each.day: each.reviews for each in self.days}

    def minutes(self, days: int) -> tuple[float, ...]:
        """Return the minutes of each of the last so many days, empty ones too."""
        spent = {each.day: each.seconds / 60 for each in self.days}
        first = max(self.first, days_after(self.last, 1 - days))
        return tuple(spent.get(day, 0.0) for day in days_through(first, self.last))


def activity(
    done: Iterable[Dated], cards: int, first: StudyDay, last: StudyDay
) -> Activity:
    """Sum up what was done between two study days, both included, with some cards."""
    counts: dict[StudyDay, int] = {}
    seconds: dict[StudyDay, float] = {}
    for day, review in done:
        counts[day] = counts.get(day, 0) + 1
        seconds[day] = seconds.get(day, 0.0) + studied(review.seconds)
    days = (ActiveDay(day, counts[day], seconds[day]) for day in sorted(counts))
    return Activity(first, last, cards, tuple(days))
