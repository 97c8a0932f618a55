"""A cloze is filled blank by blank; each is judged by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong, feedback
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.values.misread import Misread
from support.strategies import TEXTS

RULE = Cloze("Keep with [[1 - p|keep]], divide by [[1 - p]]: the [[mean]] stays.")


def judge(kind: Cloze, text: str) -> Verdict:
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(None)


def test_case_spaces_and_synonyms_are_forgiven():
    """They say nothing about what is known."""
    assert judge(RULE, "KEEP|  1  -  P | `mean`.") == Correct()


def test_the_score_is_the_share_of_right_blanks():
    """Each wrong one is named with what was expected and given."""
    verdict = judge(RULE, "keep | p | ")
    assert isinstance(verdict, Partial)
    assert verdict.score == pytest.approx(1 / 3)
    assert feedback(verdict) == (
        "[2] expected 1 - p, you typed p",
        "[3] expected mean, you typed nothing",
    )
    assert isinstance(judge(RULE, "a|b|c"), Wrong)


def test_a_misspelling_is_reported_from_a_wrong_word():
    """It is wrong all the same."""
    (spelling, _) = feedback(judge(Cloze("[[identity]]"), "idnetity"))
    assert spelling == "blank 1: close: check the spelling"
    assert len(feedback(judge(Cloze("[[float32]]"), "float16"))) == 1


@pytest.mark.parametrize(
    ("answer", "given_", "right"),
    [
        ("0.1", ".1", True),
        ("0.1", "1/10", True),
        ("20%", "0.2", True),
        ("256", "2**8", True),
        ("1/9", "0.11", True),
        ("1/9", "0.1", False),
        ("1/900", "0.00", False),
        ("0.999", "1.00", False),
        ("0.999", "0.99", False),
        ("0.1", "0.101", False),
    ],
)
def test_a_number_may_be_written_in_any_way(answer, given_, right):
    """An answer given as arithmetic may be rounded; one given as a number may not."""
    assert (judge(Cloze(f"[[{answer}]]"), given_) == Correct()) is right


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing was typed"),
        (" | | ", "every blank is empty; fill one"),
        ("a | b", "3 blanks expected, 2 given; separate them by |"),
        ("x" * 201 + "||", "too long: at most 200 characters for each blank"),
    ],
)
def test_what_does_not_fit_the_blanks_is_reported(text, message):
    """Never judged."""
    assert RULE.read(text) == Misread(message)


def test_brackets_may_be_in_blanks_and_in_the_text():
    """An index, a list, and a literal behind a backslash."""
    kind = Cloze(r"x = \[[1, 2\]] has [[x[0]|x[0][0]]] and [[[1, 2]]]")
    assert [blank.accepted for blank in kind.blanks] == [
        ("x[0]", "x[0][0]"),
        ("[1, 2]",),
    ]
    assert kind.filled(["A", "B"]) == "x = [[1, 2]] has A and B"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing to fill", "has no blank"),
        ("[[]]", "has nothing to accept in blank 1"),
        ("[[a]] [[b|]]", "has nothing to accept in blank 2"),
        ("[[a", "without"),
        ("a]]", "without"),
        ("[[a [[b]]", "without"),
        ("[[" + "x" * 201 + "]]", "too long"),
    ],
)
def test_what_an_author_has_to_change_is_said(text, message):
    """At the text."""
    (flaw,) = Cloze(text).flaws()
    assert flaw.path == ("text",)
    assert message in flaw.message


def test_blanks_are_numbered_in_the_listing():
    """As they are in the feedback."""
    (line,) = RULE.listing(0)
    assert line == "Keep with [1]____, divide by [2]____: the [3]____ stays."


WORDS = st.text(st.characters(exclude_characters="[]|\\\n\r"), min_size=1, max_size=30)


@given(st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_the_truth_typed_back_is_correct(words):
    """For any text in the blanks, if it has no flaw."""
    kind = Cloze(" and ".join(f"[[{word}]]" for word in words))
    if not kind.flaws():
        assert judge(kind, kind.truth(None) or "") == Correct()


@given(TEXTS, TEXTS)
def test_no_text_of_a_deck_or_a_user_crashes(text, typed):
    """Flaws and misreadings are values."""
    kind = Cloze(text)
    kind.flaws()
    kind.listing(0)
    kind.read(typed)
