"""The table of settings: their labels, their help, and the values they can have.

Every setting of the config is a row here. The file decides whether a value is valid; a
form only shows values, steps through them, and reads typed ones.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from msgspec import Struct


class SettingsFile(Protocol):
    """Where the settings are stored."""

    @property
    def place(self) -> str:
        """Where the file is, or would be."""

    @property
    def defaults(self) -> Mapping[str, object]:
        """The values of settings that the file does not have."""

    def values(self) -> Mapping[str, object]:
        """Return every setting. Raises QuizError if the file cannot be read."""

    def set(self, key: str, value: object) -> None:
        """Write one setting. Raises QuizError if it is invalid or cannot be written."""

    def reset(self, key: str) -> None:
        """Restore the default of one setting."""


class OneOf(Struct, frozen=True):
    """One of a few values, each with its label."""

    options: tuple[tuple[object, str], ...]


class WholeNumber(Struct, frozen=True):
    """A whole number, changed by steps or typed; None if `none` has a label for it."""

    step: int
    low: int = 0
    none: str = ""


class Percentage(Struct, frozen=True):
    """A fraction, shown as a percentage."""

    low: int
    high: int


class FutureDate(Struct, frozen=True):
    """A date in the future, or None."""

    none: str


SettingForm: TypeAlias = OneOf | WholeNumber | Percentage | FutureDate


class Setting(Struct, frozen=True):
    """One row."""

    key: str
    """Its name in the config file."""
    label: str
    help: str
    form: SettingForm


class SettingGroup(Struct, frozen=True):
    """Settings under a heading."""

    title: str
    settings: tuple[Setting, ...]


GROUPS = (
    SettingGroup(
        "Schedule",
        (
            Setting(
                "new_per_day",
                "New cards per day",
                "Cards you have never seen. Each one returns on later days, so a few"
                " more now mean many more reviews later.",
                WholeNumber(5),
            ),
            Setting(
                "reviews_per_day",
                "Reviews per day",
                "Cards you have seen before. If more are due, the rest move to the next"
                " day.",
                WholeNumber(10),
            ),
            Setting(
                "new_order",
                "New card order",
                "Whether new cards come after the reviews or between them.",
                OneOf((("after", "after reviews"), ("mixed", "mixed in"))),
            ),
            Setting(
                "limit",
                "Session limit",
                "How many cards a session asks. The rest stay due.",
                WholeNumber(5, low=1, none="none"),
            ),
            Setting(
                "retention",
                "Target retention",
                "The chance that you still know a card when it returns. Near 100%,"
                " cards return very often.",
                Percentage(70, 99),
            ),
            Setting(
                "interview",
                "Interview date",
                "For example 2026-12-15. Your reviews are planned up to that day.",
                FutureDate(none="no date"),
            ),
            Setting(
                "minutes_per_day",
                "Minutes per day",
                "Your daily study time, for the plan up to the interview.",
                WholeNumber(5, low=1),
            ),
        ),
    ),
    SettingGroup(
        "Answers",
        (
            Setting(
                "confidence",
                "Ask how sure I am",
                "Before the reveal. Confident mistakes are highlighted and return"
                " soon.",
                OneOf(((True, "yes"), (False, "no"))),
            ),
            Setting(
                "grades",
                "Grades",
                "Two grades are simpler: did you know it or not?",
                OneOf(((4, "Again, Hard, Good, Easy"), (2, "Again, Good"))),
            ),
        ),
    ),
    SettingGroup(
        "Appearance",
        (
            Setting(
                "theme",
                "Theme",
                "Changes at once. “contrast” is black, with maximum contrast.",
                OneOf((("dark", "dark"), ("light", "light"), ("contrast", "contrast"))),
            ),
        ),
    ),
)


def value_text(form: SettingForm, value: object) -> str:
    """Return a value as text."""
    match form:
        case OneOf(options=options):
            return dict(options).get(value, str(value))
        case WholeNumber(none=none):
            return none if value is None else f"{value:g}"
        case Percentage():
            return f"{float(str(value)) * 100:g}%"
        case FutureDate(none=none):
            return none if value is None else str(value)


def step_value(form: SettingForm, value: object, step: int) -> object:
    """Return the next or previous value; OneOf wraps around, the others stop."""
    match form:
        case OneOf(options=options):
            values = [option for option, _ in options]
            at = values.index(value) if value in values else -step
            return values[(at + step) % len(values)]
        case WholeNumber():
            return _step_number(form, value, step)
        case Percentage(low=low, high=high):
            percent = round(float(str(value)) * 100 + step)
            return max(low, min(percent, high)) / 100
        case FutureDate():
            return value + timedelta(days=step) if isinstance(value, date) else value


def parse_typed(form: SettingForm, text: str) -> object:
    """Return the typed value, or the text if it is none; the file checks it."""
    text = text.strip()
    match form:
        case OneOf(options=options):
            return next((value for value, word in options if word == text), text)
        case WholeNumber(none=none):
            if none and text in ("", none):
                return None
            return _number(text)
        case Percentage():
            number = text.removesuffix("%").strip()
            share = _number(number)
            if isinstance(share, str):
                return text
            return round(share / 100, 4) if share > 1 else float(share)
        case FutureDate(none=none):
            return None if text in ("", none) else _as_date(text)


def _step_number(form: WholeNumber, value: object, step: int) -> object:
    """Go to the next multiple of the step; below the lowest is None, if allowed."""
    if not isinstance(value, int | float):
        return max(form.low, form.step) if step > 0 else None
    rest = value % form.step
    number = int(value - rest + form.step if step > 0 else value - (rest or form.step))
    if number >= form.low and (number or form.low == 0):
        return number
    if form.none:
        return None
    return form.low


def _as_date(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _number(text: str) -> int | float | str:
    """Return a text as a number, or unchanged if it is none."""
    for number in (int, float):
        with suppress(ValueError):
            return number(text) if text.isascii() else text
    return text
