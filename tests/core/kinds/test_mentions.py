"""Mentions: points of a rubric that are found in an answer by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.mentions import (
    MAX_ANSWER_LENGTH,
    flaws_of_mentions,
    mentioned,
)
from quizapp.core.kinds.pattern import WINDOW, Pattern, read_pattern
from quizapp.core.values.folding import fold

words = st.text("abß-'İ 1/().−`", min_size=1, max_size=12)


def found(mention: str, answer: str) -> str | None:
    """Return the words of an answer that make the point, None if there are none."""
    matches = mentioned([Point("p", mentions=(mention,))], answer)
    return matches[1][0] if matches else None


@pytest.mark.parametrize(
    ("mention", "answer", "words"),
    [
        ("co-adaptation", "it breaks Co-Adaptation of units", "Co-Adaptation"),
        ("co adaptation", "less co-adaptation", "co-adaptation"),
        ("co-adaptation", "less co  adaptation", "co adaptation"),
        ("1/(1-p)", "scaled by 1 / (1 − p), that is", "1 / (1 - p)"),
        ("eval()", "call `model.eval()` first", "eval()"),
        ("doesn't scale", "it doesn’t scale", "doesn't scale"),
        ("0.1", "about 0.1.", "0.1"),
        ("fine-tuning", "in ﬁne‑tuning", "fine-tuning"),
        ("/1 ?- ?p/", "by １ − p", "1 - p"),
        ("shared weights", "with *shared* weights", "shared weights"),
        ("x * mask", "`x*mask`", "x mask"),
        ("/masks?/", "with two Masks here", "Masks"),
        ("/co-?adapt/", "co-adaptation", "co-adapt"),
    ],
)
def test_the_words_are_found_however_they_are_written(mention, answer, words):
    """Case, spaces, hyphens and signs are forgiven; the words are as typed."""
    assert found(mention, answer) == words


@pytest.mark.parametrize(
    ("mention", "answer"),
    [
        ("mask", "unmasked"),
        ("mask", "masks"),
        ("0.1", "0.15"),
        ("dropout rate", "the rate of dropout"),
        ("p", ""),
        ("/masks?/", "nothing of the kind"),
        ("/^mask/", "a mask"),
    ],
)
def test_other_words_are_not_found(mention, answer):
    """A phrase is whole words in their order."""
    assert found(mention, answer) is None


def test_each_point_is_found_by_its_own_mentions():
    """With every mention that is in the answer, once."""
    points = [
        Point("a", mentions=("one", "two", "/t../")),
        Point("b"),
        Point("c", mentions=("three",)),
        Point("d", mentions=("four", "One")),
    ]
    assert mentioned(points, "One, two.") == {1: ("One", "two"), 4: ("One",)}


@given(before=words, phrase=words, after=words)
def test_a_phrase_is_found_in_any_place(before, phrase, after):
    """Between any other words, and as it was typed."""
    if not any(letter.isalnum() for letter in phrase):
        return
    answer = f"{before} {phrase} {after}"
    assert found(phrase, answer) is not None
    assert found(phrase.upper().lower(), phrase.lower()) or not phrase.isascii()


@given(st.text(max_size=300), st.text(min_size=1, max_size=20))
def test_what_is_found_is_in_the_answer(answer, phrase):
    """As answers are read: spaces and signs may be written in another way."""
    match = found(phrase, answer)
    if match is not None:
        plain = fold(answer).replace("`", " ").replace("*", " ")
        assert match in " ".join(plain.split())


@given(st.integers(0, 2 * WINDOW))
def test_a_pattern_is_found_across_the_pieces_of_a_long_answer(offset):
    """At any place, and only whole words match at an edge."""
    answer = (
        "drop " * (offset // 5) + "x" * (offset % 5) + " the needle here" + " y" * 99
    )
    assert found(r"/\bneedle here\b/", answer) == "needle here"
    assert found(r"/\bdro\b/", answer) is None


def test_a_very_long_answer_is_searched_at_its_beginning():
    """The rest is ignored, so that a pasted file costs nothing."""
    answer = "x " * MAX_ANSWER_LENGTH + "needle"
    assert found("needle", answer) is None
    assert found("/needle/", answer) is None
    assert found("x", answer) == "x"


def test_patterns_that_could_take_long_are_refused_together():
    """Each alone would be quick enough."""
    slow = tuple(f"/x{number}a*b*c/" for number in range(10))
    points = [Point("p", mentions=slow)] * 9
    assert not list(flaws_of_mentions(points[:1]))
    (flaw,) = flaws_of_mentions(points)
    assert flaw.path == ("rubric",)
    assert "too many repeats" in flaw.message


@pytest.mark.parametrize("source", ["a", "a*", "(a|b)c", "a?b*"])
def test_a_search_has_more_ways_than_a_match_at_one_place(source):
    """Because it begins at every place."""
    pattern = read_pattern(source)
    assert isinstance(pattern, Pattern)
    assert pattern.search_ways > WINDOW


def test_too_many_or_too_long_mentions_are_flaws():
    """With their places."""
    points = [Point("p", mentions=("a",) * 31), Point("q", mentions=("a" * 201,))]
    assert [flaw.path for flaw in flaws_of_mentions(points)] == [
        ("rubric", 0),
        ("rubric", 1, "mentions", 0),
    ]
