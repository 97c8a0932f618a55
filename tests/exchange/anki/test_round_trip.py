"""To Anki and back: nothing is lost, nothing is doubled, and memories agree.

`tests/benchmarks/anki_round_trip.py` is the same with 100,000 reviews and a month.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.remark import Note, Star
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
    event_id,
)
from quizapp.exchange.anki.package.reviews import milliseconds
from quizapp.store.log import open_log
from support.anki import collection_in, imported, now, problems_in
from support.anki_days import create, study
from support.program import HEAD, quizapp
from support.reviews import reviewed
from support.shipped import warm

pytest.importorskip("anki")

CARDS = 8
CARD = """
[[card]]
id = "c{0}"
kind = "flashcard"
level = "screen"
prompt = "What is {0}?"
answer = "It is $x^{0}$."
"""
DAYS = 2
ZONE = {name: value for name, value in os.environ.items() if name == "TZ"}
"""Of Anki and quizapp alike."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "decks").mkdir()
    text = HEAD + "".join(CARD.format(number) for number in range(CARDS))
    (tmp_path / "decks" / "small.toml").write_text(text)
    warm(tmp_path / "quizapp")
    return tmp_path


def log_of(home: Path) -> Any:
    return open_log(home / "quizapp" / "reviews.db", lambda count: 1 << (count - 1))


def card(number: int) -> CardId:
    return CardId("small", f"c{number}")


def history() -> list[Event]:
    """Return reviews that end some days ago, some of them at one instant."""
    random, end = Random(3), now().later(-timedelta(days=DAYS + 2))  # noqa: S311
    events: list[Event] = []
    for number in range(CARDS - 1):  # the last one is new
        for step in range(2 + number):
            moment = end.later(-timedelta(days=step, minutes=number // 2))
            grade = Grade(random.choice((1, 1, 2, 3)))
            id_ = event_id(milliseconds(moment), number * 100 + step)
            events.append(reviewed(card(number), id=id_, moment=moment, grade=grade))
    undone = events[-1].id
    return [
        *events,
        Marked(_id(1), "d", card(0), Mark.RESET, end.later(-timedelta(hours=9))),
        Marked(_id(2), "d", card(1), Mark.SUSPENDED, end),
        Remarked(_id(3), "d", card(2), Star(on=True), end),
        Remarked(_id(4), "d", card(2), Note("mine"), end),
        Retracted(_id(5), "d", undone, end),
    ]


def _id(number: int) -> EventId:
    return event_id(milliseconds(now()) - 10**9, number)


@pytest.mark.slow
@pytest.mark.parametrize("legacy", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_history_goes_to_anki_and_back(home, legacy):
    with_log = log_of(home)
    with_log.append_all(history())
    with_log.close()
    back, grades = studied_in_anki(home)
    theirs, states = given_back(home / "anki", back, legacy=legacy)

    known = ("--decks", home / "decks")
    first = quizapp(home, "import", back, "--history", "--json", *known, **ZONE)
    again = quizapp(home, "import", back, "--history", "--json", *known, **ZONE)
    assert [ended.rows[-1]["reviews"] for ended in (first, again)] == [grades, 0]

    events = events_in(home)
    assert Counter(in_force(events)) == theirs
    assert sum(isinstance(event, Marked) for event in events) == 2  # as before
    for id_, memory in fold(events).by_card.items():
        state = states[f"quizapp:{id_}"]
        assert state.stability == pytest.approx(memory.stability, rel=1e-5, abs=6e-5)
        assert state.difficulty == pytest.approx(memory.difficulty, abs=6e-4)


def studied_in_anki(home: Path) -> tuple[Path, int]:
    """Export, and study in Anki; return where its file goes, and how often it asked."""
    out, folder = home / "out.apkg", home / "anki"
    words = ("--history", "--decks", home / "decks")
    ended = quizapp(home, "export", out, home / "decks", *words, **ZONE)
    assert "Import any learning progress" in ended.out
    folder.mkdir()
    create(folder)
    with collection_in(folder) as anki:
        assert imported(anki, out) == {"new": CARDS}
    grades = study(folder, "collection", DAYS, 9, Random(5))  # noqa: S311
    assert grades > CARDS
    return home / "back.apkg", grades


def events_in(home: Path) -> tuple[Event, ...]:
    log = log_of(home)
    events = tuple(log.events())
    log.close()
    return events


def in_force(events: tuple[Event, ...]) -> Iterator[tuple[str, int]]:
    """Yield guid and button of every review that was not undone."""
    undone = {event.fact for event in events if isinstance(event, Retracted)}
    for event in events:
        if isinstance(event, Reviewed) and event.id not in undone:
            yield f"quizapp:{event.card}", event.grade.value


def given_back(
    folder: Path, file: Path, *, legacy: bool
) -> tuple[Counter[tuple[str, int]], dict[str, Any]]:
    """Let Anki export everything; return its reviews, and the memory of each card."""
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
    )
    with collection_in(folder) as anki:
        assert problems_in(anki) == ""
        rows = anki.db.all(
            "SELECT n.guid, r.ease FROM revlog r, cards c, notes n"
            " WHERE r.cid = c.id AND c.nid = n.id AND r.ease > 0"
        )
        cards = anki.db.all(
            "SELECT n.guid, c.id FROM cards c, notes n WHERE nid = n.id"
        )
        states = {guid: anki.compute_memory_state(id_) for guid, id_ in cards}
        anki.export_anki_package(out_path=str(file), options=options, limit=None)
    return Counter((guid, ease) for guid, ease in rows), states


NOTES = (
    ("Basic (and reversed card)", ("front <b>x</b>", r"back \(x^2\)")),
    ("Basic", ("What?", "That <code>y</code>")),
    ("Cloze", ("{{c1::one}} and {{c2::two}}", "extra")),
    ("Cloze", ("only {{c1::one::hint}}", "")),
)
REVIEWS = (
    "SELECT n.guid, c.ord, r.id, r.ease FROM revlog r, cards c, notes n"
    " WHERE r.cid = c.id AND c.nid = n.id ORDER BY r.id"
)
PLACES = (
    "SELECT n.guid, c.ord, c.id FROM cards c, notes n WHERE c.nid = n.id ORDER BY 1, 2"
)


@pytest.mark.slow
def test_what_came_from_anki_goes_back_as_it_was(tmp_path):
    """The same notes, card numbers, decks, reviews and memories, in an empty Anki."""
    create(tmp_path)
    with collection_in(tmp_path) as anki:
        for name, fields in NOTES:
            note = anki.new_note(anki.models.by_name(name))
            note.fields = list(fields)
            anki.add_note(note, anki.decks.id("Top::Sub"))
    study(tmp_path, "collection", 4, 20, Random(1))  # noqa: S311
    with collection_in(tmp_path) as anki:
        reviews, memories = anki.db.all(REVIEWS), memories_in(anki)
    given_back(tmp_path, tmp_path / "a.apkg", legacy=False)

    quizapp(tmp_path, "import", tmp_path / "a.apkg", "--history", **ZONE)
    file = tmp_path / "b.apkg"
    ended = quizapp(tmp_path, "export", file, "top-sub", "--history", **ZONE)
    assert "wrote 6 cards" in ended.out
    with collection_in(tmp_path, "fresh") as anki:
        assert imported(anki, file) == {"new": len(NOTES)}
        assert problems_in(anki) == ""
        assert anki.db.all(REVIEWS) == reviews
        assert memories_in(anki) == memories
        decks = {anki.decks.name(did) for did in anki.db.list("SELECT did FROM cards")}
        assert decks == {"Top::Sub"}
    with collection_in(tmp_path) as anki:
        assert imported(anki, file) == {"conflicting": len(NOTES)}
        assert anki.card_count() == 6


def memories_in(anki: Any) -> dict[tuple[str, int], tuple[float, float]]:
    """Return what Anki computes from the history of each card."""
    states = {
        (g, o): anki.compute_memory_state(id_) for g, o, id_ in anki.db.all(PLACES)
    }
    return {place: (s.stability, s.difficulty) for place, s in states.items()}
