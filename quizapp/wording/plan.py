"""Plan in words: the days up to an interview, in sentences and bars.

It says plainly what does not fit, and what would help.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil
from textwrap import wrap

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.study_time import WEEKDAYS, StudyTime
from quizapp.core.scheduling.plan import Plan, PlannedDays
from quizapp.core.scheduling.simulation import DayLoad

COLUMNS = 79
BAR_CELLS = 36
"""The characters of the longest bar."""
MAX_DAY_ROWS = 31
"""More days than this are shown by the week."""
MAX_DECKS = 4
REVIEWS, NEW = "█", "░"


def in_brief(plan: PlannedDays, where: str = ": see quizapp plan") -> str:
    """Say in a line when the interview is, and whether its plan has a problem.

    `where` names the whole plan, for one that does not fit.
    """
    left = quantity(plan.interview - plan.today.day, "day")
    line = f"Interview in {left} ({_short(plan.interview)})"
    if plan.is_day_off:
        return f"{line}. Today is a day off: all you study is extra"
    return line if plan.feasible else f"{line}. Not everything fits{where}"


def lines(plan: Plan) -> Iterator[str]:
    """Yield a plan: a bar for each day, then the result in sentences."""
    cards = plan.begun + len(plan.unbegun)
    left = quantity(plan.interview - plan.today.day, "day")
    yield f"Interview on {named(plan.interview)}, in {left}: {quantity(cards, 'card')}"
    yield ""
    yield from _chart(plan)
    yield ""
    for sentence in _verdict(plan):
        yield from wrap(sentence, COLUMNS, break_on_hyphens=False)


def days_left(day: StudyDay, today: StudyDay) -> str:
    """Return how far away a day is: `in 21 days`."""
    return f"in {quantity(day - today, 'day')}"


def named(day: StudyDay) -> str:
    """Return a study day as `Tue, Dec 15, 2026`."""
    named = date.fromordinal(day)
    return f"{named:%a, %b} {named.day}, {named.year}"


def _short(day: StudyDay) -> str:
    named = date.fromordinal(day)
    return f"{named:%a %b} {named.day}"


def _chart(plan: Plan) -> Iterator[str]:
    weekly = len(plan.days) > MAX_DAY_ROWS
    rows = tuple(_weeks(plan.days)) if weekly else plan.days
    full = max(max(row.minutes * 60, row.seconds) for row in rows)
    first = "from" if weekly else "day"
    note = "  (a study day, on average)" if weekly else ""
    yield f"{first:10}  reviews  new  minutes{note}"
    for row in rows:
        if not row.minutes:
            yield f"{_short(row.day):10}  day off"
            continue
        bar = _bar(row, full)
        figures = f"{row.known:9}{row.new:5}{_minutes(row):9}"
        yield f"{_short(row.day):10}{figures}  {bar}".rstrip()
    yield f"{'█ reviews  ░ new cards':>{33 + 22}}"


def _bar(row: DayLoad, full: float) -> str:
    """Return the bar of a day: reviews dark, new cards light."""
    reviews, new, _ = bar_cells(row, full, BAR_CELLS)
    return REVIEWS * reviews + NEW * new


def bar_cells(row: DayLoad, full: float, width: int) -> tuple[int, int, int]:
    """Return the cells of a day's reviews, its new cards, and the time left over.

    A bar of `full` seconds has `width` cells.
    """
    reviews = round(width * (row.seconds - row.learning) / full)
    asked = round(width * row.seconds / full)
    whole = round(width * row.minutes * 60 / full)
    return reviews, asked - reviews, max(0, whole - asked)


def headline(plan: Plan) -> str:
    """Say in a sentence or two whether all fits, and what will be known."""
    cards = plan.begun + len(plan.unbegun)
    recall = f"predicted recall on the day {plan.readiness:.0%}"
    if plan.feasible:
        return f"{quantity(cards, 'card')} fit; {recall}."
    return f"Does not fit: {_missing(plan)}; {recall}. {_enough(plan)}"


def _weeks(days: Sequence[DayLoad]) -> Iterator[DayLoad]:
    for start in range(0, len(days), 7):
        yield _mean(days[start : start + 7])


def _mean(week: Sequence[DayLoad]) -> DayLoad:
    """Return the mean of the study days of a week."""
    count = max(1, sum(bool(load.minutes) for load in week))
    return DayLoad(
        week[0].day,
        round(sum(load.new for load in week) / count),
        round(sum(load.reviews for load in week) / count),
        sum(load.seconds for load in week) / count,
        sum(load.learning for load in week) / count,
        round(sum(load.looks for load in week) / count),
        sum(load.minutes for load in week) / count,
    )


def _verdict(plan: Plan) -> Iterator[str]:
    minutes = time_in_words(plan.time)
    if plan.feasible:
        busiest = max(plan.days, key=lambda load: load.seconds)
        yield (
            f"It fits in {minutes}; the busiest day is {_short(busiest.day)}"
            f" with {quantity(_minutes(busiest), 'minute')}."
        )
    else:
        yield f"It does not fit in {minutes}: {_missing(plan)}."
        yield _remedy(plan)
    if plan.stuck:
        stuck = quantity(len(plan.stuck), "more card")
        yield (
            f"{stuck} cannot start, because the prerequisites are not"
            f" included: {_by_deck(plan.stuck)}."
        )
    if plan.stops_new_on is not None:
        yield f"The last new cards come on {_short(plan.stops_new_on)}."
    if plan.begun:
        of_all = f", {plan.readiness:.0%} of all" if plan.unbegun else ""
        yield (
            f"Predicted recall on the day: {plan.expected_recall:.0%} of the"
            f" {quantity(plan.begun, 'card')} you will have seen{of_all}."
        )
    yield "Minutes are estimated from your own answer times, where there are enough."


def time_in_words(time: StudyTime) -> str:
    """Return the minutes of a week: `20 minutes a day (60 on Sat, none on Sun)`."""
    usual = Counter(time.week).most_common(1)[0][0]
    others = [
        f"{f'{minutes:g}' if minutes else 'none'} on {day.title()}"
        for day, minutes in zip(WEEKDAYS, time.week, strict=True)
        if minutes != usual
    ]
    base = f"{usual:g} minutes a day"
    return f"{base} ({', '.join(others)})" if others else base


def _missing(plan: Plan) -> str:
    parts = []
    if plan.unbegun:
        parts.append(f"{quantity(len(plan.unbegun), 'card')} will not be started")
    if plan.unseen:
        unseen = quantity(len(plan.unseen), "card")
        parts.append(f"{unseen} will not be seen again in the last days")
    return " and ".join(parts)


def _remedy(plan: Plan) -> str:
    last = _by_deck(plan.unbegun)
    if plan.minutes_needed is None or not last:
        return _enough(plan)
    return f"{_enough(plan)[:-1]}, or fewer cards; lowest priority: {last}."


def _enough(plan: Plan) -> str:
    """Say what would make everything fit."""
    if plan.minutes_needed is None:
        is_off = any(not load.minutes for load in plan.days)
        fewer = " or fewer days off" if is_off else ""
        return (
            "More minutes do not help: a card needs a second day."
            f" Choose a later date{fewer}."
        )
    if plan.time.is_even:
        return f"{plan.minutes_needed:g} minutes a day would be enough."
    return f"{plan.extra} more minutes on every study day would be enough."


def _by_deck(cards: Iterable[CardId]) -> str:
    counts = Counter(card.deck for card in cards)
    decks = [f"{deck} ({count})" for deck, count in counts.items()]
    more = len(decks) - MAX_DECKS
    rest = [quantity(more, "more deck")] if more > 0 else []
    return ", ".join([*decks[:MAX_DECKS], *rest])


def _minutes(load: DayLoad) -> int:
    return ceil(load.seconds / 60)
