"""The shipped cards, answered right in many spellings and wrong in one respect.

A right answer that is refused costs a learner's trust first. A seed fixes every
spelling. `-m long` gives more than 10,000 right and 10,000 wrong answers, and so does
`PYTHONPATH=tests python tests/fuzz/test_spellings.py 15000`, which prints the counts.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import variants
from quizapp.core.judging.verdict import Correct
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread
from support.answers import right_answer, wrong_answer
from support.fuzz import chance_of, rounds
from support.shipped import shipped_library
from support.zygotes import lent_runner

pytestmark = pytest.mark.torch

CARDS = sorted(shipped_library().cards.values(), key=lambda c: str(c.id))


class Runs:
    """Drawn cards with the outcomes that settle them; each variant is run once."""

    def __init__(self) -> None:
        self.runner = lent_runner()
        self._outcomes: dict[str, Outcome] = {}

    def drawn(self, chance: Random) -> tuple[Card, Outcome | None]:
        """Draw a card; without an outcome if none settles it, or its answer is code."""
        card = chance.choice(CARDS)
        drawn = card.drawn_as(chance.choice(variants(card.vary)))
        program = drawn.program()
        if program is None or drawn.kind.coding or not drawn.kind.settled_by_run:
            return drawn, None
        place = f"{card.id} {drawn.drawn}"
        if place not in self._outcomes:
            self._outcomes[place] = self.runner.run(program)
        return drawn, self._outcomes[place]


def refused(runs: Runs, chance: Random) -> tuple[str, ...] | None:
    """Answer a card right; return what happened if that was not judged right."""
    card, outcome = runs.drawn(chance)
    text = right_answer(chance, card, outcome)
    if text is None:
        return ()
    response = card.read(text)
    if isinstance(response, Misread):
        return (str(card.id), text, response.message)
    verdict = card.judge(response, outcome)
    right = isinstance(verdict, Correct)
    return None if right else (str(card.id), text, str(verdict))


def taken(runs: Runs, chance: Random) -> tuple[str, ...] | None:
    """Answer a card wrong; return what happened if that was judged right."""
    card, outcome = runs.drawn(chance)
    text = wrong_answer(chance, card, outcome)
    if text is None:
        return ()
    response = card.read(text)
    if isinstance(response, Misread):
        return None
    right = isinstance(card.judge(response, outcome), Correct)
    return (str(card.id), text) if right else None


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    """Give the runs of this module."""
    kept = Runs()
    yield kept
    kept.runner.close()


@pytest.mark.slow
@pytest.mark.parametrize("seeds", rounds(100, 15_000), ids=str)
def test_a_right_answer_is_right_however_it_is_typed(runs, seeds):
    """None is refused, and none is judged wrong."""
    for seed in seeds:
        with chance_of(seed) as chance:
            assert not refused(runs, chance)


@pytest.mark.parametrize("seeds", rounds(100, 15_000), ids=str)
def test_an_answer_that_differs_is_never_right(runs, seeds):
    """One element, sign, size, word or line is another, is missing or is added."""
    for seed in seeds:
        with chance_of(seed) as chance:
            assert not taken(runs, chance)


def main(seeds: int) -> None:
    """Print how many answers were tried, and each that was judged wrongly."""
    runs, counts = Runs(), Counter[str]()
    for seed in range(seeds):
        for judged in (refused, taken):
            with chance_of(seed) as chance:
                mistake = judged(runs, chance)
            if mistake:
                sys.stdout.write(f"{judged.__name__}: {' | '.join(mistake)}\n")
            counts[judged.__name__] += bool(mistake)
            counts[f"tried: {judged.__name__}"] += mistake != ()
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"{name}: {count}\n")
    runs.runner.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
