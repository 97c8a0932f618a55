"""Code area: an editor for Python, with colors, indentation and line numbers.

Textual's own highlighting needs a native stack that crashed. What is pasted is
sanitized, so the text never has a control character.
"""

from itertools import accumulate, pairwise
from typing import ClassVar

from rich.style import Style as RichStyle
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.style import Style
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Selection

from quizapp.core.terminal.python_tokens import MAX_COLORED
from quizapp.core.terminal.sanitize import sanitize
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.look.code import Colored, colored_tokens

INDENT = 4


class CodeArea(TextArea):
    """An editor for a few dozen lines of Python."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.EDITOR_KEYS)
    TABLES = (widget_keys.EDITOR_KEYS,)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's
        super().__init__(
            id=id, show_line_numbers=True, soft_wrap=False, compact=True, language=None
        )
        self.marked: frozenset[int] = frozenset()
        self._colored: tuple[str, list[list[Colored]]] = ("", [])

    def show_code(self, code: str) -> None:
        """Start with this code and an empty history."""
        self.marked = frozenset()
        self.load_text(sanitize(code))
        row, column = self.document.end
        fits = column < self.app.size.width - 12  # line numbers and margins
        self.move_cursor((row, column if fits else 0))
        self.call_after_refresh(self.scroll_to, x=0, animate=False, force=True)

    def mark(self, lines: frozenset[int]) -> None:
        """Mark the lines, from 1, of an exception's traceback."""
        self.marked = lines
        self._line_cache.clear()
        self.refresh()

    def edit(self, edit: Edit) -> EditResult:
        """Change the text; marks disappear with the first edit."""
        edit.text = sanitize(edit.text)
        self.marked = frozenset()
        return super().edit(edit)

    def get_line(self, line_index: int) -> Text:
        """Return a line in colors."""
        line = super().get_line(line_index)
        for start, end, style in self._spans_of(line_index):
            line.stylize(self._style(style), start, end)
        if line_index + 1 in self.marked:
            line.stylize(self._style("$error underline"))
        return line

    async def _on_key(self, event: events.Key) -> None:
        """Indent like the line above."""
        is_typed = event.key != "tab" and not self.read_only
        typed = self._typed(event.key) if is_typed else None
        if typed is None:
            return  # Textual goes on to its own handler
        event.stop()
        event.prevent_default()
        self._replace_via_keyboard(typed, *self.selection)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab to the screen once the code can no longer change."""
        if action == "shift_lines" and self.read_only:
            return False
        return super().check_action(action, parameters)

    def action_shift_lines(self, step: int) -> None:
        """Indent the selected lines, or do the opposite; else indent at the cursor."""
        typed = "" if step < 0 or self.selected_text else self._typed("tab")
        if typed:
            self._replace_via_keyboard(typed, *self.selection)
        else:
            self._shift_lines(step)

    def action_delete_left(self) -> None:
        """Delete a character, or the indentation back to the last stop."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if self.selected_text or before.strip() or not before:
            super().action_delete_left()
            return
        stop = (column - 1) // INDENT * INDENT
        self._delete_via_keyboard((row, stop), (row, column))

    def _shift_lines(self, step: int) -> None:
        """Move the selected lines, or that of the cursor, one stop right or left."""
        (first, _), (last, end) = sorted(self.selection)
        if last > first and end == 0:  # nothing of the last line is selected
            last -= 1
        before = [self.document.get_line(row) for row in range(first, last + 1)]
        after = [_shifted(line, step) for line in before]
        if after == before:
            return
        selection, rows = self.selection, range(first, last + 1)
        moved = dict(zip(rows, map(_grown, before, after), strict=True))
        self._replace_via_keyboard(
            "\n".join(after), (first, 0), (last, len(before[-1]))
        )
        self.selection = Selection(
            *(
                (row, max(0, column + moved.get(row, 0)) if column else 0)
                for row, column in selection
            )
        )

    def _typed(self, key: str) -> str | None:
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        if key == "tab":
            return " " * (INDENT - column % INDENT)
        if key != "enter":
            return None
        indentation = before[: len(before) - len(before.lstrip())]
        opens = before.rstrip().endswith(":")
        return "\n" + indentation + (" " * INDENT if opens else "")

    def _spans_of(self, line: int) -> list[Colored]:
        text = self.text
        if self._colored[0] != text:
            self._colored = (text, self._spans(text))
        spans = self._colored[1]
        return spans[line] if line < len(spans) else []

    def _spans(self, text: str) -> list[list[Colored]]:
        """Return the colored spans of every line."""
        lines = text.split("\n")
        spans: list[list[Colored]] = [[] for _ in lines]
        if len(text) > MAX_COLORED:
            return spans
        starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        row = 0
        for token in colored_tokens(text):
            while starts[row + 1] <= token[0]:
                row += 1
            _lay(spans, starts, row, token)
        return spans

    def _style(self, style: str) -> RichStyle:
        return Style.parse(style, self.app.theme_variables).rich_style


def _shifted(line: str, step: int) -> str:
    """Return a line one stop further right or left; an empty one stays empty."""
    if step > 0:
        return " " * INDENT + line if line else line
    indentation = len(line) - len(line.lstrip(" "))
    return line[min(INDENT, indentation) :]


def _grown(before: str, after: str) -> int:
    return len(after) - len(before)


def _lay(
    spans: list[list[Colored]], starts: list[int], row: int, token: Colored
) -> None:
    """Add a token to every line that it covers."""
    begin, end, style = token
    for place, (start, after) in enumerate(pairwise(starts[row:]), start=row):
        if start >= end:
            break
        spans[place].append((max(0, begin - start), min(end, after - 1) - start, style))
