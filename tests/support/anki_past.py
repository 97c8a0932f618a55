"""A past in the real Anki: reviews, resets and filtered decks over simulated weeks.

Anki knows no clock but the machine's, so time passes by moving everything that is in
the collection back. Its own scheduler makes every row of the history.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from msgspec import Struct

_HOUR = 3_600
_GRADES = (1, 2, 3, 3, 3, 4)


class AnkiMemory(Struct, frozen=True):
    """FSRS's state of a card, as Anki computes it from its history."""

    stability: float
    difficulty: float


class AnkiPast:
    """A collection with FSRS on, and what happens to its cards."""

    def __init__(self, collection: Any, random: Random, cards: int) -> None:
        self._anki, self._random = collection, random
        collection.set_config("fsrs", True)
        deck = collection.decks.id("Deck")
        for number in range(cards):
            note = collection.new_note(collection.models.by_name("Basic"))
            note["Front"], note["Back"] = f"question {number}", f"answer {number}"
            collection.add_note(note, deck)
        self.cards: list[int] = list(collection.find_cards(""))
        self.happened: dict[str, int] = {}

    def live(self, steps: int) -> None:
        """Let so many things happen, from minutes to days apart."""
        kinds: list[tuple[Callable[[], None], int]] = [
            (self._review, 60),
            (self._again_at_once, 12),
            (self._reset, 4),
            (self._set_due, 3),
            (self._cram, 2),
            (self._study_ahead, 2),
            (self._suspend, 1),
        ]
        actions, weights = zip(*kinds, strict=True)
        for _ in range(steps):
            (action,) = self._random.choices(actions, weights)
            name = action.__name__.strip("_")
            self.happened[name] = self.happened.get(name, 0) + 1
            action()
            hours = self._random.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 5, 12, 24, 40, 100))
            self._pass(hours * _HOUR + self._random.randrange(1, 600))

    def memories(self) -> dict[int, AnkiMemory]:
        """Return Anki's own memories, of the cards that have one."""
        found = {}
        for card in self.cards:
            state = self._anki.compute_memory_state(card)
            if state.stability is not None:
                found[card] = AnkiMemory(state.stability, state.difficulty)
        return found

    def guid(self, card: int) -> str:
        """Return the guid of a card's note."""
        return str(self._anki.get_card(card).note().guid)

    def export(self, path: Path, *, legacy: bool, whole: bool = False) -> Path:
        """Write a package, or the whole collection, which closes it."""
        from anki.collection import ExportAnkiPackageOptions

        if whole:
            self._anki.export_collection_package(str(path), False, legacy)
            return path
        options = ExportAnkiPackageOptions(
            with_scheduling=True,
            with_deck_configs=True,
            with_media=False,
            legacy=legacy,
        )
        self._anki.export_anki_package(out_path=str(path), options=options, limit=None)
        return path

    def answer(self, card: int, grade: int) -> None:
        """Grade a card, whether it is due or not."""
        scheduler = self._anki.sched
        states = self._anki._backend.get_scheduling_states(card)
        shown = self._anki.get_card(card)
        shown.start_timer()
        answer = scheduler.build_answer(card=shown, states=states, rating=grade - 1)
        scheduler.answer_card(answer)

    def _one(self) -> int:
        return self._random.choice(self.cards)

    def _grade(self) -> int:
        return self._random.choice(_GRADES)

    def _review(self) -> None:
        self.answer(self._one(), self._grade())

    def _again_at_once(self) -> None:
        """Grade one card several times on one day."""
        card = self._one()
        for _ in range(self._random.randrange(2, 5)):
            self.answer(card, self._grade())
            self._pass(self._random.randrange(1, 900))

    def _reset(self) -> None:
        self._anki.sched.schedule_cards_as_new([self._one()])

    def _set_due(self) -> None:
        reviewed = self._anki.find_cards("-is:new")
        if reviewed:
            self._anki.sched.set_due_date([self._random.choice(reviewed)], "2-9")

    def _suspend(self) -> None:
        self._anki.sched.suspend_cards([self._one()])

    def _cram(self) -> None:
        self._filtered(reschedule=False)

    def _study_ahead(self) -> None:
        self._filtered(reschedule=True)

    def _filtered(self, *, reschedule: bool) -> None:
        """Study some cards in a filtered deck, and empty it."""
        scheduler = self._anki.sched
        deck = scheduler.get_or_create_filtered_deck(deck_id=0)
        deck.name = f"Filtered {self._random.random()}"
        deck.config.reschedule = reschedule
        del deck.config.search_terms[1:]
        chosen = self._random.sample(self.cards, min(3, len(self.cards)))
        deck.config.search_terms[0].search = f"cid:{','.join(map(str, chosen))}"
        try:
            id_ = scheduler.add_or_update_filtered_deck(deck).id
        except Exception:  # noqa: BLE001  # all of them are suspended
            return
        for card in self._anki.find_cards(f"did:{id_}"):
            self.answer(card, self._grade())
            self._pass(self._random.randrange(1, 900))
        scheduler.empty_filtered_deck(id_)
        self._anki.decks.remove([id_])

    def _pass(self, seconds: int) -> None:
        """Let time pass: everything is so much longer ago."""
        database = self._anki.db
        database.execute("UPDATE col SET crt = crt - ?", seconds)
        database.execute("UPDATE revlog SET id = -(id - ?)", seconds * 1000)
        database.execute("UPDATE revlog SET id = -id")
        database.execute("UPDATE cards SET due = due - ? WHERE queue = 1", seconds)
        database.execute(
            "UPDATE cards SET data = json_set(data, '$.lrt', "
            "json_extract(data, '$.lrt') - ?) "
            "WHERE json_valid(data) AND json_extract(data, '$.lrt') IS NOT NULL",
            seconds,
        )
