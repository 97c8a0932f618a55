"""Histograms: columns for counts, above an axis of values."""

from quizapp.core.runs.pictures.histogram import Bins, bins_of, draw_histogram
from quizapp.core.runs.pictures.span import Frame
from quizapp.core.values.value import Array, Items


def drawn(bins: Bins, width=60, height=24) -> list[str]:
    """Return the lines as text."""
    lines = draw_histogram(bins, Frame(width, height))
    return ["".join(span.text for span in line).rstrip() for line in lines]


def test_columns_are_as_high_as_their_counts():
    """They end in the middle of a line, as the ticks do."""
    lines = drawn(Bins((10, 5, 0), 0.0, 3.0))
    assert lines[0] == "10 ┤▄▄▄▄▄"
    assert lines[5] == " 5 ┤█████ ▄▄▄▄▄"
    assert lines[-2].startswith(" 0 └")


def test_a_count_is_seen_however_small():
    """A bin without a count is empty."""
    lines = drawn(Bins((1000000, 1, 0), 0.0, 1.0))
    assert lines[-3].endswith("█████ ▁▁▁▁▁")


def test_the_axis_of_values_has_round_numbers():
    """At their places, not at the ends of bins."""
    lines = drawn(Bins((1,) * 40, -3.1, 3.3))
    assert lines[-1].split() == ["-3", "-2", "-1", "0", "1", "2", "3"]
    assert lines[-2].count("┬") == 7


def test_whole_numbers_are_named_below_their_columns():
    """Their bins go from half a number before to half a number after."""
    lines = drawn(Bins((20, 80), -0.5, 1.5))
    assert lines[-1].split() == ["0", "1"]
    assert Bins((20, 80), -0.5, 1.5).ends == (0, 1)


def test_bins_without_room_are_added_up():
    """No count is lost."""
    lines = drawn(Bins((1,) * 40, 0.0, 1.0), width=20)
    assert max(map(len, lines)) <= 20
    assert lines[0].startswith("4 ┤▄")


def test_a_constant_is_one_column_with_its_value():
    """There is no range to divide."""
    assert drawn(Bins((7,), 2.5, 2.5))[-1].split() == ["2.5"]


def test_what_is_not_finite_is_counted_apart():
    """As the child reports it, in a third item."""
    counts, ends = Array((2,), (1, 4)), Array((2,), (0.0, 1.0))
    assert bins_of(Items((counts, ends))) == Bins((1, 4), 0.0, 1.0)
    known = bins_of(Items((counts, ends, Array((1,), (3,)))))
    assert known == Bins((1, 4), 0.0, 1.0, 3)
