"""Trends say where a series goes, and where it turns."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.runs.pictures.trend import trend


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ((1.0, 2.0, 2.0, 5.0), "rises from 1 to 5"),
        ((5.0, 2.0, 1.0), "falls from 5 to 1"),
        ((3.0, 3.0), "stays at 3"),
        ((3.0,), "is 3"),
        ((0.0, 4.0, 9.0, 1.0), "rises from 0 to 9 at index 2, then falls to 1"),
        ((9.0, 1.0, 4.0), "falls from 9 to 1 at index 1, then rises to 4"),
        ((9.0, 5.0, 5.1, 0.0), "falls from 9 to 0, with small ups and downs"),
        ((9.0, 4.0, 6.0, 3.0, 5.0, 0.0), "falls from 9 to 0, with ups and downs"),
        ((0.0, 1.0, -1.0, 1.0, 0.0), "goes up and down between -1 and 1"),
        ((1.0, math.inf, 2.0, math.nan), "rises from 1 to 2, with 1 nan, 1 inf"),
        ((math.nan, math.nan), "has no finite number: 2 nan"),
        ((), "is empty"),
    ],
)
def test_a_trend_is_a_verb_with_numbers(line, words):
    """Noise is not a turn."""
    assert trend(line) == words


@given(st.lists(st.floats()))
def test_every_series_has_a_trend(line):
    """However large its numbers are."""
    assert trend(line)
