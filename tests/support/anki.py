"""The real Anki, from the package `anki`: collections, and what goes in and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Event
from quizapp.exchange.formats import Writing
from quizapp.wiring.assembly import clock

LOG = ("new", "updated", "duplicate", "conflicting", "first_field_match")


def now() -> Moment:
    """Return the time as Anki has it: it knows no other clock."""
    return clock()


def deck_of(*cards: Card, **fields: Any) -> Deck:
    """Return a deck of these cards."""
    by_default = {"title": "A deck", "topic": "A topic", "about": ""}
    return Deck(
        **{"id": "deck", "cards": cards, "file": "deck.toml", **by_default, **fields}
    )


def writing_of(
    *decks: Deck,
    events: tuple[Event, ...] = (),
    moment: Moment | None = None,
    settings: SchedulerSettings = SchedulerSettings(),
    **fields: Any,
) -> Writing:
    """Return what to write: with the memories that follow from the events."""
    return Writing(
        "A title",
        decks,
        moment or now(),
        events=tuple(sorted(events, key=lambda event: event.moment.at)),
        memories=fold(events, settings),
        settings=settings,
        **fields,
    )


@contextmanager
def collection_in(folder: Path, name: str = "collection") -> Iterator[Any]:
    """Open a collection of Anki, a new one if there is none of this name."""
    from anki.collection import Collection

    collection = Collection(str(folder / f"{name}.anki2"))
    try:
        collection.set_config("fsrs", True)
        yield collection
    finally:
        collection.close()


def imported(
    collection: Any, file: Path, *, progress: bool = True, presets: bool = True
) -> dict[str, int]:
    """Import a package; return how many notes were new, updated and so on."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(
        with_scheduling=progress, with_deck_configs=presets
    )
    request = ImportAnkiPackageRequest(package_path=str(file), options=options)
    log = collection.import_anki_package(request).log
    return {name: len(getattr(log, name)) for name in LOG if len(getattr(log, name))}


def problems_in(collection: Any) -> str:
    """Check a collection as Anki's menu does; return what was found, empty if sound."""
    message, is_sound = collection.fix_integrity()
    assert is_sound, message
    return "" if message == "Database rebuilt and optimized." else str(message)
