"""Kinds: how a card asks. One file each: its fields, reading a response, judging.

A kind's struct is its part of the deck format: the fields are the keys an
author may write, their types what the loader accepts. Nothing here names a
particular kind, so a new one is a new file and an entry in `decks.format`.
"""

from abc import ABCMeta, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct, StructMeta

from quizapp.core.judging.response import Response
from quizapp.core.judging.rubric import Rubric
from quizapp.core.runs.foreseen import Sort
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.misread import Misread

if TYPE_CHECKING:
    from quizapp.core.kinds.coding import Coding


class Flaw(Struct, frozen=True):
    """Something in a kind's own fields that its author has to fix."""

    path: tuple[str | int, ...]
    """Keys and indices from the card down to the fault: `("options", 2)`."""
    message: str


class Mistake(Struct, frozen=True):
    """A possible answer, and why it is wrong."""

    given: str
    because: str


class _KindMeta(StructMeta, ABCMeta):
    """Allows abstract methods in structs."""


class Kind(Struct, frozen=True, metaclass=_KindMeta):
    """The interface of every kind of card."""

    name: ClassVar[str]
    """The name in `kind = "..."`."""
    expected_seconds: ClassVar[float | None] = None
    """The usual time to answer; None if it varies too much to call any time slow."""
    needs_run: ClassVar[bool] = False
    """Whether a run is needed to judge a response, even without `ask`."""
    poses_code: ClassVar[bool] = False
    """Whether the snippet is part of the question; else it proves the answer."""
    truth_is_code: ClassVar[bool] = False
    """Whether `truth` is Python, to be shown as code; else it is Markdown."""
    truth_is_value: ClassVar[bool] = False
    """Whether `truth` and the reasons are to be shown as they are: no Markdown."""
    accepts_wrong: ClassVar[bool] = True
    """Whether an author may list wrong responses; else nothing judges them."""

    @property
    def ask(self) -> str | None:
        """The expression whose value a run must report, None for no value."""
        return None

    @property
    def settled_by_run(self) -> bool:
        """Whether a response can only be judged against a run."""
        return self.needs_run or self.ask is not None

    @property
    def coding(self) -> "Coding | None":
        """The code the user has to write, None if the answer is not code."""
        return None

    @property
    def scored_by(self) -> Rubric | None:
        """The points the user ticks after the reveal, None if there are none."""
        return None

    @property
    @abstractmethod
    def task(self) -> str:
        """What to type, in one line: shown above the answer field."""

    def task_for(self, sort: Sort | None) -> str:
        """What to type, for an answer that is known to be of this sort."""
        return self.task

    @abstractmethod
    def read(self, text: str) -> Response | Misread:
        """Read what the user typed; never raises."""

    def read_in(self, text: str, context: AnswerContext) -> Response | Misread:
        """Read a response that may name the values drawn for the card."""
        return self.read(text)

    def read_before_reveal(
        self, text: str, context: AnswerContext = NO_CONTEXT
    ) -> Response | Misread:
        """Read a response before the reveal, which may accept less than `read`."""
        return self.read_in(text, context)

    @abstractmethod
    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the right answer as text; None if this outcome gives none."""

    @abstractmethod
    def flaws(self) -> tuple[Flaw, ...]:
        """Return what is wrong with the fields, without any run."""

    def problems_as_drawn(self) -> tuple[str, ...]:
        """Return what is wrong with the fields of a drawn variant."""
        return ()

    def key(self, outcome: Outcome | None) -> str | None:
        """Return the right answer as it would be typed; None if none can be.

        It differs from `truth` where the text to read is not the text to type.
        """
        return self.truth(outcome)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every other answer that the author lists as right, as it would be typed."""
        return ()

    def mistakes(self, response: Response) -> tuple[tuple[int, Mistake], ...]:
        """Return the mistakes in a response that the kind's own fields explain.

        Each has a number that does not depend on the values drawn.
        """
        return ()

    @property
    def line_break(self) -> str:
        """What a line break in a pasted answer of one line becomes."""
        return " "

    # Where there is no screen, a card is a listing and an answer a line of text.

    @property
    def form(self) -> str:
        """How the answer is written in one line; empty if `task` says enough."""
        return ""

    def listing(self, seed: int) -> tuple[str, ...]:
        """Return the lines below the prompt, in the order drawn with this seed."""
        return ()

    def from_listing(self, text: str, seed: int) -> str:
        """Turn text that was typed below a listing into text for `read`.

        A listing counts from the top, and `read` uses the numbers of the deck file, so
        the log and the shell mean the same in any drawn order.
        """
        return text
