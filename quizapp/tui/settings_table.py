"""The table of settings: what each is called, what it may be, how it is said.

A setting that the config knows is a row here. Whether a value may be is for the
file to say, in the words of the loader; a form only knows what comes next to it.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Protocol, TypeAlias

from msgspec import Struct


class SettingsFile(Protocol):
    """Where the settings are kept."""

    @property
    def place(self) -> str:
        """Where the file is, or would be."""

    @property
    def defaults(self) -> Mapping[str, object]:
        """What holds where the file says nothing."""

    def values(self) -> Mapping[str, object]:
        """Return every setting; QuizError for a file that cannot be read."""

    def set(self, key: str, value: object) -> None:
        """Write one setting; QuizError if that may not or cannot be."""

    def reset(self, key: str) -> None:
        """Let the default of one setting hold again."""


class OneOf(Struct, frozen=True):
    """One of a few values, each with its word."""

    options: tuple[tuple[object, str], ...]


class Whole(Struct, frozen=True):
    """A whole number, changed by steps or typed; where `none` is a word, or none."""

    step: int
    low: int = 0
    none: str = ""


class Percent(Struct, frozen=True):
    """A share, said in percent."""

    low: int
    high: int


class Day(Struct, frozen=True):
    """A date ahead, or none."""

    none: str


Form: TypeAlias = OneOf | Whole | Percent | Day


class Setting(Struct, frozen=True):
    """One row."""

    key: str
    """As the config file calls it."""
    label: str
    help: str
    form: Form


class Group(Struct, frozen=True):
    """Rows under a heading."""

    title: str
    settings: tuple[Setting, ...]


GROUPS = (
    Group(
        "How much",
        (
            Setting(
                "new_per_day",
                "New cards a day",
                "Cards you have never seen. Each of them comes back on later days, so"
                " a few more now are many more then.",
                Whole(5),
            ),
            Setting(
                "reviews_per_day",
                "Reviews a day",
                "Cards you have seen before. What is due beyond them waits for the next"
                " day.",
                Whole(10),
            ),
            Setting(
                "new_order",
                "New cards come",
                "After the cards that are due, or in between.",
                OneOf((("after", "after the others"), ("mixed", "among them"))),
            ),
            Setting(
                "limit",
                "Cards a sitting",
                "Where a sitting ends. What is left waits for the next one.",
                Whole(5, low=1, none="all that wait"),
            ),
            Setting(
                "retention",
                "Recall to aim for",
                "How likely you should still know a card when it comes back. Close to"
                " 100 % cards come back very often.",
                Percent(70, 99),
            ),
            Setting(
                "interview",
                "Interview on",
                "The day to know everything on, typed as 2026-12-15. The days up to it"
                " get a plan.",
                Day(none="no date"),
            ),
            Setting(
                "minutes_per_day",
                "Minutes a day",
                "What you have for the plan up to an interview.",
                Whole(5, low=1),
            ),
        ),
    ),
    Group(
        "How",
        (
            Setting(
                "confidence",
                "Ask how sure I am",
                "Before the reveal. What you were sure of and got wrong is told with"
                " emphasis and comes back soon.",
                OneOf(((True, "yes"), (False, "no"))),
            ),
            Setting(
                "grades",
                "Grades",
                "Two are enough for those who do not want to weigh: not recalled, or"
                " recalled.",
                OneOf(((4, "Again, Hard, Good, Easy"), (2, "Again, Good"))),
            ),
        ),
    ),
    Group(
        "Look",
        (
            Setting(
                "theme",
                "Theme",
                "It changes at once. “contrast” is black, with text that stands out"
                " as far as can be.",
                OneOf((("dark", "dark"), ("light", "light"), ("contrast", "contrast"))),
            ),
        ),
    ),
)


def said(form: Form, value: object) -> str:
    """Say a value."""
    match form:
        case OneOf(options=options):
            return dict(options).get(value, str(value))
        case Whole(none=none):
            return none if value is None else f"{value:g}"
        case Percent():
            return f"{float(str(value)) * 100:g} %"
        case Day(none=none):
            return none if value is None else str(value)


def beside(form: Form, value: object, step: int) -> object:
    """Return the value a step on; at an end it is the same, of a few the first."""
    match form:
        case OneOf(options=options):
            values = [each for each, _ in options]
            at = values.index(value) if value in values else -step
            return values[(at + step) % len(values)]
        case Whole():
            return _beside(form, value, step)
        case Percent(low=low, high=high):
            percent = round(float(str(value)) * 100 + step)
            return max(low, min(percent, high)) / 100
        case Day():
            return value + timedelta(days=step) if isinstance(value, date) else value


def typed(form: Form, text: str) -> object:
    """Return what was typed, as far as it can be read; the file judges it."""
    text = text.strip()
    match form:
        case OneOf(options=options):
            return next((value for value, word in options if word == text), text)
        case Whole(none=none):
            if none and text in ("", none):
                return None
            return _number(text)
        case Percent():
            number = text.removesuffix("%").strip()
            share = _number(number)
            if isinstance(share, str):
                return text
            return round(share / 100, 4) if share > 1 else float(share)
        case Day(none=none):
            return None if text in ("", none) else _as_date(text)


def _beside(form: Whole, value: object, step: int) -> object:
    """Go to the next round number; below the lowest is none, if there may be none."""
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
    """Return the number that a text is, else the text."""
    for number in (int, float):
        with suppress(ValueError):
            return number(text) if text.isascii() else text
    return text
