"""Evidence: the words that make a point, where they are, and words that deny it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.mentions import evidence
from quizapp.core.kinds.places import plainly


def made(point: str, mention: str, answer: str) -> bool:
    """Return whether an answer makes one point by one mention."""
    return 1 in evidence([Point(point, mentions=(mention,))], answer)


@pytest.mark.parametrize(
    "answer",
    [
        "it does not scale",
        "it doesn't scale the rest",
        "it doesn’t need to scale",
        "without any scale",
        "it never scale",
        "no scale",
        "you dont scale",
        "you do not use the *scale*",
        "It cannot really scale",
    ],
)
@pytest.mark.parametrize("mention", ["scale", "/scal\\w+/"])
def test_denied_words_do_not_make_a_point(answer, mention):
    """A negation right before them, with nothing but small words between."""
    assert not made("it scales", mention, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "not at training time, but scale at evaluation",
        "it does not matter: scale it",
        "not only scale",
        "nothing else, scale",
        "without dropout units scale",
        "it does not scale here. There it does scale",
    ],
)
@pytest.mark.parametrize("mention", ["scale", "/\\bscale/"])
def test_a_negation_of_something_else_denies_nothing(answer, mention):
    """Another clause, another word between, `not only`, or said once more."""
    assert made("it scales", mention, answer)


def test_a_point_that_says_what_is_not_so_is_made_by_a_negation():
    """The words of its mentions are expected behind one."""
    assert made("evaluation needs no rescaling", "rescale", "you do not rescale")
    assert made("it scales", "does not change", "it does not change")


@pytest.mark.parametrize("verb", ["prevents", "avoids", "reduces", "discourages"])
def test_a_point_about_preventing_is_made_by_a_negation(verb):
    """`Units cannot co-adapt` says that co-adaptation is prevented."""
    assert made(f"it {verb} co-adaptation", "co-adapt", "units cannot co-adapt")


def test_the_words_are_marked_where_they_were_typed():
    """The plain spelling has fewer characters than the answer."""
    answer = "Ｉt  ﬁne‑tunes by  **1 − p**, ok"
    points = [Point("p", mentions=("fine-tunes", "1 - p"))]
    spans = [found.span for found in evidence(points, answer)[1]]
    pieces = [answer[span.start : span.end] for span in spans]
    assert pieces == ["ﬁne‑tunes", "1 − p"]


@given(st.text("abß-'İ 1/()−`*\n\u0301ﬁ", max_size=60), st.text("ab1ﬁ", min_size=1))
def test_a_span_has_the_words_that_were_found(answer, mention):
    """Read in plain spelling, the marked piece is what was found."""
    for found in evidence([Point("p", mentions=(mention,))], answer).get(1, ()):
        marked = plainly(answer[found.span.start : found.span.end])
        assert found.words in marked
        assert len(marked) <= len(found.words) + 2
