"""The case of a proof: one variant of a card with its runs, and what a rule is."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.runs.outcome import Outcome
from quizapp.flow.ports import Runner

SEEDS = (0, 1)
"""Two ambient seeds: an answer that differs between them depends on chance."""


class Case(Struct, frozen=True):
    """One variant of a card with the outcomes of its runs."""

    card: Card
    """With the values of the variant."""
    outcomes: tuple[Outcome, ...]
    """One for each seed; a single one if no answer is judged by it."""

    @property
    def settling(self) -> Outcome | None:
        """The outcome that responses are judged by, None if none is."""
        return self.outcomes[0] if self.card.kind.settled_by_run else None

    @property
    def truth(self) -> str | None:
        """The right answer, None if the run gave none."""
        return self.card.kind.truth(self.settling)

    @property
    def answer_is_code(self) -> bool:
        """Whether checks judge the answer."""
        return self.card.kind.coding is not None


class Rule(Struct, frozen=True):
    """Something that every card must satisfy."""

    name: str
    sentence: str


class Check(Rule, frozen=True):
    """A rule about one variant of a card."""

    problems: Callable[[Case, Runner], Iterator[str]]
    """Yields what is wrong and what to do."""


class CardCheck(Rule, frozen=True):
    """A rule about all variants of a card."""

    problems: Callable[[Sequence[Case], Runner], Iterator[str]]
    """Yields what is wrong, in which variants, and what to do."""


def case_of(card: Card, runner: Runner) -> Case:
    """Run a card whose values are drawn, under each seed that matters."""
    seeds = SEEDS if card.kind.settled_by_run else SEEDS[:1]
    programs = (card.program(seed) for seed in seeds)
    return Case(card, tuple(runner.run(program) for program in programs if program))
