"""`quizapp try` in a process: one response, judged and not recorded."""

import pytest

from quizapp.decks.loader import load_decks
from support.program import (
    log_of,
    quizapp,
)

pytestmark = pytest.mark.torch


@pytest.mark.slow
def test_try_draws_the_values_of_a_card_that_varies(home, tmp_path):
    """The values are shown; another seed may draw others."""
    file = tmp_path / "vary.toml"
    file.write_text(
        'format = 1\n[deck]\nid = "v"\ntitle = "T"\ntopic = "X"\n'
        '[[card]]\nid = "keep"\nkind = "numeric"\nlevel = "screen"\n'
        'prompt = "keep at {{p}}?"\nask = "1 - p"\nvary = { p = [0.2, 0.3, 0.4] }\n'
    )
    (card,) = load_decks([file]).cards.values()
    seeds = {str(card.draw(seed).drawn): seed for seed in range(9)}
    for drawn in ("p = 0.2", "p = 0.4"):
        words = ("try", "keep", "9", "--decks", file, "--seed", str(seeds[drawn]))
        assert quizapp(home, *words).out.startswith(f"with {drawn}\n")


def test_try_judges_by_a_run(home, good):
    """The verdict as JSON; the card's own id is enough where it is unique."""
    ended = quizapp(home, "try", "scaling", "[1, 0, 3.75]", "--json", "--decks", good)
    (row,) = ended.rows
    feedback = row.pop("feedback")
    assert ended.code == 0
    assert "[0] expected 1.25, you typed 1" in feedback
    assert row == {
        "card": "small/scaling",
        "verdict": "wrong",
        "score": 0.0,
        "truth": "[1.25, 0.0, 3.75]",
    }


def test_try_shows_which_points_a_free_answer_mentions(home, tmp_path):
    """So an author can try the words of a rubric."""
    file = tmp_path / "talk.toml"
    file.write_text(
        'format = 1\n[deck]\nid = "t"\ntitle = "T"\ntopic = "X"\n'
        '[[card]]\nid = "talk"\nkind = "open"\nlevel = "screen"\nprompt = "?"\n'
        'answer = "masks"\n'
        'rubric = [{ point = "p" }, { point = "q", mentions = ["/masks?/"] }]\n'
    )
    ended = quizapp(home, "try", "talk", "a Mask", "--json", "--decks", file)
    assert ended.rows[0]["feedback"][1:] == ["point 2: found Mask"]


def test_try_shows_the_question_where_no_answer_was_given(home, good):
    """With what to type; it is not judged."""
    ended = quizapp(home, "try", "small/rate", "--decks", good)
    assert ended.code == 2
    assert "What is `1 - p` at `p = 0.2`?" in ended.out
    assert "no answer given; quizapp try small/rate RESPONSE" in ended.err


def test_try_reads_the_response_from_standard_input(home, good):
    """For pipes, and for what a shell would mangle. Nothing is recorded."""
    ended = quizapp(home, "try", "small/rate", "--decks", good, typed="4/5\n")
    assert (ended.code, ended.out) == (0, "✓ Correct\nanswer:\n  0.8\n")
    assert log_of(home) == []


def test_try_suggests_the_card_that_was_meant(home, good):
    """Exit 2, one line."""
    ended = quizapp(home, "try", "small/scalin", "1", "--decks", good)
    assert ended.code == 2
    assert ended.err.endswith("did you mean small/scaling?\n")


def test_try_says_why_a_response_cannot_be_read(home, good):
    """Exit 2, with what the card asks for."""
    ended = quizapp(home, "try", "small/scaling", "[1.25,", "--decks", good)
    assert ended.code == 2
    assert ended.err.startswith(
        "quizapp: cannot read the answer: something is missing at the end"
    )
    assert "Predict `y`" in ended.err


def test_a_response_may_begin_with_a_minus(home, good):
    """After `--`, as the error without it says."""
    words = ("try", "--decks", good, "small/rate")
    assert "write -- before it" in quizapp(home, *words, "-8e-1").err
    assert quizapp(home, *words, "--", "-8e-1").out.startswith("✗ Wrong")
