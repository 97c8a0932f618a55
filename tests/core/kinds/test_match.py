"""A match is answered by pairs of numbers and letters."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.values.misread import Misread

NORMS = Match(
    (Pair("layer", "token"), Pair("batch", "channel"), Pair("rms", "token")),
    extra=("row",),
)


def judge(kind: Match, text: str) -> Verdict:
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(None)


@pytest.mark.parametrize(
    "text", ["1a 2b 3a", "3a,2b,1a", "1-A; 2=b; 3:a", "1a2b3a", "a b a", "a, b, a"]
)
def test_pairs_are_read_in_many_forms(text):
    """Letters alone belong to the left items in order."""
    assert judge(NORMS, text) == Correct()


def test_equal_rights_are_one():
    """Two lefts share a letter."""
    assert NORMS.rights == ("token", "channel", "row")
    assert NORMS.key(None) == "1a 2b 3a"


def test_the_score_is_the_share_of_right_pairs():
    """Each wrong pair is reported with the right one."""
    verdict = judge(NORMS, "1a 2c 3a")
    assert verdict == Partial(2 / 3, ("“batch” goes with “channel”, not “row”",))
    assert isinstance(judge(NORMS, "1b 2a 3b"), Wrong)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing was typed"),
        ("1a 2b", "still without a letter: 3"),
        ("1a 1b 2b", "1 is paired twice; give it one letter"),
        ("1z 2b 3a", "there is no z: choose from a to c"),
        ("4a", "there is no 4: pair 1 to 3"),
        ("layer", "pair numbers with letters from a to c, such as 1b 2a"),
        ("1a x", "pair numbers with letters from a to c, such as 1b 2a"),
    ],
)
def test_what_makes_no_pairs_is_reported(text, message):
    """Never judged."""
    assert NORMS.read(text) == Misread(message)


@pytest.mark.parametrize(
    ("kind", "path", "message"),
    [
        (Match((Pair("a", "b"),), ("c",)), ("pairs",), "at least two pairs"),
        (Match((Pair("a", "b"), Pair("c", "b"))), ("pairs",), "the same right"),
        (Match((Pair("a", "b"), Pair("a", "c"))), ("pairs", 1), "repeats the left"),
        (Match((Pair("a", "b"), Pair("c", " "))), ("pairs", 1), "an empty side"),
        (Match(NORMS.pairs, ("token",)), ("extra", 0), "is a right already"),
        (Match(NORMS.pairs, ("x", "x")), ("extra", 1), "is a right already"),
        (Match(NORMS.pairs, ("",)), ("extra", 0), "is empty"),
        (Match(NORMS.pairs, tuple(map(str, range(30)))), ("pairs",), "more than 26"),
    ],
)
def test_what_an_author_has_to_change_is_said(kind, path, message):
    """At its place."""
    (flaw,) = kind.flaws()
    assert flaw.path == path
    assert message in flaw.message


@given(st.integers(0, 2**32))
def test_letters_of_the_listing_mean_the_same_in_any_order(seed):
    """What is right on the screen is `1a 2b 3a` in the log."""
    shown = dict(zip(NORMS.display_order(seed), ascii_lowercase, strict=False))
    typed = " ".join(shown[number] for number in NORMS.answers)
    response = NORMS.read(NORMS.from_listing(typed, seed))
    assert not isinstance(response, Misread)
    assert (response.text, response.judge(None)) == ("1a 2b 3a", Correct())
    lines = NORMS.listing(seed)
    assert f"  {shown[1]}. token" in lines


def test_a_well_made_match_has_no_flaws():
    """Nothing is asked of its author."""
    assert NORMS.flaws() == ()
    assert NORMS.truth(None) == "- layer: token\n- batch: channel\n- rms: token"
