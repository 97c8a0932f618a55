"""Spans: a picture's lines in parts of one role each, and the space they are given."""

from typing import Literal, TypeAlias

from msgspec import Struct


class Ink(Struct, frozen=True):
    """The two halves of a heatmap cell, each from -1 to 1; None is a zero."""

    top: float | None
    bottom: float | None


Tone: TypeAlias = Literal[
    "plain", "quiet", "odd", "series0", "series1", "series2", "series3"
]
"""Odd is what is no finite number."""

SERIES: tuple[Tone, ...] = ("series0", "series1", "series2", "series3")


class Span(Struct, frozen=True):
    """A stretch of a line in one role."""

    text: str
    role: Tone | Ink = "plain"


PictureLine: TypeAlias = tuple[Span, ...]


Shades: TypeAlias = Literal["colors", "signs"]
"""How levels differ: by color, or where there are few colors, by sign."""


class Frame(Struct, frozen=True):
    """The space for a picture."""

    width: int
    """Cells of a line; less than `LEAST_WIDTH` counts as that."""
    height: int = 24
    """Lines that are seen at once. A picture takes fewer."""
    shades: Shades = "colors"


LEAST_WIDTH = 20
