"""The notice: a small sheet over the screen, with keys or facts of a card."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.tui.base import shown_key
from quizapp.tui.keys import keys
from quizapp.tui.look.prose import hung
from quizapp.tui.widgets.scrolled_page import ScrolledPage


class NoticeScreen(ModalScreen[None]):
    """Two columns of text; any of the usual keys closes it."""

    CSS_PATH = "notice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.NOTICE_KEYS)
    TABLES = (keys.NOTICE_KEYS,)

    def __init__(self, title: str, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out title and rows."""
        with ScrolledPage(id="sheet"):
            yield Static(id="text", markup=False)

    def on_resize(self) -> None:
        """Lay the rows out for the new width."""
        self.call_after_refresh(self._lay)

    def _lay(self) -> None:
        text = self.query_one("#text", Static)
        column = max((len(left) for left, _ in self._rows), default=0) + 2
        lines = [Content.styled(self._title, "$primary bold"), Content("")]
        for left, right in self._rows:
            name = Content.styled(f"{left:{column}}", "$secondary")
            lines += hung(name, Content(right), text.size.width)
        close = shown_key(self, "notice.close")
        lines += [Content(""), Content.styled(f"{close} closes", "$quiet")]
        text.update(Content("\n").join(lines))
