"""Damage is reported, or it is harmless; a restore brings back what holds.

`python tests/store/test_damage.py` does this 1,300 times and prints a table.
"""

import random
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec import Struct

from quizapp.errors import LogError, QuizError
from quizapp.store.backups import back_up_day
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.rows import REVIEW_COLUMNS
from store.killing import bits, review

EARLIER, LATER = 120, 60
"""Events before the backup and after it; the later ones are in the write-ahead log."""
MONDAY = date(2026, 3, 2)
FILES = ("reviews.db", "reviews.db-wal")


class Result(Struct, frozen=True):
    """What became of one damaged log."""

    reported: str | None
    """Where: when opened, by doctor, or None."""
    intact: bool
    """Whether every event is there, unchanged."""
    restored: int | None
    """Events after `restore latest`; None if it failed."""
    wrong: int
    """Events after it that are not as they were."""


def make_home(home: Path) -> Path:
    """Make a log with a backup, and later events that are only in its WAL."""
    live = home.parent / "live" / "reviews.db"
    log = open_log(live, bits)
    for number in range(EARLIER):
        log.append(review(number))
    log.close()
    back_up_day(live, MONDAY)
    log = open_log(live, bits)
    for number in range(EARLIER, EARLIER + LATER):
        log.append(review(number))
    shutil.copytree(live.parent, home)  # as after `kill -9`
    log.close()
    return home


def rows_in(path: Path) -> set[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        sql = f"SELECT {REVIEW_COLUMNS} FROM reviews"  # noqa: S608  # constants
        return set(connection.execute(sql))


def damaged_homes(
    home: Path, folder: Path, flips: int, cuts: int, seed: int
) -> Iterator[tuple[str, Path]]:
    """Yield copies of a home with one bit flipped, or one file cut short."""
    chance = random.Random(seed)  # noqa: S311  # a seeded test
    for number in range(flips + cuts):
        copy = folder / f"home-{number}"
        shutil.copytree(home, copy)
        file = copy / FILES[number % 2]
        content = bytearray(file.read_bytes())
        if number < flips:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        else:
            del content[chance.randrange(len(content)) :]
        file.write_bytes(content)
        kind = "flip" if number < flips else "cut"
        yield f"{kind} in {file.name}", copy
        shutil.rmtree(copy)


def look_at(home: Path, whole: set[tuple[object, ...]]) -> Result:
    """Open a damaged log, let doctor check it, and restore it."""
    path = home / "reviews.db"
    reported, intact = None, False
    try:
        with closing(open_log(path, bits)) as log:
            reported = "when opened" if log.news else None
            list(log.events())
        intact = rows_in(path) == whole
    except (QuizError, sqlite3.Error):
        reported = "when opened"
    maintenance = Maintenance(path)
    if reported is None:
        try:
            maintenance.check()
        except LogError:
            reported = "by doctor"
    try:
        maintenance.restore(maintenance.named("latest"), review(0).moment.at)
        restored = rows_in(path)
    except QuizError:
        return Result(reported, intact, None, 0)
    return Result(reported, intact, len(restored), len(restored - whole))


def results(
    folder: Path, flips: int, cuts: int, seed: int = 1
) -> Iterator[tuple[str, Result]]:
    home = make_home(folder / "home")
    with TemporaryDirectory(dir=folder) as copy:
        shutil.copytree(home, Path(copy) / "whole")
        path = Path(copy) / "whole" / "reviews.db"
        open_log(path, bits).close()
        whole = rows_in(path)
    assert len(whole) == EARLIER + LATER
    for kind, damaged in damaged_homes(home, folder, flips, cuts, seed):
        yield kind, look_at(damaged, whole)


def hold(folder: Path, flips: int, cuts: int, seed: int) -> None:
    """No damage is silent, and what is restored is never wrong."""
    for kind, result in results(folder, flips, cuts, seed):
        assert result.intact or result.reported, (kind, result)
        assert result.restored is not None, (kind, result)
        assert result.restored >= EARLIER, (kind, result)
        assert result.wrong == 0, (kind, result)


@pytest.mark.slow
def test_no_damage_is_silent(tmp_path):
    """24 bits flipped and 12 files cut: reported or harmless, and restored."""
    hold(tmp_path, 24, 12, seed=3)


@pytest.mark.parametrize(
    ("flips", "cuts"),
    [
        pytest.param(150, 50, marks=pytest.mark.slow),
        pytest.param(1000, 300, marks=pytest.mark.long),
    ],
)
def test_no_damage_is_silent_in_many_logs(tmp_path, flips, cuts):
    """Up to 1,000 bits flipped and 300 files cut."""
    hold(tmp_path, flips, cuts, seed=4)


def main(flips: int, cuts: int) -> None:
    """Print how damage was noticed, and how much came back."""
    counts: Counter[tuple[str, str]] = Counter()
    events: Counter[str] = Counter()
    failed = wrong = 0
    with TemporaryDirectory() as folder:
        for kind, result in results(Path(folder), flips, cuts):
            outcome = result.reported or ("harmless" if result.intact else "SILENT")
            counts[kind, outcome] += 1
            failed += result.restored is None
            wrong += result.wrong
            events[kind] += result.restored or 0
    lines = [
        f"{kind:24} {outcome:12} {count:5}"
        for (kind, outcome), count in sorted(counts.items())
    ]
    lines.append(f"restores that failed: {failed}; events restored wrong: {wrong}")
    for kind, total in sorted(events.items()):
        number = sum(count for (name, _), count in counts.items() if name == kind)
        lines.append(f"{kind:24} {total / number:.1f} of {EARLIER + LATER} restored")
    print("\n".join(lines))  # noqa: T201  # this is a report


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:] or ("1000", "300")))
