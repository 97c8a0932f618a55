"""What a large collection costs, against 1,000 cards and an empty log.

    python tests/benchmarks/scale.py [--sizes 1000/10000 10000/100000 100000/1000000]
                                     [--n 3] [--keep FOLDER] [--json]

Synthetic collections of flashcards and a log of their reviews, a year back, are written
once, and their homes used once. A new interpreter measures each stage in milliseconds
of processor time, for the large collection and the small one in turn; `next card` and
`undo` are 25 of each; `browse, idle` is what browse does between two keys.
`interview` is `session` with an interview in three weeks, for which the days ahead are
planned. Then the real program starts on a pty, until the first question or home is
painted; `home, counted` is until its figures are, which a thread reads. `cold` is a
start without a cache, which only follows a version that folds in another way, or other
settings. Collections of a folder to keep are used again on that day.
"""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
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
TARGETS = {
    "question": 1.3,
    "start": 1.3,
    "next card": 1.3,
    "undo": 1.3,
    "home": 1.5,
    "memory": 1.5,
}
STAGES = ("import", "decks", "log", "session")
"""The parts of `start`."""
ROWS = (
    *STAGES,
    *("start", "question", "home", "home, counted", "home's figures"),
    *("next card", "undo"),
    *("first figures", "statistics", "browse", "browse, idle"),
    *("a search key", "is:due"),
    *("memory", "interview", "cold"),
)
AHEAD = ("--until", "+21d")
SMALL = "1000/0"

CHILD = """
import gc, json, resource, sys, time
gc.set_threshold(200_000)  # as quizapp.cli does
def took(what):
    global began
    before, began = began, time.process_time()
    rows[what] = (began - before) * 1000
rows, began = {}, 0.0
from quizapp.commands import practice
from quizapp.grammar.commands import build_parser
from quizapp.grammar.options import read_options
from quizapp.core.cards.course import study_order
from quizapp.wiring import sessions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.screens import build_workspace
from quizapp.wiring.selection import paths_of
from quizapp.wiring.topics import to_study
import quizapp.decks.loader, quizapp.flow.study, quizapp.store.memory_index
words = ["practice", "--home", sys.argv[1], "--allow-root", sys.argv[2], *sys.argv[4:]]
options = read_options(build_parser("practice").parse_args(words))
took("import")
with assembled(options.flags) as assembly:
    library, cards = to_study(assembly, options.what)
    cards, _ = practice.consented(assembly, library, cards)
    cards = study_order(cards, library.decks)
    took("decks")
    assembly.ledger
    took("log")
    study = sessions.start_session(assembly, cards, cram=False)
    assembly.cautions()
    took("session")
    rows["start"] = sum(rows.values())
    assert study.planned, study.phase
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows["memory"] = peak
    if len(sys.argv) > 3:
        print(json.dumps(rows))
        raise SystemExit
    began = time.process_time()
    for _ in range(25):
        study.respond("")
        study.grade()
    took("next card")
    for _ in range(25):
        study.undo()
    took("undo")
    workspace = build_workspace(assembly, library, paths_of(assembly, options.what))
    began = time.process_time()
    [*workspace.overviews()()]
    took("home's figures")
    pieces = workspace.figures(365)()
    next(pieces)
    took("first figures")
    [*pieces]
    took("statistics")
    from quizapp.tui.widgets.browse.catalog import Catalog
    began = time.process_time()
    catalog = Catalog(workspace)
    [catalog.card(row) for row in range(24)]
    took("browse")
    [*catalog._steps]
    took("browse, idle")
    catalog.search("number 7")
    took("a search key")
    catalog.search("is:due")
    took("is:due")
print(json.dumps(rows))
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


def stages(home: Path, decks: Path, *words: str) -> dict[str, float]:
    """Return the processor time of each stage in milliseconds, and the memory."""
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(home / "quizapp"), str(decks), *words],
        cwd=Path(__file__).parents[2],
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows: dict[str, float] = json.loads(ended.stdout)
    return rows


def measure(home: Path, decks: Path) -> dict[str, float]:
    """Return every row but `cold`: the stages, and a start to the first question."""
    rows, full = stages(home, decks), (home / "full").exists()
    words = (["practice", str(decks)], ["--decks", str(decks)])
    question, at_home = (["-m", "quizapp", *each] for each in words)
    shown, counted = ("past 28 days", "for today") if full else ("tour", "tour")
    ahead = stages(home, decks, "start", *AHEAD)
    return {
        **rows,
        "interview": ahead["session"],
        "question": painted(question, home, "flashcard"),
        "home": painted(at_home, home, shown),
        "home, counted": painted(at_home, home, counted),
    }


def painted(words: list[str], home: Path, text: str) -> float:
    """Return the milliseconds until a program has written this text."""
    screen = Screen(words, home)
    try:
        return screen.until(text, screen.began)
    finally:
        screen.close()


def cold(home: Path, decks: Path) -> float:
    """Return the processor time of a start without a cache."""
    shutil.rmtree(home / "quizapp" / "cache", ignore_errors=True)
    return stages(home, decks, "start")["start"]


def settle(home: Path, decks: Path) -> None:
    """Practice once in plain lines, to the end: caches and the day's backup stay."""
    subprocess.run(
        [sys.executable, "-m", "quizapp", "practice", "--plain", str(decks)],
        cwd=Path(__file__).parents[2],
        env={
            **{"PATH": os.environ["PATH"], "HOME": str(home)},
            **{"QUIZAPP_HOME": str(home / "quizapp"), "QUIZAPP_ALLOW_ROOT": "1"},
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def made(folder: Path, size: str) -> tuple[Path, Path]:
    """Return a home with a log of this size, and its decks; those of before if kept."""
    cards, reviews = map(int, size.split("/"))
    home, decks = folder / "home", folder / "decks"
    if (folder / "complete").exists():
        return home, decks
    (home / "quizapp").mkdir(parents=True)
    write_decks(decks, cards)
    if reviews:
        write_log(home / "quizapp", cards, reviews)
        (home / "full").touch()
    (folder / "complete").touch()
    return home, decks


def compare(size: str, n: int, keep: Path | None = None) -> dict[str, dict[str, float]]:
    """Return the medians of every row, for this size and the small one."""
    kept = None if keep is None else nullcontext(keep / size.replace("/", "-"))
    with kept or tempfile.TemporaryDirectory() as folder:
        homes = {
            name: made(Path(folder, name), own)
            for name, own in (("small", SMALL), ("large", size))
        }
        samples: dict[str, list[dict[str, float]]] = {name: [] for name in homes}
        colds = {name: cold(*home) for name, home in homes.items()}
        for home in homes.values():
            settle(*home)
            stages(*home, "start", *AHEAD)  # the memories of another schedule
        turns = tuple(homes.items())
        for number in range(n):
            for name, home in turns[:: -1 if number % 2 else 1]:
                samples[name].append(measure(*home))
    return {
        name: {
            **{key: statistics.median(row[key] for row in rows) for key in rows[0]},
            "cold": colds[name],
        }
        for name, rows in samples.items()
    }


def text(medians: dict[str, dict[str, float]], size: str) -> str:
    """Return the table for people."""
    small, large = medians["small"], medians["large"]
    cards, reviews = (f"{int(number):,}" for number in size.split("/"))
    lines = [
        f"{cards} cards, {reviews} reviews, against 1,000 cards and an empty log",
        f"{'':16}{'small':>10}{'large':>10}{'ratio':>8}  target",
    ]
    for row in ROWS:
        ratio = large[row] / max(small[row], 0.05)
        target = TARGETS.get(row)
        aim = "" if target is None else f"<= {target}"
        missed = "   MISSED" if target is not None and ratio > target else ""
        unit = "MB" if row == "memory" else "ms"
        numbers = f"{small[row]:10.1f}{large[row]:10.1f}{ratio:8.2f}"
        lines.append(f"{row:16}{numbers}  {aim}{missed}".rstrip() + f"  {unit}")
    most = max(STAGES, key=lambda row: large[row] - small[row])
    lines.append(f"most of a start's difference: {most}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sizes = ["1000/10000", "10000/100000", "100000/1000000"]
    parser.add_argument("--sizes", nargs="+", default=sizes, help="cards/reviews")
    parser.add_argument("--n", type=int, default=3, help="starts (default 3)")
    parser.add_argument("--keep", type=Path, help="a folder for the collections")
    parser.add_argument("--json", action="store_true", help="for programs")
    options = parser.parse_args()
    for size in options.sizes:
        medians = compare(size, options.n, options.keep)
        print(json.dumps(medians) if options.json else text(medians, size))  # noqa: T201


if __name__ == "__main__":
    main()
