"""Options: a choice by number keys or arrows."""

import re
from collections.abc import Iterator
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive

from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import footers, keys, widget_keys
from quizapp.tui.look.prose import UNBOUNDED, hung, inline
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.cursor import cursor_sign


class Options(Responder, can_focus=True):
    """Options in the order of this review; answers have the file's numbers."""

    shows_truth = True
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.CHOICE_KEYS)
    TABLES = (widget_keys.CHOICE_KEYS,)

    cursor: reactive[int] = reactive(0)
    picked: reactive[frozenset[int]] = reactive(frozenset[int]())
    """Numbers in the file."""
    message: reactive[str] = reactive("", layout=True)

    _choice: Choice | None = None
    _order: tuple[int, ...] = ()
    _moved = False
    """True once the cursor was moved: its option is meant."""

    def pose(self, posed: Posed) -> None:
        """Show a card's options, none picked."""
        super().pose(posed)
        kind = posed.card.kind
        if isinstance(kind, Choice):
            self._choice = kind
            self._order = kind.display_order(posed.seed)
        self.cursor, self.picked = 0, frozenset()
        self.message, self._moved = "", False
        self.footer = _footer(len(self._order))
        self.refresh(layout=True)

    def is_untouched(self) -> bool:
        """Return whether nothing is picked."""
        return not self.picked

    def correct(self, misread: Misread) -> None:
        """Explain what is missing, below the option at the cursor."""
        self.message = sanitize_line(misread.message)
        self.watch_cursor(self.cursor)

    def close(self, text: str) -> None:
        """Mark right and wrong options; they can no longer change."""
        super().close(text)
        self.picked = frozenset(int(word) for word in re.findall(r"\d+", text))
        self.message = ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave digits of no option to the screen too."""
        if action == "pick" and int(str(parameters[0])) > len(self._order):
            return False
        return super().check_action(action, parameters)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = (self.cursor + step) % max(1, len(self._order))
        self.message, self._moved = "", True

    def action_mark(self) -> None:
        """Pick the option at the cursor, or unpick it."""
        self._pick(self._order[self.cursor])

    def action_pick(self, place: int) -> None:
        """Pick by number; if one is wanted, a second press answers."""
        number = self._order[place - 1]
        self.cursor = place - 1
        if self._is_one and number in self.picked:
            self.action_submit()
        else:
            self._pick(number)

    def action_submit(self) -> None:
        """Answer with the picked options, or else the one the cursor was moved to."""
        if not self.picked and self._is_one:
            self.action_mark()
            if not self._moved:  # this was the first key
                self.message = "Enter again answers with this option."
                self.watch_cursor(self.cursor)
                return
        self.post_message(self.Submitted(" ".join(map(str, sorted(self.picked)))))

    def watch_cursor(self, cursor: int) -> None:
        """Keep the option at the cursor on the screen."""
        if self._order:
            above = sum(len(self._lines(place)) for place in range(cursor))
            self.reveal_rows(above, len(self._lines(cursor)) + bool(self.message))

    def render(self) -> RenderResult:
        """Draw a line for each option; signs carry the meaning, color only helps."""
        if self._choice is None:
            return Content("")
        return Content("\n").join(line for _, line in self._rows())

    def on_click(self, event: Click) -> None:
        """Pick the option that was clicked, as its number does."""
        row = self.row_clicked(event)
        places = [place for place, _ in self._rows()]
        if row is not None and row < len(places):
            self.action_pick(places[row] + 1)

    def _rows(self) -> Iterator[tuple[int, Content]]:
        """Yield each row with the place of its option; a message is at the cursor."""
        for place in range(len(self._order)):
            for line in self._lines(place):
                yield place, line
            if self.message and place == self.cursor:
                yield place, Content.styled(f"    {self.message}", "$error")

    @property
    def _is_one(self) -> bool:
        return self._choice is not None and self._choice.pick == "one"

    def _pick(self, number: int) -> None:
        self.message = ""
        if self._is_one:
            self.picked = frozenset({number})
        else:
            self.picked = self.picked ^ {number}

    def _lines(self, place: int) -> list[Content]:
        number = self._order[place]
        text = inline(sanitize_line(self._options[number - 1].text))
        at_cursor = place == self.cursor and not self.shut
        name = (f"{place + 1}  ", "$quiet")
        sign = Content.assemble(
            cursor_sign(at_cursor=at_cursor), self._mark(number), name
        )
        return hung(sign, text, self.size.width or UNBOUNDED)

    def _mark(self, number: int) -> tuple[str, str]:
        picked = number in self.picked
        if self.shut:
            right = self._options[number - 1].correct
            if right:
                return ("✓ ", "$success bold")
            return ("✗ ", "$error bold") if picked else ("  ", "")
        if self._is_one:
            return ("● ", "$primary") if picked else ("○ ", "$quiet")
        return ("■ ", "$primary") if picked else ("□ ", "$quiet")

    @property
    def _options(self) -> tuple[Option, ...]:
        return self._choice.options if self._choice is not None else ()


def _footer(options: int) -> footers.FooterKeys:
    digits = " ".join(f"choice.{n}" for n in range(1, min(options, 9) + 1))
    return ((digits, "pick"), ("choice.answer", "answer"), *footers.PICKING)
