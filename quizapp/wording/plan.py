"""The outlook: a plan up to an interview, in words and bars.

It says what does not fit as plainly as what does, and what would help.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil
from textwrap import wrap

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.plan import DayLoad, Plan

COLUMNS = 79
BAR_CELLS = 36
"""Characters of the longest bar."""
MOST_ROWS = 31
"""More days than these are told by the week."""
MOST_DECKS = 4


def in_brief(plan: Plan) -> str:
    """Say in a line how far away the interview is, and what is left for today."""
    share = plan.today
    left = quantity(plan.interview - share.day, "day")
    told = (
        f"interview on {named(plan.interview)}, in {left};"
        f" left for today: {quantity(share.known, 'review')},"
        f" {quantity(share.new, 'new card')}, about {_minutes(share)} min"
    )
    return told if plan.feasible else f"{told}; not all of it fits: see quizapp plan"


def lines(plan: Plan) -> Iterator[str]:
    """Yield a plan: a bar for each day, then what it amounts to."""
    cards = plan.begun + len(plan.unbegun)
    left = quantity(plan.interview - plan.today.day, "day")
    yield f"Interview on {named(plan.interview)}, in {left}: {quantity(cards, 'card')}"
    yield ""
    yield from _chart(plan)
    yield ""
    for sentence in _verdict(plan):
        yield from wrap(sentence, COLUMNS, break_on_hyphens=False)


def named(day: StudyDay) -> str:
    """Name a study day: `Tue 15 Dec 2026`."""
    return f"{date.fromordinal(day):%a %d %b %Y}"


def _short(day: StudyDay) -> str:
    return f"{date.fromordinal(day):%a %d %b}"


def _chart(plan: Plan) -> Iterator[str]:
    weekly = len(plan.days) > MOST_ROWS
    rows = tuple(_weeks(plan.days)) if weekly else plan.days
    full = max(plan.minutes * 60, *(row.seconds for row in rows))
    first = "from" if weekly else "day"
    note = "  (a day, on average)" if weekly else ""
    yield f"{first:10}  reviews  new  minutes{note}"
    for row in rows:
        bar = _bar(row, full)
        told = f"{row.known:9}{row.new:5}{_minutes(row):9}  {bar}"
        yield f"{_short(row.day)}{told}".rstrip()
    yield f"{'█ reviews  ░ new cards':>{33 + 22}}"


def _bar(row: DayLoad, full: float) -> str:
    """Draw minutes: reviews dark, new cards light; never longer than it should be."""
    reviews = round(BAR_CELLS * (row.seconds - row.learning) / full)
    return "█" * reviews + "░" * (round(BAR_CELLS * row.seconds / full) - reviews)


def _weeks(days: Sequence[DayLoad]) -> Iterator[DayLoad]:
    for start in range(0, len(days), 7):
        week = days[start : start + 7]
        yield DayLoad(
            week[0].day,
            round(sum(each.new for each in week) / len(week)),
            round(sum(each.reviews for each in week) / len(week)),
            sum(each.seconds for each in week) / len(week),
            sum(each.learning for each in week) / len(week),
            round(sum(each.looks for each in week) / len(week)),
        )


def _verdict(plan: Plan) -> Iterator[str]:
    minutes = f"{plan.minutes:g} minutes a day"
    if plan.feasible:
        fullest = max(plan.days, key=lambda each: each.seconds)
        yield (
            f"It fits into {minutes}; the fullest day is {_short(fullest.day)}"
            f" with {_minutes(fullest)}."
        )
    else:
        yield f"It does not fit into {minutes}: {_missing(plan)}."
        yield _remedy(plan)
    if plan.stuck:
        waiting = quantity(len(plan.stuck), "card")
        yield (
            f"{waiting} more cannot be begun, for want of what they require and you"
            f" did not name: {_by_deck(plan.stuck)}."
        )
    if plan.stops_new_on is not None:
        yield f"The last new cards come on {_short(plan.stops_new_on)}."
    if plan.begun:
        of_all = f", {plan.readiness:.0%} of all" if plan.unbegun else ""
        yield (
            f"Predicted recall on the day: {plan.expected_recall:.0%} of the"
            f" {quantity(plan.begun, 'card')} you will have seen{of_all}."
        )
    yield "Minutes are counted from your log where it has enough answers of a kind."


def _missing(plan: Plan) -> str:
    parts = []
    if plan.unbegun:
        parts.append(f"{quantity(len(plan.unbegun), 'card')} will not be begun")
    if plan.unseen:
        unseen = quantity(len(plan.unseen), "card")
        parts.append(f"{unseen} will not be seen again in the last days")
    return " and ".join(parts)


def _remedy(plan: Plan) -> str:
    if plan.minutes_needed is None:
        return "More minutes do not help: a card needs a second day. Take a later date."
    told = f"{plan.minutes_needed} minutes a day would do"
    last = _by_deck(plan.unbegun)
    return f"{told}, or fewer cards; last in line are {last}." if last else f"{told}."


def _by_deck(cards: Iterable[CardId]) -> str:
    counts = Counter(card.deck for card in cards)
    told = [f"{deck} ({count})" for deck, count in counts.items()]
    more = [f"{len(told) - MOST_DECKS} decks more"] if len(told) > MOST_DECKS else []
    return ", ".join([*told[:MOST_DECKS], *more])


def _minutes(load: DayLoad) -> int:
    return ceil(load.seconds / 60)
