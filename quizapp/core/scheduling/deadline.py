"""Deadline: the study day of an interview, and its effect on the schedule.

The day before it is the last one that counts. Until then no card is scheduled
beyond it, however long its interval; after it, FSRS schedules as usual.
One evening cannot hold all cards, so each card has a day in the two weeks before
for a last look, which is taken if that day has room.
"""

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings

LAST_LOOKS = 13
"""The days before the last one over which last looks are spread."""

FARTHEST = 731
"""Days ahead: two years, one of them a leap year."""

WRITTEN = "as 2026-12-15, or +21d for in 21 days"


class Misdated(Struct, frozen=True):
    """Text that is not a day to plan for."""

    message: str
    """What is wrong, and what to do."""


def read_date(text: str, today: StudyDay) -> StudyDay | Misdated:
    """Read the day of an interview, typed in any of the ways of `typed_day`."""
    from quizapp.core.basics.typed_day import read_day  # only what was typed

    day = read_day(text, today)
    if day is None:
        return Misdated(f"{text!r} is not a date; write it {WRITTEN}")
    return placed(day, today)


def placed(day: StudyDay, today: StudyDay) -> StudyDay | Misdated:
    """Return a study day if it can be planned for."""
    if day <= today:
        when = "today" if day == today else "in the past"
        return Misdated(f"that date is {when}; choose tomorrow or later, {WRITTEN}")
    if day - today > FARTHEST:
        return Misdated("that date is more than two years away; choose an earlier one")
    return day


def capped(
    settings: SchedulerSettings, interview: StudyDay | None, today: StudyDay
) -> SchedulerSettings:
    """Return the settings, capped if there is an interview ahead."""
    if interview is None or interview <= today:
        return settings
    return replace(settings, latest=interview - 1)


def looks_from(interview: StudyDay) -> StudyDay:
    """Return the first day of last looks: cards seen since then have none."""
    return days_after(interview, -1 - LAST_LOOKS)


def look_day(card: CardId, interview: StudyDay) -> StudyDay:
    """Return the day of a card's last look.

    It is drawn from the card's name, which spreads the cards evenly.
    """
    return days_after(looks_from(interview), bits(str(card)) * LAST_LOOKS >> 64)


def wants_look(
    card: CardId, memory: Memory, day: StudyDay, interview: StudyDay
) -> bool:
    """Return whether a card is to get its last look by now."""
    first = looks_from(interview)
    if day < first or memory.day >= first:
        return False
    return day >= look_day(card, interview)
