"""Themes: one palette, dark, light and in high contrast.

Amber marks where the user is; green and red are only for verdicts. Text has a contrast
of at least 4.5 : 1 on every surface, and 7 : 1 in high contrast. Terminals of sixteen
colors get a palette of just these colors, since others would be replaced at random.
Textual's themes are corrected until they have the same contrast.
"""

from functools import cache

from textual.color import BLACK, WHITE, Color
from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="quizapp-dark",
    dark=True,
    primary="#e8b059",
    secondary="#8fb3d9",
    accent="#e8b059",
    foreground="#dcdfe6",
    background="#15171c",
    surface="#1c1f26",
    panel="#262a33",
    success="#8ccf9b",
    warning="#e8b059",
    error="#f08c8c",
    variables={
        "quiet": "#969dab",
        "faint": "#3a3f4b",
        "string": "#b5bd8f",
        "input-cursor-background": "#e8b059",
        "input-cursor-foreground": "#15171c",
        "input-selection-background": "#e8b059 30%",
    },
)

LIGHT = Theme(
    name="quizapp-light",
    dark=False,
    primary="#8a5200",
    secondary="#2a5b91",
    accent="#8a5200",
    foreground="#26282e",
    background="#faf8f4",
    surface="#f2efe8",
    panel="#e6e2d8",
    success="#1f6b39",
    warning="#8a5200",
    error="#a8241c",
    variables={
        "quiet": "#5f626b",
        "faint": "#cfcabd",
        "string": "#56631b",
        "input-cursor-background": "#8a5200",
        "input-cursor-foreground": "#faf8f4",
        "input-selection-background": "#8a5200 25%",
    },
)

CONTRAST = Theme(
    name="quizapp-contrast",
    dark=True,
    primary="#ffd35c",
    secondary="#9bd3ff",
    accent="#ffd35c",
    foreground="#ffffff",
    background="#000000",
    surface="#0c0c0e",
    panel="#242428",
    success="#8df0a4",
    warning="#ffd35c",
    error="#ffaaaa",
    variables={
        "quiet": "#ccd0d8",
        "faint": "#8a8f9c",
        "string": "#d9e38c",
        "input-cursor-background": "#ffd35c",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#0a4a7a",
    },
)

DARK_16 = Theme(
    name="quizapp-dark-16",
    dark=True,
    primary="#ffff55",
    secondary="#55ffff",
    accent="#ffff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#0000aa",
    success="#55ff55",
    warning="#ffff55",
    error="#ff5555",
    variables={
        "quiet": "#aaaaaa",
        "faint": "#555555",
        "string": "#55ff55",
        "input-cursor-background": "#ffff55",
        "input-cursor-foreground": "#000000",
        "input-selection-background": "#0000aa",
    },
)

LIGHT_16 = Theme(
    name="quizapp-light-16",
    dark=False,
    primary="#0000aa",
    secondary="#aa00aa",
    accent="#0000aa",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#ffffff",
    success="#0000aa",  # the palette's greens are too pale on white
    warning="#0000aa",
    error="#aa0000",
    variables={
        "quiet": "#555555",
        "faint": "#aaaaaa",
        "string": "#aa00aa",
        "input-cursor-background": "#0000aa",
        "input-cursor-foreground": "#ffffff",
        "input-selection-background": "#aaaaaa",
    },
)

FULL_COLOR_THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}
"""By the names of the settings."""
SIXTEEN_COLOR_THEMES = {"dark": DARK_16, "light": LIGHT_16, "contrast": DARK_16}
"""The same for terminals of sixteen colors."""


_ANSI = {"ansi-dark", "ansi-light"}
"""Their colors are the terminal's, so nobody can measure their contrast."""
THEME_NAMES = (*FULL_COLOR_THEMES, *sorted(BUILTIN_THEMES.keys() - _ANSI))
"""Every name that the settings allow."""

_TEXT = 7.0
"""Contrast of the text with the background."""
_ON_SURFACES = 6.5
"""Contrast of the text with surface and panel."""
_COLORED = 4.5
"""Contrast of every colored or quiet text with every surface."""
_STEPS = 50
_ROLES = ("primary", "secondary", "success", "warning", "error")


def theme_named(name: str, *, few_colors: bool) -> Theme:
    """Return a theme by its name in the settings, for a terminal of few colors too."""
    own = SIXTEEN_COLOR_THEMES if few_colors else FULL_COLOR_THEMES
    if name in own:
        return own[name]
    foreign = BUILTIN_THEMES[name]
    if few_colors:
        return own["dark" if foreign.dark else "light"]
    return _corrected(name)


@cache
def _corrected(name: str) -> Theme:
    return readable(BUILTIN_THEMES[name])


def readable(theme: Theme) -> Theme:
    """Return a foreign theme with our names of colors and at least our contrast."""
    given = {
        name: Color.parse(value)
        for name, value in theme.to_color_system().generate().items()
        if name in {*_ROLES, "foreground", "background", "surface", "panel"}
    }
    pole, ground = (WHITE if theme.dark else BLACK), given["background"]
    text = _blended(given["foreground"], pole, _TEXT, ground)
    surface = _blended(given["surface"], ground, _ON_SURFACES, text)
    panel = _blended(given["panel"], ground, _ON_SURFACES, text)
    surfaces = (ground, surface, panel)
    roles = {
        role: _blended(given[role], pole, _COLORED, *surfaces).hex6 for role in _ROLES
    }
    quiet = _blended(ground.blend(text, 0.6), text, _COLORED, *surfaces)
    string = given["success"].blend(given["warning"], 0.5)
    return Theme(
        name=f"quizapp-{theme.name}",
        dark=theme.dark,
        accent=roles["primary"],
        foreground=text.hex6,
        background=ground.hex6,
        surface=surface.hex6,
        panel=panel.hex6,
        variables={
            "quiet": quiet.hex6,
            "faint": panel.blend(text, 0.25).hex6,
            "string": _blended(string, pole, _COLORED, *surfaces).hex6,
            "input-cursor-background": roles["primary"],
            "input-cursor-foreground": ground.hex6,
            "input-selection-background": f"{roles['primary']} 30%",
        },
        **roles,  # type: ignore[arg-type]  # five texts
    )


def _blended(color: Color, toward: Color, least: float, *others: Color) -> Color:
    """Return the color nearest to this one with this contrast to all others."""
    steps = (color.blend(toward, step / _STEPS) for step in range(_STEPS))
    return next(
        (each for each in steps if all(_contrast(each, o) >= least for o in others)),
        toward,
    )


def _contrast(one: Color, other: Color) -> float:
    """Return WCAG's contrast: 1 is none, 21 is black on white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
        for share in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
