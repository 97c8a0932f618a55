"""Characters that mean the same are read as the same, and no others."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.folding import MAX_FOLDED, fold, original_place
from support.strategies import TEXTS


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        *[
            ("１２．５", "12.5"),
            ("𝟏𝟐", "12"),
            ("𝟙𝟚", "12"),
            ("٣", "3"),
            ("（２，３）", "(2,3)"),
        ],
        *[("Ｔｒｕｅ", "True"), ("𝐬𝐨𝐟𝐭𝐦𝐚𝐱", "softmax"), ("𝑝", "p"), ("ﬁne", "fine")],
        *[("−1", "-1"), ("–1", "-1"), ("—1", "-1"), ("‑1", "-1"), ("﹣1", "-1")],
        *[("“a”", '"a"'), ("‘a’", "'a'"), ("«a»", '"a"'), ("don’t", "don't")],
        *[("1\u00a0000", "1 000"), ("1\u202f000", "1 000"), ("a\u3000b", "a b")],
        *[
            ("1\u200b2", "12"),
            ("\ufeff1", "1"),
            ("so\u00adft", "soft"),
            ("2\u20643", "23"),
        ],
        *[("e\u0301", "é"), ("a…", "a..."), ("a\r\nb\rc", "a\nb\nc"), ("≤", "<=")],
        *[
            ("2⋅3", "2·3"),
            ("2✕3", "2×3"),
            ("1⁄2", "1/2"),
            ("6➗2", "6÷2"),
            ("∼1", "~1"),
        ],
    ],
)
def test_forms_of_a_character_are_one_character(typed, folded):
    """Width, font, script of digits, dashes, quotes, spaces and operators."""
    assert fold(typed) == folded


@pytest.mark.parametrize(
    "text",
    ["3²", "10⁻³", "½", "2½", "x₁", "①", "Ⅳ", "√2", "∞", "π", "≠", "m²", "é", "ß"],
)
def test_what_means_something_of_its_own_is_kept(text):
    """A superscript is no digit, and a fraction no pair of numbers."""
    assert fold(text) == text


@given(TEXTS | st.text(st.characters()))
def test_folding_twice_changes_nothing_more(text):
    """The result is the one spelling."""
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=127, exclude_characters="\r")))
def test_ascii_is_folded_already(text):
    """Nothing that a plain keyboard types is changed."""
    assert fold(text) == text


@given(st.text())
def test_accents_may_be_typed_either_way(text):
    """Composed and decomposed text fold to the same."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)


def test_a_text_longer_than_any_answer_is_not_folded():
    """Composing a megabyte of accents would take minutes."""
    text = "\u0301\u0316" * MAX_FOLDED
    assert fold(text) == text


@pytest.mark.parametrize(
    ("text", "read", "at", "place"),
    [
        *[("1, @", "1, @", 3, 3), ("−1 @", "-1 @", 3, 3), ("≈ 1 @", "1 @", 2, 4)],
        *[
            ("1 @…", "1 @...", 2, 2),
            ("…@…", "...@...", 3, None),
            ("1", "1", None, None),
        ],
    ],
)
def test_a_place_is_found_in_the_typed_text(text, read, at, place):
    """From the start or from the end; else it is unknown."""
    assert original_place(text, read, at) == place
