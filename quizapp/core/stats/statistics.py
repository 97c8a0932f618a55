"""Statistics: all figures about the learner, from the log, as one frozen value.

    reviews in force -> activity, retention, calibration, misconceptions
    memories         -> forecast, readiness

Everything is derived, and nothing is stored. Reviews of cards that are no longer loaded
count as reviews if no cards were chosen; they belong to no deck or topic.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.basics.pace import studied
from quizapp.core.basics.share import Share
from quizapp.core.cards.card import Level
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, is_due
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.activity import Activity, activity
from quizapp.core.stats.calibration import (
    Calibration,
    CalibrationAnswer,
    SureAndWrong,
    answers,
    calibrate,
    sure_and_wrong,
)
from quizapp.core.stats.forecast import Forecast, forecast
from quizapp.core.stats.history import History, histories, within
from quizapp.core.stats.misconceptions import Misconceptions, misconceptions
from quizapp.core.stats.readiness import Readiness, readiness
from quizapp.core.stats.retention import RecallTest, Retention, recall_tests, retention

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

    def by(self, what: By) -> tuple[GroupStatistics, ...]:
        """Return the groups of one kind."""
        return tuple(group for group in self.groups if group.by == what)


def statistics(
    reviews: Iterable[Reviewed],
    memories: Mapping[CardId, Memory],
    library: Library,
    period: Period,
    chosen: Sequence[CardId] | None = None,
) -> Statistics:
    """Return the statistics of reviews in force, in order of time.

    The reviews are complete: a card's history before the period matters. Only the
    chosen cards count, if any are chosen.
    """
    cards = tuple(library.cards) if chosen is None else tuple(chosen)
    whole = histories(reviews)
    if chosen is not None:
        whole = {id_: whole[id_] for id_ in cards if id_ in whole}
    done = {id_: _CardReviews.of(whole[id_], period) for id_ in whole}
    recent = {id_: of_card.recent for id_, of_card in done.items() if of_card.recent}
    last = period.now.day
    days = (dated.day for dated in chain.from_iterable(recent.values()))
    began = min(days, default=last)
    errors = filter(None, map(sure_and_wrong, recent.values()))
    awaited = (card for card in cards if card not in period.suspended)
    tried = chain.from_iterable(of_card.recall_tests for of_card in done.values())
    return Statistics(
        period,
        activity(chain.from_iterable(recent.values()), len(recent), began, last),
        retention(tried, period.settings.retention, began, last),
        forecast(awaited, memories, period.now),
        tuple(_groups(library, cards, memories, period, done)),
        calibrate(chain.from_iterable(of_card.answers for of_card in done.values())),
        tuple(sorted(errors, key=_latest, reverse=True)),
        misconceptions(recent, library.cards),
        sum(len(recent[id_]) for id_ in recent if id_ not in library.cards),
    )


def _latest(error: SureAndWrong) -> tuple[datetime, str]:
    return error.last.moment.at, error.last.id


class _CardReviews(Struct, frozen=True):
    """The reviews of a card in the period."""

    recent: History
    recall_tests: tuple[RecallTest, ...]
    answers: tuple[CalibrationAnswer, ...]
    seconds: float

    @classmethod
    def of(cls, history: History, period: Period) -> "_CardReviews":
        first, last = period.first, period.now.day
        recent = within(history, first, last)
        return cls(
            recent,
            tuple(
                trial for trial in recall_tests(history) if first <= trial.day <= last
            ),
            tuple(answers(recent)),
            sum(studied(review.seconds) for _, review in recent),
        )


def _groups(
    library: Library,
    cards: Sequence[CardId],
    memories: Mapping[CardId, Memory],
    period: Period,
    done: Mapping[CardId, _CardReviews],
) -> Iterator[GroupStatistics]:
    for (by, name), ids in _members(library, cards).items():
        own = [done[id_] for id_ in ids if id_ in done]
        tried = [trial for of_card in own for trial in of_card.recall_tests]
        awake = (id_ for id_ in ids if id_ not in period.suspended)
        seen = (memories[id_] for id_ in awake if id_ in memories)
        yield GroupStatistics(
            by,
            name,
            sum(is_due(memory, period.now) for memory in seen),
            sum(len(of_card.recent) for of_card in own),
            sum(of_card.seconds for of_card in own),
            Share(sum(trial.retained for trial in tried), len(tried)),
            calibrate(chain.from_iterable(of_card.answers for of_card in own)),
            readiness(ids, memories, period.recall_day, period.settings),
        )


def _members(
    library: Library, cards: Sequence[CardId]
) -> Mapping[tuple[By, str], list[CardId]]:
    """Return the cards of each group; topics are compared without case."""
    sorts: dict[By, dict[str, list[CardId]]] = {
        "deck": {},
        "topic": {},
        "level": {level.value: [] for level in Level},
        "tag": {},
    }
    topics: dict[str, str] = {}
    for id_ in cards:
        card, deck = library.cards[id_], library.deck_of(id_)
        topic = topics.setdefault(deck.topic.casefold(), deck.topic)
        sorts["deck"].setdefault(deck.id, []).append(id_)
        sorts["topic"].setdefault(topic, []).append(id_)
        sorts["level"][card.level.value].append(id_)
        for tag in dict.fromkeys(card.tags):
            sorts["tag"].setdefault(tag, []).append(id_)
    return {
        (by, name): ids
        for by, names in sorts.items()
        for name, ids in names.items()
        if ids
    }
