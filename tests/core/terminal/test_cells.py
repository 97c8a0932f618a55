"""Cells: the same widths as those of rich, without rich."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import get_character_cell_size

from quizapp.core.terminal.cells import cell_count, character_cells, fit_text
from support.strategies import WILD

WIDE_SINCE_UNICODE_16 = frozenset(
    number
    for first, last in (
        *((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF)),
        *((0x1D300, 0x1D356), (0x1D360, 0x1D376)),
    )
    for number in range(first, last + 1)
)
"""Trigrams, hexagrams and counting rods: newer than the table of Python 3.11."""

VISIBLE_FORMATS = frozenset(
    [0xAD, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD]
)
"""The soft hyphen, and Arabic, Syriac and Kaithi signs of the category Cf."""

INVISIBLE_LETTERS = frozenset(
    [*range(0xD7B0, 0xD7C7), *range(0xD7CB, 0xD7FC), 0x3164, 0xFFA0]
)
"""Old Korean vowels and final consonants, and the two fillers."""

SKIN_TONES = frozenset(range(0x1F3FB, 0x1F400))
"""They color the emoji before; alone they take two cells."""

EXCEPTIONS = WIDE_SINCE_UNICODE_16 | VISIBLE_FORMATS | INVISIBLE_LETTERS | SKIN_TONES


@pytest.mark.slow
def test_every_character_is_as_wide_as_rich_says():
    """All that Unicode has assigned, except the characters listed above."""
    assigned = (
        number
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) not in {"Cn", "Cs"}
    )
    different = {
        number
        for number in assigned
        if character_cells(chr(number)) != get_character_cell_size(chr(number))
    }
    assert different <= EXCEPTIONS


def test_a_width_is_the_sum_of_its_characters():
    """Wide, narrow and combining ones."""
    assert cell_count("") == 0
    assert cell_count("loss") == 4
    assert cell_count("損失") == 4
    assert cell_count("e\N{COMBINING ACUTE ACCENT}") == 1
    assert cell_count("a\nb") == 2


@given(WILD, st.integers(0, 40))
def test_a_text_is_fitted_to_exactly_the_cells_asked_for(text, width):
    """If half of a wide character would fit, a space takes its place."""
    assert cell_count(fit_text(text, width)) == width


def test_a_text_that_is_cut_ends_in_an_ellipsis():
    """A character of two cells is not halved."""
    assert fit_text("dropout", 5) == "drop…"
    assert fit_text("計画計画", 4) == "計… "
    assert fit_text("ab", 4) == "ab  "
