"""Identity: how Anki and quizapp recognize the same card, and Anki's checksums.

Anki finds a note again by its guid. A card that came from Anki keeps the guid and the
card number that it had there. The guid of any other card is its first quizapp id: it
stays the same when the card is renamed, and a reader knows whose card it is.
"""

from hashlib import blake2b, sha1

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.exchange.imported import OWN_FORMAT, Origin

FIELD_SEPARATOR = "\x1f"
"""Between the fields of a note, and between the parts of a deck's name."""
_ANKI = "anki:"
_OURS = f"{OWN_FORMAT}:"
_EARLIEST_ID = 1_300_000_000_000
_IDS = 200_000_000_000


def anki_origin(guid: str, number: int) -> Origin:
    """Return the origin of a card of a note: of Anki, or a card of quizapp."""
    if guid.startswith(_OURS) and number == 0:
        return Origin(OWN_FORMAT, guid.removeprefix(_OURS))
    return Origin("anki", f"{guid}/{number}")


def note_of(card: Card, deck: Deck) -> tuple[str, int]:
    """Return the guid of a card's note in Anki, and its number in the note."""
    if card.origin is not None and card.origin.id.startswith(_ANKI):
        if (found := _numbered(card.origin.id.removeprefix(_ANKI))) is not None:
            return found
    return f"{_OURS}{_first_id(card, deck)}", 0


def name_of_note(guid: str, number: int) -> str:
    """Return one text for the note of a card that is to be a note of its own."""
    is_plain = guid.startswith(_OURS) or not _numbered(guid)
    return guid if number == 0 and is_plain else f"{guid}/{number}"


def note_of_name(name: str) -> tuple[str, int]:
    """Return the guid and the number that `name_of_note` was given."""
    if name.startswith(_OURS):
        return name, 0
    return _numbered(name) or (name, 0)


def _numbered(name: str) -> tuple[str, int] | None:
    """Return the parts of `guid/number`, None of any other text."""
    guid, _, number = name.rpartition("/")
    is_number = number.isascii() and number.isdigit() and len(number) < 6
    return (guid, int(number)) if guid and is_number else None


def _first_id(card: Card, deck: Deck) -> CardId:
    """Return the id that a card had first; authors add former ids at the end."""
    first = card.formerly[0] if card.formerly else card.id
    if first.deck == deck.id and deck.formerly:
        return CardId(deck.formerly[0], first.card)
    return first


def field_checksum(text: str) -> int:
    """Return Anki's field_checksum of a note's first field without its HTML."""
    digest = sha1(text.encode(errors="replace"), usedforsecurity=False)
    return int.from_bytes(digest.digest()[:4])


def derived_id(name: str) -> int:
    """Return an id for a thing of this name, always the same, as Anki's look."""
    digest = blake2b(name.encode(errors="replace"), digest_size=8).digest()
    return _EARLIEST_ID + int.from_bytes(digest) % _IDS
