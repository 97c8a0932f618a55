"""The notice: a small sheet over the screen, with keys or facts of a card."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.tui.base import shown_key
from quizapp.tui.keys import keys
from quizapp.tui.keys.help_sections import HelpSection
from quizapp.tui.look.prose import hung
from quizapp.tui.widgets.scrolled_page import ScrolledPage


class NoticeScreen(ModalScreen[None]):
    """Two columns of text; any of the usual keys closes it."""

    CSS_PATH = "notice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.NOTICE_KEYS)
    TABLES = (keys.NOTICE_KEYS,)

    def __init__(self, title: str, sections: tuple[HelpSection, ...]) -> None:
        super().__init__()
        self._title = title
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Lay out title and rows."""
        with ScrolledPage(id="sheet"):
            yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        """Say in the border how to close it, and whether there is more."""
        sheet = self.query_one("#sheet", ScrolledPage)
        sheet.border_title = Content(self._title)
        self.watch(sheet, "scroll_y", self._show_more)
        self.screen_layout_refresh_signal.subscribe(self, self._show_more)

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        self.call_after_refresh(self._lay)

    def on_click(self, event: Click) -> None:
        """Close at a click on the border, or beside the sheet."""
        sheet = self.query_one("#sheet", ScrolledPage).region
        if not sheet.shrink((1, 1, 1, 1)).contains_point(event.screen_offset):
            self.dismiss()

    def _lay(self) -> None:
        text = self.query_one("#text", Static)
        rows = [row for _, rows in self._sections for row in rows]
        column = max((len(left) for left, _ in rows), default=0) + 2
        lines: list[Content] = []
        for heading, rows_ in self._sections:
            if lines:
                lines.append(Content(""))
            if heading:
                lines.append(Content.styled(heading, "bold"))
            for left, right in rows_:
                name = Content.styled(f"{left:{column}}", "$secondary")
                lines += hung(name, Content(right), text.size.width)
        text.update(Content("\n").join(lines))

    def _show_more(self, _: object = None) -> None:
        sheet = self.query_one("#sheet", ScrolledPage)
        below = sheet.max_scroll_y > round(sheet.scroll_y)
        more = f"{'↑' * (sheet.scroll_y > 0)}{'↓' * below}"
        close = f"{shown_key(self, 'notice.close')} closes"
        sheet.border_subtitle = Content(f"{more} more  ·  {close}" if more else close)
