"""Card rows: a card as one line of a table, and the names of its columns.

A state is a sign and a word, never a color alone. Text from decks is sanitized.
"""

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import draw
from quizapp.core.scheduling.intervals import interval, is_due
from quizapp.core.search.states import CardStates, State
from quizapp.core.search.texts import SEED
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.look.prose import inline
from quizapp.tui.widgets.browse.listing import RowCells
from quizapp.tui.widgets.cursor import CURSOR_SIGN

SIGNS: dict[State, tuple[str, str]] = {
    State.DUE: ("●", "$primary"),
    State.NEW: ("○", "$secondary"),
    State.LEARNING: ("◐", "$primary"),
    State.LATER: ("·", "$quiet"),
    State.SUSPENDED: ("■", "$quiet"),
    State.BURIED: ("▾", "$quiet"),
}
PROBLEM = ("✗ problem", "$error")
MAX_PROMPT = 400
"""Characters of a prompt that are enough for a row."""


class Columns(Struct, frozen=True):
    """Widths in cells; the prompt gets the rest of the line."""

    id: int = 0
    kind: int = 0
    level: int = 0
    gap: int = 1
    state: int = 11
    due: int = 5


def _columns(width: int) -> Columns:
    """Return the columns that fit: the prompt keeps about half of the line."""
    if width >= 120:
        return Columns(id=34, kind=9, level=6, gap=2)
    if width >= 96:
        return Columns(id=24, kind=9)
    if width >= 72:
        return Columns(id=22)
    return Columns()


def column_names(width: int) -> str:
    """Return the names of the columns, above a listing of this width."""
    rest = max(0, width - len(CURSOR_SIGN))
    columns = _columns(rest)
    due = "due".rjust(columns.due)
    cells = [(name, "") for name in ("state", "prompt", "card", "kind", "level", due)]
    line = "".join(text for text, _ in _laid(columns, cells, rest))
    return " " * len(CURSOR_SIGN) + line


def card_row(
    card: Card, card_states: CardStates, width: int, *, broken: bool = False
) -> RowCells:
    """Return the cells of a card's row."""
    columns = _columns(width)
    cells = (
        PROBLEM if broken else state_label(card_states.state(card.id)),
        (own_signs(card, card_states) + first_line(card), "$foreground"),
        (_name(card, columns.id), "$quiet"),
        (card.kind.name, "$quiet"),
        (card.level.value, "$quiet"),
        (due_text(card, card_states).rjust(columns.due), "$quiet"),
    )
    return _laid(columns, cells, width)


def state_label(word: State) -> tuple[str, str]:
    """Return the sign and word of a state, and their color."""
    sign, style = SIGNS[word]
    return f"{sign} {word.value}", style


def own_signs(card: Card, card_states: CardStates) -> str:
    """Return the signs of the user's own remarks: a star, a note, a report."""
    memories = card_states.memories
    signs = {
        "★": card.id in memories.starred,
        "✎": bool(memories.notes.get(card.id)),
        "!": card_states.is_reported(card),
    }
    shown = "".join(sign for sign, has in signs.items() if has)
    return f"{shown} " if shown else ""


def due_text(card: Card, card_states: CardStates) -> str:
    """Return when a card is due, as the grade buttons show it."""
    memory = card_states.memories.by_card.get(card.id)
    if memory is None or card_states.is_suspended(card.id):
        return "-"
    if is_due(memory, card_states.moment):
        return "1d" if card_states.is_buried(card.id) else "now"
    return interval(memory, card_states.moment)


def first_line(card: Card) -> str:
    """Return the beginning of a prompt, with example values, without Markdown."""
    prompt = draw(card.vary, SEED).fill(card.prompt[:MAX_PROMPT])
    text = " ".join(prompt.replace("\\\n", " ").split())
    return inline(sanitize_line(text)).plain


def fit_cells(text: str, width: int) -> str:
    """Return text of exactly this many cells; cut text ends in an ellipsis."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def _laid(columns: Columns, cells: RowCells, width: int) -> RowCells:
    """Lay cells out side by side; a column of width 0 is omitted with its gap."""
    widths = [columns.state, 0, columns.id, columns.kind, columns.level, columns.due]
    shown = sum(map(bool, widths))
    widths[1] = max(0, width - sum(widths) - shown * columns.gap)
    gap = " " * columns.gap
    laid = [
        (fit_cells(text, wide) + gap, style)
        for (text, style), wide in zip(cells, widths, strict=True)
        if wide
    ]
    *before, (text, style) = laid
    return (*before, (text.removesuffix(gap), style))


def _name(card: Card, width: int) -> str:
    """Return a card's id; if it is too long, the name of its deck is cut."""
    deck, name = sanitize_line(card.id.deck), sanitize_line(card.id.card)
    room = width - len(name) - 2
    if len(deck) + len(name) < width or room < 3:
        return f"{deck}/{name}"
    return f"{deck[:room]}…/{name}"
