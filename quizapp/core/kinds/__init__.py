"""Kinds: how a card asks. One file each: its fields, reading a response, judging.

A kind's dataclass is its part of the deck format: the fields are the keys an
author may write, their types what the loader accepts. Nothing here names a
particular kind, so a new one is a new file and an entry in `decks.format`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from quizapp.core.outcome import Outcome
from quizapp.core.response import Misread, Response
from quizapp.core.rubric import Rubric

if TYPE_CHECKING:
    from quizapp.core.kinds.coding import Coding


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a kind's own fields that its author has to change."""

    path: tuple[str | int, ...]
    """Keys and indices from the card down to the fault: `("options", 2)`."""
    message: str


class Kind(Protocol):
    """What every kind of card offers to the flow."""

    name: ClassVar[str]
    """Its word in `kind = "..."`."""

    @property
    def ask(self) -> str | None:
        """The expression whose value a run must report, None for no value."""
        ...

    @property
    def settled_by_run(self) -> bool:
        """True if a response can only be judged against a run."""
        ...

    @property
    def poses_code(self) -> bool:
        """True if the snippet is part of the question; else it is the proof."""
        ...

    @property
    def coding(self) -> "Coding | None":
        """The code the user has to write, None if the answer is not code."""
        ...

    @property
    def scored_by(self) -> Rubric | None:
        """The points the user ticks after the reveal, None if there are none."""
        ...

    @property
    def task(self) -> str:
        """What to type, in one line: shown above the answer field."""
        ...

    def read(self, text: str) -> Response | Misread:
        """Read what the user typed; never raises."""
        ...

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the right answer as text; None if this outcome gives none."""
        ...

    def flaws(self) -> tuple[Flaw, ...]:
        """Return what is wrong with the fields, whatever any run says."""
        ...
