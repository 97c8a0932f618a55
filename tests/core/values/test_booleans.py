"""Booleans are read in letters, words and marks, with or without anything between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.booleans import read_boolean_rows, read_booleans
from support.strategies import TEXTS

WORDS = {
    True: ("T", "t", "True", "true", "TRUE", "yes", "Yes", "y", "Y", "✓"),
    False: ("F", "f", "False", "false", "FALSE", "no", "No", "n", "N", "✗"),
}
BETWEEN = (" ", ", ", ",", "; ", " / ", "/", " and ", "\n", "  ", " - ", ". ", ";")


@st.composite
def spelled(draw: st.DrawFn) -> tuple[str, tuple[bool, ...]]:
    """Draw booleans, and a way to type them."""
    truth = draw(st.lists(st.booleans(), min_size=2, max_size=8))
    if draw(st.booleans()):
        letters = draw(st.sampled_from(("TF", "tf", "YN", "yn")))
        text = "".join(letters[not item] for item in truth)
        if text.casefold() in {"no", "yes"}:
            text = " ".join(text)
    else:
        between = draw(st.sampled_from(BETWEEN))
        text = between.join(draw(st.sampled_from(WORDS[item])) for item in truth)
    left, right = draw(st.sampled_from(("", "[]", "()", ("tensor([", "])")))) or (
        "",
        "",
    )
    return f"{left}{text}{right}", tuple(truth)


@given(spelled())
def test_every_way_to_type_booleans_is_read(typed):
    """Words, letters and marks, mixed, in brackets or without."""
    text, truth = typed
    value = read_booleans(text)
    assert value is not None
    assert value.elements == truth
    assert value.shape == (len(truth),)


@pytest.mark.parametrize(
    "text", ["TF, FT", "[[T, F], [F, T]]", "[T F], [F T]", "tf ft"]
)
def test_rows_are_kept_apart(text):
    """Letters that touch are a row where there are several of them."""
    value = read_booleans(text)
    assert value is not None
    assert value.shape == (2, 2)
    assert value.elements == (True, False, False, True)


@given(
    st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=2, max_size=4)
)
def test_rows_are_separated_by_commas_and_their_items_by_spaces(rows):
    """No other shape is read from them."""
    truth = tuple(item for row in rows for item in row)
    text = ", ".join(" ".join("FT"[item] for item in row) for row in rows)
    value = read_boolean_rows(text, (len(rows), 3))
    assert value is not None
    assert value.elements == truth
    assert read_boolean_rows(text, (3, len(rows) + 1)) is None
    assert read_boolean_rows(text.replace(",", ""), (len(rows), 3)) is None


@pytest.mark.parametrize("text", ['"no", "yes"', "'no' - 'yes'", "No. Yes.", "`n` `y`"])
def test_marks_around_booleans_do_not_count(text):
    """Quotes, backticks, and the ends of sentences."""
    value = read_booleans(text)
    assert value is not None
    assert value.elements == (False, True)


@pytest.mark.parametrize("text", ["T", "t", "yes", "[T]", "True", "✓"])
def test_a_single_boolean_is_read(text):
    """In a word or a letter."""
    value = read_booleans(text)
    assert value is not None
    assert value.elements == (True,)


@pytest.mark.parametrize(
    "text",
    ["", "[", "T 1", "the", "nope", "yesno", "TrueFalse", "[T", "T]", "tfx", "Try"],
)
def test_anything_else_is_not_taken_for_booleans(text):
    """A word that begins like one is another word."""
    assert read_booleans(text) is None


@given(TEXTS)
def test_no_text_makes_it_raise(text):
    """What is read holds booleans only."""
    value = read_booleans(text)
    assert value is None or all(type(element) is bool for element in value.elements)
