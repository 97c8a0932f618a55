"""Packages that other programs made: genanki, and Anki itself."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.memory import fold
from quizapp.decks.loader import load_decks
from quizapp.store.log import open_log
from support.anki_packages import read
from support.anki_past import AnkiPast
from support.program import quizapp
from support.shipped import warm


@pytest.fixture
def home(tmp_path: Path) -> Path:
    warm(tmp_path / "quizapp")
    return tmp_path


@pytest.fixture
def generated(tmp_path: Path) -> Path:
    """Return a package of genanki with each of its note types, and with media."""
    genanki = pytest.importorskip("genanki")
    deck = genanki.Deck(1_607_392_319, "ML::Losses")
    for model, fields in (
        (genanki.BASIC_MODEL, ["What is <i>dropout</i>?", "Noise<br>on units"]),
        (genanki.BASIC_AND_REVERSED_CARD_MODEL, ["MSE", r"\(\|x\|^2\)"]),
        (genanki.BASIC_OPTIONAL_REVERSED_CARD_MODEL, ["L1", "lasso", "y"]),
        (genanki.BASIC_TYPE_IN_THE_ANSWER_MODEL, ["Adam is from", "2014"]),
        (genanki.CLOZE_MODEL, ["{{c1::Adam}} has {{c2::two}} moments", "Kingma"]),
        (genanki.BASIC_MODEL, ['<img src="loss.png">', "a loss"]),
    ):
        deck.add_note(genanki.Note(model, fields, tags=["ml::reg", "q18"]))
    picture = tmp_path / "loss.png"
    picture.write_bytes(b"no picture")
    package = genanki.Package(deck)
    package.media_files = [str(picture)]
    path = tmp_path / "losses.apkg"
    package.write_to_file(path)
    return path


@pytest.mark.slow
def test_a_package_of_genanki_becomes_a_deck_that_passes(home, generated):
    ended = quizapp(home, "import", generated)
    assert (ended.code, ended.err) == (0, "")
    assert "note 6, “a loss”: its question is only media: loss.png" in ended.out
    assert "9 cards: 8 added, 1 skipped" in ended.out
    decks = home / "quizapp" / "decks"
    checked = quizapp(home, "check", decks)
    assert (checked.code, checked.out) == (0, "1 deck, 8 cards, 0 problems\n")
    kinds = [card.kind.name for card in load_decks((decks,)).cards.values()]
    assert kinds == ["flashcard"] * 5 + ["text"] + ["cloze"] * 2
    again = quizapp(home, "import", generated)
    assert "9 cards: 8 unchanged, 1 skipped" in again.out


@pytest.fixture
def anki(tmp_path: Path) -> Any:
    """Yield a collection of the real Anki."""
    pytest.importorskip("anki")
    from anki.collection import Collection

    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


def test_all_of_ankis_own_files_hold_the_same(anki, tmp_path):
    """Packages and backups, of now and for older versions."""
    past = AnkiPast(anki, Random(1), cards=5)  # noqa: S311
    past.live(steps=20)
    names = ("new.apkg", "old.apkg", "new.colpkg", "old.colpkg")
    found = []
    for name in names:
        legacy, whole = name.startswith("old"), name.endswith("colpkg")
        path = past.export(tmp_path / name, legacy=legacy, whole=whole)
        if whole:
            anki.reopen()
        imported = read(path, now=Moment(datetime.now(UTC)))
        found.append((imported.cards, imported.history, imported.states))
    assert len(found[0][0]) == 5
    assert len(found[0][1]) >= 20
    assert found == found[:1] * len(names)


@pytest.mark.slow
def test_reviews_of_anki_are_in_the_log_once_with_its_memories(anki, home):
    past = AnkiPast(anki, Random(5), cards=8)  # noqa: S311
    past.live(steps=120)
    path = past.export(home / "past.apkg", legacy=False)
    first = quizapp(home, "import", path, "--history", "--json").rows[-1]
    again = quizapp(home, "import", path, "--history", "--json").rows[-1]
    assert (first["added"], again["unchanged"]) == (8, 8)
    assert (first["known_reviews"], again["reviews"]) == (0, 0)
    assert first["reviews"] == again["known_reviews"] > 100
    log = open_log(home / "quizapp" / "reviews.db", lambda count: 1 << (count - 1))
    memories = fold(log.events()).by_card
    log.close()
    anki_memories = past.memories()
    assert len(memories) == len(anki_memories) > 5
    cards = load_decks((home / "quizapp" / "decks",)).cards
    theirs = {
        CardId.parse(str(id_)): card.origin.id
        for id_, card in cards.items()
        if card.origin is not None
    }
    guids = {f"anki:{past.guid(card)}/0": card for card in anki_memories}
    for id_, memory in memories.items():
        wanted = anki_memories[guids[theirs[id_]]]
        assert memory.stability == pytest.approx(wanted.stability, rel=5e-6, abs=5e-5)
        assert memory.difficulty == pytest.approx(wanted.difficulty, abs=5e-4)
