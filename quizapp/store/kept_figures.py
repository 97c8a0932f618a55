"""Kept figures: the figures of all cards, as the index has them."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Set

import msgspec

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.listed import SeenCards
from quizapp.core.stats.card_figures import CardFigures
from quizapp.core.stats.figure_lists import DaySpan
from quizapp.core.stats.totals import FIGURE_COLUMNS, Totals
from quizapp.store.figure_rows import all_figures_in

_SUMS = ", ".join(f"sum({name})" for name in FIGURE_COLUMNS)
_WITHIN = f"{_SUMS} FROM deck_days WHERE day BETWEEN ? AND ?"
_BY_DECK = f"SELECT deck, {_WITHIN} GROUP BY deck"
_BY_DAY = f"SELECT day, {_WITHIN} GROUP BY day"
_CHOSEN = "AND deck IN (SELECT value FROM json_each(?)) GROUP BY day"
_OF_DECKS = f"SELECT day, {_WITHIN} {_CHOSEN}"
_CARDS = (
    "SELECT deck, count(*) FROM figures WHERE last_on BETWEEN ? AND ? GROUP BY deck"
)
_REVIEWED = "SELECT deck, count(*), sum(name_hash) FROM figures GROUP BY deck"
_NAMES = "SELECT card FROM figures WHERE deck = ?"


class KeptFigures:
    """The figures of an index; see `figure_lists.FigureLists`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._index = connection

    def by_deck(self, span: DaySpan) -> Mapping[str, Totals]:
        """Return the totals of each deck that was reviewed in these days."""
        rows = self._index.execute(_BY_DECK, (span.first, span.last))
        return {deck: Totals(tuple(numbers)) for deck, *numbers in rows}

    def by_day(
        self, span: DaySpan, decks: Collection[str] | None
    ) -> Mapping[StudyDay, Totals]:
        """Return the totals of each of these days, over some decks or all."""
        if decks is None:
            rows = self._index.execute(_BY_DAY, (span.first, span.last))
        else:
            names = msgspec.json.encode(list(decks)).decode()
            rows = self._index.execute(_OF_DECKS, (span.first, span.last, names))
        return {StudyDay(day): Totals(tuple(numbers)) for day, *numbers in rows}

    def cards(self, span: DaySpan) -> Mapping[str, int]:
        """Count the cards of each deck that were reviewed in these days."""
        rows = self._index.execute(_CARDS, (span.first, span.last))
        counts = Counter(dict(rows.fetchall()))
        later = all_figures_in(self._index, "last_on > ?", (span.last,))
        for card, figures in later:  # few: the clock was ahead, or is behind
            counts[card.deck] += any(span.has(own.day) for own in figures.days)
        return +counts

    def reviewed(self) -> Mapping[str, SeenCards]:
        """Return the cards that were ever reviewed, counted by their decks."""
        rows = self._index.execute(_REVIEWED)
        return {deck: SeenCards(count, total) for deck, count, total in rows}

    def names(self, deck: str) -> Set[str]:
        """Return the names of the cards of a deck that were ever reviewed."""
        return {name for (name,) in self._index.execute(_NAMES, (deck,))}

    def of_deck(
        self, deck: str, since: StudyDay = StudyDay(0)
    ) -> Mapping[str, CardFigures]:
        """Return the figures of a deck's cards that were reviewed that day or later."""
        chosen = "deck = ? AND last_on >= ?"
        found = all_figures_in(self._index, chosen, (deck, since))
        return {card.card: figures for card, figures in found}

    def erring(self, since: StudyDay) -> Iterator[tuple[CardId, CardFigures]]:
        """Return the cards that were wrong and the user sure, that day or later."""
        return all_figures_in(self._index, "error_on >= ?", (since,))

    def wrong(self, since: StudyDay) -> Iterator[tuple[CardId, CardFigures]]:
        """Return the cards that were answered wrong that day or later."""
        return all_figures_in(self._index, "wrong_on >= ?", (since,))
