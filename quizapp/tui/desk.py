"""The desk: what the browse screen needs of the library and the log.

It is a port: whoever joins the screen into the app stands behind it, and the
screen knows neither files nor rows.
"""

from typing import Protocol

from quizapp.core.card import CardId, Library
from quizapp.core.mark import Mark
from quizapp.core.moment import Moment
from quizapp.core.ports import Runner
from quizapp.core.schedule import Settings
from quizapp.core.state import Remembered
from quizapp.core.timeline import Fact


class Desk(Protocol):
    """The decks and what is known of their cards."""

    @property
    def library(self) -> Library:
        """What was read last."""
        ...

    @property
    def memories(self) -> Remembered:
        """What the log amounts to now."""
        ...

    @property
    def schedule(self) -> Settings:
        """By which intervals are folded."""
        ...

    @property
    def runner(self) -> Runner:
        """What runs snippets. Raises QuizError where nothing may be run."""
        ...

    def now(self) -> Moment:
        """Tell the time."""
        ...

    def history(self, card: CardId) -> tuple[Fact, ...]:
        """Return what was done to a card and stands, oldest first."""
        ...

    def mark(self, card: CardId, mark: Mark) -> None:
        """Do something to a card. Raises LogError, and nothing changed."""
        ...

    def undo(self) -> CardId | None:
        """Take back what was done last; None if there is nothing. Raises LogError."""
        ...

    def reload(self) -> Library:
        """Read the decks anew; `library` is what this returns."""
        ...
