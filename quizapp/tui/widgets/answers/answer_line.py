"""Answer line: a typed answer of one line, for numeric and predict cards."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import footers
from quizapp.tui.widgets.answers.answer_field import AnswerField
from quizapp.tui.widgets.answers.responder import Responder

PROMPT = "› "


class AnswerLine(Responder):
    """An input behind a prompt sign, and a line for what could not be read."""

    footer = (("Enter", "answer"), *footers.TYPING)

    def __init__(self) -> None:
        super().__init__()
        self._field = AnswerField(id="answer-input")
        self._message = Static("", id="answer-message", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out prompt sign, input and message."""
        with Horizontal(id="answer-row"):
            yield Static(PROMPT, id="answer-sign", markup=False)
            yield self._field
        yield self._message

    def pose(self, posed: Posed) -> None:
        """Empty the line."""
        super().pose(posed)
        field = self._field
        field.can_focus = True
        field.value = ""
        field.placeholder = "your answer; Enter alone reveals"
        self._tell(Content(""))

    def take_focus(self) -> None:
        """Put the cursor into the line."""
        self.screen.set_focus(self._field)

    def is_untouched(self) -> bool:
        """Tell whether nothing is typed."""
        return not self._field.value

    def correct(self, misread: Misread) -> None:
        """Put a caret under the fault and the reason beneath it."""
        message = Content.styled(sanitize_line(misread.message), "$error")
        if misread.at is not None:
            before = Content(self._field.value[: misread.at]).cell_length
            if before < self.size.width - len(PROMPT):
                caret = Content.styled(f"{' ' * before}^ ", "$error")
                message = Content.assemble(caret, message)
            self._field.cursor_position = misread.at
        self._tell(message)

    def close(self, text: str) -> None:
        """Keep the answer, dimmed."""
        super().close(text)
        self._field.placeholder = "no answer"
        self._field.value = sanitize_line(text)
        self._field.can_focus = False  # disabled, it would be styled anew
        self._tell(Content(""))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Commit to what is typed."""
        event.stop()
        self.post_message(self.Submitted(event.value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take the message away once it is acted on."""
        event.stop()
        if self._field.can_focus:
            self._tell(Content(""))

    def _tell(self, message: Content) -> None:
        self.tell(self._message, message)
