"""A log that goes to Anki, is studied there for a month, and comes back.

    python tests/benchmarks/anki_round_trip.py [--cards 3000] [--reviews 100000]
                                               [--days 30] [--json]

A synthetic collection is exported with its history, imported by the real Anki (the
package `anki`), studied there for a month by its own scheduler, and exported by Anki
as a legacy and as a modern package; quizapp imports each. Counted is what was lost and
what was doubled, and every memory is compared with the one that Anki computes.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.review import Reviewed, event_id
from quizapp.store.log import SqliteLog, open_log
from support.anki import collection_in, imported, problems_in
from support.anki_days import create, study

CARDS_A_DECK = 500
GRADES = (3, 3, 3, 4, 3, 2, 3, 1, 3, 3)
GAPS = (0, 1, 1, 2, 3, 5, 8, 14, 30)
"""Days between two reviews of a card."""
TARGET = 10.0
"""Seconds of a processor for the export and the import together."""
MOST_A_DAY = 200


def decks(folder: Path, cards: int) -> None:
    """Write flashcards."""
    folder.mkdir(parents=True)
    for first in range(0, cards, CARDS_A_DECK):
        number = first // CARDS_A_DECK
        lines = [
            f'format = 1\n[deck]\nid = "d{number}"\ntitle = "Deck {number}"\n'
            'topic = "Synthetic"\n'
        ]
        lines += (
            f'[[card]]\nid = "c{n}"\nkind = "flashcard"\nlevel = "screen"\n'
            f'prompt = "What is *{n}* in `f(x)`?"\nanswer = "It is $x^{{{n}}}$."\n'
            for n in range(first, min(first + CARDS_A_DECK, cards))
        )
        (folder / f"d{number}.toml").write_text("\n".join(lines), encoding="utf-8")


def reviews(cards: int, count: int, days: int, random: Random) -> Iterator[Reviewed]:
    """Yield reviews that end so many days ago, some of them at the same instant."""
    now = datetime.now(UTC)
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    last = noon - timedelta(days=days + 2)
    for n in range(cards):
        card = CardId(f"d{n // CARDS_A_DECK}", f"c{n}")
        own = count // cards + (n < count % cards)
        day = last - timedelta(days=random.randrange(30))
        times = []
        for _ in range(own):
            times.append(day + timedelta(seconds=random.randrange(-14_000, 28_000)))
            day -= timedelta(days=random.choice(GAPS))
        for number, at in enumerate(sorted(times)):
            grade = Grade(random.choice(GRADES))
            yield review(card, at, grade, n * 1000 + number)


def review(card: CardId, at: datetime, grade: Grade, number: int) -> Reviewed:
    """Return one review."""
    offset = datetime.now().astimezone().utcoffset() or timedelta(0)
    return Reviewed(
        id=event_id(int(at.timestamp() * 1000), number),
        device="bench",
        card=card,
        content="0" * 16,
        variant="{}",
        response="",
        verdict=None,
        score=None,
        overridden=False,
        confidence=None,
        hints=0,
        suggested=grade,
        grade=grade,
        moment=Moment(at, offset),
        seconds=7.5,
        app="0",
        torch="",
    )


def program(home: Path, *words: str) -> tuple[float, float]:
    """Run quizapp; return how long it took, and how much processor time."""
    command = [sys.executable, "-m", "quizapp", *words, "--home", str(home)]
    began, used = time.perf_counter(), processor_time()
    environment = {**os.environ, "QUIZAPP_ALLOW_ROOT": "1"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return time.perf_counter() - began, processor_time() - used


def processor_time() -> float:
    """Return the processor time of all programs that were run and ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def opened(home: Path) -> SqliteLog:
    """Open the log of a home."""
    return open_log(home / "reviews.db", lambda count: 1 << (count - 1))


def logged(home: Path) -> tuple[list[Reviewed], Memories]:
    """Return the reviews of a home, and what follows from them."""
    log = opened(home)
    events = list(log.events())
    log.close()
    return [e for e in events if isinstance(e, Reviewed)], fold(events)


def export_from_anki(folder: Path, file: Path, *, legacy: bool) -> None:
    """Export the whole collection as a package, with everything."""
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
    )
    with collection_in(folder) as anki:
        anki.export_anki_package(out_path=str(file), options=options, limit=None)


def of_anki(folder: Path) -> tuple[Counter[tuple[str, int]], dict[str, Any]]:
    """Return the reviews that Anki has, and the memory of each card."""
    with collection_in(folder) as anki:
        rows = anki.db.all(
            "SELECT n.guid, r.ease FROM revlog r, cards c, notes n"
            " WHERE r.cid = c.id AND c.nid = n.id AND r.ease > 0"
        )
        states = {}
        for guid, card in anki.db.all(
            "SELECT n.guid, c.id FROM cards c, notes n WHERE c.nid = n.id AND c.type"
        ):
            states[guid.removeprefix("quizapp:")] = anki.compute_memory_state(card)
        counted = Counter((g.removeprefix("quizapp:"), e) for g, e in rows)
        return counted, states


def compared(folder: Path, home: Path) -> dict[str, Any]:
    """Return what was lost, doubled, or is remembered differently."""
    theirs, states = of_anki(folder)
    ours, memories = logged(home)
    counted = Counter((str(event.card), event.grade.value) for event in ours)
    ids = Counter(event.id for event in ours)
    stability = difficulty = 0.0
    for card, memory in memories.by_card.items():
        state = states[str(card)]
        off = abs(state.stability - min(memory.stability, 36_500))
        stability = max(stability, off / max(1.0, memory.stability))
        difficulty = max(difficulty, abs(state.difficulty - memory.difficulty))
    return {
        "lost": (theirs - counted).total(),
        "doubled": (counted - theirs).total() + sum(n - 1 for n in ids.values()),
        "reviews": len(ours),
        "stability": stability,
        "difficulty": difficulty,
    }


def by_id(event: Reviewed) -> str:
    """Return the key of the order in which a log is written."""
    return event.id


def prepare(home: Path, anki: Path, events: list[Reviewed], cards: int) -> None:
    """Write the decks and the log, and create a collection."""
    anki.mkdir()
    create(anki)
    decks(home / "decks", cards)
    log = opened(home)
    log.append_all(events)
    log.close()


def round_trip(
    folder: Path, cards: int, count: int, days: int, most: int
) -> dict[str, Any]:
    """Go to Anki and back; return all figures."""
    random = Random(7)  # noqa: S311  # the same log each time
    home, anki = folder / "home", folder / "anki"
    prepare(home, anki, sorted(reviews(cards, count, days, random), key=by_id), cards)
    known = ("--decks", str(home / "decks"))
    program(home, "due", "--json", *known)  # decks are cached, as for any user
    out = folder / "out.apkg"
    figures: dict[str, Any] = {
        "export": program(
            home, "export", str(out), str(home / "decks"), "--history", *known
        ),
        "bytes": out.stat().st_size,
    }
    with collection_in(anki) as collection:
        figures["notes"] = imported(collection, out)
        figures["problems"] = problems_in(collection)
    figures["month"] = study(anki, "collection", days, most, random)
    for legacy in (True, False):
        name = "legacy" if legacy else "modern"
        back = folder / f"{name}.apkg"
        export_from_anki(anki, back, legacy=legacy)
        copy = folder / f"home-{name}"
        subprocess.run(["cp", "-a", str(home), str(copy)], check=True)
        took = program(copy, "import", str(back), "--history", *known)
        again = program(copy, "import", str(back), "--history", *known)
        figures[name] = {"import": took, "again": again, **compared(anki, copy)}
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=3000)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = round_trip(
            Path(folder), options.cards, options.reviews, options.days, MOST_A_DAY
        )
    if options.json:
        print(json.dumps(figures))  # noqa: T201
        return
    print("\n".join(lines_of(figures)))  # noqa: T201


def lines_of(figures: dict[str, Any]) -> Iterator[str]:
    """Yield the figures as text."""
    took, used = figures["export"]
    size = figures["bytes"] / 2**20
    yield f"export {took:.1f} s, {used:.1f} s of a processor, {size:.1f} MB"
    yield f"in Anki: {figures['month']} grades, {figures['problems'] or 'sound'}"
    for name in ("legacy", "modern"):
        one = figures[name]
        took, used = one["import"]
        total = figures["export"][1] + used
        missed = "" if total <= TARGET else "   MISSED"
        yield (
            f"{name:7} import {took:.1f} s, {used:.1f} s of a processor; with the"
            f" export {total:.1f} s, target <= {TARGET:.0f} s{missed}"
        )
        yield (
            f"        {one['reviews']:,} reviews, {one['lost']} lost,"
            f" {one['doubled']} doubled; stability within {one['stability']:.1e},"
            f" difficulty within {one['difficulty']:.1e}"
        )


if __name__ == "__main__":
    main()
