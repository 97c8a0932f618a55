"""Deck figures: what a deck consists of, for its author.

How many cards of each kind and level, how many a run settles, which always have the
same answer, and how hard its prose is to read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck

_CODE = re.compile(r"```.*?```|`[^`]*`|\$[^$]*\$|\{\{.*?\}\}", re.DOTALL)
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)|\n\n")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_VOWELS = re.compile(r"[aeiouy]+")


class DeckFigures(Struct, frozen=True):
    """The figures of one deck."""

    deck: str
    cards: int
    kinds: Mapping[str, int]
    levels: Mapping[str, int]
    by_run: int
    """Cards that a run settles."""
    constant: tuple[str, ...]
    """The cards that a run settles, and whose numbers are never drawn."""
    grade: float | None
    """The reading grade of prompts and explanations; None without any words."""


def deck_figures(deck: Deck) -> DeckFigures:
    """Return the figures of a deck."""
    cards = deck.cards
    by_run = [card for card in cards if card.kind.settled_by_run]
    drawn = [card for card in by_run if card.kind.coding is None]
    return DeckFigures(
        deck.id,
        len(cards),
        dict(Counter(card.kind.name for card in cards).most_common()),
        dict(Counter(card.level.value for card in cards).most_common()),
        len(by_run),
        tuple(card.id.card for card in drawn if not card.vary),
        reading_grade(_prose(cards)),
    )


def reading_grade(text: str) -> float | None:
    """Return the Flesch-Kincaid grade of a text (Kincaid et al. 1975), without code.

    Roughly the school years that reading it takes. Syllables are counted by groups of
    vowels, so a single text may be off by one.
    """
    plain = _CODE.sub(" it ", text)
    words = _WORD.findall(plain)
    if not words:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE.split(plain))
    syllables = sum(map(_syllables, words))
    per_sentence, per_word = len(words) / max(1, sentences), syllables / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, groups - silent)


def _prose(cards: Iterable[Card]) -> str:
    return "\n\n".join(text for card in cards for text in (card.prompt, card.explain))
