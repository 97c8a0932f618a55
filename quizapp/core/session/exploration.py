"""Exploration: after a card is answered, its snippet is edited and run again.

None of this reaches the schedule or the log. Every try runs checks, those of the card's
goal or of its answer if that is code, and evaluates the card's own expression.
"""

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Blank, Response
from quizapp.core.kinds.coding import in_own_lines
from quizapp.core.runs import checks as hidden
from quizapp.core.runs.checks import ROWS, Result
from quizapp.core.runs.outcome import Completed, Outcome, Program
from quizapp.core.values.value import Items


class Tried(Struct, frozen=True):
    """The result of one run of the edited code."""

    code: str
    outcome: Outcome
    """Its value is the value of the card's expression."""
    results: tuple[Result, ...] = ()
    """The results of the checks; empty if there are none or they did not report."""

    @property
    def reached(self) -> bool:
        """Whether every check passes."""
        return bool(self.results) and all(result.passed for result in self.results)


class Exploration(Struct, frozen=True):
    """The start of an exploration: an answered card and its code."""

    card: Card
    seed: int
    original: str
    """The code to start with: the user's, else the card's."""
    solution: str = ""
    """The solution of a code card, if that is other code."""

    def other_than(self, code: str) -> str:
        """Return the code to show instead: the original, or else the solution."""
        return (
            self.solution if self.solution and code == self.original else self.original
        )

    @property
    def goal(self) -> str:
        """The goal the author sets, empty without one."""
        return "" if self.card.modify is None else self.card.modify.goal

    @property
    def checks(self) -> str:
        """Assertions that run with every try."""
        coding, modify = self.card.kind.coding, self.card.modify
        if coding is not None:
            return coding.checks
        return "" if modify is None else modify.checks

    def program(self, code: str) -> Program:
        """Return the program for the edited code."""
        ask = self.card.kind.ask
        if self.checks:
            code = hidden.compose(code, self.checks)
            ask = ROWS if ask is None else f"[({ask.strip()}), {ROWS}]"
        return self.card.running(code, ask, self.seed)

    def read(self, code: str, outcome: Outcome) -> Tried:
        """Split the outcome of a run of this code into value and check results."""
        outcome = in_own_lines(outcome, code)
        if not self.checks or not isinstance(outcome, Completed):
            return Tried(code, outcome)
        value, rows = None, outcome.value
        if self.card.kind.ask is not None:
            pair = rows.items if isinstance(rows, Items) else ()
            value, rows = pair if len(pair) == 2 else (None, None)
        results = hidden.results(rows, self.checks)
        return Tried(code, replace(outcome, value=value), results or ())


def explore(card: Card, seed: int, response: Response) -> Exploration | None:
    """Start exploring an answered card; None if it has no code."""
    coding = card.kind.coding
    solution = "" if coding is None else coding.solution.strip("\n")
    draft = response.draft if isinstance(response, Blank) else response.text
    mine = card.snippet if coding is None else draft
    code = mine.strip("\n") if mine.strip() else solution
    if not code:
        return None
    return Exploration(card, seed, code, "" if code == solution else solution)
