"""Links: the cards that a card requires or leads on to exist.

Prerequisites form no cycle.
"""

from collections.abc import Iterator, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.errors import nearest


def linked(card: Card) -> Iterator[CardId]:
    """Yield the cards that a card requires, and those that ask its follow-ups."""
    yield from card.requires
    yield from _follow_ups(card)


def problems_of_links(
    cards: Mapping[CardId, Card], others: Mapping[CardId, Card]
) -> Iterator[Problem]:
    """Yield the problems of the links of `cards`, among all loaded cards."""
    yield from problems_of_requires(cards, others)
    all_cards = {**others, **cards}
    for card in cards.values():
        for other in _follow_ups(card):
            if other == card.id:
                message = "`follow_up` names the card itself; name another"
                yield Problem(card.position, message, card.id)
            elif other not in all_cards:
                hint = _hint(other, all_cards)
                message = f"`follow_up` names `{other}`, which is in no deck{hint}"
                yield Problem(card.position, message, card.id)


def _follow_ups(card: Card) -> Iterator[CardId]:
    rubric = card.kind.scored_by
    for question in () if rubric is None else rubric.follow_up:
        if question.card:
            yield CardId.within(card.id.deck, question.card)


def problems_of_requires(
    cards: Mapping[CardId, Card], others: Mapping[CardId, Card]
) -> Iterator[Problem]:
    """Yield the problems of the `requires` of `cards`, among all loaded cards."""
    all_cards = {**others, **cards}
    for card in cards.values():
        for required in card.requires:
            if required not in all_cards:
                hint = _hint(required, all_cards)
                message = f"requires `{required}`, which is in no deck{hint}"
                yield Problem(card.position, message, card.id)
        if cycle := _cycle(card.id, all_cards):
            path = " -> ".join(map(str, cycle))
            message = f"`requires` forms a cycle ({path}); remove one link"
            yield Problem(card.position, message, card.id)


def _hint(required: CardId, all_cards: Mapping[CardId, Card]) -> str:
    renamed = (card.id for card in all_cards.values() if required in card.formerly)
    near = next(map(str, renamed), None) or nearest(str(required), map(str, all_cards))
    return f"; did you mean `{near}`?" if near else "; remove it"


def _cycle(start: CardId, all_cards: Mapping[CardId, Card]) -> list[CardId]:
    """Return the path from a card back to itself, empty if there is none."""
    paths: list[list[CardId]] = [[start]]
    seen: set[CardId] = set()
    while paths:
        path = paths.pop()
        for required in all_cards[path[-1]].requires if path[-1] in all_cards else ():
            if required == start:
                return [*path, required]
            if required not in seen:
                seen.add(required)
                paths.append([*path, required])
    return []
