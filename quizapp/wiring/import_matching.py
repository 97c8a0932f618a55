"""Matching: which card of a file is which card that was imported before.

A card is found again by its origin. Anki's ids are unique in the world; those of other
formats, such as the words of a question, may mean another card in another deck.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.decks.cleaning import clean_line, cleaned
from quizapp.decks.imported_cards import PresentCard, digest_of
from quizapp.exchange.imported import GLOBAL_FORMATS, ImportedCard
from quizapp.wiring.import_rows import Change, ImportRow, Target, excerpt_of

ALIKE = 0.6
"""The share of common letters from which two questions are one that was corrected."""
ALIKE_LENGTH = 500
LEVEL = "screen"
"""Of a card whose source knows no levels."""


class Incoming(Struct, frozen=True):
    """A card of the file, fit for a deck."""

    card: ImportedCard
    title: str
    """Of the deck that it wants to be in."""
    fields: Mapping[str, Any]
    origin: str
    digest: str

    def row(self, change: Change, id_: CardId | None, reason: str = "") -> ImportRow:
        """Return what happens to it."""
        where, words = self.card.where, excerpt_of(self.card.name)
        return ImportRow(change, id_, where, words, reason, self.origin)


def incoming(
    cards: Iterable[ImportedCard], target: Target
) -> tuple[tuple[Incoming, ...], tuple[ImportRow, ...]]:
    """Return the cards of a file, each once, and what repeats another one."""
    first: dict[tuple[str, str], Incoming] = {}
    repeats: list[ImportRow] = []
    count: Counter[str] = Counter()
    for card in cards:
        one = _incoming(card, target)
        same = first.get((one.origin, one.digest))
        if same is not None:
            reason = f"it is the same as {same.card.where}"
            repeats.append(one.row(Change.LEFT_OUT, None, reason))
            continue
        count[one.origin] += 1
        number = count[one.origin]
        numbered = one if number == 1 else _numbered(one, f"{one.origin} #{number}")
        first[one.origin, one.digest] = numbered
    return tuple(first.values()), tuple(repeats)


def _incoming(card: ImportedCard, target: Target) -> Incoming:
    fields = cleaned({"level": LEVEL, **card.fields})
    title = target.only_deck or clean_line(card.deck) or target.title
    return Incoming(card, title, fields, str(card.origin), digest_of(fields))


def _numbered(card: Incoming, origin: str) -> Incoming:
    return Incoming(card.card, card.title, card.fields, origin, card.digest)


CardPairs = Sequence[tuple[Incoming, PresentCard | None]]
"""The cards of a file, each with the one that it was imported as."""


class Present(Struct, frozen=True):
    """The cards that were imported before, to be found again."""

    by_origin: Mapping[str, Sequence[PresentCard]]
    file: str

    def find(self, card: Incoming) -> PresentCard | None:
        """Return the card that this one was imported as; None if it is new."""
        same = self.by_origin.get(card.origin, ())
        if card.card.origin.format in GLOBAL_FORMATS:
            return next(iter(same), None)
        return next(
            (one for test in _TESTS for one in same if test(one, card, self.file)),
            None,
        )


def _in_its_deck(present: PresentCard, card: Incoming, file: str) -> bool:
    return bool(present.deck.deck.get("title") == card.title)


def _of_its_file(present: PresentCard, card: Incoming, file: str) -> bool:
    return present.file == file


def _with_its_text(present: PresentCard, card: Incoming, file: str) -> bool:
    return present.digest == card.digest


_TESTS = (_in_its_deck, _of_its_file, _with_its_text)


def present_in(cards: Iterable[PresentCard], file: str) -> Present:
    """Return the cards that were imported before, by their origin."""
    by_origin: dict[str, list[PresentCard]] = defaultdict(list)
    for card in cards:
        by_origin[card.origin].append(card)
    return Present(by_origin, file)


def with_reworded(
    pairs: CardPairs, present: Sequence[PresentCard], file: str
) -> CardPairs:
    """Return the pairs, with cards whose question was corrected in the file.

    Their ids are their words, so such a card looks like a new one, and the old one is
    gone. They are the same if they alone have this answer and the words are alike.
    """
    found = {(was.deck.path, was.index) for _, was in pairs if was is not None}
    files = {file, *(was.file for _, was in pairs if was is not None)}
    gone: dict[str, list[PresentCard]] = defaultdict(list)
    for one in present:
        if one.file in files and (one.deck.path, one.index) not in found:
            gone[str(one.fields.get("answer"))].append(one)
    if not gone:
        return pairs
    new = Counter(str(card.fields.get("answer")) for card, was in pairs if was is None)

    def before(card: Incoming) -> PresentCard | None:
        answer = card.fields.get("answer")
        same = gone.get(str(answer), [])
        is_only = answer is not None and new[str(answer)] == len(same) == 1
        if card.card.origin.format in GLOBAL_FORMATS or not is_only:
            return None
        return same[0] if _are_alike(card.fields, same[0].fields) else None

    return [(card, before(card) if was is None else was) for card, was in pairs]


def _are_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    asked, before = (
        str(fields.get("prompt", ""))[:ALIKE_LENGTH] for fields in (one, other)
    )
    return SequenceMatcher(None, asked, before).ratio() >= ALIKE
