"""The reader of Anki packages: `.apkg` and `.colpkg`, versions 1 to 3."""

from collections.abc import Iterator, Mapping

from quizapp.core.basics.english import quantity
from quizapp.exchange.anki.cards import asked_card, is_starred, media_of
from quizapp.exchange.anki.collection import (
    AnkiCard,
    AnkiNote,
    Collection,
    read_collection,
    read_reviews,
)
from quizapp.exchange.anki.container import Package, unpacked
from quizapp.exchange.anki.database import opened
from quizapp.exchange.anki.history import (
    Past,
    clock_of,
    past_of,
    with_four_buttons,
)
from quizapp.exchange.anki.identity import anki_origin
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import (
    OWN_FORMAT,
    Imported,
    ImportedCard,
    ImportedState,
    LeftOut,
)

_SUSPENDED = -1
_SHOWN = 10


def read_anki(reading: Reading) -> Imported:
    """Read the cards of a package, with their history if it is wanted.

    Raises ExchangeError for a file that is not what its name says.
    """
    shown = str(reading.path)
    with unpacked(reading.path) as package, opened(package.collection, shown) as file:
        collection = read_collection(file, shown)
        entries, odd = read_reviews(file, shown) if reading.history else ([], 0)
    taken: list[tuple[AnkiCard, AnkiNote, ImportedCard]] = []
    left_out: list[LeftOut] = []
    with_media: dict[str, str] = {}
    for card, note, where in _in_order(collection):
        here = _at_home(card, note, where, reading)
        result = here or asked_card(card, note, collection, where)
        if isinstance(result, LeftOut):
            left_out.append(result)
            continue
        taken.append((card, note, result))
        if here is None and (media := media_of(note)):
            with_media[where.partition(",")[0]] = ", ".join(media)
    past = past_of(
        with_four_buttons(entries, collection.settings),
        {card.id: result.origin for card, _, result in taken},
        clock_of(collection.settings, reading.now),
        reading.now,
        odd,
    )
    return Imported(
        title=reading.path.stem,
        cards=tuple(result for _, _, result in taken),
        left_out=tuple(left_out),
        remarks=(
            *_remarks(collection, package),
            *_on_media(with_media),
            *(_on_history(past, collection) if reading.history else ()),
        ),
        history=past.events,
        states=tuple(_states(taken)),
    )


def _at_home(
    card: AnkiCard, note: AnkiNote, where: str, reading: Reading
) -> ImportedCard | None:
    """Return a card of quizapp that is here, without its text; None for any other."""
    origin = anki_origin(note.guid, card.number)
    if origin.format != OWN_FORMAT or origin.id not in reading.own:
        return None
    return ImportedCard(origin, origin.id, {}, where)


def _in_order(collection: Collection) -> Iterator[tuple[AnkiCard, AnkiNote, str]]:
    """Yield cards in the order in which Anki would teach them."""
    cards = [card for card in collection.cards if card.note in collection.notes]
    if all(card.is_new for card in cards):
        cards.sort(key=lambda card: (card.due, card.note, card.number))
    else:
        cards.sort(key=lambda card: (card.note, card.number))
    places = {id_: number for number, id_ in enumerate(sorted(collection.notes), 1)}
    several = {card.note for card in cards if card.number}
    for card in cards:
        where = f"note {places[card.note]}"
        if card.note in several:
            where = f"{where}, card {card.number + 1}"
        yield card, collection.notes[card.note], where


def _states(
    taken: list[tuple[AnkiCard, AnkiNote, ImportedCard]],
) -> Iterator[ImportedState]:
    for card, note, result in taken:
        suspended, starred = card.queue == _SUSPENDED, is_starred(note)
        if suspended or starred:
            yield ImportedState(result.origin, suspended=suspended, starred=starred)


def _remarks(collection: Collection, package: Package) -> Iterator[str]:
    if package.media:
        yield f"{quantity(package.media, 'media file')} in the package skipped"
    if collection.damaged:
        yield f"{quantity(collection.damaged, 'row')} of the database cannot be read"
    lost = sum(card.note not in collection.notes for card in collection.cards)
    if lost:
        yield f"{quantity(lost, 'card')} without a note"


def _on_media(notes: Mapping[str, str]) -> Iterator[str]:
    """Yield which notes name media, so that nothing is lost in silence."""
    if not notes:
        return
    shown = [f"{where} ({media})" for where, media in notes.items()][:_SHOWN]
    more = len(notes) - len(shown)
    rest = f" and {quantity(more, 'more note')}" if more else ""
    yield f"images and sounds are kept as names only: {', '.join(shown)}{rest}"


def _on_history(past: Past, collection: Collection) -> Iterator[str]:
    """Yield what of the history is skipped, and what shapes it in Anki alone."""
    for count, what in (
        (past.crammed, "review{s} skipped: crammed without rescheduling"),
        (past.by_hand, "due date{s} skipped: set by hand or moved by Anki"),
        (past.ahead, "review{s} skipped: more than a day ahead of the clock"),
        (past.odd, "row{s} of the history skipped: impossible values"),
        (past.strays, "review{s} skipped: of cards that were skipped"),
        (past.guessed, "card{s} without a first review: Anki guesses their memory"),
    ):
        if count:
            yield f"{count} {what.format(s='' if count == 1 else 's')}"
    if not collection.settings.get("fsrs"):
        return
    fitted = [f"{each.name!r}" for each in collection.presets if each.weights]
    if fitted:
        named = ", ".join(fitted[:_SHOWN])
        yield f"presets with FSRS weights, which are not imported: {named}"
    for preset in collection.presets[:_SHOWN]:
        if preset.ignored_before:
            yield (
                f"the preset {preset.name!r} ignores reviews before "
                f"{preset.ignored_before} in Anki; here they count"
            )
