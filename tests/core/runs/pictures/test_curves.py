"""Curves have axes with round numbers, and series that differ without color."""

import math

from quizapp.core.runs.pictures.curves import draw_curves, series_of
from quizapp.core.runs.pictures.span import Frame
from quizapp.core.values.value import Array, Items, Number, Text


def drawn(series: dict[str, tuple[Number, ...]], width=60, height=24) -> list[str]:
    """Return the lines as text."""
    lines = draw_curves(series, Frame(width, height))
    return ["".join(span.text for span in line).rstrip() for line in lines]


def test_the_axes_have_round_numbers_that_enclose_the_values():
    """The upright one those of the values, the other the places."""
    lines = drawn({"": (2.03, 1.0, 0.52)})
    labels = [line.partition("┤")[0].strip() for line in lines if "┤" in line]
    assert labels == ["2.5", "2.0", "1.5", "1.0", "0.5"]
    assert lines[-2].count("┬") == 3
    assert lines[-1].split() == ["0", "1", "2"]


def test_each_of_a_few_numbers_is_marked():
    """The first is at the axis, the last at the right edge."""
    lines = drawn({"": (2.0, 1.0, 0.5)})
    assert lines[0].startswith("2.0 ┤•")
    assert lines[-3].startswith("0.5 ┤")
    assert lines[-3].endswith("•")
    assert sum(line.count("•") for line in lines) == 3


def test_a_long_series_is_a_line_without_gaps():
    """Every column has a dot."""
    lines = drawn({"": tuple(math.sin(n / 30) for n in range(400))})
    plot = [line.partition("┤")[2] or line.partition("│")[2] for line in lines[:-2]]
    width = max(map(len, plot))
    for column in range(width):
        assert any("⠀" < line.ljust(width)[column] <= "⣿" for line in plot)
    assert not any("•" in line for line in plot)


def test_several_series_have_marks_and_names():
    """However long they are."""
    lines = drawn({"with": (3.0,) * 300, "without": (2.0,) * 300})
    assert lines[-1].strip() == "• with   × without"
    assert any("×" in line for line in lines[:-3])


def test_a_legend_takes_as_many_lines_as_its_names_need():
    """None of them wider than the frame."""
    lines = drawn({name * 15: (1, 2) for name in "abcd"}, width=40)
    assert [line.split() for line in lines[-2:]] == [
        ["•", "a" * 15, "×", "b" * 15],
        ["+", "c" * 15, "o", "d" * 15],
    ]


def test_zero_has_a_line_where_values_have_both_signs():
    """It is dashed, behind the curve."""
    assert any("╌" in line for line in drawn({"": (-1.0, 1.0)}))
    assert not any("╌" in line for line in drawn({"": (0.0, 1.0)}))


def test_infinity_is_an_arrow_and_nan_a_gap():
    """At the top or bottom edge."""
    lines = drawn({"": (1.0, math.inf, 2.0, math.nan, -math.inf)}, width=40)
    assert "↑" in lines[0]
    assert "↓" in lines[-3]
    plot = "".join(lines[:-2])
    assert not any("⠀" < sign <= "⣿" for sign in plot)


def test_whole_numbers_have_whole_ticks():
    """Not half a count."""
    lines = drawn({"": (0, 1, 1, 2)})
    labels = [line.partition("┤")[0].strip() for line in lines if "┤" in line]
    assert labels == ["2", "1", "0"]


def test_a_plot_is_as_large_as_its_frame_allows():
    """Up to a limit, wide and tall."""
    line: dict[str, tuple[Number, ...]] = {"": tuple(range(100))}
    small, large = drawn(line, 50, 16), drawn(line, 140, 40)
    assert max(map(len, small)) == 50
    assert max(map(len, large)) > 90
    assert len(large) > len(small)


def test_a_dict_names_the_lines():
    """It arrives as pairs; a control character in a name is shown."""
    pair = Items((Text("a\x1b"), Array((2,), (1.0, 2.0))))
    assert series_of(Items((pair,))) == {"a␛": (1.0, 2.0)}
