"""The look: one palette of its own, dark and light.

Amber marks where the user is, green and red are verdicts only. Text keeps a
contrast of at least 4.5 : 1 on every surface it stands on.
"""

from pygments.token import Token
from textual.highlight import HighlightTheme, TokenType
from textual.theme import Theme


class CodeColours(HighlightTheme):
    """Few colours: names stay plain, so that numbers and keywords are found."""

    STYLES: dict[TokenType, str] = {  # noqa: RUF012  # as its base declares it
        Token.Comment: "$quiet italic",
        Token.Keyword: "$primary",
        Token.Keyword.Constant: "$secondary",
        Token.Operator.Word: "$primary",
        Token.Literal.Number: "$secondary",
        Token.Literal.String: "$string",
        Token.Name.Decorator: "$primary",
        Token.Name.Function: "bold",
        Token.Name.Class: "bold",
    }


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
        "quiet": "#62656e",
        "faint": "#cfcabd",
        "string": "#56631b",
        "input-cursor-background": "#8a5200",
        "input-cursor-foreground": "#faf8f4",
        "input-selection-background": "#8a5200 25%",
    },
)

THEMES = {"dark": DARK, "light": LIGHT}
