"""What is printed may be typed with quotes and separators of one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.printed import compare_printed
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Wrong
from support.strategies import GRAMMARISH, WILD

EXACTLY = Tolerance(0.0, 0.0)
ITEMS = st.lists(st.sampled_from(["ab", "c", "bc", "a", "abc"]), min_size=2, max_size=4)
SEPARATORS = st.sampled_from([", ", ",", "; ", " | ", "|", " and ", " + ", " / ", " "])
MARKS = st.sampled_from(["", "`", '"', "'"])


def right(true: str, typed: str) -> bool:
    """Return whether a typed text is right."""
    return isinstance(compare_printed(f"{true}\n", typed, EXACTLY), Correct)


@given(ITEMS, ITEMS, SEPARATORS, MARKS)
def test_quotes_and_separators_do_not_count_and_items_do(items, others, between, mark):
    """Other items in the same spelling are wrong."""
    true = " ".join(items)
    assert right(true, f"{mark}{between.join(items)}{mark}")
    assert right(true, f"{mark}{between.join(others)}{mark}") == (items == others)


@pytest.mark.parametrize(
    ("true", "typed"),
    [
        ("hello|_hello", "hello, _hello"),
        ("a, b", "a b"),
        ("a | b", "a, b"),
        ("'a'", "a"),
        ("'a' 'b'", "a b"),
        ("ab", "a b"),
        ("3 0.1", "3/0.1"),
        ("3 0.1", "3 -0.1"),
        ("12", "1, 2"),
        ("1 2", "'1' + 2"),
        ("a b", '"a b'),
    ],
)
def test_what_is_printed_with_marks_is_typed_with_them(true, typed):
    """They may be what the card is about; a sign belongs to its number."""
    assert not right(true, typed)


@pytest.mark.parametrize("typed", ["`'a'`", "\"'a'\"", "'a'"])
def test_printed_quotes_may_be_inside_others(typed):
    """Only the outer ones are the user's."""
    assert right("'a'", typed)


@pytest.mark.parametrize(
    ("true", "typed", "is_right"),
    [
        ("CheckpointError", "`CheckpointError`", True),
        ("CheckpointError", "it raises a CheckpointError", True),
        ("none", "no exception is raised", True),
        ("none", "None", True),
        ("CheckpointError", "no CheckpointError", False),
        ("CheckpointError", "RuntimeError", False),
        ("CheckpointError", "none", False),
        ("none", "CheckpointError", False),
        ("None", "nothing", False),
    ],
)
def test_a_printed_exception_may_be_named_in_a_sentence(true, typed, is_right):
    """Unless the sentence denies it."""
    assert right(true, typed) == is_right


@given(WILD | GRAMMARISH, WILD | GRAMMARISH)
def test_no_output_makes_it_raise(true, typed):
    """Each pair gets a verdict."""
    assert isinstance(compare_printed(true, typed, EXACTLY), Correct | Wrong)
