"""Notes: cards as rows of Anki's `notes`.

A card of ours is a note with one card. Cards that came from Anki as several of one note
are several of one note again, with the numbers that they had.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.scheduling.memory import Memories
from quizapp.exchange.anki.identity import FIELD_SEPARATOR, field_checksum, note_of
from quizapp.exchange.anki.package.fields import CardText, anki_text
from quizapp.exchange.anki.package.names import MARKED, tags_of
from quizapp.exchange.anki.package.note_types import BASIC, CLOZE, NoteType, several
from quizapp.exchange.formats import Writing
from quizapp.exchange.imported import LeftOut

_EXCERPT = 60
"""Characters."""
_TAG = re.compile(r"<!--.*?-->|<.*?>", re.DOTALL)


class NoteCard(Struct, frozen=True):
    """A card in its note."""

    card: Card
    deck: Deck
    number: int


class AnkiNote(Struct, frozen=True):
    """A note to write, and its cards."""

    guid: str
    type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[NoteCard, ...]

    @property
    def first_field(self) -> str:
        """The first field without its HTML: Anki sorts by it."""
        text = unescape(_TAG.sub("", self.fields[0])).replace("\xa0", " ")
        return unicodedata.normalize("NFC", text)

    def row(self, id_: int, modified: int) -> tuple[int | str, ...]:
        """Return the columns of `notes`."""
        sorted_by = self.first_field
        return (
            id_,
            self.guid,
            self.type.id,
            modified,
            -1,
            f" {' '.join(self.tags)} ",
            unicodedata.normalize("NFC", FIELD_SEPARATOR.join(self.fields)),
            sorted_by,
            field_checksum(sorted_by),
            0,
            "",
        )


def notes_of(writing: Writing) -> tuple[list[AnkiNote], tuple[LeftOut, ...]]:
    """Return the notes of all cards, in the order of the decks, and what is double.

    Two cards with one origin would be one card in Anki: the first is written.
    """
    groups: dict[str, list[NoteCard]] = {}
    for deck in writing.decks:
        for card in deck.cards:
            guid, number = note_of(card, deck)
            groups.setdefault(guid, []).append(NoteCard(card, deck, number))
    notes, doubles = [], list[LeftOut]()
    for guid, placed in groups.items():
        once = {each.number: each for each in reversed(placed)}
        doubles += (
            _double(each, once) for each in placed if each is not once[each.number]
        )
        cards = tuple(once[number] for number in sorted(once))
        type_, fields = _filled(cards, writing)
        notes.append(AnkiNote(guid, type_, fields, _tags(cards, writing), cards))
    return notes, tuple(doubles)


def _double(placed: NoteCard, once: dict[int, NoteCard]) -> LeftOut:
    other = once[placed.number].card.id
    reason = f"is the same card in Anki as {other}: both have its `origin`"
    return LeftOut(str(placed.card.id), placed.card.prompt[:_EXCERPT], reason)


def _filled(
    cards: tuple[NoteCard, ...], writing: Writing
) -> tuple[NoteType, tuple[str, ...]]:
    """Return the note type for these cards, and its fields."""
    alone = [each.number for each in cards] == [0]
    texts = {each.number: _text(each.card, writing, may_cloze=alone) for each in cards}
    if not alone:
        return _numbered(texts)
    text = texts[0]
    rest = (text.explanation, text.spoken, text.note, text.sources, text.id)
    if text.is_cloze:
        return CLOZE, (text.question, *rest)
    return BASIC, (text.question, text.answer, *rest)


def _numbered(texts: dict[int, CardText]) -> tuple[NoteType, tuple[str, ...]]:
    type_ = several(max(texts) + 1)
    fields = [", ".join(text.id for text in texts.values())]
    for number in range(len(type_.templates)):
        text = texts.get(number)
        fields += ("", "") if text is None else (text.question, _whole_answer(text))
    return type_, tuple(fields)


def _whole_answer(text: CardText) -> str:
    parts = (text.answer, text.explanation, text.spoken, text.note)
    return "\n".join(part for part in parts if part)


def _text(card: Card, writing: Writing, *, may_cloze: bool) -> CardText:
    personal = _personal(writing)
    note = "" if personal is None else personal.notes.get(card.id, "")
    answer = writing.answers.get(card.id)
    return anki_text(card, answer, note, may_cloze=may_cloze)


def _tags(cards: Iterable[NoteCard], writing: Writing) -> tuple[str, ...]:
    tags = {tag: None for each in cards for tag in tags_of(each.card, each.deck)}
    personal = _personal(writing)
    if personal is not None and any(each.card.id in personal.starred for each in cards):
        tags[MARKED] = None
    return tuple(tags)


def _personal(writing: Writing) -> Memories | None:
    """Return what the user said about cards, which only goes with their history."""
    return writing.memories if writing.events else None
