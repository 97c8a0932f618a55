"""The shipped decks, run: the same answers with other seeds and threads."""

import pytest
from msgspec.structs import replace

from quizapp.core.judging.verdict import Correct
from quizapp.core.runs.outcome import Limits
from quizapp.core.values.misread import Misread
from support.fuzz import sampled
from support.shipped import shipped_library
from support.zygotes import lent_runner

pytestmark = pytest.mark.torch

PATIENT = Limits.within(90)
"""Two threads wait for each other: on busy cores a third of a second became ten."""

CARDS = [
    card
    for card in shipped_library().cards.values()
    if card.kind.settled_by_run and card.kind.coding is None
]


@pytest.fixture(scope="module")
def runner():
    runner = lent_runner()
    yield runner
    runner.close()


@pytest.mark.parametrize("card", sampled(CARDS, 12), ids=lambda card: str(card.id))
def test_the_answer_is_the_same_with_another_seed_and_two_threads(runner, card):
    """The answer of one run is right for a run with another seed and more threads."""
    drawn = card.draw(0)
    program = drawn.program()
    assert program is not None
    key = drawn.kind.key(runner.run(program))
    response = drawn.kind.read(key or "")
    assert not isinstance(response, Misread)
    code = f"import torch; torch.set_num_threads(2)\n{program.code}"
    again = replace(program, code=code, seed=12345, limits=PATIENT)
    other = runner.run(again)
    assert isinstance(response.judge(other), Correct), other
