"""The remark screen: one line of text about a card, over the screen that shows it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from quizapp.core.basics.remark import LONGEST_NOTE
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.base import shown_key
from quizapp.tui.keys import keys


class RemarkScreen(ModalScreen[str | None]):
    """A field for a note or a report; its result is the text, or None for no change."""

    CSS_PATH = "remark_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.REMARK_KEYS)
    TABLES = (keys.REMARK_KEYS,)
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, about: str, text: str = "") -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._text = sanitize_line(" ".join(text.split()))

    def compose(self) -> ComposeResult:
        """Lay out what it is about, and the field."""
        with Vertical(id="sheet") as sheet:
            sheet.border_title = Content(self._title)
            save, close = (shown_key(self, f"remark.{n}") for n in ("save", "close"))
            keys_ = f"{save} saves  ·  {close} changes nothing"
            sheet.border_subtitle = Content(keys_)
            yield Static(Content.styled(self._about, "$quiet"), markup=False)
            yield Input(self._text, compact=True, max_length=LONGEST_NOTE)

    def action_save(self) -> None:
        """Return the text."""
        self.dismiss(sanitize_line(self.query_one(Input).value))

    def action_close(self) -> None:
        """Return without a change."""
        self.dismiss(None)
