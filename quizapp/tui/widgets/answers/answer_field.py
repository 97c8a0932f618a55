"""Answer field: a single line to type an answer, or part of one.

Pasted lines are joined. A paste that is longer than any answer is refused: the field
would take seconds to draw it.
"""

from textual import events
from textual.message import Message
from textual.widgets import Input

from quizapp.core.terminal.pasting import in_one_line
from quizapp.core.values.misread import MAX_TEXT_BYTES, TOO_LONG, Misread


class AnswerField(Input):
    """An input whose only sign of the focus is its cursor."""

    class Refused(Message):
        """Something was pasted that is too long."""

        misread = Misread(f"the pasted text is {TOO_LONG}")

    line_break = " "
    """What a pasted line break becomes."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002  # Textual's word
        max_length: int = 0,
        restrict: str | None = None,
    ) -> None:
        super().__init__(
            id=id,
            compact=True,
            select_on_focus=False,
            max_length=max_length,
            restrict=restrict,
        )

    _advice: tuple[str, ...] = ("",)

    def advise(self, *advice: str) -> None:
        """Say in the empty field what to do: the first of these that is not cut."""
        self._advice = advice
        self._fit()

    def on_resize(self) -> None:
        """Fit what the empty field says."""
        self._fit()

    def _fit(self) -> None:
        room = (self.size.width or self.app.size.width) - 1  # the cursor's cell
        fits = (advice for advice in self._advice if len(advice) <= room)
        self.placeholder = next(fits, self._advice[-1])

    def watch_has_focus(self, _: bool) -> None:  # noqa: FBT001  # Textual's
        """Skip the search for another style: it takes a tenth of a card's time."""

    def _on_paste(self, event: events.Paste) -> None:
        """Put all pasted lines into this one, or nothing."""
        event.stop()
        event.prevent_default()
        if len(self.value) + len(event.text) > MAX_TEXT_BYTES:
            self.post_message(self.Refused())
            return
        line = in_one_line(event.text, self.line_break)
        self.replace(line, *self.selection)
