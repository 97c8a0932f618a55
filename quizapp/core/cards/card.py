"""A card: one thing asked. Its identity is `deck-id/card-id`, forever.

An author may change positions, hashes and texts, but not the id: the review log
refers to cards by it.
"""

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.variant import Variant, Vary, draw, filled
from quizapp.core.judging.response import Blank, Response
from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds import Kind
from quizapp.core.runs.checks import ROWS
from quizapp.core.runs.foreseen import Sort, foreseen
from quizapp.core.runs.outcome import Limits, Outcome, Program, Show
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.misread import Misread

_SAME_IN_ALL_VARIANTS = frozenset(
    {"id", "level", "position", "content", "tags", "sources"}
    | {"snippet", "vary", "drawn", "order", "formerly", "origin"}
)


class Level(Enum):
    """How far into an interview the question is asked."""

    SCREEN = "screen"
    ONSITE = "onsite"
    EXPERT = "expert"

    @property
    def label(self) -> str:
        """The level for people; decks and searches have its value."""
        return "phone screen" if self is Level.SCREEN else self.value


class Position(Struct, frozen=True):
    """A place in a deck file; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Misconception(Struct, frozen=True):
    """A typical wrong response and the reason it is wrong."""

    response: str
    because: str


class Modify(Struct, frozen=True):
    """A goal to reach by editing the snippet after the answer."""

    goal: str
    checks: str
    """Assertions that pass once the goal is reached."""
    solution: str = ""
    """A snippet that reaches it: `check` uses it to verify the goal."""


class CardOrigin(Struct, frozen=True):
    """Where an imported card comes from: an import finds it again by this."""

    id: str
    """Its format and what it is there: "anki:Gx4c/0"."""
    file: str = ""
    """The name of the file."""
    digest: str = ""
    """Of its other keys as they were imported: it tells whether they were edited."""


class Card(Struct, frozen=True):
    """The fields that every card has; those of its kind are in `kind`."""

    id: CardId
    kind: Kind
    level: Level
    prompt: str
    position: Position
    content: str
    """Hash of question and answer; it changes when a card is edited."""
    tags: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    snippet: str = ""
    explain: str = ""
    wrong: tuple[Misconception, ...] = ()
    limit: float | None = None
    """Seconds a run may take; None for the default."""
    show: tuple[tuple[str, Show], ...] = ()
    """Named results to draw after a run."""
    requires: tuple[CardId, ...] = ()
    """Cards that must be known before this one is introduced."""
    sources: tuple[str, ...] = ()
    order: int | None = None
    """Its place in the opening course of its topic; None for no place there."""
    formerly: tuple[CardId, ...] = ()
    """The ids that it had before: the log may know it by one of them."""
    modify: Modify | None = None
    origin: CardOrigin | None = None
    """None for a card that was written here."""
    vary: tuple[Vary, ...] = ()
    """The values to draw from at each review; empty on a card that was drawn."""
    drawn: Variant = Variant()
    """The values this card was drawn with."""

    @property
    def code(self) -> str:
        """The code that is part of the question, empty if there is none."""
        coding = self.kind.coding
        if coding is not None and coding.starter is not None:
            return coding.starter
        return self.snippet if self.kind.poses_code else ""

    @property
    def proof(self) -> str:
        """The code that shows why the answer is right, for after the answer."""
        return "" if self.kind.poses_code else self.snippet

    def draw(self, seed: int) -> "Card":
        """Return the card with values drawn for this seed: a plain card again."""
        return self.drawn_as(draw(self.vary, seed))

    def drawn_as(self, variant: Variant) -> "Card":
        """Return the card with a variant's values put in.

        `{{name}}` is filled in all text, Python keys included, except the snippet:
        there the names are variables, assigned below the first imports.
        """
        if not self.vary:
            return self
        texts = {
            name: filled(getattr(self, name), variant)
            for name in self.__struct_fields__
            if name not in _SAME_IN_ALL_VARIANTS
        }
        # In the snippet, so that a traceback counts the lines that are shown.
        runs = self.snippet or self.kind.ask is not None
        snippet = variant.placed_in(self.snippet) if runs else ""
        return replace(self, **texts, snippet=snippet, vary=(), drawn=variant)

    @property
    def task(self) -> str:
        """What to type, in one line; rounding only where there may be decimals."""
        return self.kind.task_for(self._sort)

    @property
    def _sort(self) -> Sort | None:
        return foreseen(self.kind.ask, self.snippet) if self.kind.ask else None

    @property
    def context(self) -> AnswerContext:
        """What may be named in an answer, and the question that it answers."""
        return replace(self.drawn.context(self.prompt), sort=self._sort or "")

    def read(self, text: str) -> Response | Misread:
        """Read a response, in which the drawn values may be named."""
        return self.kind.read_in(text, self.context)

    def read_before_reveal(self, text: str) -> Response | Misread:
        """Read a response as long as the answer is not shown."""
        return self.kind.read_before_reveal(text, self.context)

    def judge(self, response: Response, outcome: Outcome | None) -> Verdict:
        """Judge a response; a factor it is off by is named in the card's numbers."""
        if isinstance(response, Blank) and self.kind.coding is not None:
            return Wrong(("you gave up",))
        verdict = response.judge(outcome)
        if not isinstance(verdict, Wrong) or verdict.factor is None:
            return verdict
        from quizapp.core.judging.near_miss import name_of, numbers_in  # rarely

        text = "\n".join((self.snippet, self.kind.ask or "", self.explain))
        scope = numbers_in(self.snippet, self.kind.ask)
        name = name_of(verdict.factor, scope, text)
        if name is None:
            return verdict
        named = f"the factor {verdict.factor.ratio:.3g} is {name}"
        return replace(verdict, reasons=(*verdict.reasons, named))

    def because(
        self, response: Response, verdict: Verdict, outcome: Outcome | None = None
    ) -> str | None:
        """Return the author's reason why this answer is wrong, None without one.

        A typical mistake may be right with the values that were drawn.
        """
        if isinstance(verdict, Correct):
            return None
        number = self.misconception(response, outcome)
        return None if number is None else self.wrong[number].because

    def misconception(self, response: Response, outcome: Outcome | None) -> int | None:
        """Return the index in `wrong` of the same answer; None if it is not listed."""
        for number, misconception in enumerate(self.wrong):
            other = self.read(misconception.response)
            if isinstance(other, Misread) or not response.agrees(other):
                continue
            if not isinstance(other.judge(outcome), Correct):
                return number
        return None

    @property
    def has_program(self) -> bool:
        """Whether there is something to run; to write the program takes longer."""
        runs = bool(self.snippet) or self.kind.ask is not None
        return runs or self.kind.coding is not None

    def program(
        self, seed: int = 0, response: Response | None = None
    ) -> Program | None:
        """Return the program that judges a response or shows the proof, if any.

        If the answer is code, it runs the response's code, else the solution.
        """
        coding = self.kind.coding
        if coding is not None:
            code = "" if response is None else response.text
            return self.running(coding.compose(code or coding.solution), ROWS, seed)
        if not self.has_program:
            return None
        return self.running(self.snippet, self.kind.ask, seed)

    def running(self, code: str, ask: str | None, seed: int) -> Program:
        """Return a program within the limits of this card."""
        return Program(code, ask, seed, Limits.within(self.limit), self.show)
