"""Recall: a flashcard is answered aloud or in the head."""

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content

from quizapp.tui.base import shown_key
from quizapp.tui.keys import footers, keys, widget_keys
from quizapp.tui.widgets.answers.responder import Responder


class Recall(Responder, can_focus=True):
    """Waits for one key."""

    is_blank_asked_first = False  # it is always blank
    footer = (("flashcard.reveal", "reveal"), *footers.PICKING)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.FLASHCARD_KEYS)
    TABLES = (widget_keys.FLASHCARD_KEYS,)

    def render(self) -> RenderResult:
        """Show the key that reveals, until it was pressed."""
        key = shown_key(self, "flashcard.reveal")
        text = "" if self.shut else f"Press {key} to reveal the answer."
        return Content.styled(text, "$quiet")

    def on_click(self) -> None:
        """Reveal, as the key does."""
        if not self.shut:
            self.action_reveal()

    def action_reveal(self) -> None:
        """Reveal the answer; nothing was typed."""
        self.post_message(self.Submitted(""))
