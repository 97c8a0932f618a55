"""Card table: the cards that match, in rows below the names of the columns."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from quizapp.core.cards.card import Card
from quizapp.tui.widgets.browse.card_rows import card_row, column_names
from quizapp.tui.widgets.browse.catalog import Catalog
from quizapp.tui.widgets.browse.listing import Listing, RowCells


class CardTable(Vertical):
    """The catalog's cards, one of them at the cursor."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(id="left")
        self.border_title = "Cards"  # where there is room for a border
        self._catalog = catalog
        self._names = Static(id="heads", markup=False)
        self.listing = Listing(self._draw, id="cards")

    def compose(self) -> ComposeResult:
        """Lay out the names of the columns and the rows."""
        yield self._names
        yield self.listing

    @property
    def card(self) -> Card | None:
        """The card at the cursor."""
        return self._catalog.card(self.listing.cursor)

    def show_matches(self, card: Card | None, otherwise: int) -> None:
        """Show the cards that match, the cursor on a card or on another row."""
        row = None if card is None else self._catalog.row(card.id)
        self.listing.show_rows(self._catalog.count, otherwise if row is None else row)

    def fit(self) -> None:
        """Fit the names of the columns to the width."""
        self._names.update(column_names(self.listing.width))

    def _draw(self, row: int, width: int) -> RowCells:
        card = self._catalog.card(row)
        if card is None:
            return ()
        broken = not self._catalog.is_current(card)
        return card_row(card, self._catalog.card_states, width, broken=broken)
