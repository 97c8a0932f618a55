"""Figure rows: the figures of cards in the index, and their sums by deck and day.

Each card's figures are sealed with a checksum, like its record. The sums are changed
by the difference whenever the figures of a card are replaced, so that they always are
what the cards add up to.
"""

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.listed import name_hash
from quizapp.core.stats.card_figures import NO_FIGURES, CardFigures, DayFigures
from quizapp.core.stats.totals import FIGURE_COLUMNS, NO_NUMBERS, add_day
from quizapp.store.rows import Row
from quizapp.store.seals import Broken, seal_of

_NUMBERS = ", ".join(f"{name} INTEGER NOT NULL" for name in FIGURE_COLUMNS)
FIGURE_SCHEMA = f"""
CREATE TABLE figures (
    deck TEXT NOT NULL, card TEXT NOT NULL, seal INTEGER NOT NULL,
    figures BLOB NOT NULL, last_on INTEGER NOT NULL,
    error_on INTEGER, wrong_on INTEGER, name_hash INTEGER NOT NULL,
    PRIMARY KEY (deck, card)
) STRICT, WITHOUT ROWID;
CREATE TABLE deck_days (
    deck TEXT NOT NULL, day INTEGER NOT NULL, {_NUMBERS}, PRIMARY KEY (deck, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX by_last ON figures (deck, last_on, name_hash);
CREATE INDEX by_error ON figures (error_on) WHERE error_on IS NOT NULL;
CREATE INDEX by_wrong ON figures (wrong_on) WHERE wrong_on IS NOT NULL;
"""
PUT_FIGURES = "INSERT OR REPLACE INTO figures VALUES (?,?,?,?,?,?,?,?)"
_DROP_FIGURES = "DELETE FROM figures WHERE deck = ? AND card = ?"
_MARKS = ",".join("?" * (2 + len(FIGURE_COLUMNS)))
_SUMS = ", ".join(f"{name} = {name} + excluded.{name}" for name in FIGURE_COLUMNS)
_ADD_DAY = (
    f"INSERT INTO deck_days VALUES ({_MARKS})"  # noqa: S608  # constants
    f" ON CONFLICT DO UPDATE SET {_SUMS}"
)
_TOTALS = ", ".join(f"coalesce(sum({name}), 0)" for name in FIGURE_COLUMNS)
_ALL_SUMS = f"SELECT {_TOTALS} FROM deck_days"  # noqa: S608  # constants
_FIGURES = msgspec.msgpack.Decoder(CardFigures)


def row_of_figures(card: CardId, figures: CardFigures) -> Row:
    """Return the row of a card's figures, in the order of its columns."""
    body = msgspec.msgpack.encode(figures)
    return (
        *(card.deck, card.card, seal_of(card.deck, card.card, body), body),
        max(own.day for own in figures.days),
        max((error.day for error in figures.errors), default=None),
        max((day for day, _ in figures.wrong), default=None),
        name_hash(card.card),
    )


def figures_in(connection: sqlite3.Connection, card: CardId) -> CardFigures:
    """Return the figures of a card, empty without any. Raises Broken."""
    sql = "SELECT seal, figures FROM figures WHERE deck = ? AND card = ?"
    row = connection.execute(sql, (card.deck, card.card)).fetchone()
    return NO_FIGURES if row is None else figures_of_row(card.deck, card.card, *row)


def figures_of_row(deck: str, card: str, seal: int, body: bytes) -> CardFigures:
    """Return the figures of a row. Raises Broken if it is not as it was written."""
    if seal != seal_of(deck, card, body):
        raise Broken("the figures of a card are damaged")
    try:
        return _FIGURES.decode(body)
    except msgspec.MsgspecError as error:
        raise Broken("the figures of a card cannot be read") from error


def all_figures_in(
    connection: sqlite3.Connection, where: str, values: Row = ()
) -> Iterator[tuple[CardId, CardFigures]]:
    """Yield figures; `where` is SQL that selects some. Raises Broken."""
    sql = f"SELECT deck, card, seal, figures FROM figures WHERE {where}"  # noqa: S608  # constants
    for deck, card, seal, body in connection.execute(sql, values):
        yield CardId(deck, card), figures_of_row(deck, card, seal, body)


def all_sums(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Return the sums of all decks and days."""
    return tuple(connection.execute(_ALL_SUMS).fetchone())


def days_in(connection: sqlite3.Connection) -> dict[StudyDay, int]:
    """Return how many reviews each study day has, over all decks."""
    sql = "SELECT day, sum(reviews) FROM deck_days GROUP BY day"
    return {StudyDay(day): count for day, count in connection.execute(sql)}


class DaySums:
    """Changes of the sums of decks and days."""

    def __init__(self) -> None:
        self._changes: dict[tuple[str, StudyDay], list[int]] = {}

    def add(self, deck: str, days: Iterable[DayFigures], sign: int = 1) -> None:
        """Add the days of a card, or take them off."""
        for own in days:
            numbers = self._changes.get((deck, own.day))
            if numbers is None:
                numbers = self._changes[deck, own.day] = [*NO_NUMBERS]
            add_day(numbers, own, sign)

    @property
    def total(self) -> tuple[int, ...]:
        """The change of all sums together."""
        return tuple(map(sum, zip(NO_NUMBERS, *self._changes.values(), strict=True)))

    def write(self, connection: sqlite3.Connection) -> None:
        """Change the sums in the index."""
        rows = ((*key, *numbers) for key, numbers in self._changes.items())
        connection.executemany(_ADD_DAY, rows)
        connection.execute("DELETE FROM deck_days WHERE reviews = 0")


def put_figures(
    connection: sqlite3.Connection, changed: Iterable[tuple[CardId, CardFigures]]
) -> tuple[int, ...]:
    """Replace the figures of cards, and change the sums by the difference.

    Returns the difference of all sums together.
    """
    sums = DaySums()
    for card, figures in changed:
        sums.add(card.deck, figures_in(connection, card).days, -1)
        sums.add(card.deck, figures.days)
        if figures.days:
            connection.execute(PUT_FIGURES, row_of_figures(card, figures))
        else:
            connection.execute(_DROP_FIGURES, (card.deck, card.card))
    sums.write(connection)
    return sums.total
