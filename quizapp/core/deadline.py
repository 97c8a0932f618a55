"""The deadline: the study day of an interview, and what it does to the schedule.

The last study day before it is the last one that counts. Until then no card stays
away beyond it, and each comes back once more in the days before, whatever interval
its memory has earned; once it has passed, the schedule is FSRS's again.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from quizapp.core.schedule import Settings

LAST_LOOKS = 13
"""So many days before the last one, each known card is looked at once more."""

FARTHEST = 731
"""Days ahead: two years, one of them a leap year."""

WRITTEN = "as 2026-12-15, or +21d for in 21 days"


@dataclass(frozen=True, slots=True)
class Misdated:
    """Words that are no day to plan for."""

    message: str
    """What is wrong, and what to do."""


def read(text: str, today: int) -> int | Misdated:
    """Read the day of an interview as a study day: `2026-12-15` or `+21d`."""
    if ahead := re.fullmatch(r"\+(\d{1,9})d", text.strip(), re.ASCII):
        day = today + int(ahead[1])
    else:
        try:
            day = date.fromisoformat(text.strip()).toordinal()
        except ValueError:
            return Misdated(f"{text!r} is no date; write it {WRITTEN}")
    return placed(day, today)


def placed(day: int, today: int) -> int | Misdated:
    """Return a study day if it can be planned for."""
    if day <= today:
        when = "today" if day == today else "in the past"
        return Misdated(f"that date is {when}; give a day from tomorrow on, {WRITTEN}")
    if day - today > FARTHEST:
        return Misdated("that date is more than two years ahead; give a nearer one")
    return day


def capped(settings: Settings, interview: int | None, today: int) -> Settings:
    """Return the schedule of someone with an interview ahead of them."""
    if interview is None or interview <= today:
        return settings
    return replace(settings, latest=interview - 1, last_looks=LAST_LOOKS)
