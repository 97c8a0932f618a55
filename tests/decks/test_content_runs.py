"""The shipped decks by the runner: the same answer with other seeds and threads."""

import pytest
from msgspec.structs import replace

from quizapp.core.judging.verdict import Correct
from quizapp.core.values.misread import Misread
from quizapp.decks.loader import load
from quizapp.runner.app.zygote_host import ZygoteHost
from support.paths import CONTENT

pytestmark = pytest.mark.torch


CARDS = [
    card
    for card in load([CONTENT]).cards.values()
    if card.kind.settled_by_run and card.kind.coding is None
]


@pytest.fixture(scope="module")
def runner():
    runner = ZygoteHost({})
    yield runner
    runner.close()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.id))
def test_the_answer_is_the_same_with_another_seed_and_two_threads(runner, card):
    """What is true with one thread and one seed is judged by a run with others."""
    drawn = card.draw(0)
    program = drawn.program()
    assert program is not None
    key = drawn.kind.key(runner.run(program))
    response = drawn.kind.read(key or "")
    assert not isinstance(response, Misread)
    code = f"import torch; torch.set_num_threads(2)\n{program.code}"
    other = runner.run(replace(program, code=code, seed=12345))
    assert isinstance(response.judge(other), Correct), other
