"""The trial of imported code: a run says which of it a card can be made of.

Tests that a source's own solution fails are wrong and skipped. Changed copies of the
solution become mutants if a check notices them. What a notebook says that its code
gives is compared with what it gives here. Everything runs in the sandbox.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.judging.verdict import Correct
from quizapp.core.kinds.coding import Coding
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs import checks as hidden
from quizapp.core.runs.checks import ROWS, Result
from quizapp.core.runs.outcome import (
    Completed,
    Limits,
    Outcome,
    Program,
    Raised,
    TimedOut,
    sentence,
)
from quizapp.core.values.misread import Misread
from quizapp.exchange.imported import Imported, ImportedCard, LeftOut
from quizapp.flow.ports import Runner
from quizapp.flow.proof_case import SEEDS

MAX_KEPT_MUTANTS = 3
MAX_TYPED = 300
"""Characters of an answer that someone types."""
MAX_TYPED_LINES = 10
MAX_REASON = 200
LONG_LIMIT = 20.0
"""Seconds for a solution that does not end within the default limit."""


class TriedCard(Struct, frozen=True):
    """A card after its trial, and what is to be said about it."""

    item: ImportedCard | LeftOut
    remarks: tuple[str, ...] = ()


def with_trials(imported: Imported, results: Iterable[TriedCard]) -> Imported:
    """Return what was read, with the results of the cards that need a trial."""
    coming = iter(results)
    tried = [
        next(coming) if needs_trial(card) else TriedCard(card)
        for card in imported.cards
    ]
    items = [result.item for result in tried]
    remarks = (remark for result in tried for remark in result.remarks)
    return replace(
        imported,
        cards=tuple(item for item in items if isinstance(item, ImportedCard)),
        left_out=(
            *imported.left_out,
            *(item for item in items if isinstance(item, LeftOut)),
        ),
        remarks=(*imported.remarks, *remarks),
    )


def untried(card: ImportedCard) -> TriedCard:
    """Return a card as its source has it, where nothing may run yet."""
    if not card.tests:
        return TriedCard(replace(card, stored=""))
    checks = _joined(card.test_setup, card.tests)
    if (fault := hidden.fault(checks)) is not None:
        return TriedCard(_left_out(card, f"`checks` {fault}"))
    fields = {**card.fields, "checks": checks}
    return TriedCard(replace(card, fields=fields, tests=(), test_setup="", mutants=()))


def needs_trial(card: ImportedCard) -> bool:
    """Return whether a run has something to say about a card."""
    return bool(card.tests or card.stored) or card.origin.format == "notebook"


def try_card(card: ImportedCard, runner: Runner) -> TriedCard:
    """Return a card with what a run says about it."""
    if card.tests:
        return _Solution(card, runner).tried()
    return _tried_prediction(card, runner)


def _left_out(card: ImportedCard, reason: str) -> LeftOut:
    return LeftOut(card.where, card.name, reason)


def _joined(setup: str, tests: Iterable[str]) -> str:
    parts = [part.strip("\n") for part in (setup, *tests) if part.strip()]
    return "\n\n".join(parts) + "\n"


class _Solution:
    """The trial of one solution."""

    def __init__(self, card: ImportedCard, runner: Runner) -> None:
        self._card = card
        self._runner = runner
        self._limit = card.fields.get("limit")
        self._solution = str(card.fields["solution"])

    def tried(self) -> TriedCard:
        tests, wrong = self._right_tests()
        if not tests:
            reason = next(iter(wrong), "no test can be used")
            return TriedCard(_left_out(self._card, f"its solution fails: {reason}"))
        checks = self._joined(tests)
        starter = str(self._card.fields.get("starter", ""))
        if starter.strip() and self._passes(checks, starter):
            return TriedCard(
                _left_out(self._card, "the starter passes its tests already")
            )
        mutants = self._noticed(checks)
        fields = {**self._card.fields, "checks": checks}
        fields |= {"mutants": list(mutants)} if mutants else {}
        fields |= {"limit": self._limit} if self._limit is not None else {}
        remarks = tuple(
            f"{self._card.where}: skipped a wrong test: {reason}" for reason in wrong
        )
        card = replace(self._card, fields=fields, tests=(), test_setup="", mutants=())
        return TriedCard(card, remarks)

    def _right_tests(self) -> tuple[list[str], list[str]]:
        """Return the tests that the solution passes, and why the others are wrong."""
        tests = self._fitting(self._card.tests)
        if not tests or self._fault(self._joined(tests)) is None:
            return tests, []
        reasons = [self._fault(self._joined([test])) for test in tests]
        right = [t for t, why in zip(tests, reasons, strict=True) if why is None]
        if right and (reason := self._fault(self._joined(right))) is not None:
            return [], [f"its tests interfere with one another ({reason})"]
        return right, [reason for reason in reasons if reason is not None]

    def _fitting(self, tests: Sequence[str]) -> list[str]:
        """Return as many tests as one card has checks."""
        kept: list[str] = []
        for test in tests:
            if hidden.fault(self._joined([*kept, test])) is None:
                kept.append(test)
        return kept

    def _joined(self, tests: Iterable[str]) -> str:
        return _joined(self._card.test_setup, tests)

    def _fault(self, checks: str) -> str | None:
        """Return why the solution fails checks, None if it passes with any seed."""
        coding = Coding(checks, self._solution)
        for seed in SEEDS:
            outcome = self._run(coding, self._solution, seed)
            if isinstance(outcome, TimedOut) and self._limit is None:
                self._limit = LONG_LIMIT
                outcome = self._run(coding, self._solution, seed)
            results = coding.results(outcome)
            failed = [result for result in results if not result.passed]
            if failed:
                return _words(failed[0])
            if not results:
                return sentence(outcome)
        return None

    def _noticed(self, checks: str) -> tuple[str, ...]:
        """Return the first mutants that fail a check."""
        kept: list[str] = []
        for mutant in self._card.mutants:
            if self._passes(checks, mutant) is False:
                kept.append(mutant)
            if len(kept) == MAX_KEPT_MUTANTS:
                break
        return tuple(kept)

    def _passes(self, checks: str, code: str) -> bool | None:
        """Return whether code passes; None if the checks do not say."""
        coding = Coding(checks, self._solution)
        results = coding.results(self._run(coding, code, SEEDS[0]))
        return all(result.passed for result in results) if results else None

    def _run(self, coding: Coding, code: str, seed: int) -> Outcome:
        limits = Limits.within(self._limit)
        return self._runner.run(Program(coding.compose(code), ROWS, seed, limits))


def _words(result: Result) -> str:
    """Return what failed: the name of the test, and the value that it found."""
    lines = [line for line in result.detail.split("\n") if line[:8] != "failed: "]
    detail = next((line for line in lines if " = " in line), "".join(lines[:1]))
    text = f"{result.label}: {detail}" if detail else result.label
    return text if len(text) <= MAX_REASON else f"{text[: MAX_REASON - 1]}…"


def _tried_prediction(card: ImportedCard, runner: Runner) -> TriedCard:
    """Run a snippet, and compare its result with what the source says."""
    fields = card.fields
    ask = fields.get("ask")
    kind = Predict(ask=ask, expect=fields.get("expect", "value"))
    outcomes = [
        runner.run(Program(str(fields["snippet"]), ask, seed)) for seed in SEEDS
    ]
    truths = [kind.truth(outcome) for outcome in outcomes]
    raises = kind.expect == "raises" and isinstance(outcomes[0], Raised)
    ends = raises or isinstance(outcomes[0], Completed)
    if kind.expect == "raises" and not raises and ends:
        return TriedCard(_left_out(card, f"raises nothing here, not {card.stored}"))
    reason = _unfit(truths) if ends else f"its code fails here: {sentence(outcomes[0])}"
    if reason is not None:
        return TriedCard(_left_out(card, reason))
    plain = replace(card, stored="")
    if not card.stored.strip() or _agrees(kind, card.stored, outcomes[0]):
        return TriedCard(plain)
    said, given = " ".join(card.stored.split()), " ".join(str(truths[0]).split())
    remark = f"{card.where}: it says {said[:80]}, the run gives {given[:80]}"
    return TriedCard(plain, (f"{remark}; the run counts",))


def _unfit(truths: Sequence[str | None]) -> str | None:
    """Return why nobody can predict a result."""
    truth = truths[0]
    if truth in (None, "None", ""):
        return "shows nothing to predict"
    if truths[1] != truth:
        return "its result depends on chance; no seed is set"
    lines = truth.count("\n") + 1
    if len(truth) > MAX_TYPED or lines > MAX_TYPED_LINES:
        return f"its result is too long to type ({len(truth)} characters)"
    return None


def _agrees(kind: Predict, stored: str, outcome: Outcome) -> bool:
    """Return whether a stored result would be judged right."""
    right = kind.truth(outcome)
    if right is not None and stored.split() == right.split():
        return True
    response = kind.read(stored.rstrip("\n").replace("\n", kind.line_break))
    if isinstance(response, Misread):
        return False
    return isinstance(response.judge(outcome), Correct)
