"""Float noise is what single precision adds to a number of few digits."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.values.noise import without_noise


def single(number: float) -> float:
    """Round to single precision, as a tensor does."""
    return float(struct.unpack("f", struct.pack("f", number))[0])


@pytest.mark.parametrize(
    ("shown", "plain"),
    [
        ("0.9000001", "0.9"),
        ("-0.9000001", "-0.9"),
        ("0.8999964", "0.9"),
        ("6.250002", "6.25"),
        ("0.1250004", "0.125"),
        ("0.9920001", "0.992"),
        ("0.6560999", "0.6561"),
        ("8.333338", "8.333333"),
        ("1.444445", "1.444444"),
        ("2.77779", "2.77778"),
        ("0.26666668", "0.2666667"),
        ("0.30000000000000004", "0.3"),
        ("0.8999999761581421", "0.9"),
        ("0.3333333432674408", "0.3333333"),
    ],
)
def test_noise_is_found_behind_digits_that_repeat(shown, plain):
    """Zeros and nines of a short number, any digit of a fraction."""
    assert without_noise(shown) == plain


@pytest.mark.parametrize(
    "shown",
    [
        "1.25",
        "0.5695328",
        "3.141593",
        "1000000",
        "12345.68",
        "1e-05",
        "299792.458",
        "1.111111",
        "1.666667",
        "0.166667",
        "0.3333333333333333",
        "8.333333333333334",
        "0.0009765625",
        "nan",
        "inf",
        "1.5e400000000",
        "x",
        "1" * 50 + ".5",
    ],
)
def test_a_number_that_is_what_it_seems_has_no_noise(shown):
    """A fraction rounded at its end is one."""
    assert without_noise(shown) is None


@given(st.integers(1, 999), st.integers(0, 4))
def test_a_short_decimal_in_full_single_precision_is_found_again(digits, places):
    """As `item()` shows it."""
    number = digits / 10**places
    shown = repr(single(number))
    expected = None if single(number) == number else f"{number:.7g}"
    assert without_noise(shown) == expected


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_fraction_to_seven_digits_or_in_full_has_no_noise(n, d):
    """Whatever its period."""
    shown = f"{n / d:.7g}"
    if "." in shown:
        assert without_noise(shown) is None
    assert without_noise(repr(n / d)) is None
