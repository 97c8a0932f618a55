"""Blanks: a text filled in place, one blank after the other.

One input takes the words of the current blank, and the text above shows them in
place, so there is a single cursor to follow.
"""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.style import Style
from textual.widgets import Input, Static

from quizapp.core.kinds.cloze import Cloze, Filled
from quizapp.core.kinds.pattern import MAX_TYPED_LENGTH
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.look.prose import prose
from quizapp.tui.widgets.answers.answer_field import AnswerField
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.region import FieldRow, FieldSign

_MARK = 0xE000
"""The first of the private characters that represent blanks during layout."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_PLACE = "blank"
"""The name under which a style keeps the number of the blank it belongs to."""
_OPEN = "______"


class Blanks(Responder):
    """The text with its blanks, and an input for the current one."""

    shows_truth = True
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.BLANKS_KEYS)
    TABLES = (widget_keys.BLANKS_KEYS,)

    _kind: Cloze = Cloze("")
    _words: list[str]
    _at = 0
    _right: tuple[bool, ...] | None = None
    """Which blanks were filled correctly, once that can be shown."""

    def compose(self) -> ComposeResult:
        """Lay out text, input and message."""
        yield Static("", id="blanks-text", markup=False)
        field = AnswerField(
            id="blanks-input",
            max_length=MAX_TYPED_LENGTH,
            restrict=r"[^|]*",  # it separates the blanks
        )
        yield FieldRow(FieldSign(id="blanks-sign"), field, id="blanks-row")
        yield Static("", id="blanks-message", markup=False)

    def pose(self, posed: Posed) -> None:
        """Show a card's text with every blank empty."""
        super().pose(posed)
        kind = posed.card.kind
        self._kind = kind if isinstance(kind, Cloze) else Cloze("")
        self._words = ["" for _ in self._kind.blanks]
        self._right = None
        self.footer = _footer(len(self._words))
        self.query_one("#blanks-row").display = True
        self._show_message("")
        self._go(0)

    def take_focus(self) -> None:
        """Put the cursor in the current blank."""
        self.screen.set_focus(self._field)

    def is_untouched(self) -> bool:
        """Return whether every blank is empty."""
        return not any(self._words)

    def correct(self, misread: Misread) -> None:
        """Explain what is missing, in the blank it is about."""
        if misread.at is not None:
            self._go(self._text[: misread.at].count("|"))
        self._show_message(sanitize_line(misread.message))

    def close(self, text: str) -> None:
        """Show the right words in place, each marked right or wrong."""
        super().close(text)
        response = self._kind.read(text)
        blanks = self._kind.blanks
        right = response.right if isinstance(response, Filled) else ()
        self._right = right or (False,) * len(blanks)
        self.query_one("#blanks-row").display = False
        self._show_message("")
        self._draw()

    def on_click(self, event: Click) -> None:
        """Go to the blank that was clicked."""
        place = event.style.meta.get(_PLACE)
        if isinstance(place, int) and self._right is None:
            self._go(place)
            self.take_focus()

    def action_move(self, step: int) -> None:
        """Go to another blank, and stop at the ends."""
        self._go(max(0, min(self._at + step, len(self._words) - 1)))

    def on_answer_field_refused(self, event: AnswerField.Refused) -> None:
        """Say why nothing was pasted."""
        event.stop()
        self.correct(event.misread)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is typed in place."""
        event.stop()
        if self._right is None and self._words[self._at] != event.value:
            self._words[self._at] = event.value
            self._show_message("")
            self._draw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next blank; answer from the last."""
        event.stop()
        last = self._at == len(self._words) - 1
        if last or self.is_untouched():
            self.post_message(self.Submitted(self._text))
        else:
            self._go(self._at + 1)

    @property
    def _text(self) -> str:
        words = (sanitize_line(fold(word)) for word in self._words)
        return "" if self.is_untouched() else " | ".join(words)

    @property
    def _field(self) -> AnswerField:
        return self.query_one("#blanks-input", AnswerField)

    def _go(self, place: int) -> None:
        self._at = place
        field = self._field
        field.value = self._words[place] if self._words else ""
        field.cursor_position = len(field.value)
        see = "Or press Enter for the solution"
        field.advise(*(() if any(self._words) or self.in_interview else (see,)), "")
        several = len(self._words) > 1
        sign = self.query_one("#blanks-sign", FieldSign)
        sign.write(f"[{place + 1}] › " if several else "› ")
        self._draw()

    def _draw(self) -> None:
        marks = [chr(_MARK + index) for index in range(len(self._words))]
        text = _PRIVATE.sub("\ufffd", self._kind.text)
        content = prose(Cloze(text).filled(marks))
        for index, mark in enumerate(marks):
            at = content.plain.find(mark)
            if at < 0:  # in the opening line of a fence, which is not shown
                continue
            content = Content.assemble(
                content[:at], self._blank(index), content[at + 1 :]
            )
        self.query_one("#blanks-text", Static).update(content)

    def _blank(self, index: int) -> Content:
        if self._right is not None:
            sign, style = ("✓", "$success") if self._right[index] else ("✗", "$error")
            answer = sanitize_line(self._kind.blanks[index].answer)
            return Content.styled(f"{sign} {answer}", f"{style} bold")
        word = sanitize_line(self._words[index]) or _OPEN
        style = (
            "$background on $primary bold"
            if index == self._at
            else "$foreground on $panel"
        )
        return Content.styled(f" {word} ", style).stylize(
            Style.from_meta({_PLACE: index})
        )

    def _show_message(self, message: str) -> None:
        place = self.query_one("#blanks-message", Static)
        self.show_message(place, Content.styled(message, "$error"))


def _footer(blanks: int) -> tuple[tuple[str, str], ...]:
    moving = (
        (("blanks.next", "next"), ("blanks.previous", "back")) if blanks > 1 else ()
    )
    return (
        *moving,
        ("Enter", "answer"),
        ("study.hint-typing", "hint"),
        ("study.leave-field", "shortcuts"),
        ("study.interrupt", "end"),
    )
