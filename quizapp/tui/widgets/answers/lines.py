"""Lines: code put in order and indented by keys."""

from collections.abc import Iterator
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive

from quizapp.core.kinds.order import MAX_INDENT, Order, Ordered, Placed
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.look.code import colored
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.cursor import cursor_sign

_MAX_LEVELS = 8


class Lines(Responder, can_focus=True):
    """The lines in use, and below them the unused ones."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.ORDER_KEYS)
    TABLES = (widget_keys.ORDER_KEYS,)

    cursor: reactive[int] = reactive(0)
    """Index among the lines in use, then the unused ones."""
    grabbed: reactive[bool] = reactive(default=False)
    used: reactive[tuple[Placed, ...]] = reactive((), layout=True)
    unused: reactive[tuple[int, ...]] = reactive((), layout=True)
    message: reactive[str] = reactive("", layout=True)

    _order: Order = Order(())
    _start: tuple[Placed, ...] = ()
    _fits: tuple[bool, ...] | None = None
    """Which lines are right, once that can be shown."""

    def pose(self, posed: Posed) -> None:
        """Show a card's lines in the drawn order, none indented."""
        super().pose(posed)
        kind = posed.card.kind
        self._order = kind if isinstance(kind, Order) else Order(())
        numbers = self._order.display_order(posed.seed)
        self._start = tuple(Placed(number, 0) for number in numbers)
        self.used, self.unused = self._start, ()
        self.cursor, self.grabbed, self.message = 0, False, ""
        self._fits = None
        self.footer = _footer(extra=bool(self._order.extra))
        self.refresh(layout=True)

    def is_untouched(self) -> bool:
        """Return whether the lines are in the drawn order."""
        return self.used == self._start

    def correct(self, misread: Misread) -> None:
        """Explain what is missing, below the line at the cursor."""
        self.message = sanitize_line(misread.message)
        self.watch_cursor(self.cursor)

    def close(self, text: str) -> None:
        """Mark each line right or wrong; it can no longer change."""
        super().close(text)
        response = self._order.read(text)
        if isinstance(response, Ordered):
            judged = response.judged
            self.used, self.unused = response.placed, ()
            self._fits = tuple(judged.fits(index) for index in range(len(self.used)))
        self.grabbed, self.message = False, ""
        self.refresh(layout=True)

    def action_move(self, step: int) -> None:
        """Move the cursor, or the grabbed line, below the last one out of use."""
        self.message = ""
        is_last = step > 0 and self.cursor == len(self.used) - 1
        if self.grabbed and is_last and self._order.extra:
            self.action_leave_out()  # out of the program, below it
        elif self.grabbed:
            self.action_carry(step)
        else:
            count = len(self.used) + len(self.unused)
            self.cursor = (self.cursor + step) % max(1, count)

    def action_carry(self, step: int) -> None:
        """Move the line at the cursor past its neighbor."""
        place, other = self.cursor, self.cursor + step
        if place < len(self.used) and 0 <= other < len(self.used):
            used = list(self.used)
            used[place], used[other] = used[other], used[place]
            self.used, self.cursor = tuple(used), other

    def action_grab(self) -> None:
        """Grab the line at the cursor, or drop it."""
        if self.cursor < len(self.used):
            self.grabbed = not self.grabbed
        else:
            self.action_leave_out()

    def action_indent(self, step: int) -> None:
        """Indent the line at the cursor one level more or less."""
        if self.cursor < len(self.used):
            unit = self._order.unit
            most = min(_MAX_LEVELS * unit, MAX_INDENT)
            used = list(self.used)
            line = used[self.cursor]
            indent = max(0, min(line.indent + step * unit, most))
            used[self.cursor] = Placed(line.number, indent)
            self.used = tuple(used)

    def action_leave_out(self) -> None:
        """Remove the line at the cursor, or use it again as the last."""
        self.grabbed = False
        if self.cursor < len(self.used):
            line = self.used[self.cursor]
            self.unused = (*self.unused, line.number)
            self.used = tuple(other for other in self.used if other is not line)
        elif self.unused:
            number = self.unused[self.cursor - len(self.used)]
            self.unused = tuple(other for other in self.unused if other != number)
            self.used = (*self.used, Placed(number, 0))
            self.cursor = len(self.used) - 1

    def action_submit(self) -> None:
        """Drop a grabbed line; else submit, as no answer if nothing was moved."""
        if self.grabbed:
            self.grabbed = False
            return
        text = "" if self.is_untouched() else " ".join(map(str, self.used))
        self.post_message(self.Submitted(text))

    def watch_cursor(self, cursor: int) -> None:
        """Keep the line at the cursor on the screen."""
        unused = cursor >= len(self.used)  # they have a heading
        self.reveal_rows(1 + cursor + 2 * unused, 1 + bool(self.message))

    def render(self) -> RenderResult:
        """Draw the lines in use as a program, and the unused ones below."""
        return Content("\n").join(line for _, line in self._rows())

    def on_click(self, event: Click) -> None:
        """Go to the line that was clicked; there, grab it, drop it, or use it again."""
        row, rows = self.row_clicked(event), list(self._rows())
        place = rows[row][0] if row is not None and row < len(rows) else None
        if place is None:
            return
        if self.grabbed and place != self.cursor:
            step = 1 if place > self.cursor else -1
            while self.cursor != min(place, len(self.used) - 1):
                self.action_carry(step)
        elif place == self.cursor:
            self.action_grab()
        else:
            self.cursor, self.message = place, ""

    def _rows(self) -> Iterator[tuple[int | None, Content]]:
        """Yield each row with the place of its line; a message is at the cursor."""
        yield None, Content("")
        lines = [*self._program()]
        if self.unused:
            lines += [self._left_out(index) for index in range(len(self.unused))]
        for place, line in enumerate(lines):
            if self.unused and place == len(self.used):
                yield None, Content("")
                yield None, Content.styled("  unused", "$quiet")
            yield place, line
            if self.message and place == self.cursor:
                yield place, Content.styled(f"  {self.message}", "$error")

    def _program(self) -> list[Content]:
        """Color all lines together: a string can go on in the next line."""
        source = [
            " " * line.indent + sanitize_line(self._order.texts[line.number - 1])
            for line in self.used
        ]
        lines = colored("\n".join(source)).split("\n", allow_blank=True)
        return [self._line(index, line) for index, line in enumerate(lines)]

    def _line(self, index: int, code: Content) -> Content:
        if index >= len(self.used):  # no line is in use
            return Content("")
        indent, unit = self.used[index].indent, self._order.unit
        guides = ("│" + " " * (unit - 1)) * (indent // unit)
        held = self.grabbed and index == self.cursor
        text = code[indent:].stylize("bold") if held else code[indent:]
        return Content.assemble(self._sign(index), (guides, "$faint"), text)

    def _left_out(self, index: int) -> Content:
        text = sanitize_line(self._order.texts[self.unused[index] - 1])
        return Content.assemble(
            self._sign(len(self.used) + index), Content.styled(text, "$quiet")
        )

    def _sign(self, place: int) -> tuple[str, str]:
        if self._fits is not None:
            fits = self._fits[place]
            return ("✓ ", "$success bold") if fits else ("✗ ", "$error bold")
        at_cursor = place == self.cursor and not self.shut
        if at_cursor and self.grabbed:
            return ("↕ ", "$primary bold")
        return cursor_sign(at_cursor=at_cursor)


def _footer(*, extra: bool) -> tuple[tuple[str, str], ...]:
    return (
        ("order.grab", "grab"),
        ("order.up order.down", "move"),
        ("order.outdent order.indent", "indent"),
        *([("order.remove", "remove")] if extra else [("study.hint", "hint")]),
        ("order.answer", "answer"),
        ("study.help", "help"),
        ("study.quit", "end"),
    )
