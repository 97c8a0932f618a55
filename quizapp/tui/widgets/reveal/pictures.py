"""Pictures: those of `core.runs.pictures`, in the theme's colors.

Where colors would be replaced, by NO_COLOR or a terminal of sixteen, signs differ.
"""

from collections.abc import Mapping

from textual.app import App
from textual.color import Color
from textual.content import Content

from quizapp.core.cards.card import Card
from quizapp.core.runs.outcome import Completed, Outcome
from quizapp.core.runs.pictures.picture import picture_of
from quizapp.core.runs.pictures.span import Frame, Ink, Span
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.look.theme import SIXTEEN_COLOR_THEMES

_SIXTEEN = frozenset(theme.name for theme in SIXTEEN_COLOR_THEMES.values())
_ROLES = {
    "plain": "",
    "quiet": "$quiet",
    "odd": "$error bold",
    "series0": "$primary",
    "series1": "$secondary",
    "series2": "$success",
    "series3": "$error",
}


def pictures(
    card: Card, outcome: Outcome | None, frame: Frame, theme: Mapping[str, str]
) -> Content:
    """Return every picture of a card; empty unless its run has completed."""
    if not isinstance(outcome, Completed) or not outcome.shown:
        return Content("")
    kinds = dict(card.show)
    blocks = [
        Content("\n").join(
            Content.assemble(*(_styled(span, theme) for span in line))
            for line in picture_of(name, value, kinds[name], frame)
        )
        for name, value in outcome.shown
        if name in kinds
    ]
    return Content("\n\n").join(block for block in blocks if block)


def frame_on(app: App[object], width: int) -> Frame:
    """Return the space for a picture of this width, and how its levels differ."""
    few = app.no_color or app.theme in _SIXTEEN
    return Frame(width, app.size.height, "signs" if few else "colors")


def _styled(span: Span, theme: Mapping[str, str]) -> tuple[str, str]:
    text = sanitize_line(span.text)
    if isinstance(span.role, Ink):
        return text, _ink(span.role, theme)
    return text, _ROLES[span.role]


def _ink(ink: Ink, theme: Mapping[str, str]) -> str:
    """Color the two halves of a cell; a half that is zero stays as it is."""
    top, bottom = _color(ink.top, theme), _color(ink.bottom, theme)
    if top and bottom and top != bottom:
        return f"{top} on {bottom}"
    return top or bottom


def _color(level: float | None, theme: Mapping[str, str]) -> str:
    """Blend from faint to amber for positive numbers, to blue for negative ones."""
    if level is None:
        return ""
    full = Color.parse(theme["primary" if level > 0 else "secondary"])
    return Color.parse(theme["faint"]).blend(full, 0.1 + 0.9 * abs(level)).hex6
