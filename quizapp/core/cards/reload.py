"""Reload: what is different once decks were read anew.

While a file has problems, its cards that could no longer be read stay as they were
read last: an author's slip takes no card away from whoever is looking at it.
"""

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Library, Problem


class Changes(Struct, frozen=True):
    """The cards that differ between two libraries, each in deck order."""

    added: tuple[CardId, ...] = ()
    removed: tuple[CardId, ...] = ()
    changed: tuple[CardId, ...] = ()
    """Something else is asked or answered: their content has another hash."""
    retouched: tuple[CardId, ...] = ()
    """The same is asked, but an explanation, a tag or the like is another."""

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.retouched)

    def __str__(self) -> str:
        """Return `2 added, 1 changed`."""
        counts = (
            (self.added, "added"),
            (self.changed, "changed"),
            (self.retouched, "retouched"),
            (self.removed, "removed"),
        )
        return ", ".join(f"{len(ids)} {word}" for ids, word in counts if ids)


def changes(old: Library, new: Library) -> Changes:
    """Compare two libraries; that a card moved within its file is no change."""
    both = [
        (old.cards[id_], card) for id_, card in new.cards.items() if id_ in old.cards
    ]
    return Changes(
        added=tuple(id_ for id_ in new.cards if id_ not in old.cards),
        removed=tuple(id_ for id_ in old.cards if id_ not in new.cards),
        changed=tuple(now.id for was, now in both if was.content != now.content),
        retouched=tuple(now.id for was, now in both if _is_retouched(was, now)),
    )


def _is_retouched(was: Card, now: Card) -> bool:
    if was is now or was.content != now.content:
        return False
    return replace(was, position=now.position) != now


def keeping(old: Library, new: Library) -> Library:
    """Return the new library with the old's cards that its problems cost."""
    troubled = {problem.position.file for problem in new.problems}
    before = {deck.id: deck for deck in old.decks if deck.file in troubled}
    if not before:
        return new
    decks = [_whole(before.get(deck.id), deck, new) for deck in new.decks]
    there = {deck.id for deck in decks}
    lost = [deck for id_, deck in before.items() if id_ not in there]
    order = {deck.id: place for place, deck in enumerate(old.decks)}
    # Decks that the old library did not have come last, as they would be found last.
    decks = sorted([*decks, *lost], key=lambda deck: order.get(deck.id, len(order)))
    kept = {card.id for deck in decks for card in deck.cards} - new.cards.keys()
    return Library(tuple(decks), new.problems, frozenset(kept))


def _whole(before: Deck | None, deck: Deck, new: Library) -> Deck:
    lost = [] if before is None else [c for c in before.cards if c.id not in new.cards]
    if before is None or before.file != deck.file or not lost:
        return deck
    cards = sorted([*deck.cards, *lost], key=lambda card: card.position.line)
    return replace(deck, cards=tuple(cards))


def problems_of(library: Library, card: Card) -> tuple[Problem, ...]:
    """Return why a card could not be read anew; empty if it was."""
    if card.id not in library.kept:
        return ()
    file = card.position.file
    own = tuple(each for each in library.problems if each.position.file == file)
    return tuple(each for each in own if each.card == card.id) or own
