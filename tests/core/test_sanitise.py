"""Foreign text is shown by the terminal, never obeyed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.sanitise import controls, sanitise, sanitise_line

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
        ("\U000e0041", "‹U+E0041›"),
        ("\ud800", "‹U+D800›"),
        ("a\u2028b", "a‹U+2028›b"),
        ("100\r99", "100␍99"),
    ],
)
def test_what_could_drive_or_deceive_a_terminal_becomes_visible(text, shown):
    """Escape sequences, overrides, tags and what cannot be encoded."""
    assert sanitise(text) == shown


@pytest.mark.parametrize(
    "text", ["x₁ → π × 2", "日本語", "👩‍🔬 ❤️", "می‌خواهم", "e\u0301", "a\nb"]
)
def test_honest_text_is_unharmed(text):
    """Emoji and scripts that need joiners included."""
    assert sanitise(text) == text
    assert list(controls(text)) == []


def test_line_ends_become_newlines_and_tabs_spaces():
    """A lone carriage return would hide the line before it."""
    assert sanitise("a\r\n\tb") == "a\n    b"
    assert sanitise("a\r\r\nb") == "a␍\nb"


def test_a_place_of_one_line_stays_one_line():
    """Line breaks are shown there."""
    assert sanitise_line("a\r\nb\nc") == "a␤b␤c"


def test_controls_are_found_at_their_offsets():
    """Line ends and tabs have their place in a deck."""
    assert list(controls("a\x1b\tb\r\nc\rd\u202e\n")) == [1, 7, 9]


@given(HOSTILE)
def test_nothing_that_is_shown_is_a_control(text):
    """No control, no surrogate, no format character but the two joiners."""
    kept = {"\n", "\u200c", "\u200d"}
    for character in set(sanitise(text)) - kept:
        assert unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(character) not in {
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        }


@given(HOSTILE)
def test_sanitising_twice_is_sanitising_once(text):
    """What is shown can be shown again."""
    assert sanitise(sanitise(text)) == sanitise(text)
    assert sanitise_line(sanitise_line(text)) == sanitise_line(text)
    assert "\n" not in sanitise_line(text)


@given(HOSTILE)
def test_controls_are_just_what_the_sanitiser_replaces(text):
    """A deck without any is shown as it is written."""
    plain = text.replace("\r\n", "\n").replace("\t", "    ")
    assert (sanitise(text) == plain) is (list(controls(text)) == [])
    sanitise(text).encode()
