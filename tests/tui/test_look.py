"""The look: what is painted can be read, in every theme and without colours."""

import pytest
from textual.color import Color

from quizapp.tui.theme import THEMES

TEXT = ("foreground", "primary", "secondary", "success", "warning", "error", "string")
SURFACES = ("background", "surface", "panel")


def luminance(colour: Color) -> float:
    """As WCAG 2 defines it."""
    shares = [
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
        for share in (colour.r / 255, colour.g / 255, colour.b / 255)
    ]
    return 0.2126 * shares[0] + 0.7152 * shares[1] + 0.0722 * shares[2]


def contrast(one: Color, other: Color) -> float:
    """From 1, none, to 21, black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(theme: str, name: str) -> Color:
    """Return one of a theme's colours."""
    known = THEMES[theme]
    return Color.parse(known.variables.get(name) or getattr(known, name))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("theme", "text", "quiet"),
    [("dark", 4.5, 4.5), ("light", 4.5, 4.5), ("contrast", 7, 4.5)],
)
def test_text_stands_out_from_every_surface(theme, surface, text, quiet):
    """WCAG AA, and AAA in high contrast."""
    ground = colour(theme, surface)
    for name in TEXT:
        assert contrast(colour(theme, name), ground) >= text, name
    assert contrast(colour(theme, "quiet"), ground) >= quiet
