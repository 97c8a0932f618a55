"""Memories after an import, against those of the real Anki on the same history."""

from datetime import UTC, datetime
from random import Random

import pytest

from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, review
from quizapp.exchange.anki.collection import RevlogEntry
from quizapp.exchange.anki.history import _start
from quizapp.exchange.anki.identity import anki_origin
from quizapp.exchange.imported import Imported, ImportedReset
from support.anki_packages import read
from support.anki_past import AnkiPast

pytest.importorskip("anki")

S_PLACES, D_PLACES = 4, 3
"""The decimals that Anki stores of stability and difficulty."""
SINGLE = 5e-6
"""The relative error of its arithmetic, which is in single floats."""


def memories_of(imported: Imported) -> dict[str, Memory]:
    """Fold a history as the log does, by origin."""
    memories: dict[str, Memory] = {}
    for event in imported.history:
        id_ = str(event.origin)
        if isinstance(event, ImportedReset):
            memories.pop(id_, None)
            continue
        memories[id_] = review(
            memories.get(id_), event.grade, event.moment, id_, SchedulerSettings()
        )
    return memories


def differing(past: AnkiPast, imported: Imported, guids: dict[int, str]) -> list[str]:
    """Return the cards whose memories are not Anki's."""
    ours, wrong = memories_of(imported), []
    theirs = past.memories()
    for card, guid in guids.items():
        origin = str(anki_origin(guid, 0))
        mine, anki = ours.get(origin), theirs.get(card)
        if (mine is None) != (anki is None):
            wrong.append(f"{origin}: {mine} and {anki}")
        elif mine is not None and anki is not None:
            s = abs(mine.stability - anki.stability)
            d = abs(mine.difficulty - anki.difficulty)
            least = max(0.5 * 10**-S_PLACES, SINGLE * anki.stability)
            if s > least or d > 0.5 * 10**-D_PLACES:
                wrong.append(f"{origin}: {mine} and {anki}")
    return wrong


@pytest.fixture
def anki(tmp_path):
    from anki.collection import Collection

    collection = Collection(str(tmp_path / "collection.anki2"))
    yield collection
    collection.close()


@pytest.mark.slow
@pytest.mark.parametrize("legacy", [False, True])
def test_a_life_in_anki_leaves_the_same_memories(legacy, anki, tmp_path):
    """With relearning, resets, both sorts of filtered decks, days of many reviews."""
    past = AnkiPast(anki, Random(7), cards=12)  # noqa: S311
    past.live(steps=250)
    assert set(past.happened) == {
        "review", "again_at_once", "reset", "set_due", "cram", "study_ahead", "suspend"
    }  # fmt: skip
    guids = {card: past.guid(card) for card in past.cards}
    path = past.export(tmp_path / "past.apkg", legacy=legacy)
    imported = read(path, now=Moment(datetime.now(UTC)))
    assert len(imported.history) > 200
    assert len(memories_of(imported)) > 6
    assert differing(past, imported, guids) == []


def rows(random: Random, cards: list[int], now: int) -> list[tuple[int, ...]]:
    """Return rows of `revlog` as no scheduler would write them."""
    made: dict[int, tuple[int, ...]] = {}
    for card in cards:
        at = now - random.randrange(400) * 86_400_000
        for _ in range(random.randrange(1, 9)):
            at += random.choice((1, 999, 60_000, 3_600_000, 40_000_000, 86_400_000 * 3))
            id_ = min(at, now - 1) - random.randrange(500)
            while id_ in made:
                id_ -= 1
            kind = random.choice((0, 0, 1, 1, 1, 2, 3, 4, 5))
            ease = 0 if kind > 3 else random.choice((0, 1, 2, 3, 3, 4))
            factor = random.choice((0, 0, 2500, 510))
            interval = random.choice((-60, -600, -86_400, 0, 1, 4, 30))
            made[id_] = (id_, card, 0, ease, interval, 0, factor, 5_000, kind)
    return list(made.values())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_history_leaves_the_same_memories(seed, anki, tmp_path):
    """Except those whose state Anki guesses."""
    random = Random(seed)  # noqa: S311
    past = AnkiPast(anki, random, cards=150)
    now = int(datetime.now(UTC).timestamp() * 1000)
    by_card: dict[int, list[RevlogEntry]] = {card: [] for card in past.cards}
    for row in sorted(rows(random, past.cards, now)):
        marks = ", ".join("?" * len(row))
        anki.db.execute(f"INSERT INTO revlog VALUES ({marks})", *row)  # noqa: S608
        id_, card, _, ease, interval, _, factor, time, kind = row
        entry = RevlogEntry(id_, card, ease, interval, factor, time, kind)
        by_card[card].append(entry)
    known = {
        card: past.guid(card) for card, own in by_card.items() if not _start(own)[1]
    }
    path = past.export(tmp_path / "past.apkg", legacy=True)
    imported = read(path, now=Moment(datetime.now(UTC)))
    assert len(known) > 80
    assert differing(past, imported, known) == []
    guessed = f"{150 - len(known)} cards without a first review"
    assert any(remark.startswith(guessed) for remark in imported.remarks)
