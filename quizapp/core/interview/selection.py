"""Selection: which questions lead the threads, in which order.

First what was not asked in the interviews of the last two weeks, then the chosen level,
then a mix: known, shaky and never seen in turn, and tags that were not covered yet. The
seed decides what is left. The same arguments give the same order.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import Enum

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.cards.card import Card, Level

MOST_LEADS = 40
"""In a plan: more than any interview asks."""

KNOWN = 0.8
"""The predicted recall from which a card counts as known."""

_DEPTH = {level: depth for depth, level in enumerate(Level)}


class Standing(Enum):
    """How well the user knows a card, by the recall that FSRS predicts."""

    KNOWN = "known"
    SHAKY = "shaky"
    UNSEEN = "unseen"


def standing(recall: float | None) -> Standing:
    """Return the standing of a card by its predicted recall; None if never seen."""
    if recall is None:
        return Standing.UNSEEN
    return Standing.KNOWN if recall >= KNOWN else Standing.SHAKY


def choose_leads(
    cards: Iterable[Card],
    level: Level,
    seed: int,
    *,
    recent: Collection[CardId] = (),
    recall: Mapping[CardId, float] = {},
) -> tuple[CardId, ...]:
    """Return the open cards that can lead a thread, best first."""
    left = {card.id: card for card in cards if card.kind.scored_by is not None}
    chosen: list[CardId] = []
    standings, tags, decks = Counter[Standing](), Counter[str](), Counter[str]()

    def cost(card: Card) -> tuple[bool, int, float, float]:
        covered = sum(tags[tag] for tag in card.tags) / max(1, len(card.tags))
        mixed = standings[standing(recall.get(card.id))] + covered + decks[card.id.deck]
        apart = distance(card.level, level)
        return card.id in recent, apart, mixed, unit(f"{seed}/lead/{card.id}")

    while left and len(chosen) < MOST_LEADS:
        best = min(left.values(), key=cost)
        del left[best.id]
        chosen.append(best.id)
        standings[standing(recall.get(best.id))] += 1
        tags.update(best.tags)
        decks[best.id.deck] += 1
    return tuple(chosen)


def distance(level: Level, wanted: Level) -> int:
    """Return how far a level is from the wanted one; an easier one is nearer."""
    apart = _DEPTH[level] - _DEPTH[wanted]
    return 2 * apart if apart > 0 else -2 * apart - (apart < 0)


def is_deeper(level: Level, than: Level) -> bool:
    """Return whether a level comes later in an interview than another."""
    return _DEPTH[level] > _DEPTH[than]
