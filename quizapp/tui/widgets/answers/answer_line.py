"""Answer line: a typed answer of one line, for numeric, text and predict cards."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import footers
from quizapp.tui.widgets.answers.answer_field import AnswerField
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.region import FieldRow, FieldSign

PROMPT = "› "


class AnswerLine(Responder):
    """An input after a prompt sign, and a line for what could not be read."""

    footer = (("Enter", "answer"), *footers.TYPING)

    def __init__(self) -> None:
        super().__init__()
        self._field = AnswerField(id="answer-input")
        self._message = Static("", id="answer-message", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out prompt sign, input and message."""
        yield FieldRow(
            FieldSign(PROMPT, id="answer-sign"), self._field, id="answer-row"
        )
        yield self._message

    def pose(self, posed: Posed) -> None:
        """Empty the line."""
        super().pose(posed)
        field = self._field
        field.can_focus = True
        field.value = ""
        field.line_break = posed.card.kind.line_break
        see = "Type your answer, or press Enter for the solution"
        field.advise(*(() if self.in_interview else (see,)), "Type your answer")
        self._show_message(Content(""))

    def take_focus(self) -> None:
        """Put the cursor in the line."""
        self.screen.set_focus(self._field)

    def is_untouched(self) -> bool:
        """Return whether nothing is typed."""
        return not self._field.value

    def correct(self, misread: Misread) -> None:
        """Put a caret under the error, followed by the reason."""
        message = Content.styled(sanitize_line(misread.message), "$error")
        if misread.at is not None:
            before = Content(self._field.value[: misread.at]).cell_length
            if before < self.size.width - len(PROMPT):
                caret = Content.styled(f"{' ' * before}^ ", "$error")
                message = Content.assemble(caret, message)
            self._field.cursor_position = misread.at
        self._show_message(message)

    def close(self, text: str) -> None:
        """Show the answer dimmed; it can no longer change."""
        super().close(text)
        self._field.advise("no answer")
        self._field.value = sanitize_line(text)
        self._field.can_focus = False  # disabled, it would be styled again
        self._show_message(Content(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Submit what is typed."""
        event.stop()
        self.post_message(self.Submitted(event.value))

    def on_answer_field_refused(self, event: AnswerField.Refused) -> None:
        """Say why nothing was pasted."""
        event.stop()
        self.correct(event.misread)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Clear the message once the user reacts to it."""
        event.stop()
        if self._field.can_focus:
            self._show_message(Content(""))

    def _show_message(self, message: Content) -> None:
        self.show_message(self._message, message)
