"""Responders: how an answer is given on the screen, one widget a kind.

A responder turns keys into the canonical text that the card's kind reads; it
knows nothing of judging. A new kind is one widget and one entry in RESPONDERS.
"""

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from quizapp.core.outcome import Outcome
from quizapp.core.response import Misread
from quizapp.core.session import Posed


class Responder(Widget):
    """The place of the answer."""

    class Submitted(Message):
        """The user committed to an answer."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Tried(Message):
        """The user wants to see what their code does, before handing it in."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Assessed(Message):
        """The user judged their own answer by its points."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    shows_truth = False
    """True if a closed responder shows what is right, so that no one else need."""

    footer: tuple[tuple[str, str], ...] = ()
    """Keys and words that hold while this has the focus."""

    def pose(self, posed: Posed) -> None:
        """Begin anew for a card."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Let the keys come here."""
        self.screen.set_focus(self)

    def is_untouched(self) -> bool:
        """Tell whether nothing would be lost by leaving."""
        return True

    def correct(self, misread: Misread) -> None:
        """Say why the answer could not be read; keep what was typed."""

    def reveal_row(self, row: int) -> None:
        """Scroll as far as a row of this needs it to be on the screen."""
        self.call_after_refresh(self._show_row, row)

    def _show_row(self, row: int) -> None:
        for node in self.ancestors:
            if isinstance(node, VerticalScroll):
                top = self.region.y - node.region.y + node.scroll_offset.y
                node.scroll_to_region(Region(0, top + row, 1, 2), animate=False)

    def close(self, text: str) -> None:
        """Show the answer as given: no more changes."""

    def assess(self) -> bool:
        """Let the user judge the answer that was just revealed, if they have to."""
        return False

    def undo_typing(self) -> bool:
        """Undo what was typed last; false if there is nothing to undo here."""
        return False

    def keeps_from_leaving(self) -> bool:
        """Take Ctrl+C for something else than leaving; false if it may leave."""
        return False

    def show_running(self, note: str) -> None:
        """Say that a try is under way."""

    def show_trial(self, outcome: Outcome) -> None:
        """Show what a try gave; what was typed stays."""
