"""Pasted lines become one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.pasting import in_one_line


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("tensor([[1.],\n        [2.]])", "tensor([[1.], [2.]])"),
        *[("a\r\nb\rc", "a b c"), ("a\n\n\nb", "a b"), ("a\n", "a"), ("\n a", " a")],
        *[("a  b", "a  b"), ("", ""), ("\n", ""), ("a\u2028b", "a b")],
    ],
)
def test_a_line_break_becomes_a_space(pasted, line):
    """The indentation of the next line goes with it."""
    assert in_one_line(pasted) == line


def test_a_printed_line_break_is_kept_as_it_is_typed():
    """With the spaces before the next line."""
    assert in_one_line("a\r\n  b\n", "\\n") == "a\\n  b"


@given(st.text(), st.sampled_from([" ", "\\n"]))
def test_no_line_break_is_left(text, line_break):
    """A field of one line cannot show it."""
    line = in_one_line(text, line_break)
    assert "\n" not in line
    assert "\r" not in line
