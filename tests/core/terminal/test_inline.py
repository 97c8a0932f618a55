"""Inline Markdown: the styles of a line's parts."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.inline import InlinePart, InlineStyle, inline_parts


def test_each_style_is_recognized():
    """The signs around code and emphasis are gone; a formula keeps its dollars."""
    parts = list(inline_parts("a `x*y` **b** *c* $d^2$"))
    assert [(part.text, part.style.name) for part in parts if part.text != " "] == [
        ("a ", "PLAIN"),
        ("x*y", "CODE"),
        ("b", "BOLD"),
        ("c", "EMPHASIS"),
        ("$d^2$", "FORMULA"),
    ]


def test_products_powers_and_prices_are_plain():
    """They are no emphasis and no formula."""
    for line in ("a*b*c", "x**2 and y**2", "from $5 to $6", "2 * 3 * 4"):
        assert list(inline_parts(line)) == [InlinePart(line, InlineStyle.PLAIN)]


@given(st.text("`*$ ab\\n1", max_size=40))
def test_no_part_is_empty_and_only_signs_are_lost(line):
    """Whatever was typed."""
    parts = list(inline_parts(line))
    assert all(part.text for part in parts)
    kept = "".join(part.text for part in parts)
    assert [c for c in kept if c not in "`*$"] == [c for c in line if c not in "`*$"]
