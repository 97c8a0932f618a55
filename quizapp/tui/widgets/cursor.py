"""Cursor: the sign of its row, and the scrolling that keeps the row visible."""

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

CURSOR_SIGN = "› "
"""Marks the row at the cursor, which must be visible without colors."""


def cursor_sign(*, at_cursor: bool) -> tuple[str, str]:
    """Return the sign of a row and its style, blank if the cursor is elsewhere."""
    return CURSOR_SIGN if at_cursor else " " * len(CURSOR_SIGN), "$primary bold"


def scroll_to_rows(widget: Widget, row: int, count: int) -> None:
    """Scroll the page until these rows of a widget are visible."""
    for node in widget.ancestors:
        if isinstance(node, VerticalScroll):
            inside = node.region.y + node.gutter.top
            top = widget.region.y - inside + node.scroll_offset.y
            node.scroll_to_region(Region(0, top + row, 1, count), animate=False)
