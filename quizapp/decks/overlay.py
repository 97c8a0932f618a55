"""Overlays: own edits of a deck that its author goes on updating.

`[deck] extends = "dropout"` makes a file an overlay. Its cards change the cards of that
deck with the same id, key by key, or are added to it. A card with a `kind` of its own
replaces the other whole. Identities stay those of the deck.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.library import Problem
from quizapp.decks.fields import did_you_mean, table_flaws
from quizapp.decks.format import TOP_KEYS, OverlayFields
from quizapp.decks.places import EditPlace, FilePlaces, OverlaidPlaces, Places
from quizapp.decks.positions import KeyPath, Positions
from quizapp.errors import nearest

_EXTENDS = re.compile(rb"""^[ \t]*(?:"extends"|'extends'|extends)[ \t]*=""", re.M)
_EXTENDS_INLINE = re.compile(rb"""^[ \t]*deck\b.*\bextends\b""", re.M)


class Overlay(Struct, frozen=True):
    """The tables of an overlay."""

    file: str
    deck: str
    """The id of the deck that it changes."""
    tables: Mapping[str, Any]
    positions: Positions

    @property
    def places(self) -> FilePlaces:
        """Where its parts are."""
        return FilePlaces(self.file, self.positions)

    def problem(self, path: KeyPath, message: str, card: str | None = None) -> Problem:
        """Return a problem at a path."""
        id_ = None if card is None else CardId(self.deck, card)
        return Problem(self.places.find(path), message, id_)


class Overlaid(Struct, frozen=True):
    """A deck's tables with those of an overlay put into them."""

    tables: Mapping[str, Any]
    places: Places
    problems: tuple[Problem, ...] = ()
    edited: frozenset[str] = frozenset()
    """The ids of the cards that it changes or adds."""


def may_extend(data: bytes) -> bool:
    """Return whether a file may be an overlay; most decks need no closer look."""
    if b"extends" not in data:
        return False
    return bool(_EXTENDS.search(data) or _EXTENDS_INLINE.search(data))


def extended_by(tables: Mapping[str, Any]) -> str | None:
    """Return the id of the deck that tables extend, None for those of a deck."""
    deck = tables.get("deck")
    named = deck.get("extends") if isinstance(deck, dict) else None
    if not isinstance(deck, dict) or "extends" not in deck:
        return None
    return named if isinstance(named, str) else ""


def head_problems(overlay: Overlay) -> Iterator[Problem]:
    """Yield what is wrong outside the cards."""
    known = frozenset(TOP_KEYS)
    for key in overlay.tables:
        if key not in known:
            message = f"unknown key `{key}`{did_you_mean(key, known)}"
            yield overlay.problem((key,), message)
    for flaw in table_flaws(overlay.tables["deck"], OverlayFields):
        own = flaw.message.startswith("unknown key")
        reason = ": a file with `extends` has that of its deck" if own else ""
        path = ("deck", *flaw.path)
        message = flaw.message.partition(";")[0] if own else flaw.message
        fix = "; remove it" if own else ""
        yield overlay.problem(path, f"[deck] {message}{reason}{fix}")
    cards = overlay.tables.get("card")
    if not isinstance(cards, list) or not cards:
        yield overlay.problem(("card",), "has no cards; add one with [[card]]")


def overlaid(
    tables: Mapping[str, Any],
    places: Places,
    overlay: Overlay,
    leave_out: frozenset[str] = frozenset(),
) -> Overlaid:
    """Return a deck's tables with an overlay, whose own problems are found here.

    `leave_out` has the ids of cards that stay as they are.
    """
    joining = _Joining(tables, overlay, leave_out)
    for number, own in enumerate(overlay.tables["card"]):
        joining.take(number, own)
    whole = {**tables, "card": joining.cards}
    above = OverlaidPlaces(places, overlay.places, joining.homes)
    return Overlaid(whole, above, tuple(joining.problems), frozenset(joining.edited))


class _Joining:
    """Puts the cards of an overlay into those of a deck, one after the other."""

    def __init__(
        self, tables: Mapping[str, Any], overlay: Overlay, leave_out: frozenset[str]
    ) -> None:
        base = tables.get("card")
        self.cards: list[Any] = list(base) if isinstance(base, list) else []
        self.homes = [EditPlace(index, None) for index in range(len(self.cards))]
        self.problems: list[Problem] = []
        self.edited: set[str] = set()
        self._overlay = overlay
        self._leave_out = leave_out
        self._by_id = _by_id(self.cards)
        self._lines: dict[str, int] = {}

    def take(self, number: int, own: object) -> None:
        """Change a card, or add one."""
        path = ("card", number)
        id_ = own.get("id") if isinstance(own, dict) else None
        if not isinstance(own, dict) or not isinstance(id_, str):
            message = "needs `id`: text in quotes, the id of the card to change or add"
            self.problems.append(self._overlay.problem(path, message))
        elif id_ in self._lines:
            line = self._lines[id_]
            message = f"card id `{id_}` is already used in line {line}; rename one"
            self.problems.append(self._overlay.problem((*path, "id"), message, id_))
        else:
            self._lines[id_] = self._overlay.places.find(path).line
            self._put(number, own, id_)

    def _put(self, number: int, own: dict[str, Any], id_: str) -> None:
        index = self._by_id.get(id_)
        current = id_ if index is None else str(self.cards[index]["id"])
        if current in self._leave_out:
            return
        if index is None and "kind" not in own:
            path = ("card", number)
            self.problems.append(_vanished(self._overlay, path, id_, self._by_id))
            return
        self.edited.add(current)
        if index is None:
            self.homes.append(EditPlace(None, number, frozenset(own)))
            self.cards.append(own)
        else:
            self.cards[index] = _changed(self.cards[index], own)
            below = self.homes[index].base
            self.homes[index] = EditPlace(below, number, frozenset(own))


def _by_id(cards: Sequence[Any]) -> dict[str, int]:
    """Return the number of each card by its id, and by the ids that it had before."""
    found: dict[str, int] = {}
    for index, card in enumerate(cards):
        if isinstance(card, dict) and isinstance(card.get("id"), str):
            found.setdefault(card["id"], index)
    for index, card in enumerate(cards):
        former = card.get("formerly") if isinstance(card, dict) else None
        for word in former if isinstance(former, list) else ():
            if isinstance(word, str) and "/" not in word:
                found.setdefault(word, index)
    return found


def _changed(card: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a card with own keys; with a kind of its own it is another card."""
    if "kind" not in own:
        return {**card, **own, "id": card["id"]}
    kept = {"formerly": card["formerly"]} if "formerly" in card else {}
    return {**kept, **own, "id": card["id"]}


def _vanished(
    overlay: Overlay, path: KeyPath, id_: str, known: Mapping[str, object]
) -> Problem:
    near = nearest(id_, known)
    fix = f"did you mean `{near}`?" if near else "remove it."
    message = f"`{overlay.deck}` has no card `{id_}` to change; {fix}"
    return overlay.problem(path, f"{message} A new card needs a `kind`", id_)
