"""Wrapped text and cut code: they fit, and nothing is lost."""

from hypothesis import example, given
from hypothesis import strategies as st

from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.wrapping import CONTINUED, cut_code, wrap_words

LINES = st.text(st.characters(exclude_categories=["Cs"]) | st.just(" "), max_size=80)


@given(LINES, st.integers(8, 40), st.integers(0, 3))
@example("深層学習では、過学習を防ぐ" * 3, 11, 2)
def test_wrapped_words_fit_and_all_of_them_are_there(text, width, indent):
    """Also letters that take two cells, and words that are longer than a line."""
    lines = list(wrap_words(text, width, " " * indent))
    assert all(cell_count(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_stay_whole_where_they_fit():
    """What follows the first line is indented."""
    assert list(wrap_words("- one two  three", 9, "  ")) == ["- one two", "  three"]
    assert list(wrap_words("", 9)) == [""]


@given(LINES, st.integers(8, 40))
def test_cut_code_fits_and_keeps_every_letter(line, width):
    """A sign shows where a line goes on."""
    first, *rest = cut_code(line, width)
    assert all(cell_count(piece) <= width for piece in (first, *rest))
    assert first + "".join(piece.removeprefix(CONTINUED) for piece in rest) == line
