"""Responders: how an answer is given on the screen, one widget a kind.

A responder turns keys into the canonical text that the card's kind reads; it
knows nothing of judging. A new kind is one widget and one entry in RESPONDERS.
"""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.values.misread import Misread


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

    shut: reactive[bool] = reactive(default=False, layout=True)
    """True once the answer is given: no key changes it."""

    is_work = False
    """True if to type an answer is work: leaving it asks once more."""

    _warned = False

    shows_truth = False
    """True if a closed responder shows what is right, so that no one else need."""

    footer: tuple[tuple[str, str], ...] = ()
    """Keys and words that hold while this has the focus."""

    def pose(self, posed: Posed) -> None:
        """Begin anew for a card."""
        self.shut = self._warned = False

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
        self.shut = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the screen once shut."""
        return not self.shut

    def assess(self) -> bool:
        """Let the user judge the answer that was just revealed, if they have to."""
        return False

    def undo_typing(self) -> bool:
        """Undo what was typed last; false if there is nothing to undo here."""
        return False

    def keeps_from_leaving(self) -> bool:
        """Warn once before work is left; false if it may be left."""
        if not self.is_work or self.shut or self._warned or self.is_untouched():
            return False
        self._warned = True
        self.notify("Your answer is not handed in. Once more ends the sitting.")
        return True

    def tell(self, place: Static, message: Content) -> None:
        """Show a message beneath the answer, and scroll to it; none takes it away."""
        if not (message or place.display):
            return  # the usual key: nothing is laid out anew for it
        place.update(message)
        place.display = bool(message)
        if message:
            self.call_after_refresh(place.scroll_visible, animate=False)

    def show_running(self, note: str) -> None:
        """Say that a try is under way."""

    def show_trial(self, outcome: Outcome) -> None:
        """Show what a try gave; what was typed stays."""
