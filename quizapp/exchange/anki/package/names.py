"""Names: tags and decks as Anki accepts them.

A space ends a tag, and `::` divides tags and deck names into levels.
"""

import re
from collections.abc import Iterator

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.terminal.sanitize import sanitize_line

MARKED = "marked"
"""The tag that Anki shows as a star."""
_NOT_IN_TAGS = re.compile(r"[\s\x00-\x1f\x7f\"|*\\]+")
_LEVELS = re.compile(r":{2,}")


def tag_of(text: str) -> str:
    """Return a tag without what Anki refuses or reads as something else."""
    levels = _LEVELS.split(_NOT_IN_TAGS.sub("-", text.strip()))
    return "::".join(level.strip(":-") for level in levels if level.strip(":-"))


def tags_of(card: Card, deck: Deck) -> Iterator[str]:
    """Yield the tags of a card: its level, topic and kind, and its own."""
    yield f"level::{card.level.value}"
    if topic := tag_of(deck.topic):
        yield f"topic::{topic}"
    yield f"kind::{card.kind.name}"
    for tag in card.tags:
        if (legal := tag_of(tag)) and legal.lower() not in {MARKED, "leech"}:
            yield legal


def deck_name(deck: Deck) -> str:
    """Return `Topic::Deck`; a deck that came from Anki has its name there as title."""
    topic = _component(deck.topic)
    levels = [*filter(None, map(_component, _LEVELS.split(deck.title)))]
    is_within = len(levels) > 1 and levels[0].casefold() == topic.casefold()
    if topic and not is_within:
        levels = [topic, *levels]
    return "::".join(levels) or _component(deck.id)


def parents_of(name: str) -> Iterator[str]:
    """Yield the decks that a deck is in, the outermost first."""
    parts = name.split("::")
    for count in range(1, len(parts)):
        yield "::".join(parts[:count])


def _component(text: str) -> str:
    """Return one level of a deck's name."""
    one_level = _LEVELS.sub(":", " ".join(sanitize_line(text).split()))
    return one_level.strip(": ")
