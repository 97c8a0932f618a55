"""Code editor: the answer of a fix or implement card, tried out and handed in."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from quizapp.core.kinds.coding import Coding, own
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import keys
from quizapp.tui.widgets.answers.code_area import CodeArea
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.reveal.results import marked_lines, run_of


class CodeEditor(Responder):
    """Code, and beneath it what came of the last try."""

    footer = (
        ("code.try", "run checks"),
        ("code.hand-in", "hand in"),
        ("code.give-up", "give up"),
        ("study.hint-typing", "hint"),
        ("study.leave-field", "keys"),
    )
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.CODE_KEYS)

    is_work = True
    _began_with = ""
    _coding: Coding | None = None

    def compose(self) -> ComposeResult:
        """Lay out code and results."""
        yield CodeArea(id="code")
        yield Static("", id="tried", markup=False)

    def pose(self, posed: Posed) -> None:
        """Begin with the card's code."""
        super().pose(posed)
        self._began_with = posed.card.code.strip("\n")
        self._coding = posed.card.kind.coding
        self._area.read_only = False
        self._area.can_focus = True
        self._area.show_code(self._began_with)
        self._tell(Content(""))

    def take_focus(self) -> None:
        """Put the cursor into the code, which may be mended after a run."""
        self.shut = self._area.read_only = False
        self._area.can_focus = True
        self.screen.set_focus(self._area)

    def is_untouched(self) -> bool:
        """Tell whether the code is as it was."""
        return self._area.text == self._began_with

    def undo_typing(self) -> bool:
        """Undo an edit, if the code has the focus and was edited."""
        if not self._area.has_focus or not self._area.history.undo_stack:
            return False
        self._area.undo()
        return True

    def keeps_from_leaving(self) -> bool:
        """Copy what is selected; warn once before code that was typed is left."""
        if self._area.has_focus and self._area.selected_text:
            self._area.action_copy()
            return True
        return super().keeps_from_leaving()

    def correct(self, misread: Misread) -> None:
        """Say why the code is not taken."""
        self._tell(Content.styled(sanitize_line(misread.message), "$error"))

    def show_running(self, note: str) -> None:
        """Say that the checks run."""
        self._tell(Content.styled(note, "$quiet"))

    def show_trial(self, outcome: Outcome) -> None:
        """Show what came of each check; the code stays."""
        if self._coding is None:
            return
        code = self._area.text
        outcome = own(outcome, code)
        results = self._coding.results(outcome)
        self._area.mark(marked_lines(outcome, results, code))
        self._tell(run_of(outcome, results, code, self.size.width))

    def close(self, text: str) -> None:
        """Keep the code that was judged, as a thing to read."""
        super().close(text)
        if text and text != self._area.text:  # after an undo
            self._area.show_code(text)
        self._area.read_only = True
        self._area.can_focus = False  # its keys would not scroll the page
        self._tell(Content(""))

    def action_try(self) -> None:
        """Run the checks; nothing ends but by success."""
        self.post_message(self.Tried(self._area.text))

    def action_hand_in(self) -> None:
        """Commit to the code."""
        self.post_message(self.Submitted(self._area.text))

    def action_give_up(self) -> None:
        """Commit to no answer."""
        self.post_message(self.Submitted(""))

    @property
    def _area(self) -> CodeArea:
        return self.query_one(CodeArea)

    def _tell(self, content: Content) -> None:
        self.tell(self.query_one("#tried", Static), content)
