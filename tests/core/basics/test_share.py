"""A share shows its counts and how far it can be trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.share import ENOUGH_TRIES, Share

SHARES = st.integers(0, 500).flatmap(
    lambda of: st.builds(Share, st.floats(0, of), st.just(of))
)


@given(SHARES)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(share):
    """Whatever the counts are, parts of hits included."""
    low, high = share.interval
    assert 0 <= low <= high <= 1
    if share.of:
        assert low - 1e-12 <= share.hits / share.of <= high + 1e-12


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # both from Newcombe 1998, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(hits, of, low, high):
    """As published: Statistics in Medicine 17, 857-872."""
    assert Share(hits, of).interval == pytest.approx((low, high), abs=5e-5)


def test_too_few_make_no_percentage():
    """Nine of nine is none; nothing at all is none either, and fails nothing."""
    assert Share(9, ENOUGH_TRIES - 1).value is None
    assert Share(9, ENOUGH_TRIES).value == 0.9
    assert Share().value is None
    assert Share().interval == (0, 1)


def test_a_share_differs_only_where_chance_is_no_likely_cause():
    """8 of 10 may well come of 90 %; 80 of 100 hardly."""
    assert Share(8, 10).differs(0.9) == 0
    assert Share(80, 100).differs(0.9) == -1
    assert Share(100, 100).differs(0.9) == 1
    assert Share(0, 5).differs(0.9) == 0


@given(SHARES, SHARES)
def test_shares_add_up(one, other):
    """Hits with hits, tries with tries."""
    both = one + other
    assert (both.hits, both.of) == (one.hits + other.hits, one.of + other.of)
