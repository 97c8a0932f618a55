"""Pairing: each left item gets the letter of a right one, by letters or arrows."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import ClassVar

from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.reactive import reactive

from quizapp.core.kinds.match import Match, Matched, written
from quizapp.core.session.phases import Posed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.look.prose import inline
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.cursor import cursor_sign

_MARGIN = 12
"""Cells of a row that are not part of an item."""


class Pairing(Responder, can_focus=True):
    """Left items in rows, and below them right items in the order of this review."""

    shows_truth = True
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.MATCH_KEYS)
    TABLES = (widget_keys.MATCH_KEYS,)

    cursor: reactive[int] = reactive(0)
    chosen: reactive[tuple[int | None, ...]] = reactive(())
    """For each left item, the file's number of its right one."""
    message: reactive[str] = reactive("", layout=True)

    _match: Match = Match(())
    _order: tuple[int, ...] = ()
    _lefts: Sequence[Content] = ()
    _rights: Sequence[Content] = ()
    _marks: tuple[bool, ...] | None = None
    """Which pairs are right, once that can be shown."""

    def pose(self, posed: Posed) -> None:
        """Show a card's items, none paired."""
        super().pose(posed)
        kind = posed.card.kind
        self._match = kind if isinstance(kind, Match) else Match(())
        self._order = self._match.display_order(posed.seed)
        self._lefts = [_item(pair.left) for pair in self._match.pairs]
        self._rights = [_item(right) for right in self._match.rights]
        self._marks = None
        self.cursor, self.chosen = 0, (None,) * len(self._match.pairs)
        self.message = ""
        self.footer = (
            (" ".join(f"match.{letter}" for letter in self._letters), "pair"),
            ("match.up match.down", "move"),
            ("match.answer", "answer"),
            ("study.hint-typing", "hint"),
            ("study.leave-field", "shortcuts"),
            ("study.interrupt", "end"),
        )
        self.refresh(layout=True)

    def is_untouched(self) -> bool:
        """Return whether nothing is paired."""
        return not any(self.chosen)

    def correct(self, misread: Misread) -> None:
        """Explain what is missing, and go there."""
        self.message = sanitize_line(misread.message)
        if None in self.chosen:
            self.cursor = self.chosen.index(None)
        self.watch_cursor(self.cursor)

    def close(self, text: str) -> None:
        """Show the right pairs, each marked right or wrong."""
        super().close(text)
        response = self._match.read(text)
        fits = response.right if isinstance(response, Matched) else ()
        self._marks = fits or (False,) * len(self._match.pairs)
        self.chosen, self.message = self._match.answers, ""
        self.refresh(layout=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters of no item to the screen too."""
        if action == "choose" and str(parameters[0]) not in self._letters:
            return False
        return super().check_action(action, parameters)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = (self.cursor + step) % max(1, len(self.chosen))
        self.message = ""

    def action_choose(self, letter: str) -> None:
        """Pair the item at the cursor, and go to the next."""
        self._pair(self._order[ascii_lowercase.index(letter)])
        self.cursor = min(self.cursor + 1, len(self.chosen) - 1)

    def action_turn(self, step: int) -> None:
        """Pair with the next or previous letter."""
        number = self.chosen[self.cursor]
        start = -1 if number is None and step > 0 else 0
        place = start if number is None else self._order.index(number)
        self._pair(self._order[(place + step) % len(self._order)])

    def action_clear(self) -> None:
        """Clear the letter."""
        self._pair(None)

    def action_submit(self) -> None:
        """Submit once all are paired; with none paired, submit no answer."""
        missing = [n for n, right in enumerate(self.chosen, start=1) if right is None]
        if missing and not self.is_untouched():
            self.correct(Misread(_missing_letters(missing)))
            return
        numbers = tuple(number for number in self.chosen if number is not None)
        self.post_message(self.Submitted(written(numbers)))

    def watch_cursor(self, cursor: int) -> None:
        """Keep the row at the cursor on the screen."""
        self.reveal_rows(1 + cursor, 1 + bool(self.message))  # below an empty row

    def render(self) -> RenderResult:
        """Draw a row for each left item, then the right items by letter."""
        return Content("\n").join(line for _, line in self._lines())

    def on_click(self, event: Click) -> None:
        """Go to the left item that was clicked, or pair with the right one."""
        row, lines = self.row_clicked(event), list(self._lines())
        place = lines[row][0] if row is not None and row < len(lines) else None
        if isinstance(place, int):
            self.cursor, self.message = place, ""
        elif place is not None:
            self.action_choose(place)

    def _lines(self) -> Iterator[tuple[int | str | None, Content]]:
        """Yield each line with its left place or its letter; messages at the cursor."""
        yield None, Content("")
        for place in range(len(self.chosen)):
            yield place, self._row(place)
            if self.message and place == self.cursor:
                yield place, Content.styled(f"  {self.message}", "$error")
        if self._marks is None or not self._fits_beside:
            yield None, Content("")
            yield from zip(self._letters, self._legend(), strict=True)

    def _pair(self, number: int | None) -> None:
        chosen = list(self.chosen)
        chosen[self.cursor] = number
        self.chosen, self.message = tuple(chosen), ""

    def _row(self, index: int) -> Content:
        left = self._lefts[index]
        number = self.chosen[index]
        sign = self._sign(index)
        if number is None:
            return Content.assemble(sign, (" _ ", "$quiet on $panel"), "  ", left)
        letter = (f" {self._letter(number)} ", "$foreground on $panel")
        if not self._fits_beside:
            return Content.assemble(sign, letter, "  ", left)
        right = self._rights[number - 1]
        gap = " " * (self._left_width - left.cell_length + 3)
        return Content.assemble(
            sign, letter, "  ", left, gap, right.stylize_before("$quiet")
        )

    def _sign(self, index: int) -> tuple[str, str]:
        if self._marks is not None:
            right = self._marks[index]
            return ("✓ ", "$success bold") if right else ("✗ ", "$error bold")
        return cursor_sign(at_cursor=index == self.cursor)

    def _legend(self) -> list[Content]:
        """Return the right items; used ones are dimmed."""
        lines = []
        for number in self._order:
            text = self._rights[number - 1]
            used = self._marks is None and number in self.chosen
            line = text.stylize_before("$quiet") if used else text
            letter = f"   {self._letter(number)}   "
            lines.append(
                Content.assemble((letter, "$quiet" if used else "$primary"), line)
            )
        return lines

    def _letter(self, number: int) -> str:
        return ascii_lowercase[self._order.index(number)]

    @property
    def _letters(self) -> str:
        return ascii_lowercase[: len(self._order)]

    @property
    def _left_width(self) -> int:
        return max((left.cell_length for left in self._lefts), default=0)

    @property
    def _fits_beside(self) -> bool:
        """Return whether every right item fits in its row."""
        longest = max((right.cell_length for right in self._rights), default=0)
        return self._left_width + longest + _MARGIN <= self.size.width


def _item(text: str) -> Content:
    return inline(sanitize_line(text))


def _missing_letters(rows: list[int]) -> str:
    if not rows[1:]:
        return f"Row {rows[0]} still needs a letter"
    names = ", ".join(map(str, rows[:-1]))
    return f"Rows {names} and {rows[-1]} still need a letter"
