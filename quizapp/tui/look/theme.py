"""Themes: one palette, dark, light and in high contrast.

Amber marks where the user is; green and red are only for verdicts. Text has a contrast
of at least 4.5 : 1 on every surface, and 7 : 1 in high contrast. Terminals of sixteen
colors get a palette of just these colors, since others would be replaced at random.
"""

from textual.theme import Theme

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
