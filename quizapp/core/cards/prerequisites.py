"""Ground: the cards that a card builds on form no circle, and all exist."""

from collections.abc import Iterator, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.errors import nearest


def problems_of_requires(
    cards: Mapping[CardId, Card], others: Mapping[CardId, Card]
) -> Iterator[Problem]:
    """Yield what is wrong with the `requires` of `cards`, among all that is loaded."""
    every = {**others, **cards}
    for card in cards.values():
        for ground in card.requires:
            if ground not in every:
                message = (
                    f"requires `{ground}`, which no deck has{_meant(ground, every)}"
                )
                yield Problem(card.position, message, card.id)
        if circle := _circle(card.id, every):
            path = " -> ".join(map(str, circle))
            message = f"`requires` goes in a circle ({path}); cut it somewhere"
            yield Problem(card.position, message, card.id)


def _meant(ground: CardId, every: Mapping[CardId, Card]) -> str:
    near = nearest(str(ground), map(str, every))
    return f"; did you mean `{near}`?" if near else "; remove it"


def _circle(start: CardId, every: Mapping[CardId, Card]) -> list[CardId]:
    """Return the way from a card back to itself, empty if there is none."""
    waiting: list[list[CardId]] = [[start]]
    seen: set[CardId] = set()
    while waiting:
        way = waiting.pop()
        for ground in every[way[-1]].requires if way[-1] in every else ():
            if ground == start:
                return [*way, ground]
            if ground not in seen:
                seen.add(ground)
                waiting.append([*way, ground])
    return []
