"""Placement: which deck each card goes to, and the decks as they will be.

New cards join the deck that holds most of the cards of the same title, or has that
title. Only where there is none, a new deck is made.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from quizapp.core.basics.card_id import CardId
from quizapp.decks.cleaning import clean_line
from quizapp.decks.deck_text import (
    CardBlock,
    DeckText,
    Edits,
    block_of,
    edited,
    new_deck,
)
from quizapp.decks.imported_cards import PresentCard
from quizapp.decks.slugs import Slugs, slug_of
from quizapp.wiring.import_matching import CardPairs, Incoming
from quizapp.wiring.import_rows import Target

MAX_PART_BYTES = 12 * 2**20
"""Of a deck file that an import fills: the loader takes a little more."""
MAX_TITLE = 200
DECK_PARTS = "::"
"""Between the names of decks within decks, as Anki writes them."""


class _Deck(Struct):
    """A deck, with what it gets."""

    id: str
    path: Path
    size: int
    ids: Slugs
    old: DeckText | None = None
    """None for a new deck."""
    head: dict[str, Any] = field(default_factory=dict)
    """The keys of `[deck]` that are new or change."""
    changed: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    added: list[CardBlock] = field(default_factory=list)

    @property
    def text(self) -> DeckText | None:
        """The deck as it will be; None if it stays as it is."""
        if self.old is None:
            return new_deck(self.path, self.head, self.added)
        edits = Edits(self.head, self.changed, self.added)
        return edited(self.old, edits) if edits else None


class Placement:
    """The decks that are there, and the new ones."""

    def __init__(
        self, decks: Sequence[DeckText], target: Target, pairs: CardPairs
    ) -> None:
        self._target = target
        self._decks = {deck.path: _placed(deck) for deck in decks}
        stems = (path.stem for path in self._decks if path.parent == target.folder)
        ids = (deck.id for deck in self._decks.values())
        self._ids = Slugs([*ids, *stems, *target.taken])
        self._homes = _homes(pairs)
        self._open: dict[str, _Deck] = {}
        """The deck that takes the next card of a title."""
        self.renamed = self._rename()

    def _rename(self) -> _Deck | None:
        """Rename the deck that holds all of these cards to the one that is wanted."""
        title, homes = self._target.only_deck, [*self._homes.values()]
        if title is None or len(homes) != 1 or len(homes[0]) != 1:
            return None
        deck = self._decks[next(iter(homes[0]))]
        if deck.old is None or deck.old.deck.get("title") == title:
            return None
        if deck.path.parent != self._target.folder or self._titled(title) is not None:
            return None
        was = deck.id
        deck.id = self._ids.free(slug_of(title, "deck"))
        former = [*deck.old.deck.get("formerly", ()), was]
        deck.head |= {"id": deck.id, "title": title, "formerly": former}
        deck.path = deck.path.with_name(f"{deck.id}.toml")
        return deck

    def id_of(self, card: PresentCard) -> CardId:
        """Return the id of a card that is there."""
        return CardId(self._decks[card.deck.path].id, card.id)

    def change(self, card: PresentCard, values: Mapping[str, Any]) -> None:
        """Give new values to the keys of a card."""
        self._decks[card.deck.path].changed[card.index] = values

    def add(self, card: Incoming, origin: Mapping[str, str]) -> CardId:
        """Put a new card into its deck."""
        deck = self._open.get(card.title)
        if deck is None:
            deck = self._open[card.title] = self._home(card.title)
        slug = slug_of(card.card.name, "card")
        block = block_of({"id": slug, **card.fields, "origin": origin})
        size = len(block.text.encode())
        if deck.size + size > MAX_PART_BYTES:
            deck = self._open[card.title] = self._new(card.title)
        if (free := deck.ids.free(slug)) != slug:
            block = block_of({**block.table, "id": free})
        deck.size += size
        deck.added.append(block)
        return CardId(deck.id, free)

    def texts(self) -> Iterator[DeckText]:
        """Yield the decks that change, as they will be."""
        for path, deck in self._decks.items():
            self._retopic(path, deck)
            if (text := deck.text) is not None:
                yield text if path == deck.path else _moved(text, deck.path)

    def _retopic(self, path: Path, deck: _Deck) -> None:
        topic, old = self._target.topic, deck.old
        is_ours = any(path in homes for homes in self._homes.values())
        if topic and old is not None and is_ours and old.deck.get("topic") != topic:
            deck.head["topic"] = topic

    def _home(self, title: str) -> _Deck:
        """Return the deck for new cards of a title."""
        homes = self._homes.get(title)
        if homes:
            return self._decks[homes.most_common(1)[0][0]]
        return self._titled(title) or self._new(title)

    def _titled(self, title: str) -> _Deck | None:
        """Return the last deck of a title; those in the folder of the import first.

        A deck that was written here is taken only if the user names it.
        """
        named = self._target.only_deck is not None
        found = [
            deck
            for deck in self._decks.values()
            if deck.old is not None
            and title in (deck.old.deck.get("title"), deck.id)
            and (named or any("origin" in card for card in deck.old.cards))
        ]
        found.sort(key=lambda deck: deck.path.parent == self._target.folder)
        return found[-1] if found else None

    def _new(self, title: str) -> _Deck:
        id_ = self._ids.free(slug_of(title, "deck"))
        path = self._target.folder / f"{id_}.toml"
        head = {
            "id": id_,
            "title": title[:MAX_TITLE],
            "topic": self._target.topic or _topic(title, self._target.title),
            "about": f"Imported from {clean_line(self._target.file)}",
        }
        deck = self._decks[path] = _Deck(id_, path, 0, Slugs(()), None, head)
        return deck


def _placed(deck: DeckText) -> _Deck:
    ids = Slugs(str(card.get("id")) for card in deck.cards)
    return _Deck(deck.deck["id"], deck.path, len(deck.text.encode()), ids, deck)


def _homes(pairs: CardPairs) -> dict[str, Counter[Path]]:
    """Return, for each title, how many of its cards are in which deck."""
    homes: dict[str, Counter[Path]] = defaultdict(Counter)
    for card, was in pairs:
        if was is not None:
            homes[card.title][was.deck.path] += 1
    return dict(homes)


def _topic(title: str, otherwise: str) -> str:
    first, parts, _ = title.partition(DECK_PARTS)
    return (first if parts else otherwise).strip()[:MAX_TITLE] or "Imported"


def _moved(deck: DeckText, path: Path) -> DeckText:
    return DeckText(path, deck.text, deck.raw)
