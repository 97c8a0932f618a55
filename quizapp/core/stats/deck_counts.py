"""Deck counts: how many cards of a deck are due, learned and new."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.cards.deck import Deck
from quizapp.core.scheduling.intervals import Memory, due_day, is_due


class DeckCounts(Struct, frozen=True):
    """Counts over a set of cards; each card is due, today, later or new."""

    due: int
    """Seen before, and due now."""
    today: int
    """Seen before, due later on this study day."""
    later: int
    """Seen before, due on another day."""
    new: int
    """Never seen."""
    tomorrow: int
    """Those among `later` due on the next study day."""


def count_cards(
    cards: Iterable[CardId], memories: Mapping[CardId, Memory], moment: Moment
) -> DeckCounts:
    """Count the cards by their state at a moment."""
    due = today = later = new = tomorrow = 0
    for card in cards:
        memory = memories.get(card)
        if memory is None:
            new += 1
        elif is_due(memory, moment):
            due += 1
        elif (wait := due_day(memory, moment) - moment.day) <= 0:
            today += 1
        else:
            later += 1
            tomorrow += wait == 1
    return DeckCounts(due, today, later, new, tomorrow)


def total(counts: Iterable[DeckCounts]) -> DeckCounts:
    """Return the counts of several sets of cards together."""
    due = today = later = new = tomorrow = 0
    for each in counts:
        due, today, later = due + each.due, today + each.today, later + each.later
        new, tomorrow = new + each.new, tomorrow + each.tomorrow
    return DeckCounts(due, today, later, new, tomorrow)


class Shelf(Struct, frozen=True):
    """A deck and the counts of its cards."""

    deck: Deck
    counts: DeckCounts


def days_in_the_future(reviews: Mapping[StudyDay, int], day: StudyDay) -> int:
    """Return how many study days after this one the latest review is.

    `reviews` are counted by study day.
    """
    return max((other - day for other, count in reviews.items() if count), default=0)
