"""Study time: the minutes a user has on each study day, and the days off.

A day off is one without minutes: its weekday has none, or the user is away. Days off
are written as dates and ranges: `2026-12-24`, `2026-12-27..2026-12-30`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.moment import StudyDay, day_name, days_after, days_through

MINUTES = 20.0
"""Minutes a day, unless the user sets them."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_RANGE = 731
"""Days off in one range: two years, one of them a leap year."""
_BETWEEN = ".."


class StudyTime(Struct, frozen=True):
    """The minutes of each weekday, and the study days that the user is away."""

    week: tuple[float, ...] = (MINUTES,) * len(WEEKDAYS)
    """From Monday to Sunday; 0 is a day off."""
    away: frozenset[StudyDay] = frozenset()

    def on(self, day: StudyDay) -> float:
        """Return the minutes of a study day; 0 on a day off."""
        return 0.0 if day in self.away else self.week[(day - 1) % len(WEEKDAYS)]

    @property
    def is_even(self) -> bool:
        """Whether every weekday has the same minutes."""
        return len(set(self.week)) == 1

    @property
    def mean(self) -> float:
        """The mean minutes of the weekdays that have any."""
        given = [minutes for minutes in self.week if minutes]
        return sum(given) / max(1, len(given))

    def extended(self, minutes: float) -> "StudyTime":
        """Return as many minutes more on every weekday that has any."""
        week = tuple(given + minutes if given else 0.0 for given in self.week)
        return replace(self, week=week)

    def toggled(self, day: StudyDay) -> "StudyTime":
        """Return the same week with one day more, or one day less, away."""
        return replace(self, away=self.away ^ {day})

    def last_before(self, day: StudyDay, first: StudyDay) -> StudyDay:
        """Return the last study day before a day that is no day off.

        Without one from `first` on, it is the day before.
        """
        back = map(StudyDay, range(day - 1, first - 1, -1))
        return next(filter(self.on, back), days_after(day, -1))


def week_of(minutes: float | Mapping[str, float]) -> tuple[float, ...]:
    """Return the minutes from Monday to Sunday; weekdays not named have the default."""
    if isinstance(minutes, Mapping):
        return tuple(float(minutes.get(day, MINUTES)) for day in WEEKDAYS)
    return (float(minutes),) * len(WEEKDAYS)


def minutes_of(week: tuple[float, ...]) -> float | dict[str, float]:
    """Return the minutes of a week as `week_of` reads them, whole ones as int."""
    week = tuple(int(each) if each == int(each) else each for each in week)
    if len(set(week)) == 1:
        return week[0]
    named = zip(WEEKDAYS, week, strict=True)
    return {day: minutes for day, minutes in named if minutes != MINUTES}


def read_days(texts: Iterable[str]) -> frozenset[StudyDay]:
    """Read dates and ranges of dates. Raises ValueError with what is wrong."""
    days: set[StudyDay] = set()
    for text in texts:
        first, between, last = text.partition(_BETWEEN)
        begin = _day(first)
        end = _day(last) if between else begin
        if end < begin:
            raise ValueError(f"{text!r} ends before it begins")
        if end - begin >= LONGEST_RANGE:
            raise ValueError(f"{text!r} is longer than two years")
        days.update(days_through(begin, end))
    return frozenset(days)


def days_as_text(days: Collection[StudyDay]) -> list[str]:
    """Write days as `read_days` reads them: neighbors are a range."""
    ranges: list[list[StudyDay]] = []
    for day in sorted(days):
        if ranges and day == days_after(ranges[-1][-1], 1):
            ranges[-1].append(day)
        else:
            ranges.append([day])
    return [
        _BETWEEN.join(dict.fromkeys((day_name(run[0]), day_name(run[-1]))))
        for run in ranges
    ]


def _day(text: str) -> StudyDay:
    try:
        return StudyDay(date.fromisoformat(text.strip()).toordinal())
    except ValueError:
        raise ValueError(f"{text.strip()!r} is not a date") from None
