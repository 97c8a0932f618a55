"""Fix, implement and open cards, and goals: their keys, and what is refused."""

import re
from pathlib import Path

import pytest

from quizapp.core.cards.card import Card, Modify
from quizapp.core.judging.rubric import FollowUp, Point
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.open import Open
from quizapp.decks.loader import load_decks
from quizapp.flow.proof import prove
from support.fakes import FakeRunner
from support.paths import CONTENT

HEAD = 'format = 1\n[deck]\nid = "d"\ntitle = "T"\ntopic = "X"\n'
CARD = '[[card]]\nid = "one"\nlevel = "screen"\nprompt = "?"\n'
FIX = CARD + 'kind = "fix"\n'
IMPLEMENT = CARD + 'kind = "implement"\nstarter = ""\n'
OPEN = CARD + 'kind = "open"\nanswer = "a"\n'
POINT = OPEN + 'rubric = [{ point = "p" }]\n'
PREDICT = CARD + 'kind = "predict"\nask = "x"\n'
CHECKED = 'checks = "assert x"\nsolution = "x = 1"\n'
SNIPPET = 'snippet = "x = 0"\n'


def loaded(tmp_path: Path, text: str) -> Card:
    """Return the one card of a deck without problems."""
    (tmp_path / "deck.toml").write_text(HEAD + text)
    library = load_decks([tmp_path])
    assert library.problems == ()
    (card,) = library.cards.values()
    return card


def problem_of(tmp_path: Path, text: str) -> str:
    """Return the one problem of a deck as `line:col: message`."""
    file = tmp_path / "bad.toml"
    file.write_text(HEAD + text)
    (problem,) = load_decks([file]).problems
    return str(problem).removeprefix(f"{file}:")


def test_a_fix_card_has_a_broken_snippet(tmp_path):
    """And checks, and a solution."""
    card = loaded(tmp_path, FIX + SNIPPET + CHECKED)
    assert card.kind == Fix("assert x", "x = 1")
    assert card.code == "x = 0"


def test_an_implement_card_has_a_starter_and_mutants(tmp_path):
    """The starter may be empty."""
    card = loaded(tmp_path, IMPLEMENT + CHECKED + 'mutants = ["x = 0"]\n')
    assert card.kind == Implement("", "assert x", "x = 1", ("x = 0",))


@pytest.mark.parametrize("begun", [FIX + SNIPPET, IMPLEMENT])
def test_a_code_card_may_have_other_solutions(tmp_path, begun):
    """As many as the author likes."""
    card = loaded(tmp_path, begun + CHECKED + 'also_right = ["x = 2", "x = 3"]\n')
    assert card.kind.coding is not None
    assert card.kind.coding.also_right == ("x = 2", "x = 3")


@pytest.mark.parametrize("more", ['"b"', '["b"]'])
def test_an_open_card_has_points_and_follow_ups(tmp_path, more):
    """A weight is 1 unless it is given; one follow-up need not be a list."""
    rubric = 'rubric = [{ point = "p" }, { point = "q", weight = 2 }]\n'
    card = loaded(tmp_path, OPEN + rubric + f"follow_up = {more}\n")
    assert isinstance(card.kind, Open)
    assert card.kind.rubric == (Point("p"), Point("q", 2))
    assert card.kind.scored_by.follow_up == (FollowUp("b"),)


@pytest.mark.parametrize(
    "more",
    ['["a", {}]', "[{}, {}]", "{}"],
    ids=["text and table", "tables", "table"],
)
def test_a_follow_up_may_name_its_card_and_when_it_is_asked(tmp_path, more):
    """Text and tables may be mixed; points may have mentions."""
    table = '{ ask = "b", card = "d/one", if_missed = [1], if_made = [2] }'
    rubric = 'rubric = [{ point = "p", mentions = ["w", "/x+/"] }, { point = "q" }]\n'
    more = more.replace("{}", table)
    rest = f"follow_up = {more}\nminutes = 0.5\npassing = 0.7\n"
    card = loaded(tmp_path, OPEN + rubric + rest)
    assert isinstance(card.kind, Open)
    assert card.kind.rubric[0].mentions == ("w", "/x+/")
    assert card.kind.scored_by.follow_up[-1] == FollowUp("b", "d/one", (1,), (2,))
    assert (card.kind.minutes, card.kind.scored_by.passing) == (0.5, 0.7)


def test_any_card_with_a_snippet_may_have_a_goal(tmp_path):
    """The learner can reach for it after the answer."""
    goal = 'modify = { goal = "g", checks = "assert x == 1" }\n'
    assert loaded(tmp_path, PREDICT + SNIPPET + goal).modify == Modify(
        "g", "assert x == 1"
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (FIX + CHECKED, "6:1: needs `snippet`: the code to run"),
        (FIX + SNIPPET + 'solution = "x = 1"', "6:1: needs `checks`: text in quotes"),
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
            "14:1: `snippet` is not used: the code starts as `starter`; remove it",
        ),
        (
            IMPLEMENT + CHECKED + 'mutants = ["x = 0", "x = 1"]',
            "14:21: `mutants[1]` is empty, or the solution",
        ),
        (
            FIX + SNIPPET + CHECKED + 'also_right = ["x = 2", " x = 1 "]',
            "14:24: `also_right[1]` is empty, or the solution; write it in another",
        ),
        (
            IMPLEMENT + CHECKED + f'also_right = ["{"x" * 16_385}"]',
            "14:15: `also_right[0]` is longer than 16 KiB",
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
            POINT + 'follow_up = [{ ask = "?", if_mised = [1] }]',
            "13:27: `follow_up[0]` unknown key `if_mised`; did you mean `if_missed`?",
        ),
        (
            POINT + 'follow_up = { ask = "?", if_made = ["1"] }',
            "13:37: `follow_up[0]` must be a whole number, not text in quotes",
        ),
        (
            POINT + 'follow_up = [{ ask = "?", if_made = [2] }]',
            "13:38: `follow_up[0]` has no point 2; number points from 1 to 1",
        ),
        (
            OPEN + 'rubric = [{ point = "p", mentions = ["/(a/"] }]',
            "12:38: `rubric[0]` is not a regular expression",
        ),
        (
            OPEN + 'rubric = [{ point = "p", mentions = ["/x*/"] }]',
            "12:38: `rubric[0]` matches the empty text",
        ),
        (
            OPEN + 'rubric = [{ point = "p", mentions = ["..."] }]',
            "12:38: `rubric[0]` has no word; remove it",
        ),
        (
            OPEN + 'rubric = [{ point = "p", mention = ["a"] }]',
            "12:26: `rubric[0]` unknown key `mention`; did you mean `mentions`?",
        ),
        (
            PREDICT + SNIPPET + 'modify = { goal = " ", checks = "assert x" }',
            "13:12: `modify` has an empty `goal`; write what to achieve",
        ),
        (
            PREDICT + SNIPPET + 'modify = { goal = "g", checks = "x" }',
            "13:24: `modify` asserts nothing",
        ),
        (
            FIX + SNIPPET + CHECKED + 'modify = { goal = "g", checks = "assert x" }',
            "14:1: `modify` needs a card with a snippet that is not itself the answer",
        ),
        (
            OPEN
            + 'rubric = [{ point = "p" }]\n'
            + 'modify = { goal = "g", checks = "assert x" }',
            "13:1: `modify` needs a card with a snippet",
        ),
    ],
)
def test_each_problem_is_reported_with_its_position(tmp_path, text, start):
    """Line, column, what is wrong, what to do."""
    assert problem_of(tmp_path, text).startswith(start)


def test_every_whole_card_of_the_guide_for_authors_loads(tmp_path):
    """And the model answer of its open card makes the points that have mentions."""
    text = (CONTENT / "README.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(\[\[card\]\]\n.*?)```", text, re.DOTALL)
    (tmp_path / "deck.toml").write_text(HEAD + "\n".join(examples))
    library = load_decks([tmp_path])
    assert library.problems == ()
    talks = [c for c in library.cards.values() if isinstance(c.kind, Open)]
    assert len(talks) == 1
    assert prove(talks[0], FakeRunner()).problems == ()
