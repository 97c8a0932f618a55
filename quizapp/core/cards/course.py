"""Course: the order in which decks are listed and new cards are learned.

A topic whose decks or cards have an `order` is a course. First come the cards with an
order of their own: its opening. The others follow by level, mixed over the decks so
that each day has variety, with the first decks ahead of the last. Another topic keeps
the order of its files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.card_list import CardList, Run, list_of, list_of_places
from quizapp.core.cards.library import Deck, Problem

DELAY = 0.5
"""How many cards of a deck come before the first one of the next deck joins in."""

_LEVELS = {level: rank for rank, level in enumerate(Level)}


def deck_order(decks: Sequence[Deck]) -> tuple[Deck, ...]:
    """Put the decks of each topic in their order; those without one come last.

    Topics are in the order of their first decks. Decks of topics without any order
    come after the others, and keep their places among themselves.
    """
    if all(deck.order is None for deck in decks):
        return tuple(decks)
    by_topic: dict[str, list[Deck]] = {}
    for deck in decks:
        by_topic.setdefault(_topic(deck), []).append(deck)
    first = {topic: _first_order(group) for topic, group in by_topic.items()}
    sorted_decks = {topic: iter(_sorted(group)) for topic, group in by_topic.items()}
    topics = sorted(map(_topic, decks), key=first.__getitem__)  # stable
    return tuple(next(sorted_decks[topic]) for topic in topics)


class _Place(Struct, frozen=True):
    """What decides where a card comes, and where it is."""

    id: CardId
    level: Level
    order: int | None
    requires: tuple[CardId, ...]
    deck: Deck
    place: int


def study_order(cards: Iterable[Card], decks: Sequence[Deck]) -> CardList:
    """Return cards in the order in which they are learned, topic by topic.

    The cards and the decks are in deck order. A card comes after those that it
    requires, even if it has an order of its own. No card is read for it.
    """
    by_topic: dict[str, list[Run]] = {}
    for run in list_of(cards, decks).runs:
        by_topic.setdefault(_topic(run.deck), []).append(run)
    ordered = {_topic(deck) for deck in decks if deck.order is not None}
    runs: list[Run] = []
    for topic, group in by_topic.items():
        if topic in ordered or any(map(_has_order, group)):
            course = _course([place for run in group for place in _places(run)], decks)
            runs += list_of_places((place.deck, place.place) for place in course).runs
        else:
            runs += group
    return CardList(tuple(runs))


def _has_order(run: Run) -> bool:
    orders = run.deck.outline.orders
    return any(place in orders for place in run.numbers) if orders else False


def _places(run: Run) -> Iterator[_Place]:
    outline = run.deck.outline
    for place in run.numbers:
        yield _Place(
            outline.ids[place],
            outline.level(place),
            outline.orders.get(place),
            outline.requires.get(place, ()),
            run.deck,
            place,
        )


def problems_of_order(decks: Iterable[Deck]) -> Iterator[Problem]:
    """Yield the cards of a topic's opening that share their place with another."""
    places: dict[tuple[str, int], CardId] = {}
    for deck in decks:
        for place, order in deck.outline.orders.items():
            own = deck.outline.ids[place]
            other = places.setdefault((_topic(deck), order), own)
            if other != own:
                message = f"`order` {order} is also that of `{other}`; change one"
                yield Problem(deck.cards[place].position, message, own)


def _topic(deck: Deck) -> str:
    return deck.topic.casefold()


def _first_order(decks: Iterable[Deck]) -> float:
    return min(inf if deck.order is None else deck.order for deck in decks)


def _sorted(decks: Iterable[Deck]) -> list[Deck]:
    return sorted(decks, key=lambda deck: (deck.order is None, deck.order or 0))


def _course(cards: Sequence[_Place], decks: Sequence[Deck]) -> list[_Place]:
    opening = [(card.order, card) for card in cards if card.order is not None]
    rest = [card for card in cards if card.order is None]
    named = {card.id.deck for card in rest}
    ids = [deck.id for deck in decks if deck.id in named]
    ranks = {deck: rank for rank, deck in enumerate(ids)}
    in_order = [
        *(card for _, card in sorted(opening, key=lambda pair: pair[0])),
        *_mixed(rest, ranks),
    ]
    if any(card.requires for card in in_order):
        in_order = list(_after_required({card.id: card for card in in_order}))
    return in_order


def _mixed(cards: Sequence[_Place], ranks: Mapping[str, int]) -> Iterator[_Place]:
    """Go around the decks, level by level; each deck joins in after the one before."""
    before: dict[tuple[str, Level], int] = {}
    places: list[tuple[int, float, int, int]] = []
    for number, card in enumerate(cards):
        deck, level = card.id.deck, card.level
        rank, done = ranks[deck], before.get((deck, level), 0)
        places.append((_LEVELS[level], done + rank * DELAY, rank, number))
        before[deck, level] = done + 1
    places.sort()
    return (cards[number] for *_, number in places)


def _after_required(cards: Mapping[CardId, _Place]) -> Iterator[_Place]:
    """Yield cards in order, each behind the ones that it requires."""
    seen: set[CardId] = set()
    for first in cards:
        path = [] if first in seen else [first]
        while path:
            card = path[-1]
            seen.add(card)
            missing = (id_ for id_ in cards[card].requires if id_ in cards)
            required = next((id_ for id_ in missing if id_ not in seen), None)
            if required is not None:
                path.append(required)
                continue
            path.pop()
            yield cards[card]
