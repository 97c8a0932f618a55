"""Foreign text is shown by the terminal, never obeyed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.sanitize import controls, sanitize, sanitize_line

HOSTILE = st.text(
    st.characters()
    | st.sampled_from("\x1b\x9b\r\n\t\x00\u202e\u2066\u200b\ufeff\ud800\U000e0041"),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]52;c;cm0gLXJm\x07", "␛]52;c;cm0gLXJm␇"),
        ("\x9b31m", "‹U+009B›31m"),
        ("\x00\x08\x7f", "␀␈␡"),
        ("a\u202eb\u2066c\u200fd\u206ae", "a‹U+202E›b‹U+2066›c‹U+200F›d‹U+206A›e"),
        ("a\u200bb\ufeffc\u00add", "a‹U+200B›b‹U+FEFF›c‹U+00AD›d"),
        ("a\u180eb\u2060c\u2061d\u2064e", "a‹U+180E›b‹U+2060›c‹U+2061›d‹U+2064›e"),
        ("a\ufff9b\ufffbc", "a‹U+FFF9›b‹U+FFFB›c"),
        ("a\U0001bca0b\U0001d17ac", "a‹U+1BCA0›b‹U+1D17A›c"),
        ("\U000e0041", "‹U+E0041›"),
        ("\ud800", "‹U+D800›"),
        ("a\u2028b", "a‹U+2028›b"),
        ("100\r99", "100␍99"),
    ],
)
def test_what_could_drive_or_deceive_a_terminal_becomes_visible(text, shown):
    """Escape sequences, overrides, what is invisible and what cannot be encoded."""
    assert sanitize(text) == shown


@pytest.mark.parametrize(
    "text",
    ["x₁ → π × 2", "日本語", "👩‍🔬 ❤️", "می‌خواهم", "e\u0301", "a\nb", "\u0600٣"],
)
def test_honest_text_is_unharmed(text):
    """Emoji, scripts that need joiners, and format characters that are seen."""
    assert sanitize(text) == text
    assert list(controls(text)) == []


def test_nothing_printable_is_a_control():
    """So that text which is printable throughout need not be searched."""
    printable = [chr(code) for code in range(sys.maxunicode) if chr(code).isprintable()]
    assert [char for char in printable if sanitize(char) != char] == []


def test_line_ends_become_newlines_and_tabs_spaces():
    """A lone carriage return would hide the line before it."""
    assert sanitize("a\r\n\tb") == "a\n    b"
    assert sanitize("a\r\r\nb") == "a␍\nb"


def test_a_place_of_one_line_stays_one_line():
    """Line breaks are shown there."""
    assert sanitize_line("a\r\nb\nc") == "a␤b␤c"


def test_controls_are_found_at_their_offsets():
    """Line ends and tabs have their place in a deck."""
    assert list(controls("a\x1b\tb\r\nc\rd\u202e\n")) == [1, 7, 9]


@given(HOSTILE)
def test_nothing_that_is_shown_is_a_control(text):
    """No control but the newline, no surrogate, no separator, no override."""
    for character in set(sanitize(text)) - {"\n"}:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in {
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        }


def test_no_invisible_format_character_stays_but_the_two_joiners():
    """One with a direction of its own is seen, as the Arabic number sign is."""
    kept = {
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(character) == "Cf"
        and unicodedata.bidirectional(character) == "BN"  # neutral: takes no place
        and sanitize(character) == character
    }
    assert kept == {"\u200c", "\u200d"}


@given(HOSTILE)
def test_sanitising_twice_is_sanitising_once(text):
    """What is shown can be shown again."""
    assert sanitize(sanitize(text)) == sanitize(text)
    assert sanitize_line(sanitize_line(text)) == sanitize_line(text)
    assert "\n" not in sanitize_line(text)


@given(HOSTILE)
def test_controls_are_just_what_the_sanitizer_replaces(text):
    """A deck without any is shown as it is written."""
    plain = text.replace("\r\n", "\n").replace("\t", "    ")
    assert (sanitize(text) == plain) is (list(controls(text)) == [])
    sanitize(text).encode()
