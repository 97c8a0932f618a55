"""A text card takes a few words, by what its author accepts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds.pattern import Pattern, read_pattern
from quizapp.core.kinds.text import FreeText
from quizapp.core.values.misread import Misread
from support.strategies import TEXTS

LOSS = FreeText(("log-sum-exp", "/cross[- ]?entropy( loss)?/"))


def judge(kind: FreeText, text: str) -> Verdict:
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(None)


@pytest.mark.parametrize(
    "text",
    ["Log-Sum-Exp.", " `log-sum-exp` ", "crossentropy", "Cross  Entropy LOSS!"],
)
def test_case_spaces_backticks_and_a_last_point_are_forgiven(text):
    """In plain words and in patterns."""
    assert judge(LOSS, text) == Correct()


def test_a_pattern_matches_the_whole_answer():
    """A word in it is not enough."""
    assert judge(LOSS, "not cross entropy") == Wrong()


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "it's called log-sum-exp",
            "It is called the log-sum-exp.",
            "called log-sum-exp",
        ),
        *("the answer is: log-sum-exp", "they call it cross-entropy loss"),
    ],
)
def test_an_answer_may_be_a_sentence(typed):
    """What leads to the words is none of them."""
    assert judge(LOSS, typed) == Correct()


@pytest.mark.parametrize(
    "typed", ["it's not log-sum-exp", "they call it softmax", "it is called off"]
)
def test_a_sentence_with_other_words_is_wrong(typed):
    """A negation, too."""
    assert isinstance(judge(LOSS, typed), Wrong)


def test_a_close_miss_is_reported():
    """It is wrong, but the user may well know the answer."""
    close = Wrong(("close: check the spelling",))
    assert judge(LOSS, "log-sum-epx") == close
    assert judge(LOSS, "softmax") == Wrong()
    assert judge(FreeText(("relu",)), "gelu") == Wrong()
    assert judge(FreeText(("float32",)), "float16") == Wrong()


def test_the_truth_is_the_first_plain_answer_or_the_pattern():
    """A pattern can be shown, not typed back."""
    assert FreeText(("/a+/", "b")).truth(None) == "b"
    assert FreeText(("/a+/",)).truth(None) == "/a+/"
    assert FreeText(("/a+/",)).key(None) is None


def test_long_text_is_not_matched_at_all():
    """Nobody types two hundred characters for a word."""
    message = "too long: at most 200 characters"
    assert LOSS.read("x" * 201) == Misread(message)
    assert LOSS.read(" ") == Misread("nothing was typed")


@pytest.mark.parametrize(
    ("accept", "path", "message"),
    [
        ((), ("accept",), "is empty"),
        (("a", " "), ("accept", 1), "is empty"),
        (("/(/",), ("accept", 0), "is not a regular expression"),
        (("/[[a]/",), ("accept", 0), "is not a regular expression"),
        (("/(a+)+/",), ("accept", 0), "it can hang"),
        (("/(a|aa)*/",), ("accept", 0), "it can hang"),
        (("/((a?)){30}/",), ("accept", 0), "it can hang"),
        ((r"/(.*)\1/",), ("accept", 0), "refers back"),
        (("/(?=a)a/",), ("accept", 0), "only `(?:…)` is supported"),
        (("/.*a.*b.*c.*/",), ("accept", 0), "too many repeats"),
        (("/" + "x?" * 25 + "/",), ("accept", 0), "too many repeats"),
        (("x" * 201,), ("accept", 0), "is longer than"),
    ],
)
def test_what_an_author_has_to_change_is_said(accept, path, message):
    """At its place in the list."""
    (flaw,) = FreeText(accept).flaws()
    assert flaw.path == path
    assert message in flaw.message


@pytest.mark.parametrize(
    "source",
    ["(ab)*", "[ab]+", "colou?r", "a{2,3}", "(the )?mean|average", r".*\bmean\b.*"],
)
def test_useful_patterns_are_taken(source):
    """Groups, choices, options and a few repeats."""
    assert isinstance(read_pattern(source), Pattern)


PIECES = st.lists(
    st.sampled_from([*"ax.()|?*+", "(?:", "[ab]", "{2,}", ".*", "a?", r"\w"]),
    max_size=14,
).map("".join)


@given(PIECES)
def test_no_pattern_that_is_taken_runs_for_long(source):
    """On the longest text, of one letter but its end: the worst there is."""
    pattern = read_pattern(source)
    if isinstance(pattern, Pattern):
        began = time.process_time()
        pattern.matches("a" * 199 + "!")
        assert time.process_time() - began < 5


@given(st.lists(TEXTS, min_size=1, max_size=3), TEXTS)
def test_no_text_of_a_deck_or_a_user_crashes(accept, typed):
    """And what is accepted plainly is accepted when it is typed."""
    kind = FreeText(tuple(accept))
    flaws = kind.flaws()
    response = kind.read(typed)
    if not isinstance(response, Misread):
        response.judge(None)
    if not flaws and (key := kind.key(None)) is not None:
        assert judge(kind, key) == Correct()
