"""Listing: hundreds of thousands of rows of text, with only the visible ones drawn.

Textual's DataTable measures and stores every row: 100,000 of them took 19 seconds.
Here a row is requested when it is painted, and not stored.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.widgets.cursor import CURSOR_SIGN, cursor_sign

RowCells: TypeAlias = Sequence[tuple[str, str]]
"""Texts and their styles, side by side; one line, already sanitized."""

DrawRow: TypeAlias = Callable[[int, int], RowCells]
"""Draws a row, by its number, for a width in cells."""


class Listing(ScrollView, can_focus=True):
    """Rows with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.LIST_KEYS)
    TABLES = (widget_keys.LIST_KEYS,)

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row, or other rows are shown."""

    def __init__(self, draw: DrawRow, *, id: str) -> None:  # noqa: A002  # Textual's
        super().__init__(id=id)
        self._draw = draw
        self._count = 0
        self._styles: dict[tuple[str, bool], RichStyle] = {}

    @property
    def width(self) -> int:
        """The width of a row in cells, without the scrollbar."""
        return self.scrollable_content_region.width

    def show_rows(self, count: int, cursor: int = 0) -> None:
        """Show this many rows, with the cursor on one of them."""
        self._count = count
        self.virtual_size = Size(0, count)
        self.set_reactive(Listing.cursor, max(0, min(cursor, count - 1)))
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, step: int) -> None:
        """Move the cursor by rows."""
        self.cursor += step

    def action_page(self, step: int) -> None:
        """Move the cursor by pages."""
        self.cursor += step * max(1, self.size.height - 1)

    def action_move_to(self, row: int) -> None:
        """Move the cursor to a row, counted from the end if it is negative."""
        self.cursor = row if row >= 0 else self._count + row

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Redraw the two rows."""
        self.refresh_line(before)
        self.refresh_line(now)
        self._keep_in_sight()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        row = event.y + self.scroll_offset.y
        if row < self._count:
            self.cursor = row

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._keep_in_sight()

    def notify_style_update(self) -> None:
        """Use the colors of another theme."""
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        row, width = y + self.scroll_offset.y, self.width
        if row >= self._count:
            return Strip.blank(width, self._style("", at_cursor=False))
        here = row == self.cursor
        cells = (
            cursor_sign(at_cursor=here),
            *self._draw(row, width - len(CURSOR_SIGN)),
        )
        segments = [
            Segment(text, self._style(style, at_cursor=here)) for text, style in cells
        ]
        blank = self._style("", at_cursor=here)
        return Strip(segments).adjust_cell_length(width, blank)

    def _style(self, style: str, *, at_cursor: bool) -> RichStyle:
        key = (style, at_cursor)
        if key not in self._styles:
            background = (
                "$foreground on $panel" if at_cursor else "$foreground on $background"
            )
            variables = self.app.theme_variables
            own = Style.parse(style, variables) if style else Style()
            self._styles[key] = (Style.parse(background, variables) + own).rich_style
        return self._styles[key]

    def _keep_in_sight(self) -> None:
        height, top = self.scrollable_content_region.height, self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, force=True)
