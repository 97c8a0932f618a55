"""Tables: where each kind of event is stored, and how its rows are read and written."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from quizapp.core.scheduling.review import (
    Event,
    Fact,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
)
from quizapp.store.rows import (
    FACT_COLUMNS,
    MARK_COLUMNS,
    RETRACTION_COLUMNS,
    REVIEW_COLUMNS,
    Row,
    fact_of_row,
    is_plausible,
    mark_of_row,
    retraction_of_row,
    review_of_row,
    row_of_mark,
    row_of_remark,
    row_of_retraction,
    row_of_review,
)


class EventTable(Struct, frozen=True):
    """One table of events."""

    columns: str
    """Without those of the link. The first two are the id and the device."""
    event: Callable[[Row], Event | None]
    """Reads a row; None for an event that only a newer quizapp knows. Raises
    ValueError, OverflowError or TypeError for a row that no quizapp wrote."""
    at: int
    """The position of the instant; the offset from UTC follows it."""

    def plausible(self, row: Row) -> Event | None:
        """Read a row, None also for an event with an impossible date."""
        at = self.at
        return self.event(row) if is_plausible(row[at], row[at + 1]) else None


EVENT_TABLES: Mapping[str, EventTable] = {
    "reviews": EventTable(REVIEW_COLUMNS, review_of_row, 14),
    "marks": EventTable(MARK_COLUMNS, mark_of_row, 5),
    "retractions": EventTable(RETRACTION_COLUMNS, retraction_of_row, 3),
    "facts": EventTable(FACT_COLUMNS, fact_of_row, 6),
}
"""In the order of `Extent.ends`."""
OF_CARDS = tuple(name for name in EVENT_TABLES if name != "retractions")
"""The tables of facts; a retraction is none."""


def stored(event: Event) -> tuple[str, Row]:
    """Return the table of an event, and its row."""
    match event:
        case Reviewed():
            return "reviews", row_of_review(event)
        case Marked():
            return "marks", row_of_mark(event)
        case Remarked():
            return "facts", row_of_remark(event)
        case Retracted():
            return "retractions", row_of_retraction(event)


def table_of(fact: Fact) -> str:
    """Return the table of a fact."""
    match fact:
        case Reviewed():
            return "reviews"
        case Marked():
            return "marks"
        case Remarked():
            return "facts"
