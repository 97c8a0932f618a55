"""A deck of functions whose results are of every sort that Python has."""

from pathlib import Path

import pytest

from quizapp.core.judging.verdict import Correct
from quizapp.core.values.misread import Misread
from quizapp.decks.loader import load_decks
from quizapp.flow.proof import prove
from support.zygotes import lent_runner

LIBRARY = load_decks([Path(__file__).parent / "functions.toml"])
CARDS = {str(card.id): card.draw(0) for card in LIBRARY.cards.values()}


@pytest.fixture(scope="module")
def runner():
    host = lent_runner()
    yield host
    host.close()


@pytest.mark.slow
def test_the_deck_has_no_problem(runner):
    """Each truth is judged right, and each wrong response wrong."""
    assert LIBRARY.problems == ()
    assert len(CARDS) >= 36
    for card in LIBRARY.cards.values():
        assert prove(card, runner).problems == (), card.id


@pytest.mark.parametrize("name", CARDS)
def test_a_result_is_shown_and_typed_as_python_writes_it(runner, name):
    """Without a note; one change is wrong, and what is wrong about it is said."""
    drawn = CARDS[name]
    program = drawn.program()
    assert program is not None
    names: dict[str, object] = {}
    exec(program.code, names)  # noqa: S102  # our own deck
    value = eval(program.ask or "", names)  # noqa: S307
    outcome = runner.run(program)
    shown = drawn.kind.truth(outcome) or ""
    # The items of a set have no order of their own.
    assert shown == repr(value) or isinstance(value, set)
    for text in (shown, repr(value)):
        response = drawn.read(text)
        assert not isinstance(response, Misread)
        assert response.judge(outcome) == Correct()
