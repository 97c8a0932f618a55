"""A device's chain shows an event that changed, is missing or was put in."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.store.chain import (
    ChainGap,
    Head,
    Link,
    broken,
    checksum,
    gaps,
    holds,
    link_after,
)

COLUMNS = st.none() | st.text(max_size=8) | st.integers() | st.floats(allow_nan=False)
ROWS = st.lists(st.lists(COLUMNS, min_size=1, max_size=4).map(tuple), max_size=12)


def chain_of(rows, device="here"):
    """Return the links of rows in the order they were appended."""
    head, links = Head(), []
    for row in rows:
        link = link_after(head, "reviews", row)
        head = Head(link.number, link.sum)
        links.append((device, link))
    return links


@given(ROWS)
def test_a_whole_chain_has_no_gap_and_every_sum_holds(rows):
    """Numbers run from 1, and each event names the one before."""
    links = chain_of(rows)
    assert list(gaps(links)) == []
    assert list(broken(links)) == []
    assert all(
        holds("reviews", row, link) for row, (_, link) in zip(rows, links, strict=True)
    )


@given(ROWS.filter(bool), st.data())
def test_a_missing_event_is_a_gap(rows, data):
    """The last one only for who knows the head from elsewhere."""
    links = chain_of(rows)
    head = Head(links[-1][1].number, links[-1][1].sum)
    missing = data.draw(st.integers(0, len(links) - 1))
    rest = links[:missing] + links[missing + 1 :]
    assert list(gaps(rest, {"here": head})) == [
        ChainGap("here", missing + 1, missing + 1)
    ]


@given(COLUMNS, COLUMNS)
def test_different_values_have_different_sums(one, other):
    """1 and 1.0 and "1" too: they are stored differently."""
    same = type(one) is type(other) and repr(one) == repr(other)
    sums = [checksum("reviews", (value,), 1, b"") for value in (one, other)]
    assert (sums[0] == sums[1]) == same


@given(st.text(max_size=5), st.text(max_size=5))
def test_text_cannot_move_between_columns(one, other):
    """Columns are encoded with their lengths."""
    joined = checksum("reviews", (one + other, ""), 1, b"")
    assert (checksum("reviews", (one, other), 1, b"") == joined) == (other == "")


def test_an_event_that_was_replaced_breaks_the_next_one():
    """Its own sum is valid, but the next one names another."""
    links = chain_of([("a",), ("b",), ("c",)])
    other = link_after(Head(1, links[0][1].sum), "reviews", ("x",))
    links[1] = ("here", other)
    assert list(broken(links)) == [("here", 3)]


def test_two_events_with_one_number_are_found():
    """Two machines that run the same copy of a home."""
    links = chain_of([("a",), ("b",)])
    clone = link_after(Head(1, links[0][1].sum), "reviews", ("x",))
    assert list(broken([*links, ("here", clone)])) == [("here", 2)]


def test_each_device_has_a_chain_of_its_own():
    """Gaps name the device."""
    links = [*chain_of([("a",)], "one"), ("two", Link(3, b"", b""))]
    heads = {"three": Head(2, b"x")}
    expected = [ChainGap("three", 1, 2), ChainGap("two", 1, 2)]
    assert list(gaps(links, heads)) == expected
    assert [len(gap) for gap in expected] == [2, 2]
