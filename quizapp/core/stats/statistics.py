"""Statistics: all figures about the learner, from the log, as one frozen value.

    figures of reviews -> activity, retention, calibration, misconceptions
    memories           -> forecast, readiness

Everything is derived; `computing` says how. Reviews of cards that are no longer loaded
count as reviews if no cards were chosen; they belong to no deck or topic.
"""

from collections.abc import Collection
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.basics.share import Share
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.stats.activity import Activity
from quizapp.core.stats.calibration import Calibration, SureAndWrong
from quizapp.core.stats.forecast import Forecast
from quizapp.core.stats.misconceptions import Misconceptions
from quizapp.core.stats.readiness import Readiness
from quizapp.core.stats.retention import Retention

DEFAULT_DAYS = 365

By: TypeAlias = Literal["deck", "topic", "level", "tag"]


class Period(Struct, frozen=True):
    """The period of statistics, and their assumptions."""

    now: Moment
    days: int = DEFAULT_DAYS
    """The number of study days, including today."""
    settings: SchedulerSettings = SchedulerSettings()
    interview: StudyDay | None = None
    """The interview's study day, for predicted recall; None for tomorrow instead."""
    suspended: Collection[CardId] = frozenset()
    """Suspended cards: they are neither due nor in a forecast."""

    @property
    def first(self) -> StudyDay:
        """The first study day of the period."""
        return max(StudyDay(1), days_after(self.now.day, 1 - self.days))

    @property
    def recall_day(self) -> StudyDay:
        """The study day for predicted recall."""
        return self.interview or days_after(self.now.day, 1)


class GroupStatistics(Struct, frozen=True):
    """The statistics of one deck, topic, level or tag."""

    by: By
    name: str
    due: int
    """Seen before, and due now."""
    reviews: int
    seconds: float
    retained: Share
    """The share retained: see `retention`."""
    calibration: Calibration
    readiness: Readiness


class Statistics(Struct, frozen=True):
    """All statistics, for a command or a screen."""

    period: Period
    activity: Activity
    retention: Retention
    forecast: Forecast
    groups: tuple[GroupStatistics, ...]
    """Decks, topics, levels, tags; each in the order of the files."""
    calibration: Calibration
    sure_and_wrong: tuple[SureAndWrong, ...]
    misconceptions: Misconceptions
    unloaded: int
    """Reviews of the period whose cards are no longer loaded."""
    share: float = 1.0
    """Below 1, levels, tags and misconceptions are still missing."""

    def by(self, what: By) -> tuple[GroupStatistics, ...]:
        """Return the groups of one kind."""
        return tuple(group for group in self.groups if group.by == what)
