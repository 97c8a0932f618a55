"""Responder: the base of the widgets that take answers.

A responder turns keys into the canonical text that the card's kind reads. It knows
nothing of judging. A new kind is one widget, and one entry in RESPONDERS.
"""

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.values.misread import Misread
from quizapp.tui.base import shown_key
from quizapp.tui.widgets.steady_scroll import page_of


class Responder(Widget):
    """A widget that takes the answer to a card."""

    class Submitted(Message):
        """The user committed to an answer."""

        def __init__(self, text: str, draft: str = "") -> None:
            """`draft` is what the user gives up."""
            super().__init__()
            self.text = text
            self.draft = draft

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

    class Reported(Message):
        """A try of the code came to this; empty to show nothing any more."""

        def __init__(self, content: Content) -> None:
            super().__init__()
            self.content = content

    shut: reactive[bool] = reactive(default=False, layout=True)
    """True once the answer is given: keys no longer change it."""

    is_work = False
    """True if typing an answer is work: leaving it needs a second press."""

    _warned = ""
    """The key that leaves at its next press."""

    shows_truth = False
    """True if a closed responder shows the right answer itself."""

    is_blank_asked_first = True
    """True if no answer needs a second press of Enter."""

    in_interview = False
    """True in a mock interview, where no solution is shown before the end."""

    _was_asked = False

    footer: tuple[tuple[str, str], ...] = ()
    """Keys and words for the footer while this has the focus."""

    def pose(self, posed: Posed) -> None:
        """Start with a new card."""
        self.shut = self._was_asked = False
        self._warned = ""

    def refill(self, text: str) -> None:
        """Start with code or notes that were submitted before; else from empty."""

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
        if page := page_of(self):
            page.keep_rows_in_sight(self, row, count)

    def asks_first(self, text: str) -> bool:
        """Ask once before no answer is submitted; return whether it was asked now."""
        if text.strip() or self._was_asked or not self.is_blank_asked_first:
            return False
        self._was_asked = True
        then = "skips the question" if self.in_interview else "shows the solution"
        self.correct(Misread(f"No answer yet. Enter again {then}."))
        return True

    def row_clicked(self, event: Click) -> int | None:
        """Return the row that a click was on; None once the answer is given."""
        if self.shut:
            return None
        event.prevent_default()  # two quick clicks select no text
        offset = event.get_content_offset(self)
        return None if offset is None else offset.y

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

    def keeps_from_leaving(self, key: str, what: str) -> bool:
        """Warn once before a key discards work; return whether it was a warning.

        `key` is its id, and `what` says what it does.
        """
        is_safe = not self.is_work or self.shut or self.is_untouched()
        if is_safe or self._warned == key:
            return False
        self._warned = key
        again = f"{shown_key(self, key)} again {what}"
        self.notify(f"Your answer is not submitted yet. {again} and discards it.")
        return True

    def show_message(self, place: Static, message: Content) -> None:
        """Show a message and scroll to it; an empty one hides it."""
        if not (message or place.display):
            return  # the usual key, which needs no new layout
        place.update(message)
        place.display = bool(message)
        if message:
            if page := page_of(self):
                page.keep_in_sight(place)

    def show_running(self, note: str) -> None:
        """Show that a try is running."""

    def show_trial(self, outcome: Outcome) -> None:
        """Show the result of a try; what was typed stays."""
