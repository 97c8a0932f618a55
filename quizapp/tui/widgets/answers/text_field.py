"""Text field: prose of several lines. Pasted text is sanitized."""

from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from quizapp.core.terminal.sanitize import sanitize


class TextField(TextArea):
    """Wrapped text; Enter in the empty field submits an answer given aloud."""

    ADVICE = "Say it aloud and press Enter, or type it and press Ctrl+S"

    class Committed(Message):
        """Enter was pressed before anything was typed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's
        super().__init__(
            id=id,
            compact=True,
            highlight_cursor_line=False,
            placeholder=self.ADVICE,
        )

    def edit(self, edit: Edit) -> EditResult:
        """Change the text."""
        edit.text = sanitize(edit.text)
        return super().edit(edit)

    async def _on_key(self, event: events.Key) -> None:
        """Submit an answer given aloud at Enter."""
        if event.key == "enter" and not self.text and not self.read_only:
            event.stop()
            event.prevent_default()
            self.post_message(self.Committed())
