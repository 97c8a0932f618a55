"""The plan of an import: what each card of a file does to the decks that are there.

A pure function of the file's cards and the texts of the decks. A card is updated while
nobody has edited it here, and never removed. Ids never change.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.decks.deck_text import DeckText, can_edit
from quizapp.decks.imported_cards import PresentCard, digest_of, present_cards
from quizapp.exchange.imported import OWN_FORMAT, ImportedCard
from quizapp.wiring.import_matching import (
    CardPairs,
    Incoming,
    incoming,
    present_in,
    with_reworded,
)
from quizapp.wiring.import_placement import Placement
from quizapp.wiring.import_rows import Change, ImportRow, Target, excerpt_of

_EDITED = "edited here"
_EDITED_BOTH = "edited here; it has changed in the file too"
_OWN = "a card of quizapp that is already here"
_UNUSUAL = "its keys are written as tables of their own"


class ImportPlan(Struct, frozen=True):
    """The decks as they will be, and what happens to each card."""

    decks: tuple[DeckText, ...] = ()
    """Only those that change."""
    obsolete: Path | None = None
    """The file of a deck that is renamed."""
    rows: tuple[ImportRow, ...] = ()


def plan_import(
    cards: Sequence[ImportedCard],
    decks: Sequence[DeckText],
    target: Target,
    failed: Mapping[str, str] | None = None,
) -> ImportPlan:
    """Return what an import does.

    `failed` has the reasons, by origin, of cards that do not work.
    """
    own = [card for card in cards if _own_id(card, target) is not None]
    others = [card for card in cards if _own_id(card, target) is None]
    wanted, repeats = incoming(others, target)
    present = tuple(present_cards(decks))
    before = present_in(present, target.file)
    same = [(card, before.find(card)) for card in wanted]
    pairs = with_reworded(same, present, target.file)
    placement = Placement(decks, target, pairs)
    settled = [_row(card, was, placement, target, failed or {}) for card, was in pairs]
    at_home = (_at_home(card, target) for card in own)
    rows = (
        *settled,
        *at_home,
        *repeats,
        *_gone(present, pairs, placement, target.file),
    )
    renamed = placement.renamed
    obsolete = None if renamed is None or renamed.old is None else renamed.old.path
    return ImportPlan(tuple(placement.texts()), obsolete, rows)


def _own_id(card: ImportedCard, target: Target) -> CardId | None:
    """Return the id of a card that left quizapp and comes back, None of any other."""
    return target.own.get(card.origin.id) if card.origin.format == OWN_FORMAT else None


def _at_home(card: ImportedCard, target: Target) -> ImportRow:
    id_, words = _own_id(card, target), excerpt_of(card.name)
    origin = str(card.origin)
    return ImportRow(Change.UNCHANGED, id_, card.where, words, _OWN, origin)


def _row(
    card: Incoming,
    was: PresentCard | None,
    placement: Placement,
    target: Target,
    failed: Mapping[str, str],
) -> ImportRow:
    """Do what is to be done about a card, and return it."""
    if card.origin in failed:
        id_ = None if was is None else placement.id_of(was)
        return card.row(Change.LEFT_OUT, id_, failed[card.origin])
    origin = {"id": card.origin, "file": target.file, "digest": card.digest}
    if was is None:
        return card.row(Change.ADDED, placement.add(card, origin))
    id_ = placement.id_of(was)
    if was.is_edited and digest_of(was.fields) != card.digest:
        is_old = was.digest == card.digest
        return card.row(Change.KEPT, id_, _EDITED if is_old else _EDITED_BOTH)
    if was.digest == card.digest:
        return card.row(Change.UNCHANGED, id_)
    values = {**_values(card, was), "origin": origin}
    if not can_edit(was.deck, was.index, tuple(values)):
        return card.row(Change.KEPT, id_, _UNUSUAL)
    placement.change(was, values)
    return card.row(Change.UPDATED, id_)


def _values(card: Incoming, was: PresentCard) -> dict[str, Any]:
    """Return the keys that change; None for one that goes."""
    keys = {**was.fields, **card.fields}
    return {
        key: card.fields.get(key)
        for key in keys
        if was.fields.get(key) != card.fields.get(key)
    }


def _gone(
    present: Sequence[PresentCard], pairs: CardPairs, placement: Placement, file: str
) -> Iterator[ImportRow]:
    """Yield the cards that came from this file, and are no longer in it.

    A file that has most cards of another one is that file under a new name; decks
    that only share some cards, as Anki's may, say nothing about the others.
    """
    found = {(was.deck.path, was.index) for _, was in pairs if was is not None}
    here = Counter(was.file for _, was in pairs if was is not None)
    whole = Counter(card.file for card in present)
    files = {file, *(name for name in here if 2 * here[name] > whole[name])}
    for card in present:
        if card.file in files and (card.deck.path, card.index) not in found:
            words = excerpt_of(str(card.fields.get("prompt", "")))
            reason = f"no longer in {file}"
            yield ImportRow(
                Change.KEPT, placement.id_of(card), "", words, reason, card.origin
            )
