"""Shelves: topics and their decks in rows, one of them chosen by the cursor.

With room for it, a second line says what each deck is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct
from textual.app import RenderResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardList, Run
from quizapp.core.cards.deck import Deck
from quizapp.core.stats.deck_counts import DeckCounts, Shelf, total
from quizapp.core.stats.readiness import NOT_READY, Readiness
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.keys import keys, widget_keys
from quizapp.tui.widgets.cursor import cursor_sign, scroll_to_rows

_BAR_CELLS = 10
_COUNTS = 6 + 6 + 9
"""Cells of the three counts."""
_READY = 7
"""Cells of the readiness, with the gap before it."""
_SIGN = 2
"""Cells of the cursor's sign."""
_NARROW = 68
"""Cells of a row below which it has no bar."""
_ROOMY = 14
"""Lines of home around the rows, if each of them has two."""


class ShelfRow(Struct, frozen=True):
    """A topic or a deck."""

    name: str
    about: str
    cards: Sequence[Card]
    counts: DeckCounts | None
    """None until they are known."""
    readiness: Readiness
    is_topic: bool = False


class Shelves(Widget, can_focus=True):
    """The rows, and a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings(widget_keys.LIST_KEYS)
    TABLES = (widget_keys.LIST_KEYS,)

    class Chosen(Message):
        """The user wants to study what is at the cursor."""

    cursor: reactive[int] = reactive(0)

    _rows: Sequence[ShelfRow] = ()
    _height = 1
    """Lines of a row."""
    _drawn: Mapping[object, Content] = {}
    """The rows that were drawn, by all that they depend on."""

    def show_shelves(
        self,
        decks: Sequence[Deck],
        shelves: Iterable[Shelf] = (),
        readiness: Mapping[str, Readiness] | None = None,
    ) -> None:
        """Show these decks, grouped by topic; the cursor stays where it was.

        The counts of some decks may be known later: their places stay empty until then.
        """
        counts = {shelf.deck.id: shelf.counts for shelf in shelves}
        self._rows, self._drawn = tuple(_rows(decks, counts, readiness or {})), {}
        self.fit()
        self.cursor = min(self.cursor, max(0, len(self._rows) - 1))
        self.refresh(layout=True)

    def fit(self) -> None:
        """Take two lines for a row if the screen is high enough."""
        height = 2 if self.app.size.height >= 2 * len(self._rows) + _ROOMY else 1
        if height != self._height:
            self._height = height
            self.refresh(layout=True)

    @property
    def cards(self) -> Sequence[Card]:
        """The cards at the cursor."""
        return self._rows[self.cursor].cards if self._rows else ()

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        last = len(self._rows) - 1
        self.cursor = max(0, min(last, self.cursor + step))

    def action_page(self, step: int) -> None:
        """Move the cursor by ten rows."""
        self.action_move(10 * step)

    def action_move_to(self, row: int) -> None:
        """Move the cursor to a row, counted from the end if it is negative."""
        self.cursor = row if row >= 0 else max(0, len(self._rows) + row)

    def on_click(self, event: Click) -> None:
        """Go to the row at the mouse; a double click studies it."""
        row = (event.y - self.gutter.top - 1) // self._height  # below the headings
        if 0 <= row < len(self._rows):
            self.cursor = row
            if event.chain == 2:
                self.post_message(self.Chosen())

    def watch_cursor(self) -> None:
        """Keep the cursor on the screen, and at the top the headings."""
        scroll_to_rows(self, self.gutter.top + self.cursor * self._height, 2)

    def render(self) -> RenderResult:
        """Return the header and all rows."""
        bar = self.size.width >= _NARROW
        width = self.size.width - _SIGN - (_BAR_CELLS + 2 if bar else 0)
        heads = _line("", ("due", "new", "learned", "ready"), width)
        head = Content.styled(" " * _SIGN + heads, "$quiet")
        place = self.cursor if self.has_focus else None
        kinds = [
            (number, number == place, self.size.width, self._height)
            for number in range(len(self._rows))
        ]
        self._drawn = {
            key: self._drawn.get(key)
            or self._row(row, width, at_cursor=key[1], bar=bar)
            for key, row in zip(kinds, self._rows, strict=True)
        }
        return Content("\n").join([head, *self._drawn.values()])

    def _row(self, row: ShelfRow, width: int, *, at_cursor: bool, bar: bool) -> Content:
        share, counts = row.readiness.share, _texts(row)
        indent = "" if row.is_topic else "  "
        text = _line(indent + sanitize_line(row.name), counts, width)
        is_done = row.counts is not None and not row.counts.due
        style = "bold" if row.is_topic else ("$quiet" if is_done else "")
        line = Content.assemble(
            cursor_sign(at_cursor=at_cursor),
            (text, f"{style} on $panel" if at_cursor else style),
            *(("  ", *_bar(share)) if bar else ()),
        )
        if self._height == 1:
            return line
        about = Content("    " + sanitize_line(row.about)).truncate(
            self.size.width - 1, ellipsis=True
        )
        return Content("\n").join([line, about.stylize("$quiet")])


def _rows(
    decks: Sequence[Deck],
    counts: Mapping[str, DeckCounts],
    readiness: Mapping[str, Readiness],
) -> Iterator[ShelfRow]:
    by_topic: dict[str, list[Deck]] = {}
    for deck in decks:
        by_topic.setdefault(deck.topic.casefold(), []).append(deck)
    for some in by_topic.values():
        cards = CardList(tuple(Run(deck) for deck in some))
        known = [counts[deck.id] for deck in some if deck.id in counts]
        sums = total(known) if len(known) == len(some) else None
        ready = (readiness.get(deck.id, NOT_READY) for deck in some)
        whole = sum(ready, start=NOT_READY)
        yield ShelfRow(some[0].topic, "", cards, sums, whole, is_topic=True)
        for deck in some:
            yield ShelfRow(
                deck.title,
                deck.about,
                CardList((Run(deck),)),
                counts.get(deck.id),
                readiness.get(deck.id, NOT_READY),
            )


def _texts(row: ShelfRow) -> tuple[str, str, str, str]:
    """Return the counts of a row in words; none before they are known."""
    match row.counts:
        case None:
            return ("", "", "", "")
        case DeckCounts() as counts:
            learned = counts.today + counts.later
            ready = f"{row.readiness.share:.0%}" if row.readiness.seen else "·"
            due, new = str(counts.due or "·"), str(counts.new or "·")
            return (due, new, f"{learned}", ready)


def _line(name: str, counts: tuple[str, str, str, str], width: int) -> str:
    room = max(8, width - _COUNTS - _READY)
    cut = Content(name).truncate(room, ellipsis=True)
    pad = " " * (room - cut.cell_length)
    due, new, learned, ready = counts
    return f"{cut.plain}{pad}{due:>6}{new:>6}{learned:>9}{ready:>7}"


def _bar(share: float) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a bar whose parts differ in shape, not in color alone."""
    filled = round(_BAR_CELLS * share)
    return ("━" * filled, "$primary"), ("╌" * (_BAR_CELLS - filled), "$faint")
