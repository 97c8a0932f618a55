"""Code editor: the answer of a fix or implement card, tried out and submitted."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import TextArea

from quizapp.core.kinds.coding import Coding, in_own_lines
from quizapp.core.runs.outcome import Outcome
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.base import by_key, shown_key
from quizapp.tui.keys import keys
from quizapp.tui.widgets.answers.code_area import CodeArea
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.reveal.results import marked_lines, run_of


class CodeEditor(Responder):
    """Code; the page shows the result of the last try."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(keys.CODE_KEYS)
    TABLES = (keys.CODE_KEYS,)

    is_work = True
    is_blank_asked_first = False  # giving up has its own key
    _original = ""
    _coding: Coding | None = None
    _giving_up = False
    """True if the next Ctrl+G gives up."""

    @property
    def footer(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        """The keys that work now."""
        if self.in_interview:
            return (("code.try", "run it"), ("code.hand-in", "submit"))
        return (
            ("code.try", "run checks"),
            ("code.hand-in", "submit"),
            ("code.give-up", "give up"),
            ("study.hint-typing", "hint"),
            ("study.leave-field", "shortcuts"),
        )

    def compose(self) -> ComposeResult:
        """Lay out the code."""
        yield CodeArea(id="code")

    def pose(self, posed: Posed) -> None:
        """Start with the card's code."""
        super().pose(posed)
        self._giving_up = False
        self._original = posed.card.code.strip("\n")
        self._coding = posed.card.kind.coding
        self._area.read_only = False
        self._area.can_focus = True
        self._area.show_code(self._original)
        self._show_message(Content(""))

    def refill(self, text: str) -> None:
        """Go on with the code that was submitted."""
        if text.strip():
            self._original = text.strip("\n")
            self._area.show_code(self._original)

    def take_focus(self) -> None:
        """Put the cursor in the code, which can be fixed after a run."""
        self.shut = self._area.read_only = False
        self._area.can_focus = True
        self.screen.set_focus(self._area)

    def is_untouched(self) -> bool:
        """Return whether the code is unchanged."""
        return self._area.text == self._original

    def undo_typing(self) -> bool:
        """Undo an edit, if the code has the focus and was edited."""
        if not self._area.has_focus or not self._area.history.undo_stack:
            return False
        self._area.undo()
        return True

    def keeps_from_leaving(self, key: str, what: str) -> bool:
        """Copy what is selected; warn once before edited code is lost."""
        if self._area.has_focus and self._area.selected_text:
            self._area.action_copy()
            return True
        return super().keeps_from_leaving(key, what)

    def correct(self, misread: Misread) -> None:
        """Say why the code is not accepted."""
        self._show_message(Content.styled(sanitize_line(misread.message), "$error"))

    def show_running(self, note: str) -> None:
        """Show that the checks are running."""
        self._show_message(Content.styled(note, "$quiet"))

    def show_trial(self, outcome: Outcome) -> None:
        """Show the result of each check; the code stays."""
        if self._coding is None:
            return
        code = self._area.text
        outcome = in_own_lines(outcome, code)
        results = self._coding.results(outcome)
        self._area.mark(marked_lines(outcome, results, code))
        shown = run_of(outcome, results, code, self.size.width)
        if results and all(result.passed for result in results):
            submits = by_key(self, "code.hand-in", "submits your code").strip()
            shown = Content("\n").join([shown, Content.styled(submits, "$primary")])
        self._show_message(shown)

    def close(self, text: str) -> None:
        """Show the code that was judged, read-only."""
        super().close(text)
        if text and text != self._area.text:  # after an undo
            self._area.show_code(text)
        self._area.read_only = True
        self._area.can_focus = False  # its keys would not scroll the page
        self._show_message(Content(""))

    def action_try(self) -> None:
        """Run the checks; this never submits anything."""
        self.post_message(self.Tried(self._area.text))

    def action_hand_in(self) -> None:
        """Submit the code."""
        self.post_message(self.Submitted(self._area.text))

    def action_give_up(self) -> None:
        """Submit no answer; once something was typed, at the second press."""
        if self.is_untouched() or self._giving_up:
            draft = "" if self.is_untouched() else self._area.text
            self.post_message(self.Submitted("", draft))
            return
        self._giving_up = True
        then = "skips the question" if self.in_interview else "shows the solution"
        again = f"{shown_key(self, 'code.give-up')} again {then}"
        message = f"{again}; your code is not submitted."
        self._show_message(Content.styled(message, "$warning"))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Ask again before giving up, once the code is edited."""
        event.stop()
        self._stay()

    def on_descendant_blur(self) -> None:
        """Ask again before giving up, once the code was left."""
        self._stay()

    def _stay(self) -> None:
        """Take back what the first Ctrl+G asked: the next one asks again."""
        if self._giving_up:
            self._giving_up = False
            self._show_message(Content(""))

    @property
    def _area(self) -> CodeArea:
        return self.query_one(CodeArea)

    def _show_message(self, content: Content) -> None:
        self.post_message(self.Reported(content))
