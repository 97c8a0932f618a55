"""What was acknowledged is there: after kills, on full disks, in damaged files."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

import pytest

from quizapp.core.scheduling.memory import fold
from quizapp.errors import LogError
from quizapp.store.backups import back_up_day, folder_of, list_backups
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.rows import RETRACTION_COLUMNS, REVIEW_COLUMNS
from store.killing import Tell, bits, fault_in, ids_in, kill_graders, killed, review
from store.small_disk import CANNOT
from support.paths import TESTS

MONDAY = date(2026, 3, 2)
PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a sound log of 120 reviews."""
    path = tmp_path_factory.mktemp("whole") / "reviews.db"
    with closing(open_log(path, bits)) as log:
        for number in range(120):
            log.append(review(number))
    return path


# kill -9 while grading


def survived(path: Path, kills: int, seed: int) -> None:
    """Kill so many graders, and see that nothing they acknowledged is lost."""
    toll = kill_graders(path, kills, seed)
    assert (toll.grading, toll.lost, toll.faults) == (kills, 0, 0)
    assert toll.most_extra <= 1
    with closing(open_log(path, bits)) as log:
        events = list(log.events())
    assert len(events) == toll.acknowledged + toll.extra
    fold(events)


def test_no_acknowledged_grade_is_lost_by_30_kills(path):
    """At random instants, from the opening of the log on; the file stays sound."""
    survived(path, 30, seed=1)


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(200, marks=pytest.mark.slow),
        pytest.param(1000, marks=pytest.mark.long),
    ],
)
def test_no_acknowledged_grade_is_lost_by_many_kills(path, kills):
    """At most one that was not acknowledged is there for each kill."""
    survived(path, kills, seed=2)


# kill -9 while something else is done

SCHEMA_1 = """
    CREATE TABLE installation (
        device TEXT NOT NULL
    ) STRICT;

    CREATE TABLE reviews (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        deck TEXT NOT NULL,
        card TEXT NOT NULL,
        content TEXT NOT NULL,
        variant TEXT NOT NULL,
        response TEXT NOT NULL,
        verdict TEXT CHECK (verdict IN ('correct', 'partial', 'wrong')),
        score REAL CHECK (score BETWEEN 0 AND 1),
        overridden INTEGER NOT NULL CHECK (overridden IN (0, 1)),
        confidence INTEGER CHECK (confidence BETWEEN 1 AND 4),
        hints INTEGER NOT NULL CHECK (hints >= 0),
        suggested INTEGER NOT NULL CHECK (suggested BETWEEN 1 AND 4),
        grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
        at INTEGER NOT NULL,              -- microseconds since 1970, UTC
        utc_offset INTEGER NOT NULL,      -- seconds, local minus UTC
        seconds REAL NOT NULL CHECK (seconds >= 0),
        app TEXT NOT NULL,
        torch TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE retractions (
        id TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 36),
        device TEXT NOT NULL,
        review TEXT NOT NULL,             -- may arrive before the review does
        at INTEGER NOT NULL,
        utc_offset INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are facts'); END;
    CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
        BEGIN SELECT RAISE(ABORT, 'reviews are facts'); END;
    CREATE TRIGGER retractions_stay BEFORE UPDATE ON retractions
        BEGIN SELECT RAISE(ABORT, 'retractions are facts'); END;
    CREATE TRIGGER retractions_remain BEFORE DELETE ON retractions
        BEGIN SELECT RAISE(ABORT, 'retractions are facts'); END;
"""
"""The first schema, as it was: a copy, so that nobody changes it by mistake."""

OLDEST = """
    INSERT INTO installation VALUES ('0123456789ab');
    INSERT INTO reviews
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
        SELECT printf('01890000-0000-7000-8000-%012d', i), '0123456789ab', 'dropout',
            'card-' || (i % 50), 'c0ffee', '{"p": 0.' || (i % 10) || '}',
            '[1.25, 0] … ‘ünïcode’', iif(i % 3, 'correct', 'wrong'), i % 3 / 2.0,
            i % 2, nullif(i % 5, 0), i % 4, i % 4 + 1, i % 4 + 1,
            1767225600000000 + i * 977000001, -28800, i / 7.0, '0.1.0', '2.13.0+cpu'
        FROM n;
    INSERT INTO retractions
        SELECT replace(id, '-8000-0', '-8000-1'), device, id, at, 3600
        FROM reviews WHERE id LIKE '%0';
    PRAGMA user_version = 1;
"""


@pytest.fixture(scope="module")
def oldest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a log of the first schema, in WAL as it always was, with all its columns."""
    path = tmp_path_factory.mktemp("oldest") / "reviews.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA_1 + OLDEST)
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what the tables and columns of the first schema hold, in order."""
    columns = {
        "installation": "device",
        "reviews": REVIEW_COLUMNS,
        "retractions": RETRACTION_COLUMNS,
    }
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(
                f"SELECT {names} FROM {table} ORDER BY 1"  # noqa: S608  # constants
            ).fetchall()
            for table, names in columns.items()
        }


def test_the_first_schema_is_what_it_was():
    """A step that was released is not edited: logs out there have taken it."""
    assert MIGRATIONS[0].split() == SCHEMA_1.split()


def test_a_log_of_the_first_schema_keeps_every_row(oldest, path):
    """Every column of every table; and its events can be read and folded."""
    path.parent.mkdir()
    shutil.copyfile(oldest, path)
    before = rows(path)
    assert len(before["reviews"]) == 2000
    with closing(open_log(path, bits)) as log:
        assert log.device == "0123456789ab"
        events = list(log.events())
    assert len(events) == sum(len(before[key]) for key in ("reviews", "retractions"))
    assert len(fold(events).by_card) == 45  # of every tenth all are retracted
    assert rows(path) == before
    assert rows(folder_of(path) / "schema-1.db") == before


@pytest.mark.slow
def test_a_migration_that_is_killed_is_done_by_the_next_start(oldest, path):
    """At whatever instant, the backup before it included."""
    path.parent.mkdir()
    shutil.copyfile(oldest, path)
    before = rows(path)
    began = perf_counter()
    open_log(path, bits).close()
    usual = perf_counter() - began
    unfinished = 0
    for number in range(16):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        shutil.copyfile(oldest, path)
        message = killed(partial(_open, path), number / 12 * usual)
        unfinished += not message
        open_log(path, bits).close()
        assert fault_in(path) == "ok"
        assert rows(path) == before
        assert rows(folder_of(path) / "schema-1.db") == before
    assert unfinished > 0


def _open(path: Path, tell: Tell) -> None:
    open_log(path, bits)
    tell("open")


@pytest.mark.slow
def test_a_backup_that_is_killed_leaves_whole_backups_only(path):
    """What has a name is sound; what has none is gone with the next backup."""
    with closing(open_log(path, bits)) as log:
        log.append(review(0))
    chance = random.Random(3)  # noqa: S311
    kept: set[str] = set()
    for number in range(1, 16):
        job = partial(_back_up, path, 1000 * number)
        seconds = chance.uniform(0, 0.15)
        kept |= set(killed(job, seconds, underway=number % 3 == 0))
        assert all(backup.sound for backup in list_backups(path))
    assert kept
    with closing(open_log(path, bits)) as log:
        log.append(review(1))
    assert back_up_day(path, date(2027, 1, 1))
    names = {each.name for each in folder_of(path).iterdir()}
    assert not [name for name in names if not name.endswith(".db")]
    assert "unfinished.db" not in names
    assert fault_in(path) == "ok"


def _back_up(path: Path, first: int, tell: Tell) -> None:
    """Grade, and keep a backup of day after day."""
    log = open_log(path, bits)
    for number in range(first, first + 1000):
        log.append(review(number))
        back_up_day(path, MONDAY + timedelta(days=number))
        tell(str(number))


# several processes at once

TOGETHER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from quizapp.store.log import open_log
from quizapp.store.backups import back_up_day
from store.killing import bits, review
path, first = Path(sys.argv[1]), int(sys.argv[2])
log = open_log(path, bits)
for number in range(first, first + 40):
    log.append(review(number))
    print(review(number).id)
    if number % 10 == 0:
        back_up_day(path, date(2026, 3, 2) + timedelta(days=number % 40))
"""


def run(code: str, *arguments: object, stage: tuple[str, ...] = ()) -> str:
    """Run Python code in a process of its own and return what it printed."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        [*stage, *command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        timeout=120,
        check=False,
    )
    if done.returncode == CANNOT:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_two_that_start_on_an_old_log_migrate_grade_and_back_up_at_once(oldest, path):
    """Neither is in the other's way, and both keep all."""
    path.parent.mkdir()
    shutil.copyfile(oldest, path)
    before = {row[0] for row in rows(path)["reviews"]}
    command = [sys.executable, "-c", TOGETHER, str(path)]
    environment = {**os.environ, "PYTHONPATH": f"{TESTS}:{TESTS.parent}"}
    together = [
        subprocess.Popen(
            [*command, str(first)], stdout=subprocess.PIPE, text=True, env=environment
        )
        for first in (1_000, 2_000, 3_000)
    ]
    message = [process.communicate(timeout=120)[0].split() for process in together]
    assert [len(ids) for ids in message] == [40, 40, 40]
    assert set().union(before, *message) <= ids_in(path)
    assert fault_in(path) == "ok"
    assert all(backup.sound for backup in list_backups(path))
    assert len(rows(folder_of(path) / "schema-1.db")["reviews"]) == 2000


# a full disk

FULL = """
import sys
from datetime import date, datetime, UTC
from pathlib import Path
from quizapp.errors import LogError
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.backups import folder_of, back_up_day
from store.killing import bits, fault_in, ids_in, review
path = Path(sys.argv[1]) / "reviews.db"
maintenance = Maintenance(path)

def line(act):
    try:
        return str(act())
    except LogError as error:
        return str(error)

log = open_log(path, bits)
log.append(review(0))
back_up_day(path, date(2026, 3, 2))
reserve = path.with_name("reserve")
reserve.write_bytes(bytes(2**17))
number, full = 1, ""
while not full:
    try:
        log.append(review(number))
        number += 1
    except LogError as error:
        full = str(error)
print(full)
print(maintenance.start_backup(date(2026, 3, 3)).ended())
print(line(maintenance.free_bytes))
log.close()
print(line(lambda: maintenance.restore(maintenance.named("latest"), datetime.now(UTC))))
print([each.name for each in folder_of(path).iterdir()])
reserve.unlink()
log = open_log(path, bits)
log.append(review(number))
log.close()
print(number > 10, {review(each).id for each in range(number + 1)} == ids_in(path))
print(fault_in(path))
"""


def test_a_full_disk_takes_no_grade_that_was_acknowledged(tmp_path):
    """Grade, backup, doctor and restore each say so in a line; space fixes it."""
    stage = (sys.executable, str(TESTS / "store/small_disk.py"), str(2**20))
    message = run(FULL, tmp_path, stage=(*stage, str(tmp_path), "--")).splitlines()
    grade, backup, doctor, restore, names, all_there, fault = message
    assert "disk is full" in grade
    assert grade.endswith("free some space, then try again; nothing earlier is lost")
    assert backup.startswith("no backup was made: ")
    assert "disk is full" in backup
    assert "space" in doctor
    assert "space" in restore
    assert names == "['2026-03-02.db']"
    assert all_there == "True True"
    assert fault == "ok"


# damage


def harmed(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a file with something wrong."""
    page = chance.randrange(len(data) // PAGE) * PAGE
    place = chance.randrange(len(data))
    length = chance.choice((1, 2, 8, 64, 700))
    noise = chance.randbytes(length)
    match chance.randrange(5):
        case 0:
            return data[:place]
        case 1:
            return data[:page] + bytes(PAGE) + data[page + PAGE :]
        case 2:
            return data[:page] + chance.randbytes(PAGE) + data[page + PAGE :]
        case 3:  # the header of a page
            return data[:page] + noise + data[page + length :]
        case _:
            return data[:place] + noise + data[place + length :]


def harms(whole: Path, folder: Path, count: int) -> Iterator[Path]:
    """Yield copies of a log, each with something wrong, that have a backup."""
    chance = random.Random(4)  # noqa: S311
    data = whole.read_bytes()
    for _ in range(count):
        path = Path(mkdtemp(dir=folder)) / "reviews.db"
        path.write_bytes(harmed(data, chance))
        yield path


@pytest.mark.slow
def test_damage_is_one_clear_line_or_no_harm(whole, tmp_path):
    """Never a traceback, wherever it is; and what cannot be read is not written to."""
    lines = set()
    for path in harms(whole, tmp_path, 150):
        before = path.read_bytes()
        try:
            with closing(open_log(path, bits)) as log:
                fold(log.events())
        except LogError as error:
            lines.add(str(error).replace(str(path), "PATH"))
            assert path.read_bytes() == before or not before
            continue
        try:
            with closing(open_log(path, bits)) as log:
                log.append(review(5000))
                log.history(review(5000).card)
                log.latest()
                back_up_day(path, MONDAY)
        except LogError as error:
            lines.add(str(error).replace(str(path), "PATH"))
    assert {line.split("; ")[0] for line in lines} >= {
        "the review log PATH is damaged",
        "the review log PATH is not a database",
    }
    assert not [line for line in lines if "\n" in line or "`quizapp" not in line]


def test_whatever_the_damage_a_backup_brings_all_back(whole, tmp_path):
    """Everything that is in it, and nothing that was never graded."""
    ids = ids_in(whole)
    for path in harms(whole, tmp_path, 40):
        folder_of(path).mkdir()
        shutil.copyfile(whole, folder_of(path) / "2026-03-02.db")
        maintenance = Maintenance(path)
        maintenance.restore(maintenance.named("latest"), review(0).moment.at)
        assert fault_in(path) == "ok"
        assert ids <= ids_in(path)
        with closing(open_log(path, bits)) as log:
            fold(log.events())


def test_a_newer_log_is_not_touched_not_even_its_mode(whole, tmp_path):
    """Who knows how a newer quizapp keeps its log."""
    path = tmp_path / "reviews.db"
    shutil.copyfile(whole, path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA journal_mode = DELETE")
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(LogError, match=r"by a newer quizapp.*; update quizapp"):
        open_log(path, bits)
    with pytest.raises(LogError, match="written by a newer quizapp"):
        Maintenance(path).check()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["reviews.db"]
