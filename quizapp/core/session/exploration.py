"""Exploration: a snippet is edited and run again, once its card is answered.

Nothing of it reaches the schedule or the log. A card's goal, or the checks of
a card whose answer is code, are run with each try; what was asked of the
snippet is asked of the edited one too.
"""

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Response
from quizapp.core.kinds.coding import own
from quizapp.core.runs import checks as hidden
from quizapp.core.runs.checks import ROWS, Result
from quizapp.core.runs.outcome import Completed, Outcome, Program
from quizapp.core.values.value import Sequence


class Tried(Struct, frozen=True):
    """What one run of the code showed."""

    code: str
    outcome: Outcome
    """Its value is that of the card's own expression."""
    results: tuple[Result, ...] = ()
    """Of the checks; empty if there are none, or they did not report."""

    @property
    def reached(self) -> bool:
        """Tell whether every check passes."""
        return bool(self.results) and all(each.passed for each in self.results)


class Exploration(Struct, frozen=True):
    """What can be explored on a card, and from where."""

    card: Card
    seed: int
    original: str
    """The code to begin with: the user's, or else the card's."""

    @property
    def goal(self) -> str:
        """What the author asks to be brought about, empty for nothing."""
        return "" if self.card.modify is None else self.card.modify.goal

    @property
    def checks(self) -> str:
        """The assertions that are run with every try."""
        coding, modify = self.card.kind.coding, self.card.modify
        if coding is not None:
            return coding.checks
        return "" if modify is None else modify.checks

    def program(self, code: str) -> Program:
        """Return what to run for code as it was edited."""
        ask = self.card.kind.ask
        if self.checks:
            code = hidden.compose(code, self.checks)
            ask = ROWS if ask is None else f"[({ask.strip()}), {ROWS}]"
        return self.card.running(code, ask, self.seed)

    def read(self, code: str, outcome: Outcome) -> Tried:
        """Take apart what the run of this code gave."""
        outcome = own(outcome, code)
        if not self.checks or not isinstance(outcome, Completed):
            return Tried(code, outcome)
        value, rows = None, outcome.value
        if self.card.kind.ask is not None:
            pair = rows.items if isinstance(rows, Sequence) else ()
            value, rows = pair if len(pair) == 2 else (None, None)
        found = hidden.results(rows, self.checks)
        return Tried(code, replace(outcome, value=value), found or ())


def explore(card: Card, seed: int, response: Response) -> Exploration | None:
    """Begin to explore an answered card; None if it has no code."""
    coding = card.kind.coding
    code = card.snippet if coding is None else response.text or coding.solution
    return Exploration(card, seed, code.strip("\n")) if code.strip() else None
