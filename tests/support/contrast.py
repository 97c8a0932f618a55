"""Contrast: how well the painted text stands out, as WCAG 2 measures it."""

from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.geometry import Region

DRAWN = set("━─│╌┤├┐┌┘└╭╮╰╯▁▂▃▄▅▆▇█▌▏▎▍▋▊▉▔▕▐░▒▓▀·◇●○ ")
"""Lines, bars and dots, which are not text."""


def luminance(color: Color) -> float:
    """As WCAG 2 defines it."""
    shares = [
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
        for share in (color.r / 255, color.g / 255, color.b / 255)
    ]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


def contrast(one: Color, other: Color) -> float:
    """From 1 (none) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def painted(app: App[Any]) -> Iterator[tuple[int, Segment]]:
    """Yield the painted segments, with their rows."""
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        for segment in strip:
            yield row, segment


def ratio(segment: Segment) -> float:
    """Return the contrast between a segment's text and background."""
    assert segment.style is not None
    text, ground = segment.style.color, segment.style.bgcolor
    assert text is not None
    assert ground is not None
    return contrast(Color.from_rich_color(text), Color.from_rich_color(ground))


def faint(
    app: App[Any], least: float, within: Region | None = None
) -> list[tuple[str, float]]:
    """Return the texts painted with less contrast, on the screen or in a part of it."""
    texts = (
        each
        for row, column, each in _placed(app)
        if not DRAWN.issuperset(each.text)
        and (within is None or within.contains(column, row))
    )
    return [(text.text, ratio(text)) for text in texts if ratio(text) < least]


def _placed(app: App[Any]) -> Iterator[tuple[int, int, Segment]]:
    """Yield the painted segments, with their rows and columns."""
    last = column = 0
    for row, segment in painted(app):
        last, column = row, column if row == last else 0
        yield row, column, segment
        column += segment.cell_length
