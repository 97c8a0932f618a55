"""Phases: the steps of a card from its question to its grade.

Each phase has only the moves that are possible in it, and each move returns a new
phase.
"""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from quizapp.core.basics.confidence import Confidence, is_sure_and_wrong
from quizapp.core.basics.grade import FOUR, Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.pace import pace
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Blank, Response
from quizapp.core.judging.verdict import Correct, Unsettled, Verdict, name_of, score_of
from quizapp.core.kinds.coding import in_own_lines
from quizapp.core.kinds.mentions import mentioned
from quizapp.core.runs.checks import Result
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.scheduling.follow_up import FOLLOW_UP
from quizapp.core.scheduling.intervals import Memory, interval
from quizapp.core.scheduling.leech import is_reported
from quizapp.core.session.ending import Ending
from quizapp.core.session.suggestion import Effort, suggest
from quizapp.core.values.misread import Misread


class Posed(Struct, frozen=True):
    """A card on the screen."""

    card: Card
    seed: int
    """Orders options and seeds the run; depends on the card and its review number."""
    since: Moment
    reviews: int = 0
    """The number of the card's earlier reviews."""
    offered: tuple[Grade, ...] = FOUR
    """The grades to choose from."""
    owed: "Revealed | None" = None
    """The verdict that is still to be graded, if this is another draw of its card."""
    recorded: bool = True
    """False in a session that records nothing."""

    @property
    def note(self) -> str:
        """How the question differs from a review; empty if it is one."""
        if self.owed is not None:
            return f"{'again' if self.was_seen else 'another draw'}, not recorded"
        return "" if self.recorded else "not recorded"

    @property
    def was_seen(self) -> bool:
        """Whether this is the same question again, after its solution was shown."""
        return self.owed is not None and self.owed.posed.seed == self.seed

    def read_before_reveal(self, text: str, draft: str = "") -> Response | Misread:
        """Parse a response before the reveal; empty text may mean giving up."""
        response = _or_blank(self.card.read_before_reveal(text), text)
        if isinstance(response, Blank) and self.card.kind.coding is not None:
            return Blank(gave_up=True, draft=draft)
        return response

    def read(self, text: str) -> Response | Misread:
        """Parse a whole response; empty text may mean giving up."""
        return _or_blank(self.card.read(text), text)

    def can_be_judged(self, response: Response) -> bool:
        """Return whether a verdict can follow; else confidence is not asked."""
        if isinstance(response, Blank):
            return False
        by_run = self.card.kind.settled_by_run
        return by_run or not isinstance(response.judge(None), Unsettled)


def _or_blank(response: Response | Misread, text: str) -> Response | Misread:
    gave_up = isinstance(response, Misread) and not text.strip()
    return Blank() if gave_up else response


class Asking(Struct, frozen=True):
    """The question is shown, and an answer is expected."""

    posed: Posed
    hints: int = 0
    """The number of hints shown."""

    def hint(self) -> "Asking":
        """Show the next hint, if there is one."""
        return replace(self, hints=min(self.hints + 1, len(self.posed.card.hints)))

    def trial(self, text: str) -> Program | Misread | None:
        """Return the program that tries code before it is submitted, if it is code."""
        card = self.posed.card
        response = card.kind.read(text)
        if isinstance(response, Misread) or card.kind.coding is None:
            return response if isinstance(response, Misread) else None
        return card.program(self.posed.seed, response)

    def answer(self, response: Response, moment: Moment) -> "Running":
        """Commit to an answer."""
        return Running(self.posed, self.hints, response, moment)

    def weigh(self, response: Response, moment: Moment) -> "Weighing":
        """Commit to an answer; confidence is asked next."""
        return Weighing(self.posed, self.hints, response, moment)


class Weighing(Struct, frozen=True):
    """An answer is given; before the reveal the user says how sure they are."""

    posed: Posed
    hints: int
    response: Response
    answered: Moment

    def sure(self, confidence: Confidence | None) -> "Running":
        """Go on, with or without a confidence."""
        return Running(self.posed, self.hints, self.response, self.answered, confidence)

    def back(self) -> Asking:
        """Return to the question: nothing was revealed."""
        return Asking(self.posed, self.hints)


def _with_own_lines(
    outcome: Outcome | None, card: Card, response: Response
) -> Outcome | None:
    """Return the outcome with line numbers of the user's own code."""
    if outcome is None or card.kind.coding is None:
        return outcome
    return in_own_lines(outcome, response.text)


class Running(Struct, frozen=True):
    """An answer is given; the run that judges it is not finished."""

    posed: Posed
    hints: int
    response: Response
    answered: Moment
    confidence: Confidence | None = None

    @property
    def program(self) -> Program | None:
        """The program to run before the verdict; None if no run is needed."""
        card = self.posed.card
        if not card.kind.settled_by_run:
            return None
        return card.program(self.posed.seed, self.response)

    def back(self) -> Asking:
        """Return to the question: the run gave no result to judge by."""
        return Asking(self.posed, self.hints)

    def settle(self, outcome: Outcome | None) -> "Revealed":
        """Judge the answer against the run."""
        outcome = _with_own_lines(outcome, self.posed.card, self.response)
        verdict = self.posed.card.judge(self.response, outcome)
        return Revealed(
            self.posed,
            self.hints,
            self.response,
            self.answered,
            outcome,
            verdict,
            confidence=self.confidence,
        )


class Revealed(Struct, frozen=True):
    """Verdict and explanation are shown, and a grade is expected."""

    posed: Posed
    hints: int
    response: Response
    answered: Moment
    outcome: Outcome | None
    judged: Verdict
    futures: Mapping[Grade, Memory] = field(default_factory=dict)
    """The memory that each grade leads to, computed once, so previews are exact."""
    overridden: bool = False
    confidence: Confidence | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict that counts: the judged one, unless overridden."""
        return (
            Correct(("you marked your answer correct",))
            if self.overridden
            else self.judged
        )

    @property
    def suggested(self) -> Grade:
        """The grade that one key accepts."""
        effort = Effort(
            self.hints,
            None if self.overridden else self.confidence,
            pace(self.posed.card.kind.expected_seconds, self.seconds),
            known=self.posed.reviews > 0,
        )
        return suggest(self.verdict, effort, self.posed.offered)

    @property
    def sure_and_wrong(self) -> bool:
        """Whether this is an error made with confidence."""
        return is_sure_and_wrong(
            self.confidence, score_of(self.judged), overridden=self.overridden
        )

    @property
    def emphasis(self) -> str:
        """The words after the verdict for a user who was sure of a wrong answer."""
        if self.confidence is None or not self.sure_and_wrong:
            return ""
        return f", but you were {self.confidence.label}. Remember this one"

    @property
    def promise(self) -> str:
        """Say when an error made with confidence returns; empty if nothing does."""
        return FOLLOW_UP if self.emphasis and self.posed.recorded else ""

    @property
    def cap(self) -> str:
        """Say why grades that differ lead to one interval; empty if they do not."""
        if not self.posed.recorded:
            return ""
        waits = [self.futures[grade] for grade in self.posed.offered if self.futures]
        if len({memory.due for memory in waits[1:]}) == len(waits[1:]) or not waits:
            return ""
        if self.sure_and_wrong:
            return "You were sure, but wrong: it comes back soon, whatever you press."
        if any(memory.owed for memory in waits):
            return "You were sure of an error here lately, so no grade goes further."
        return ""

    @property
    def because(self) -> str | None:
        """The author's reason why this answer is wrong; None without one."""
        return self.posed.card.because(self.response, self.judged, self.outcome)

    @property
    def results(self) -> tuple[Result, ...]:
        """The result of each check of the user's code, if the answer is code."""
        coding = self.posed.card.kind.coding
        if coding is None or not self.response.text:
            return ()
        return coding.results(self.outcome)

    @property
    def mentioned(self) -> Mapping[int, tuple[str, ...]]:
        """The rubric points whose words are in a free answer, with these words."""
        rubric = self.posed.card.kind.scored_by
        if rubric is None or not isinstance(self.judged, Unsettled):
            return {}
        return mentioned(rubric.points, self.response.text)

    @property
    def seconds(self) -> float:
        """The seconds from the question on the screen to the answer."""
        return max(0.0, (self.answered.at - self.posed.since.at).total_seconds())

    @property
    def makes_leech(self) -> bool:
        """Whether Again would make the card a leech that is reported."""
        again, good = self.futures.get(Grade.AGAIN), self.futures.get(Grade.GOOD)
        return again is not None and good is not None and is_reported(good, again)

    def override(self) -> "Revealed":
        """Override a verdict that is not correct, or undo that."""
        if name_of(self.judged) in {None, VerdictName.CORRECT}:
            return self
        return replace(self, overridden=not self.overridden)

    def assess(self, response: Response) -> "Revealed":
        """Judge by the points the user ticked instead of the free answer."""
        judged = response.judge(self.outcome)
        return replace(self, response=response, judged=judged, overridden=False)

    def prove(self, outcome: Outcome) -> "Revealed":
        """Show a run of the snippet; the verdict does not change."""
        own_outcome = _with_own_lines(outcome, self.posed.card, self.response)
        return replace(self, outcome=own_outcome)

    def labels(self) -> dict[Grade, str]:
        """Return the names of the grades, each with the interval that follows."""
        if not self.posed.recorded:
            return {grade: grade.label for grade in self.posed.offered}
        return {
            grade: f"{grade.label} {interval(self.futures[grade], self.answered)}"
            for grade in self.posed.offered
        }


class Finished(Struct, frozen=True):
    """The session is over."""

    ending: Ending


Phase: TypeAlias = Asking | Weighing | Running | Revealed | Finished
