"""Turns: new cards of several topics, one of each in turn.

The order inside a topic stays. While a topic has cards left, no other is more than one
card ahead of it, so a daily limit is shared fairly. Where the first day stopped, the
next one goes on: the start moves by one for each card that was begun, so a limit
smaller than the number of topics reaches all of them.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from quizapp.core.basics.card_id import CardId


def take_turns(
    cards: Sequence[CardId],
    topics: Mapping[CardId, str],
    first: Sequence[str] = (),
    begun: int = 0,
) -> tuple[CardId, ...]:
    """Return new cards so that their topics take turns.

    `topics` has the topic of each card. Topics named in `first` come first in each
    round, in that order, and rounds begin with the first of them; without it, topics
    are in the order of their cards, and `begun` cards have had their turn.
    """
    by_topic: dict[str, list[CardId]] = {}
    for card in cards:
        by_topic.setdefault(topics.get(card, ""), []).append(card)
    if len(by_topic) < 2:
        return tuple(cards)
    named = [topic for topic in first if topic in by_topic]
    names = list(dict.fromkeys([*named, *by_topic]))
    start = 0 if named else begun % len(names)
    rounds = zip_longest(*(by_topic[name] for name in names[start:] + names[:start]))
    return tuple(card for turn in rounds for card in turn if card is not None)
