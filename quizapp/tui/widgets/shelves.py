"""Shelves: topics and their decks in rows, one of them chosen by the cursor."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import ClassVar

from msgspec import Struct
from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.core.cards.card import Card
from quizapp.core.stats.deck_counts import DeckCounts, Shelf
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.widgets.cursor import cursor_sign, scroll_to_rows

_BAR_CELLS = 10
_COLUMNS = 8 + 8 + 10
"""Cells of the three counts."""
_AROUND = 2 + 2 + _BAR_CELLS + 1
"""Cells outside them: the cursor's sign, a gap, the bar, and a margin."""


class ShelfRow(Struct, frozen=True):
    """A topic or a deck."""

    name: str
    cards: tuple[Card, ...]
    counts: DeckCounts
    is_topic: bool = False


class Shelves(Widget, can_focus=True):
    """The rows, and a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up"),
        Binding("down,j", "move(1)", "down"),
        Binding("home,g", "move(-9999)", "first"),
        Binding("end,G", "move(9999)", "last"),
        Binding("pageup", "move(-10)", "up"),
        Binding("pagedown", "move(10)", "down"),
    ]

    class Chosen(Message):
        """The user wants to study what is at the cursor."""

    cursor: reactive[int] = reactive(0)

    _rows: Sequence[ShelfRow] = ()

    def show_shelves(self, shelves: Sequence[Shelf]) -> None:
        """Show these decks, grouped by topic; the cursor stays where it was."""
        self._rows = tuple(_rows(shelves))
        self.cursor = min(self.cursor, max(0, len(self._rows) - 1))
        self.refresh(layout=True)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards at the cursor."""
        return self._rows[self.cursor].cards if self._rows else ()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        last = len(self._rows) - 1
        self.cursor = max(0, min(last, self.cursor + step))

    def on_click(self, event: Click) -> None:
        """Go to the row at the mouse; a double click studies it."""
        row = event.y - self.gutter.top - 1  # below the headings
        if 0 <= row < len(self._rows):
            self.cursor = row
            if event.chain == 2:
                self.post_message(self.Chosen())

    def watch_cursor(self) -> None:
        """Keep the cursor on the screen, and at the top the headings."""
        scroll_to_rows(self, self.gutter.top + self.cursor, 2)

    def render(self) -> RenderResult:
        """Return the header and all rows."""
        width = self.size.width - _AROUND
        heads = "  " + _line("", ("due", "new", "learned"), width)
        head = Content.styled(heads, "$quiet")
        rows = (self._row(number, row, width) for number, row in enumerate(self._rows))
        return Content("\n").join([head, *rows])

    def _row(self, number: int, row: ShelfRow, width: int) -> Content:
        at_cursor = number == self.cursor and self.has_focus
        deck = row.counts
        learned = deck.today + deck.later
        counts = (str(deck.due or "·"), str(deck.new or "·"), f"{learned}")
        indent = "" if row.is_topic else "  "
        text = _line(indent + sanitize_line(row.name), counts, width)
        style = "bold" if row.is_topic else ("" if deck.due else "$quiet")
        return Content.assemble(
            cursor_sign(at_cursor=at_cursor),
            (text, f"{style} on $panel" if at_cursor else style),
            "  ",
            *_bar(learned + deck.due, deck.new),
        )


def _rows(shelves: Sequence[Shelf]) -> Iterator[ShelfRow]:
    for topic, group in groupby(shelves, key=lambda shelf: shelf.deck.topic):
        decks = tuple(group)
        cards = tuple(card for shelf in decks for card in shelf.deck.cards)
        yield ShelfRow(topic, cards, _total(decks), is_topic=True)
        for shelf in decks:
            yield ShelfRow(shelf.deck.title, shelf.deck.cards, shelf.counts)


def _total(shelves: Sequence[Shelf]) -> DeckCounts:
    counts = [shelf.counts for shelf in shelves]
    return DeckCounts(
        due=sum(count.due for count in counts),
        today=sum(count.today for count in counts),
        later=sum(count.later for count in counts),
        new=sum(count.new for count in counts),
        tomorrow=sum(count.tomorrow for count in counts),
    )


def _line(name: str, counts: tuple[str, str, str], width: int) -> str:
    room = max(8, width - _COLUMNS)
    cut = Content(name).truncate(room, ellipsis=True)
    pad = " " * (room - cut.cell_length)
    due, new, learned = counts
    return f"{cut.plain}{pad}{due:>8}{new:>8}{learned:>10}"


def _bar(seen: int, new: int) -> tuple[tuple[str, str], tuple[str, str]]:
    filled = round(_BAR_CELLS * seen / max(1, seen + new))
    return ("━" * filled, "$primary"), ("━" * (_BAR_CELLS - filled), "$faint")
