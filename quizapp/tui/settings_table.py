"""The table of settings: their labels, their help, and the values they can have.

Every setting of the config that is a single value is a row here. The file decides
whether a value is valid.
"""

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from quizapp.tui.look.theme import THEME_NAMES
from quizapp.tui.setting_forms import (
    DaysOff,
    FutureDate,
    HourOfDay,
    NameList,
    OneOf,
    Percentage,
    SettingForm,
    WeekMinutes,
    WholeNumber,
)


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
                "2026-12-15, Dec 15, 15.12. or +21d. Your reviews are planned up to"
                " that day.",
                FutureDate(none="no date"),
            ),
            Setting(
                "minutes_per_day",
                "Minutes per day",
                "Your study time, for the plan up to the interview. By weekday:"
                " 20, sat 60, sun 0.",
                WeekMinutes(5),
            ),
            Setting(
                "away",
                "Days off",
                "Days without study up to the interview: 2026-12-24,"
                " 2026-12-27..2026-12-30.",
                DaysOff(none="none"),
            ),
            Setting(
                "rollover",
                "Day begins at",
                "A session before this hour belongs to the evening before. Past reviews"
                " are counted by it too.",
                HourOfDay(),
            ),
            Setting(
                "topics",
                "Topics",
                "What home and sessions draw from: Attention, Training. Other decks can"
                " still be named. t at home lists them.",
                NameList(none="all"),
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
                "Changes at once. “contrast” is black, with maximum contrast. After"
                " our three come Textual's themes, with readable colors.",
                OneOf(tuple((name, name) for name in THEME_NAMES), all_shown=False),
            ),
        ),
    ),
)
