"""Reload: the changes when decks are read again.

While a file has problems, cards that can no longer be read stay as they were: a
mistake in a file takes no card away from someone who is looking at it.
"""

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.course import deck_order
from quizapp.core.cards.library import Deck, Library, Problem


class Changes(Struct, frozen=True):
    """The cards that differ between two libraries, each in deck order."""

    added: tuple[CardId, ...] = ()
    removed: tuple[CardId, ...] = ()
    changed: tuple[CardId, ...] = ()
    """Question or answer changed: their content has another hash."""
    retouched: tuple[CardId, ...] = ()
    """Only an explanation, a tag or the like changed."""

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
    """Compare two libraries; a card that only moved within its file did not change."""
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


def with_stale_cards(old: Library, new: Library) -> Library:
    """Return the new library with the old cards that its problems left out."""
    files = {problem.position.file for problem in new.problems}
    before = {deck.id: deck for deck in old.decks if not files.isdisjoint(deck.files)}
    if not before:
        return new
    whole = [_whole(before.get(deck.id), deck, files) for deck in new.decks]
    decks = [deck for deck, _ in whole]
    loaded = {deck.id for deck in decks}
    lost = [deck for id_, deck in before.items() if id_ not in loaded]
    order = {deck.id: place for place, deck in enumerate(old.decks)}
    # Decks that are new come last, as they do when decks are searched for.
    decks = sorted([*decks, *lost], key=lambda deck: order.get(deck.id, len(order)))
    kept = (*(ids for _, ids in whole), *(deck.outline.ids for deck in lost))
    return Library(deck_order(decks), new.problems, frozenset().union(*kept))


def _whole(
    before: Deck | None, deck: Deck, files: set[str]
) -> tuple[Deck, frozenset[CardId]]:
    """Return a deck with the cards, or the own edits, that problems left out.

    And the ids of those cards.
    """
    if before is None or before.file != deck.file:
        return deck, frozenset()
    now = {card.id: card.position.file for card in deck.cards}
    kept = {
        card.id: card
        for card in before.cards
        if card.id not in now
        or (card.position.file != now[card.id] and card.position.file in files)
    }
    if not kept:
        return deck, frozenset()
    stale = frozenset(kept)
    overlays = tuple(dict.fromkeys((*deck.overlays, *before.overlays)))
    cards = [*(kept.pop(card.id, card) for card in deck.cards), *kept.values()]
    if not overlays:
        cards.sort(key=lambda card: card.position.line)
    return replace(deck, cards=tuple(cards), overlays=overlays), stale


def problems_of_stale(library: Library, card: Card) -> tuple[Problem, ...]:
    """Return why a card could not be read again; empty if it could."""
    if card.id not in library.stale:
        return ()
    file = card.position.file
    own = tuple(
        problem for problem in library.problems if problem.position.file == file
    )
    return tuple(problem for problem in own if problem.card == card.id) or own
