"""Ticks are round, enclose their range, and differ as texts."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.terminal.ticks import round_ticks, tick_texts

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE, FINITE, st.integers(1, 12), st.booleans())
def test_ticks_enclose_the_range(one, other, most, whole):
    """There are no more than asked for, and each is larger than the last."""
    low, high = sorted((one, other))
    ticks = round_ticks(low, high, most, whole=whole)
    slack = (high / 2 - low / 2) / 1e6
    assert ticks[0] / 2 - slack <= low / 2
    assert high / 2 <= ticks[-1] / 2 + slack
    assert 2 <= len(ticks) <= most + 1
    assert all(a < b for a, b in pairwise(ticks))
    assert all(map(math.isfinite, ticks))


@given(FINITE, FINITE, st.integers(1, 12))
def test_a_text_takes_few_cells(one, other, most):
    """However large or small the number is."""
    low, high = sorted((one, other))
    ticks = round_ticks(low, high, most)
    assert all(len(text) <= 14 for text in tick_texts(ticks))


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0.52, 2.03, ("0.5", "1.0", "1.5", "2.0", "2.5")),
        (0, 1, ("0.00", "0.25", "0.50", "0.75", "1.00")),
        (-1, 1, ("-1.0", "-0.5", "0.0", "0.5", "1.0")),
        (2.3025, 2.3027, ("2.30250", "2.30255", "2.30260", "2.30265", "2.30270")),
        (0, 7e10, ("0", "2e+10", "4e+10", "6e+10", "8e+10")),
        (3, 3, ("0", "1", "2", "3")),
    ],
)
def test_texts_have_the_digits_they_need(low, high, texts):
    """All of them the same number of decimals."""
    assert tick_texts(round_ticks(low, high, 4)) == texts
