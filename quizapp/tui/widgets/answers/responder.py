"""Responder: the base of the widgets that take answers.

A responder turns keys into the canonical text that the card's kind reads. It knows
nothing of judging. A new kind is one widget, and one entry in RESPONDERS.
"""

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.values.misread import Misread
from quizapp.tui.widgets.cursor import scroll_to_rows


class Responder(Widget):
    """A widget that takes the answer to a card."""

    class Submitted(Message):
        """The user committed to an answer."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Tried(Message):
        """The user wants to run their code before submitting it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Assessed(Message):
        """The user ticked the points that their answer made."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    shut: reactive[bool] = reactive(default=False, layout=True)
    """True once the answer is given: keys no longer change it."""

    is_work = False
    """True if typing an answer is work: leaving it needs a second press."""

    _warned = False

    shows_truth = False
    """True if a closed responder shows the right answer itself."""

    footer: tuple[tuple[str, str], ...] = ()
    """Keys and words for the footer while this has the focus."""

    def pose(self, posed: Posed) -> None:
        """Start with a new card."""
        self.shut = self._warned = False

    def take_focus(self) -> None:
        """Take the focus."""
        self.screen.set_focus(self)

    def is_untouched(self) -> bool:
        """Return whether nothing would be lost by leaving."""
        return True

    def correct(self, misread: Misread) -> None:
        """Say why the answer could not be read; what was typed stays."""

    def reveal_rows(self, row: int, count: int = 1) -> None:
        """Scroll until these rows of this widget are visible."""
        self.call_after_refresh(scroll_to_rows, self, row, count)

    def close(self, text: str) -> None:
        """Show the given answer; it can no longer change."""
        self.shut = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys to the screen once the answer is given."""
        return not self.shut

    def assess(self) -> bool:
        """Let the user judge the revealed answer; return whether they have to."""
        return False

    def undo_typing(self) -> bool:
        """Undo what was typed last; return whether there was anything to undo."""
        return False

    def keeps_from_leaving(self) -> bool:
        """Warn once before work is lost; return whether it was a warning."""
        if not self.is_work or self.shut or self._warned or self.is_untouched():
            return False
        self._warned = True
        self.notify("Not submitted yet. Press again to leave and discard it.")
        return True

    def show_message(self, place: Static, message: Content) -> None:
        """Show a message and scroll to it; an empty one hides it."""
        if not (message or place.display):
            return  # the usual key, which needs no new layout
        place.update(message)
        place.display = bool(message)
        if message:
            self.call_after_refresh(place.scroll_visible, animate=False)

    def show_running(self, note: str) -> None:
        """Show that a try is running."""

    def show_trial(self, outcome: Outcome) -> None:
        """Show the result of a try; what was typed stays."""
