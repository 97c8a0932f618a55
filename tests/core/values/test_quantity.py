"""One number is read with all that people add to it, and never as another number."""

import math
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.misread import Misread
from quizapp.core.values.quantity import read_quantity
from quizapp.core.values.value import scalar
from support.strategies import TEXTS

DRAWN = AnswerContext((("p", scalar(0.2)), ("n", scalar(3))))


def number(text: str, context: AnswerContext = DRAWN) -> float:
    """Return the number in a text that must be readable."""
    value = read_quantity(text, context)
    assert not isinstance(value, Misread), value
    return value.elements[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[("≈0.57", 0.57), ("~0.57", 0.57), ("= 0.57", 0.57), ("about 0.57", 0.57)],
        *[("approx. 0.57", 0.57), ("ca. 0.57", 0.57), ("it's 5", 5), ("≃ .57", 0.57)],
        *[("I think 5", 5), ("probably 0.57", 0.57), ("I'd say about 5", 5)],
        *[("5/4 .", 1.25), ("1.25 . ", 1.25), ("5 ...", 5)],
        *[("0.57.", 0.57), ("0.57;", 0.57), ("0.57,", 0.57), ("`0.57`", 0.57)],
        *[("6.55 epochs", 6.55), ("512x", 512), ("512×", 512), ("2-fold", 2)],
        *[
            ("2/3 epochs", 2 / 3),
            ("12k", 12000),
            ("3 million", 3e6),
            ("57 percent", 0.57),
        ],
        *[("p = 0.3", 0.3), ("p=.3", 0.3), ("f(x) = 3", 3), ("y[0] = 3", 3)],
        *[("1/1.75 = 0.571", 0.571), ("1/(1-p) = 1.25", 1.25), ("1/3 ≈ 0.33", 0.33)],
        *[("1 000", 1000), ("1,000", 1000), ("1'000", 1000), ("1\u202f000 000", 1e6)],
        *[("12,345.5", 12345.5), ("5,55", 5.55), ("0,575", 0.575), ("1.234,5", 1234.5)],
        *[("1.000.000", 1e6), ("-1 000", -1000), ("1,000/3", 1000 / 3)],
        *[("∞", math.inf), ("−∞", -math.inf), ("√(1/9)", 1 / 3), ("$10/9$", 10 / 9)],
        *[("2x3", 6), ("2.5 x 10^-3", 0.0025), ("2.5×10⁻³", 0.0025), ("3²", 9)],
        *[("nn.Dropout(0.3)", 0.3), ("Dropout(p=0.3, inplace=False)", 0.3)],
        *[("5 - 6", -1), ("6-5", 1), ("1-1.5", -0.5)],
        *[("1/(1-p)", 1.25), ("2p", 0.4), ("n*p", 0.6), ("two", 2), ("half", 0.5)],
        *[("[0.5]", 0.5), ("tensor(2.)", 2), ("0.333…", 0.333), ("(0.5)", 0.5)],
    ],
)
def test_what_people_add_to_a_number_does_not_matter(text, expected):
    """Signs, words, units, names, grouped digits, working, modules."""
    assert number(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        *["12 or 13", "5 to six", "5j", "10 not", "x != 3", "x <= 3", "1,2,3", "1 2"],
        *["1/1.75 = 0.6", "1 000 5", "0x10", "12 sqrt", "5!", "5 > 3", "0.5 p", "T"],
        *["floor(2.5)", "1 of 4", "12 MB", "5 ms", "²", "x½", "1.2.3", "=", "p =", "?"],
        *["1 - q", "MB", "12 MB KB 3", "--", "1,00,0", "1,000,00", "[1, 2]", "'5'"],
    ],
)
def test_what_could_be_another_number_is_asked_about(text):
    """Nothing is guessed, and nothing is dropped that could matter."""
    assert isinstance(read_quantity(text, DRAWN), Misread)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *[("8 or 9", "more than one"), ("5 to six", "more than one")],
        *[("between 4 and 6", "more than one"), ("either 3 or 4", "more than one")],
        *[("5, maybe 6", "more than one"), ("8 or 9 bytes", "more than one")],
        *[("> 5", "a bound"), ("<= 3", "a bound"), ("at most 3", "a bound")],
        *[
            ("about less than 3 MB", "a bound"),
            ("5-6", "a range"),
            ("10–20", "a range"),
        ],
    ],
)
def test_a_choice_and_a_bound_are_named(text, said):
    """No comma is missing there: one number is asked for."""
    misread = read_quantity(text, DRAWN)
    assert isinstance(misread, Misread)
    assert said in misread.message


@pytest.mark.parametrize("text", ["57", "57%", "57 %", "57 percent", "≈57%"])
def test_a_percentage_is_a_number_of_percent_where_these_are_asked_for(text):
    """By the unit of the card, or by its question."""
    assert number(text, AnswerContext(unit="%")) == 57
    assert number(text, AnswerContext(about="How large is it, in percent?")) == 57


@given(
    st.floats(0, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    st.sampled_from(
        ["{}", "≈{}", "~ {}", "= {}", "about {}", "x = {}", "{} epochs", "{}x"]
    ),
    st.sampled_from(["{}", "{} ", "\t{}", "`{}`", "${}$", "({})", "\u200b{}\u00a0"]),
    st.sampled_from(["0123456789", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"]),
)
def test_a_number_is_read_in_every_dress(true, before, around, digits):
    """Any combination of what precedes, surrounds and forms the digits."""
    plain = f"{true:.3f}".translate(str.maketrans("0123456789", digits))
    assert number(around.format(before.format(plain))) == pytest.approx(true)


@given(
    st.integers(1000, 10**12), st.sampled_from([" ", ",", "'", "_", "\u202f", "\u00a0"])
)
def test_thousands_may_be_grouped(true, separator):
    """By a space, a comma, an apostrophe or an underscore."""
    assert number(f"{true:,}".replace(",", separator)) == true


@given(st.integers(-20, 20), st.integers(-9, 9))
def test_a_superscript_is_a_power(base, exponent):
    """Whatever its sign; of zero there is no negative one."""
    assume(base != 0 or exponent > 0)
    raised = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    assert number(f"({base}){raised}") == pytest.approx(float(base) ** exponent)


@given(st.integers(0, 99), st.sampled_from("½⅓¼¾⅕⅞"))
def test_a_fraction_adds_to_the_number_that_it_follows(whole, fraction):
    """`2½` is two and a half, and never 21/2."""
    expected = whole + unicodedata.numeric(fraction)
    assert number(f"{whole}{fraction}") == pytest.approx(expected)


@given(TEXTS)
def test_no_text_makes_it_raise(text):
    """It is a number, or a question in one line."""
    value = read_quantity(text, DRAWN)
    if isinstance(value, Misread):
        assert 0 < len(value.message) < 200
        assert value.at is None or 0 <= value.at <= len(text)
    else:
        assert value.shape == ()
