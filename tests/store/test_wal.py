"""Commits that SQLite ignores in a damaged write-ahead log are counted."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.store.wal import ignored_commits

COMMITS = 20


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database whose commits are all in its write-ahead log."""
    folder = tmp_path_factory.mktemp("log")
    live, copy = folder / "live.db", folder / "copy.db"
    with closing(sqlite3.connect(live, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(COMMITS):
            connection.execute("INSERT INTO facts VALUES (?, ?)", (number, "x" * 500))
        for suffix in ("", "-wal"):
            shutil.copy(f"{live}{suffix}", f"{copy}{suffix}")
    return copy


def rows_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM facts").fetchone()
        return int(count)


def damaged(log: Path, folder: Path, change) -> Path:
    """Return a copy whose write-ahead log was changed."""
    for suffix in ("", "-wal"):
        shutil.copy(f"{log}{suffix}", folder / f"log.db{suffix}")
    wal = folder / "log.db-wal"
    content = bytearray(wal.read_bytes())
    change(content)
    wal.write_bytes(content)
    return folder / "log.db"


def test_a_sound_log_ignores_nothing(log, tmp_path):
    """SQLite reads every commit."""
    assert ignored_commits(Path(f"{log}-wal")) == 0
    assert rows_in(damaged(log, tmp_path, lambda content: None)) == COMMITS


def test_a_missing_and_an_empty_log_ignore_nothing(tmp_path):
    """There is none after the last quizapp was closed."""
    assert ignored_commits(tmp_path / "none-wal") == 0
    (tmp_path / "empty-wal").touch()
    assert ignored_commits(tmp_path / "empty-wal") == 0


@pytest.mark.parametrize("seed", range(60))
def test_whatever_bit_flips_each_row_is_read_or_counted(log, tmp_path, seed):
    """In a header, in a page, in salts or in a checksum."""
    chance = random.Random(seed)  # noqa: S311

    def flip(content: bytearray) -> None:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)

    path = damaged(log, tmp_path, flip)
    ignored = ignored_commits(Path(f"{path}-wal"))
    assert rows_in(path) + ignored >= COMMITS


def test_what_an_earlier_generation_left_is_not_counted(tmp_path):
    """After a checkpoint the log is written from its beginning again."""
    path = tmp_path / "log.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, text TEXT)")
        for number in range(COMMITS):
            connection.execute("INSERT INTO facts VALUES (?, ?)", (number, "x" * 500))
        connection.execute("PRAGMA wal_checkpoint(RESTART)")
        connection.execute("INSERT INTO facts VALUES (99, 'new')")
        assert ignored_commits(Path(f"{path}-wal")) == 0
        assert Path(f"{path}-wal").stat().st_size > 10 * 4096
