"""Card rows: a card as one line of a table, and the words over its columns.

A state is a sign and a word, never a color alone. What a deck says is sanitized.
"""

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from quizapp.core.cards.card import Card
from quizapp.core.scheduling.intervals import interval, is_due
from quizapp.core.search.states import CardStates, State
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.look.prose import inline
from quizapp.tui.widgets.browse.listing import SIGN, RowCells

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
"""Characters of a prompt that a row may need."""


class Columns(Struct, frozen=True):
    """Widths in cells; the prompt takes what is left over."""

    id: int
    gap: int
    state: int = 11
    kind: int = 9
    level: int = 6
    due: int = 5


def _columns(width: int) -> Columns:
    """Return what fits; in the narrowest, beside a preview, that tells the rest."""
    if width >= 96:
        return Columns(id=34, gap=2)
    if width >= 72:
        return Columns(id=22, gap=1)
    return Columns(id=26, gap=1, kind=0, level=0)


def column_names(width: int) -> str:
    """Return the names of the columns, as wide as a listing."""
    columns = _columns(width - len(SIGN))
    words = ("state", "card", "kind", "level", "due".rjust(columns.due), "prompt")
    cells = zip(words, ("", "", "", "", "", ""), strict=True)
    rest = max(0, width - len(SIGN))
    line = "".join(text for text, _ in _laid(columns, tuple(cells), rest))
    return " " * len(SIGN) + line


def card_row(
    card: Card, card_states: CardStates, width: int, *, broken: bool = False
) -> RowCells:
    """Return the cells of a card."""
    columns = _columns(width)
    cells = (
        PROBLEM if broken else state(card_states.state(card.id)),
        (_name(card, columns.id), "$foreground"),
        (card.kind.name, "$quiet"),
        (card.level.value, "$quiet"),
        (due(card, card_states).rjust(columns.due), "$quiet"),
        (first_line(card.prompt), "$foreground"),
    )
    return _laid(columns, cells, width)


def state(word: State) -> tuple[str, str]:
    """Return sign and word of a state, and their color."""
    sign, style = SIGNS[word]
    return f"{sign} {word.value}", style


def due(card: Card, card_states: CardStates) -> str:
    """Say when a card is due, as the buttons do."""
    memory = card_states.memories.by_card.get(card.id)
    if memory is None:
        return "-"
    if is_due(memory, card_states.moment):
        return "now"
    return interval(memory, card_states.moment)


def first_line(prompt: str) -> str:
    """Return the beginning of a prompt without its Markdown signs."""
    text = " ".join(prompt[:MAX_PROMPT].split())
    return inline(sanitize_line(text)).plain


def fit_cells(text: str, width: int) -> str:
    """Return text of exactly so many cells; what is cut off ends in a sign."""
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(text, width - 1) + "…" if width > 0 else ""


def _laid(columns: Columns, cells: RowCells, width: int) -> RowCells:
    """Put cells side by side; a column of no width is left out with its gap."""
    widths = (columns.state, columns.id, columns.kind, columns.level, columns.due)
    gap = " " * columns.gap
    laid = [
        (fit_cells(text, wide) + gap, style)
        for (text, style), wide in zip(cells, widths, strict=False)
        if wide
    ]
    left = width - sum(wide + columns.gap for wide in widths if wide)
    text, style = cells[-1]
    return (*laid, (fit_cells(text, max(0, left)), style))


def _name(card: Card, width: int) -> str:
    """Return a card's id; where it is too long, its deck is what is cut."""
    deck, name = sanitize_line(card.id.deck), sanitize_line(card.id.card)
    room = width - len(name) - 2
    if len(deck) + len(name) < width or room < 3:
        return f"{deck}/{name}"
    return f"{deck[:room]}…/{name}"
