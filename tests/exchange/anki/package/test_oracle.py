"""Our packages, imported by the real Anki: what it has is what we wrote.

Skipped where the package `anki` is not installed.
"""

import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Note, Star
from quizapp.core.cards.card import Card, CardOrigin
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
from quizapp.core.scheduling.intervals import DueAt, DueOn, SchedulerSettings
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Event, EventId, Marked, Remarked, Reviewed
from quizapp.exchange.anki.package.archive import write_collection, write_package
from quizapp.exchange.formats import Writing
from support.anki import (
    collection_in,
    deck_of,
    imported,
    now,
    problems_in,
    writing_of,
)
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    match_card,
    open_card,
    order_card,
)
from support.reviews import reviewed

pytest.importorskip("anki")

OWN = SchedulerSettings(0.86, tuple(w * 0.97 + 0.01 for w in DEFAULT_WEIGHTS))
ONE = CardId("deck", "one")
KINDS = (
    card("one"),
    choice_card(),
    cloze_card(),
    dropout_card(),
    fix_card(),
    match_card(),
    open_card(),
    order_card(),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anki")


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    with collection_in(tmp_path) as collection:
        yield collection


def written(writing: Writing, folder: Path) -> Path:
    file = folder / "out.apkg"
    file.write_bytes(write_package(writing).data)
    return file


def ago(**delay: float) -> Moment:
    return now().later(-timedelta(**delay))


def test_every_kind_of_card_arrives_and_nothing_is_wrong(anki, tmp_path):
    file = written(writing_of(deck_of(*KINDS)), tmp_path)
    assert imported(anki, file) == {"new": len(KINDS)}
    assert problems_in(anki) == ""
    assert anki.card_count() == len(KINDS)
    note = anki.get_note(anki.find_notes("Id:deck/pick")[0])
    assert note["Question"].startswith("<p>What is pick?</p>")
    assert note.guid == "quizapp:deck/pick"
    assert set(note.tags) == {"level::screen", "topic::A-topic", "kind::choice"}
    assert anki.decks.name(note.cards()[0].did) == "A topic::A deck"
    cloze = anki.get_note(anki.find_notes("Id:deck/rule")[0]).cards()[0]
    assert cloze.question().count("[...]</span>") == 2
    assert "identity" in cloze.answer()


def test_importing_again_doubles_nothing_and_updates_what_changed(anki, tmp_path):
    first = writing_of(deck_of(*KINDS), moment=ago(minutes=5))
    imported(anki, written(first, tmp_path))
    again = imported(anki, written(first, tmp_path))
    assert again == {"duplicate": len(KINDS)}
    changed = writing_of(deck_of(card("one", prompt="Else?"), *KINDS[1:]))
    assert imported(anki, written(changed, tmp_path)) == {"updated": len(KINDS)}
    assert anki.note_count() == anki.card_count() == len(KINDS)
    assert "Else?" in anki.get_note(anki.find_notes("Id:deck/one")[0])["Question"]


def test_a_renamed_card_is_the_same_note(anki, tmp_path):
    imported(anki, written(writing_of(deck_of(card("one"))), tmp_path))
    renamed = card("two", formerly=(ONE,))
    later = writing_of(deck_of(renamed), moment=now().later(timedelta(seconds=5)))
    assert imported(anki, written(later, tmp_path)) == {"updated": 1}
    assert anki.note_count() == 1


def test_the_same_cards_at_the_same_time_are_the_same_bytes():
    events = (reviewed(moment=ago(days=3)),)
    writing = writing_of(deck_of(*KINDS), events=events, moment=now())
    assert write_package(writing) == write_package(writing)


def past() -> tuple[Event, ...]:
    """Return events of several days, the last of them now: Anki knows no other time."""
    return (
        reviewed("pick", moment=ago(days=40), grade=Grade.GOOD, seconds=61.5),
        reviewed("one", moment=ago(days=40, minutes=-1), grade=Grade.EASY),
        reviewed("one", moment=ago(days=31), grade=Grade.HARD),
        reviewed("one", moment=ago(days=20), grade=Grade.AGAIN),
        reviewed("one", moment=ago(days=20, minutes=-11), grade=Grade.GOOD),
        reviewed("rule", moment=ago(minutes=9), grade=Grade.AGAIN),
        reviewed("scaling", moment=ago(days=9), grade=Grade.EASY),
        Marked(
            EventId("m1"), "d", CardId("deck", "scaling"), Mark.SUSPENDED, ago(days=1)
        ),
        reviewed("fix", moment=ago(days=9), grade=Grade.EASY),
        Marked(EventId("m2"), "d", CardId("deck", "fix"), Mark.BURIED, ago(seconds=9)),
        reviewed("norms", moment=ago(days=9), grade=Grade.EASY),
        Marked(EventId("m3"), "d", CardId("deck", "norms"), Mark.RESET, ago(days=8)),
        Remarked(EventId("r1"), "d", ONE, Star(on=True), ago(days=2)),
        Remarked(EventId("r2"), "d", ONE, Note("my *own* words"), ago(days=2)),
    )


def card_named(anki: Any, name: str) -> Any:
    return anki.get_note(anki.find_notes(f"Id:deck/{name}")[0]).cards()[0]


@pytest.mark.parametrize("older", [0, 400])
def test_the_schedule_arrives_whatever_the_age_of_the_collection(anki, tmp_path, older):
    """Due days are counted from the creation of the collection, which differs."""
    anki.db.execute("UPDATE col SET crt = crt - ?", older * 86_400)
    writing = writing_of(deck_of(*KINDS), events=past(), settings=OWN)
    assert writing.memories is not None
    imported(anki, written(writing, tmp_path))
    assert problems_in(anki) == ""
    today = anki.sched.today
    for id_, memory in writing.memories.by_card.items():
        theirs = card_named(anki, id_.card)
        match memory.due:
            case DueOn(day=day):
                assert theirs.type == 2
                assert theirs.due - today == day - writing.now.day
                assert theirs.ivl == day - memory.day
            case DueAt(at=at):
                assert theirs.queue == 1
                assert theirs.due == int(at.timestamp())
        assert (theirs.reps, theirs.lapses) == (memory.reviews, memory.lapses)
        state = theirs.memory_state
        assert state.stability == pytest.approx(memory.stability, abs=0.00006)
        assert state.difficulty == pytest.approx(memory.difficulty, abs=0.0006)
        assert theirs.desired_retention == pytest.approx(0.86)


def test_what_is_set_aside_or_new_arrives_as_such(anki, tmp_path):
    imported(anki, written(writing_of(deck_of(*KINDS), events=past()), tmp_path))
    names = ("scaling", "fix", "norms", "loop", "one")
    queues = {name: card_named(anki, name).queue for name in names}
    assert queues == {"scaling": -1, "fix": -3, "norms": 0, "loop": 0, "one": 2}


def test_the_history_arrives_row_by_row(anki, tmp_path):
    file = written(writing_of(deck_of(*KINDS), events=past()), tmp_path)
    ours = raw(
        file,
        "SELECT r.*, n.guid FROM revlog r, cards c, notes n"
        " WHERE r.cid = c.id AND c.nid = n.id ORDER BY r.id",
    )
    imported(anki, file)
    theirs = anki.db.all(
        "SELECT r.*, n.guid FROM revlog r, cards c, notes n"
        " WHERE r.cid = c.id AND c.nid = n.id ORDER BY r.id"
    )
    assert [[*r[:1], *r[3:]] for r in theirs] == [[*r[:1], *r[3:]] for r in ours]
    assert len(ours) == 10
    assert sum(row[8] == 4 for row in ours) == 1


def raw(file: Path, query: str) -> list[Any]:
    """Read a package with nothing but a zip and SQLite."""
    with zipfile.ZipFile(file) as archive:
        data = archive.read("collection.anki21")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    rows = connection.execute(query).fetchall()
    connection.close()
    return rows


def test_stars_notes_and_presets_arrive(anki, tmp_path):
    imported(
        anki,
        written(writing_of(deck_of(*KINDS), events=past(), settings=OWN), tmp_path),
    )
    theirs = card_named(anki, "one")
    assert "marked" in theirs.note().tags
    assert theirs.note()["Note"] == "<p>my <em>own</em> words</p>"
    preset = anki.decks.config_dict_for_deck_id(theirs.did)
    assert preset["fsrsParams6"] == pytest.approx(list(OWN.weights))
    assert preset["desiredRetention"] == pytest.approx(0.86)


def test_without_progress_every_card_is_new_and_says_nothing_of_its_user(
    anki, tmp_path
):
    writing = writing_of(deck_of(*KINDS), events=())
    assert "Import any learning progress" not in "".join(write_package(writing).remarks)
    file = written(writing_of(deck_of(*KINDS), events=past()), tmp_path)
    assert imported(anki, file, progress=False, presets=False)
    assert anki.db.scalar("SELECT count() FROM revlog") == 0
    assert anki.db.scalar("SELECT count() FROM cards WHERE type != 0") == 0


def test_a_whole_collection_arrives_as_it_is(tmp_path):
    from anki._backend import RustBackend

    writing = writing_of(deck_of(*KINDS), events=past(), settings=OWN)
    file = tmp_path / "all.colpkg"
    file.write_bytes(write_collection(writing).data)
    RustBackend().import_collection_package(
        col_path=str(tmp_path / "whole.anki2"),
        backup_path=str(file),
        media_folder=str(tmp_path / "whole.media"),
        media_db=str(tmp_path / "whole.mdb"),
    )
    with collection_in(tmp_path, "whole") as anki:
        sums = anki.db.all("SELECT guid, csum, sfld FROM notes ORDER BY guid")
        assert problems_in(anki) == ""
        again = anki.db.all("SELECT guid, csum, sfld FROM notes ORDER BY guid")
        assert sums == again  # Anki's own checksums
        assert len(sums) == len(KINDS)
        assert anki.get_config("fsrs") is True
        assert anki.sched.today == 1 + writing.now.day - min(
            event.moment.day for event in past()
        )


def several() -> tuple[Card, ...]:
    """Return cards that came from Anki, two of them of one note."""
    return (
        card("one", origin=CardOrigin("anki:Gx4c!/0")),
        card("two", origin=CardOrigin("anki:Gx4c!/1")),
        card("three", origin=CardOrigin("anki:a/b/0")),
        card("four", origin=CardOrigin("anki:only-second/1")),
    )


def test_cards_that_came_from_anki_keep_note_and_number(anki, tmp_path):
    names = ("two", "four")
    events = tuple(
        reviewed(name, moment=ago(days=3), grade=Grade.EASY) for name in names
    )
    file = written(writing_of(deck_of(*several()), events=events), tmp_path)
    assert imported(anki, file) == {"new": 3}
    assert problems_in(anki) == ""
    rows = anki.db.all(
        "SELECT n.guid, c.ord, c.type FROM cards c, notes n WHERE n.id = c.nid"
        " ORDER BY 1, 2"
    )
    assert rows == [
        ["Gx4c!", 0, 0],
        ["Gx4c!", 1, 2],
        ["a/b", 0, 0],
        ["only-second", 1, 2],
    ]
    second = anki.get_card(anki.find_cards("Id:deck/four")[0])
    assert "What is four?" in second.question()
    assert "an answer" in second.answer()


def test_a_note_that_anki_made_is_never_doubled(anki, tmp_path):
    basic = anki.models.by_name("Basic")
    note = anki.new_note(basic)
    note["Front"] = "What is one?"
    anki.add_note(note, 1)
    origin = CardOrigin(f"anki:{note.guid}/0")
    file = written(writing_of(deck_of(card("one", origin=origin))), tmp_path)
    assert imported(anki, file) == {"conflicting": 1}
    assert anki.note_count() == anki.card_count() == 1


def test_two_cards_with_one_origin_are_reported():
    twice = (several()[0], card("again", origin=CardOrigin("anki:Gx4c!/0")))
    result = write_package(writing_of(deck_of(*twice)))
    assert result.cards == 1
    assert result.left_out[0].where == "deck/again"
    assert "deck/one" in result.left_out[0].reason


def test_ids_that_anki_has_already_do_no_harm(anki, tmp_path):
    """The notes of a file may have the ids of other notes in the collection."""
    moment = ago(minutes=1)
    first = writing_of(deck_of(*KINDS), moment=moment)
    imported(anki, written(first, tmp_path))
    other = deck_of(card("other", prompt="Another?"), id="other", title="Other")
    events = (reviewed(CardId("deck", "other"), moment=ago(days=2)),)
    second = writing_of(other, events=events, moment=moment)
    assert imported(anki, written(second, tmp_path)) == {"new": 1}
    assert problems_in(anki) == ""
    assert anki.card_count() == len(KINDS) + 1
    theirs = anki.get_card(anki.find_cards("Id:deck/other")[0])
    assert anki.db.scalar("SELECT cid FROM revlog") == theirs.id


ODD = (
    card("empty", prompt=" "),
    card("long", prompt="A very long text. " * 60_000),
    card("tagged", tags=("a b", "x|y", "::", "p::q", '"', "émile")),
    card("signs", prompt="<b> &amp; {{Front}} [sound:x] \\(x\\) \x1f \0 \ufeff"),
    card("blank", prompt="Fill", kind=cloze_card().kind, explain="{{c1::no}}"),
)


def test_odd_cards_do_no_harm(anki, tmp_path):
    deck = deck_of(*ODD, title='a::b\n"c"', topic="::")
    assert imported(anki, written(writing_of(deck), tmp_path)) == {"new": len(ODD)}
    assert problems_in(anki) == ""
    assert anki.card_count() == len(ODD)
    tags = set(card_named(anki, "tagged").note().tags)
    assert tags >= {"a-b", "x-y", "p::q", "émile"}
    signs = card_named(anki, "signs")
    assert "&lt;b&gt; &amp;amp; {{Front}} &#91;sound:x]" in signs.note()["Question"]
    assert not signs.question_av_tags()
    assert len(card_named(anki, "long").note()["Question"]) > 1_000_000


def test_reviews_from_the_future_are_left_out_and_told(anki, tmp_path):
    events = (
        reviewed("one", moment=ago(days=1)),
        reviewed("pick", moment=ago(days=-9)),
    )
    writing = writing_of(deck_of(*KINDS), events=events)
    assert "1 review" in write_package(writing).remarks[0]
    imported(anki, written(writing, tmp_path))
    assert anki.db.scalar("SELECT count() FROM revlog") == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(Grade),
        st.sampled_from([0, 0, 1, 2, 7, 30, 200]),
        st.integers(60, 86_000),
    ),
    min_size=1,
    max_size=9,
)


def history(steps: list[tuple[Grade, int, int]], name: str) -> list[Reviewed]:
    """Return reviews of a card up to yesterday, none near a rollover."""
    present = now()
    midnight = present.at + present.offset - present.rollover
    begin = present.later(-timedelta(seconds=midnight.timestamp() % 86_400))
    days = 1 + sum(gap for _, gap, _ in steps)
    reviews: list[Reviewed] = []
    for grade, gap, second in steps:
        moment = begin.later(timedelta(days=-days, seconds=second))
        if reviews and moment.at <= reviews[-1].moment.at:
            moment = reviews[-1].moment.later(timedelta(seconds=1))
        reviews.append(reviewed(name, moment=moment, grade=grade))
        days -= gap
    return reviews


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEPS, min_size=1, max_size=6))
def test_anki_computes_the_same_memory_from_the_history(folder, logs):
    """It folds our rows again, and rounds stability to 4 places, difficulty to 3."""
    cards = tuple(card(f"c{number}") for number in range(len(logs)))
    events = [
        event
        for number, steps in enumerate(logs)
        for event in history(steps, f"c{number}")
    ]
    events.sort(key=lambda event: event.moment.at)
    events = [replace(e, id=EventId(str(n))) for n, e in enumerate(events)]
    memories = fold(events, OWN).by_card
    with collection_in(folder, "folded") as anki:
        anki.remove_notes(anki.find_notes(""))
        anki.db.execute("DELETE FROM revlog")
        writing = writing_of(deck_of(*cards), events=tuple(events), settings=OWN)
        imported(anki, written(writing, folder))
        for id_, memory in memories.items():
            theirs = card_named(anki, id_.card)
            state = anki.compute_memory_state(theirs.id)
            capped = min(memory.stability, 36_500)
            assert state.stability == pytest.approx(capped, rel=1e-5, abs=0.00006)
            assert state.difficulty == pytest.approx(memory.difficulty, abs=0.0006)
            stored = theirs.memory_state
            assert stored.stability == pytest.approx(
                memory.stability, abs=0.00006, rel=1e-6
            )
