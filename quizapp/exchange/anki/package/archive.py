"""Archive: cards, with or without their history, as the content of an Anki package.

Version 2 of the format: a zip with `collection.anki21`, which every Anki since 2.1 and
most other programs read. What Anki takes from a file, by rules of its own, is said with
the result, because they are easy to miss.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.scheduling.review import Event, Fact, Retracted, facts
from quizapp.exchange.anki.package.names import deck_name
from quizapp.exchange.anki.package.notes import AnkiNote, notes_of
from quizapp.exchange.anki.package.reviews import (
    FoldedCard,
    RevlogRow,
    history_of,
    milliseconds,
    with_unique_ids,
)
from quizapp.exchange.anki.package.schedule import Calendar, schedule_of
from quizapp.exchange.anki.package.tables import (
    TableRow,
    Tables,
    collection_bytes,
    deck_id,
)
from quizapp.exchange.formats import Writing, Written

_VERSION_2 = b"\x08\x02"
"""The package's `meta`, in the encoding of protocol buffers: field 1 is 2."""
_DAY = 24 * 3600 * 1000
_FAST = 3
"""The effort of compression: half the time of the usual, and a tenth more bytes."""
_PROGRESS = "Import any learning progress"
_PRESETS = "Import any deck presets"
NO_HISTORY = (
    "the file has no reviews. Notes that Anki has from an earlier import are updated,"
    " not duplicated, and keep their schedule"
)
WITH_HISTORY = (
    f"in Anki, choose File > Import and turn on “{_PROGRESS}”: it is off by default,"
    " and without it every card is new",
    f"for your FSRS weights and retention, turn on “{_PRESETS}” too, and FSRS itself in"
    " the deck options",
    "cards that Anki has from an earlier import keep their schedule there: Anki imports"
    " no reviews for them",
)
WHOLE = (
    "importing a .colpkg file replaces everything in Anki, other decks included."
    " To add these cards to a collection, write an .apkg file"
)


def write_package(writing: Writing) -> Written:
    """Return an `.apkg`: Anki adds it to what it has."""
    remarks = WITH_HISTORY if writing.events else (NO_HISTORY,)
    return _written(writing, remarks)


def write_collection(writing: Writing) -> Written:
    """Return a `.colpkg`: Anki replaces what it has by it."""
    return _written(writing, (WHOLE,))


def _written(writing: Writing, remarks: tuple[str, ...]) -> Written:
    content = _Content(writing)
    data = _zipped(collection_bytes(content.tables(), content.calendar), writing.now)
    ahead = content.ahead
    if ahead:
        line = f"Anki refuses {quantity(ahead, 'review')} dated in the future"
        remarks = (line, *remarks)
    return Written(data, len(content.places), content.doubles, remarks)


class _Content:
    """The notes and cards of a file, numbered and scheduled."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._notes, self.doubles = notes_of(writing)
        now = milliseconds(writing.now)
        first = now - sum(len(note.cards) for note in self._notes)
        self.places: dict[CardId, int] = {}
        """The id of each card in Anki; both sorts of ids are times of creation."""
        for note in self._notes:
            for placed in note.cards:
                self.places[placed.card.id] = first + len(self.places)
        first_day, self._folded = writing.now.day, dict(self._fold())
        if self._facts:  # other zones may have been in the day before
            first_day = min(first_day, days_after(self._facts[0].moment.day, -1))
        self.calendar = Calendar(first_day, writing.now, writing.settings)
        rows = self._rows()
        latest = now + _DAY
        self._revlog = [row for row in rows if row.id <= latest]
        self.ahead = len(rows) - len(self._revlog)

    def _fold(self) -> Iterator[tuple[CardId, FoldedCard]]:
        """Yield what the history of each card comes to; nothing if it is not wanted."""
        self._facts = _in_force(self._writing.events)
        histories: dict[CardId, list[Fact]] = {}
        for fact in self._facts:
            histories.setdefault(fact.card, []).append(fact)
        for card, id_ in self.places.items():
            if history := histories.get(card):
                yield card, history_of(id_, history, self._writing.settings)

    def _rows(self) -> list[RevlogRow]:
        theirs, ours = list[RevlogRow](), list[RevlogRow]()
        for note in self._notes:
            for placed in note.cards:
                folded = self._folded.get(placed.card.id)
                if folded is not None:
                    from_anki = placed.card.origin is not None
                    (theirs if from_anki else ours).extend(folded.rows)
        return with_unique_ids(theirs, ours)

    def tables(self) -> Tables:
        """Return the rows of the collection."""
        names = {
            deck_name(placed.deck): None
            for note in self._notes
            for placed in note.cards
        }
        types = {note.type.id: note.type for note in self._notes}
        return Tables(
            self._note_rows(),
            self._card_rows(),
            self._revlog,
            types.values(),
            names,
            len(self.places),
            has_preset=bool(self._writing.events),
        )

    def _note_rows(self) -> Iterator[TableRow]:
        modified = milliseconds(self._writing.now) // 1000
        for note in self._notes:
            yield note.row(self._note_id(note), modified)

    def _note_id(self, note: AnkiNote) -> int:
        return self.places[note.cards[0].card.id]

    def _card_rows(self) -> Iterator[TableRow]:
        modified = milliseconds(self._writing.now) // 1000
        position = 0
        for note in self._notes:
            for placed in note.cards:
                position += 1
                folded = self._folded.get(placed.card.id) or FoldedCard()
                schedule = schedule_of(
                    folded.record, folded.last, position, self.calendar
                )
                yield (
                    self.places[placed.card.id],
                    self._note_id(note),
                    deck_id(deck_name(placed.deck)),
                    placed.number,
                    modified,
                    -1,
                    *schedule[:-1],
                    0,
                    0,
                    0,
                    schedule.data,
                )


def _in_force(events: tuple[Event, ...]) -> Sequence[Fact]:
    """Return the facts; events are in order already, and most have no retraction."""
    own = [event for event in events if not isinstance(event, Retracted)]
    return own if len(own) == len(events) else facts(events)


def _zipped(collection: bytes, now: Moment) -> bytes:
    """Return the zip; its entries have the time of the export."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data, method in (
            ("meta", _VERSION_2, ZIP_STORED),
            ("collection.anki21", collection, ZIP_DEFLATED),
            ("media", b"{}", ZIP_STORED),
        ):
            archive.writestr(_entry(name, method, now), data, compresslevel=_FAST)
    return buffer.getvalue()


def _entry(name: str, method: int, now: Moment) -> ZipInfo:
    local = now.at + now.offset
    time = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    entry = ZipInfo(name, time)
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
