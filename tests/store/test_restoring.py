"""Restoring: a backup takes the log's place, and what can still be read joins it."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

import pytest

from quizapp.core.scheduling.review import Event
from quizapp.errors import LogError
from quizapp.store.backups import back_up_day, folder_of
from quizapp.store.copies import SIDE_FILES, side_file
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.restoring import restore
from store.killing import Tell, bits, fault_in, killed, retraction, review
from support.fuzz import sampled

MONDAY = date(2026, 3, 2)
NAME = "2026-03-02.db"
NOW = datetime(2026, 3, 5, 18, 0, 1, tzinfo=UTC)
STAMP = "20260305T180001Z"
PAGE = 4096


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a log of 300 reviews: 200 are in a backup of it."""
    path = tmp_path_factory.mktemp("closed") / "data" / "reviews.db"
    write(path, 0, 200)
    back_up_day(path, MONDAY)
    write(path, 200, 300)
    return path


@pytest.fixture(scope="module")
def killed_off(closed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the same with 10 grades more, of a process that died: in the WAL."""
    path = tmp_path_factory.mktemp("open") / "data" / "reviews.db"
    shutil.copytree(closed.parent, path.parent)

    def grade(tell: Tell) -> None:
        log = open_log(path, bits)
        for number in range(300, 310):
            log.append(review(number))
        tell("done")
        signal.pause()

    assert killed(grade, 1.0) == ["done"]
    assert side_file(path, "-wal").stat().st_size > PAGE
    return path


@pytest.fixture
def path(closed: Path, tmp_path: Path) -> Path:
    """Return the path of a log of one's own."""
    return shutil.copytree(closed.parent, tmp_path / "data") / closed.name


@pytest.fixture
def died(killed_off: Path, tmp_path: Path) -> Path:
    """Return the path of a log with grades that are only in the WAL."""
    return shutil.copytree(killed_off.parent, tmp_path / "died") / killed_off.name


def write(path: Path, first: int, last: int) -> None:
    """Append the reviews of these numbers."""
    with closing(open_log(path, bits)) as log:
        for number in range(first, last):
            log.append(review(number))


def events(path: Path) -> list[Event]:
    """Return all events of a log that is as sound as it can be."""
    assert fault_in(path) == "ok"
    with closing(open_log(path, bits)) as log:
        return sorted(log.events(), key=lambda event: event.id)


def damage(path: Path, first: int, count: int = 1) -> None:
    """Overwrite pages of a file."""
    data = bytearray(path.read_bytes())
    data[first * PAGE : (first + count) * PAGE] = b"\xff" * PAGE * count
    path.write_bytes(bytes(data))


def asides(path: Path) -> set[str]:
    """Return the names of what was set aside."""
    return {each.name for each in folder_of(path).iterdir()} - {NAME}


ALL = [review(number) for number in range(300)]


def test_what_was_graded_since_the_backup_stays(path):
    """The restored log is the union; the file before is kept, as a backup too."""
    restored = restore(path, NAME, NOW)
    assert (restored.events, restored.joined, restored.sound) == (300, 100, True)
    assert restored.aside == folder_of(path) / f"replaced-{STAMP}.db"
    assert events(path) == ALL
    assert events(restored.aside) == ALL


def test_a_lost_log_comes_back_as_it_was_backed_up(path):
    """With the name of its installation."""
    path.unlink()
    restored = restore(path, NAME, NOW)
    assert (restored.events, restored.joined, restored.aside) == (200, 0, None)
    assert events(path) == ALL[:200]
    with closing(open_log(path, lambda _: 0)) as log:
        assert log.device == "fffffffffffb"


def test_an_emptied_log_comes_back_too(path):
    """As a full disk or a slip of the shell may leave it; it is not worth keeping."""
    path.write_bytes(b"")
    assert restore(path, NAME, NOW).aside is None
    assert events(path) == ALL[:200]


def test_what_is_no_database_any_more_is_kept_byte_for_byte(path):
    """Nothing of it can be read, but who knows what can be made of it elsewhere."""
    damage(path, 0)
    before = path.read_bytes()
    restored = restore(path, NAME, NOW)
    assert restored.aside == folder_of(path) / f"damaged-{STAMP}.db"
    assert restored.aside.read_bytes() == before
    assert not restored.sound
    assert events(path) == ALL[:200]


@pytest.mark.parametrize("page", range(1, 29, 3))
def test_of_a_damaged_log_all_that_can_be_read_is_saved(path, page):
    """The backup has the rest, wherever the damage is in what it covers."""
    damage(path, page)
    before = path.read_bytes()
    restored = restore(path, NAME, NOW)
    kept = events(path)
    assert set(ALL[:200]) <= set(kept) <= set(ALL)
    assert restored.aside is not None
    assert restored.sound or restored.aside.read_bytes() == before


def test_grades_behind_the_damage_are_reached_from_the_end(path):
    """A page that holds old reviews is no wall before the new ones."""
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute(
            "SELECT pageno FROM dbstat WHERE name = 'reviews' AND pagetype = 'leaf'"
            " ORDER BY path LIMIT 1 OFFSET 3"
        ).fetchone()
    damage(path, page - 1)
    with (
        pytest.raises(LogError, match="is damaged"),
        closing(open_log(path, bits)) as log,
    ):
        list(log.events())
    assert restore(path, NAME, NOW).joined == 100
    assert events(path) == ALL


def test_rows_that_no_quizapp_wrote_do_not_come_along(path):
    """They would pass SQLite's constraints, and end every start with an error."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(
            "INSERT INTO reviews SELECT substr(id, 1, 35) || 'x', device, deck, card,"
            " content, variant, response, verdict, score, overridden, confidence,"
            " hints, suggested, grade, 1 << 62, utc_offset, seconds, app, torch,"
            " number, before, sum FROM reviews LIMIT 1"
        )
        raw.commit()
    with pytest.raises(LogError, match=r"is damaged: 1 event is changed; `quizapp"):
        Maintenance(path).check()
    assert not restore(path, NAME, NOW).sound
    assert events(path) == ALL


def test_restoring_again_is_harmless(path):
    """Each time the file before is kept, under a name of its own."""
    for _ in range(3):
        restore(path, NAME, NOW)
    assert events(path) == ALL
    assert asides(path) == {f"replaced-{STAMP}{n}.db" for n in ("", "-2", "-3")}


def test_a_restored_retraction_takes_back_what_it_took_back(path):
    """Facts of every table are joined."""
    with closing(open_log(path, bits)) as log:
        log.append(retraction(1_000, ALL[250]))
        log.approve("d" * 64, "deck.toml", ALL[0].moment)
    restore(path, NAME, NOW)
    assert events(path)[-1] == retraction(1_000, ALL[250])
    with closing(open_log(path, bits)) as log:
        assert log.knows("d" * 64)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_backup_of_an_old_schema_is_brought_up_to_date(path, version):
    """And joined by what is in the newer log."""
    old = folder_of(path) / f"schema-{version}.db"
    with closing(sqlite3.connect(old)) as raw:
        for number in range(version):
            raw.executescript(MIGRATIONS[number])
        raw.executescript(f"PRAGMA user_version = {version}")
    before = old.read_bytes()
    assert restore(path, old.name, NOW).events == 300
    assert events(path) == ALL
    assert old.read_bytes() == before


# what is refused: the log stays as it was


def unchanged(path: Path, name: str, message: str) -> None:
    """See a restore refused in one line, with nothing changed."""
    before = path.read_bytes()
    list_backups = asides(path)
    with pytest.raises(LogError) as caught:
        restore(path, name, NOW)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert asides(path) == list_backups
    assert not side_file(path, "").with_name("unfinished.db").exists()


def test_a_damaged_backup_is_refused(path):
    """It would make things worse."""
    damage(folder_of(path) / NAME, 5, 3)
    unchanged(path, NAME, f"the backup {folder_of(path) / NAME} is damaged")


def test_a_file_that_is_no_log_is_refused(path):
    """Be it no database, or that of something else."""
    (folder_of(path) / "diary.db").write_text("dear diary " * 1000)
    unchanged(path, "diary.db", "is not a database")
    with closing(sqlite3.connect(folder_of(path) / "other.db")) as raw:
        raw.execute("CREATE TABLE birds (name)")
    unchanged(path, "other.db", "is not a review log")


@pytest.mark.parametrize("which", ["backup", "log"])
def test_what_a_newer_quizapp_wrote_is_not_touched(path, which):
    """Neither restored nor replaced: this one does not know all that is in it."""
    file = path if which == "log" else folder_of(path) / NAME
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE inventions (id TEXT)")
        raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    unchanged(path, NAME, "was written by a newer quizapp")


@pytest.mark.slow
@pytest.mark.parametrize("claimed", [0, 1, 3, 5, 132])
@pytest.mark.parametrize("which", ["backup", "log"])
def test_a_header_that_claims_another_schema_is_not_believed(path, which, claimed):
    """The tables show what a file is; a flipped bit in its header costs no event."""
    file = path if which == "log" else folder_of(path) / NAME
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA user_version = {claimed}")
    restored = restore(path, NAME, NOW)
    assert (restored.events, restored.left_out) == (300, 0)
    assert events(path) == ALL


def test_an_open_log_is_not_replaced(path):
    """What is graded into an open file would go with it."""
    with closing(open_log(path, bits)):
        unchanged(path, NAME, "another quizapp has the review log")
    assert restore(path, NAME, NOW).events == 300


IDLE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("SELECT count(*) FROM reviews").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def test_nor_is_one_that_is_open_in_a_process_without_our_locks(path):
    """For example an older quizapp that only waits for a key."""
    with subprocess.Popen(
        [sys.executable, "-c", IDLE, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        unchanged(path, NAME, "another quizapp has the review log")
        other.communicate(b"")
    assert restore(path, NAME, NOW).events == 300


def test_nobody_opens_a_log_that_is_being_restored(path, monkeypatch):
    """It would be about to write into the file that goes."""

    def meddling(log: Path) -> None:
        with pytest.raises(LogError, match="is being restored; wait"):
            open_log(log, bits)

    monkeypatch.setattr("quizapp.store.restoring._make_way", meddling)
    restore(path, NAME, NOW)


# killed


MORE = [*ALL, *(review(number) for number in range(300, 310))]


def test_grades_that_are_only_in_the_wal_are_restored(died):
    """Acknowledged is acknowledged, wherever SQLite keeps it."""
    assert restore(died, NAME, NOW).joined == 110
    assert events(died) == MORE


def test_no_wal_is_left_that_would_be_taken_for_the_new_files(died):
    """It would be played into the restored log, page by page."""
    damage(died, 0)
    restore(died, NAME, NOW)
    assert not any(side_file(died, suffix).exists() for suffix in SIDE_FILES)


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["none", "a page", "the header"])
@pytest.mark.parametrize("share", sampled([n / 6 for n in range(8)], 3))
def test_a_restore_that_is_killed_loses_nothing(died, harm, share):
    """Done again it gives what it would have given; until then a sound log is whole."""
    if harm != "none":
        damage(died, 0 if harm == "the header" else 20)
    other = shutil.copytree(died.parent, died.parent.with_name("other")) / died.name
    began = perf_counter()
    restore(other, NAME, NOW)
    usual = perf_counter() - began
    killed(lambda _: restore(died, NAME, NOW), share * usual)
    if harm == "none":
        assert events(died) == MORE
    restore(died, NAME, NOW)
    assert events(died) == events(other)
