"""Themes: the names that the setting allows, listed without loading Textual."""

THEMES = (
    "dark",
    "light",
    "contrast",
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "textual-dark",
    "textual-light",
    "tokyo-night",
)
"""Three of our own, then Textual's; a test compares them with Textual's list.

Not ansi-dark and ansi-light: the terminal chooses their colors, so no one can measure
whether text is readable.
"""
