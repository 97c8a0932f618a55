"""Fix, implement and open cards, and goals: what a deck may say of them."""

from pathlib import Path

import pytest

from quizapp.core.cards.card import Card, Modify
from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.open import Open
from quizapp.decks.loader import load

HEAD = 'format = 1\n[deck]\nid = "d"\ntitle = "T"\ntopic = "X"\n'
CARD = '[[card]]\nid = "one"\nlevel = "screen"\nprompt = "?"\n'
FIX = CARD + 'kind = "fix"\n'
IMPLEMENT = CARD + 'kind = "implement"\nstarter = ""\n'
OPEN = CARD + 'kind = "open"\nanswer = "a"\n'
PREDICT = CARD + 'kind = "predict"\nask = "x"\n'
CHECKED = 'checks = "assert x"\nsolution = "x = 1"\n'
SNIPPET = 'snippet = "x = 0"\n'


def loaded(tmp_path: Path, text: str) -> Card:
    """Return the one card of a sound deck."""
    (tmp_path / "deck.toml").write_text(HEAD + text)
    library = load([tmp_path])
    assert library.problems == ()
    (card,) = library.cards.values()
    return card


def problem(tmp_path: Path, text: str) -> str:
    """Return the one problem of a deck as `line:col: message`."""
    file = tmp_path / "bad.toml"
    file.write_text(HEAD + text)
    (found,) = load([file]).problems
    return str(found).removeprefix(f"{file}:")


def test_a_fix_card_has_a_broken_snippet(tmp_path):
    """And checks, and a solution."""
    card = loaded(tmp_path, FIX + SNIPPET + CHECKED)
    assert card.kind == Fix("assert x", "x = 1")
    assert card.code == "x = 0"


def test_an_implement_card_has_a_starter_and_mutants(tmp_path):
    """The starter may be empty: a page to begin on."""
    card = loaded(tmp_path, IMPLEMENT + CHECKED + 'mutants = ["x = 0"]\n')
    assert card.kind == Implement("", "assert x", "x = 1", ("x = 0",))


@pytest.mark.parametrize("more", ['"b"', '["b"]'])
def test_an_open_card_has_points_and_follow_ups(tmp_path, more):
    """A weight is 1 unless it is given; one follow-up need not be a list."""
    rubric = 'rubric = [{ point = "p" }, { point = "q", weight = 2 }]\n'
    card = loaded(tmp_path, OPEN + rubric + f"follow_up = {more}\n")
    assert isinstance(card.kind, Open)
    assert card.kind.rubric == (Point("p"), Point("q", 2))
    assert card.kind.scored_by.follow_up == ("b",)


def test_a_goal_is_read_with_any_card_that_has_a_snippet(tmp_path):
    """It is for after the answer."""
    goal = 'modify = { goal = "g", checks = "assert x == 1" }\n'
    assert loaded(tmp_path, PREDICT + SNIPPET + goal).modify == Modify(
        "g", "assert x == 1"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FIX + CHECKED, "6:1: needs `snippet`: the code to run"),
        (FIX + SNIPPET + 'solution = "x = 1"', "6:1: needs `checks` text in quotes"),
        (FIX + SNIPPET + CHECKED + "mutants = []", "14:1: unknown key `mutants`"),
        (
            FIX + SNIPPET + 'checks = "x"\nsolution = "x = 1"',
            "12:1: `checks` asserts nothing",
        ),
        (
            FIX + SNIPPET + 'checks = "assert ("\nsolution = "x"',
            "12:1: `checks` is not Python: '(' was never closed (its line 1)",
        ),
        (
            FIX + SNIPPET + 'checks = "assert x"\nsolution = " "',
            "13:1: `solution` is empty",
        ),
        (
            IMPLEMENT + CHECKED + SNIPPET,
            "14:1: `snippet` has no use here; the code begins with `starter`",
        ),
        (
            IMPLEMENT + CHECKED + 'mutants = ["x = 0", "x = 1"]',
            "14:21: `mutants[1]` is empty, or the solution",
        ),
        (OPEN + "rubric = []", "12:1: `rubric` is empty"),
        (
            OPEN + 'rubric = [{ point = "p", weight = 0 }]',
            "12:11: `rubric[0]` needs a `weight` above 0",
        ),
        (
            OPEN + 'rubric = [{ point = "p" }]\nfollow_up = 3',
            "13:1: `follow_up` must be text in quotes",
        ),
        (
            OPEN + 'rubric = [{ point = "p" }]\nfollow_up = [3]',
            "13:14: `follow_up[0]` must be text in quotes",
        ),
        (
            PREDICT + SNIPPET + 'modify = { goal = " ", checks = "assert x" }',
            "13:12: `modify` is empty; say what should be brought about",
        ),
        (
            PREDICT + SNIPPET + 'modify = { goal = "g", checks = "x" }',
            "13:24: `modify` asserts nothing",
        ),
        (
            FIX + SNIPPET + CHECKED + 'modify = { goal = "g", checks = "assert x" }',
            "14:1: `modify` is for a card with a snippet that is not itself the answer",
        ),
        (
            OPEN
            + 'rubric = [{ point = "p" }]\n'
            + 'modify = { goal = "g", checks = "assert x" }',
            "13:1: `modify` is for a card with a snippet",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_place(tmp_path, text, told):
    """Line, column, what is wrong, what to do."""
    assert problem(tmp_path, text).startswith(told)
