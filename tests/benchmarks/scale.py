"""How long a start takes with a large log, against an empty log.

    python tests/benchmarks/scale.py [--cards 10000] [--reviews 100000] [--n 3] [--json]

A synthetic collection of flashcards and a log of their reviews, a year back, are
written once, and both homes used once; then the real program starts on a pty, until
the first question is painted, with the log and without, in turn. A new interpreter
also measures each stage whose time depends on cards or reviews.
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from msgspec.structs import astuple
from screen import Screen

from quizapp.core.scheduling.review import event_id
from quizapp.store.chain import Head, link_after
from quizapp.store.links import SET_HEAD, insertion
from quizapp.store.log import open_log

CARDS_A_DECK = 500
DAYS = 365
GRADES = (3, 3, 3, 4, 3, 2, 3, 1, 3, 3)
TARGET = 1.3
STAGES = ("import", "decks", "open log", "fold", "agenda")

CHILD = """
import gc, json, sys, time
gc.set_threshold(50_000)  # as quizapp.cli does
began = time.perf_counter()
def took():
    global began
    before, began = began, time.perf_counter()
    return (began - before) * 1000
from quizapp.grammar.commands import build_parser
from quizapp.grammar.options import read_options
from quizapp.wiring.assembly import assembled
import quizapp.commands.practice, quizapp.decks.loader
import quizapp.store.log, quizapp.flow.study
from quizapp.wiring import sessions
words = ["practice", "--home", sys.argv[1], "--allow-root", "--decks", sys.argv[2]]
options = read_options(build_parser("practice").parse_args(words))
stages = {"import": took()}
with assembled(options.flags) as assembly:
    cards = tuple(assembly.load((options.decks[0],)).cards.values())
    stages["decks"] = took()
    assembly.log
    stages["open log"] = took()
    assembly.ledger
    stages["fold"] = took()
    study = sessions.start_session(assembly, cards, cram=False)
    stages["agenda"] = took()
    assert study.planned, study.phase
import resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**stages, "megabytes": peak}))
"""


def write_decks(folder: Path, cards: int) -> None:
    """Write flashcards, a few hundred a deck."""
    folder.mkdir()
    for deck in range(0, cards, CARDS_A_DECK):
        name = f"deck-{deck // CARDS_A_DECK:04}"
        head = f'format = 1\n[deck]\nid = "{name}"\ntitle = "{name}"\ntopic = "Scale"\n'
        some = range(deck, min(cards, deck + CARDS_A_DECK))
        (folder / f"{name}.toml").write_text(head + "".join(map(_card, some)))


def _card(number: int) -> str:
    return (
        f'[[card]]\nid = "card-{number:06}"\nkind = "flashcard"\nlevel = "screen"\n'
        f'tags = ["tag-{number % 40}"]\n'
        f'prompt = "What is the answer to the question of number {number}?"\n'
        f'answer = "It is {number}, as you surely remember."\n'
    )


def write_log(home: Path, cards: int, reviews: int) -> None:
    """Write reviews into the log's tables in one transaction."""
    file = home / "reviews.db"
    log = open_log(file, lambda bits: 2**bits - 1)
    device = log.device
    log.close()
    head = Head()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for row in _rows(device, cards, reviews):
            link = link_after(head, "reviews", row)
            head = Head(link.number, link.sum)
            connection.execute(insertion("reviews"), (*row, *astuple(link)))
        connection.execute(SET_HEAD, (device, *astuple(head)))
    connection.close()


def _rows(device: str, cards: int, reviews: int) -> Iterator[tuple[object, ...]]:
    end = datetime.now(UTC) - timedelta(days=1)
    step = timedelta(days=DAYS) / reviews
    for number in range(reviews):
        at = end - (reviews - number) * step
        card = number % cards
        grade = GRADES[(number * 7 + number // cards) % len(GRADES)]
        deck = f"deck-{card // CARDS_A_DECK:04}"
        moment = (int(at.timestamp() * 1e6), 0)
        id_ = event_id(int(at.timestamp() * 1000), number)
        yield (
            *(id_, device, deck, f"card-{card:06}", "0" * 16, "{}", "", None, None),
            *(0, None, 0, grade, grade, *moment, 4.2, "0", "0"),
        )


def measure(home: Path, decks: Path) -> dict[str, float]:
    """Return the milliseconds of each stage, and of a start to the first question."""
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(home / "quizapp"), str(decks)],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    stages: dict[str, float] = json.loads(ended.stdout)
    screen = Screen(["-m", "quizapp", "practice", str(decks)], home)
    try:
        return {**stages, "question": screen.until("flashcard", screen.began)}
    finally:
        screen.close()


def compare(cards: int, reviews: int, n: int) -> dict[str, dict[str, float]]:
    """Return the medians of every stage, with a full log and with an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        decks, full, empty = (Path(folder, name) for name in ("decks", "full", "empty"))
        write_decks(decks, cards)
        write_log(full / "quizapp", cards, reviews)
        for home in (empty, full):
            measure(home, decks)  # what a first start leaves to the others
        samples: dict[str, list[dict[str, float]]] = {"full": [], "empty": []}
        for _ in range(n):
            samples["empty"].append(measure(empty, decks))
            samples["full"].append(measure(full, decks))
    return {
        name: {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        for name, rows in samples.items()
    }


def text(medians: dict[str, dict[str, float]], cards: int, reviews: int) -> str:
    """Return the table for people."""
    full, empty = medians["full"], medians["empty"]
    lines = [
        f"{cards:,} cards, {reviews:,} reviews",
        f"{'':16}{'empty':>10}{'full':>10}",
    ]
    lines += [
        f"{key:16}{empty[key]:10.0f}{full[key]:10.0f} ms"
        for key in (*STAGES, "question")
    ]
    lines.append(f"{'memory':16}{empty['megabytes']:10.0f}{full['megabytes']:10.0f} MB")
    ratio = full["question"] / empty["question"]
    missed = "" if ratio <= TARGET else "   MISSED"
    most = max(STAGES, key=lambda key: full[key] - empty[key])
    lines.append(f"ratio {ratio:.2f}, target <= {TARGET}{missed}; most of it: {most}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cards", type=int, default=10_000)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--n", type=int, default=3, help="starts (default 3)")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args()
    medians = compare(options.cards, options.reviews, options.n)
    as_text = text(medians, options.cards, options.reviews)
    print(json.dumps(medians) if options.json else as_text)  # noqa: T201


if __name__ == "__main__":
    main()
