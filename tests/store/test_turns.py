"""Turns: no checkpoint meets another process's commit, where SQLite has a fault."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.core.scheduling.review import event_id
from quizapp.errors import LogError
from quizapp.store import turns
from quizapp.store.copies import connect, writing
from quizapp.store.log import open_log
from quizapp.store.turns import about_sqlite, has_reset_fault
from support.program import unmeasured
from support.reviews import reviewed

WRITER = """
import sys
from pathlib import Path
from quizapp.store import turns
turns.has_reset_fault = lambda version: True
from quizapp.store.log import open_log
sys.path.insert(0, {tests!r})
from quizapp.core.scheduling.review import event_id
from support.reviews import reviewed
log = open_log(Path(sys.argv[1]), lambda n: int(sys.argv[2]))
connection = log._connection
assert connection.turns is not None
connection.execute("PRAGMA wal_autocheckpoint = 4")
print("ready", flush=True)
sys.stdin.readline()
for number in range(150):
    id_ = event_id(number, int(sys.argv[2]))
    log.append(reviewed(f"card-{{number}}", id=id_, device=sys.argv[2]))
log.close()
"""


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take SQLite for one with the fault, whichever it is."""
    monkeypatch.setattr(turns, "has_reset_fault", lambda version: True)


@pytest.mark.parametrize(
    ("version", "has_fault"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((3, 53, 4), False),
    ],
)
def test_versions_with_the_fault_are_known(version, has_fault):
    """Those before 3.51.3, except the backports to two older branches."""
    assert has_reset_fault(version) is has_fault
    assert ("has a fault" in about_sqlite(version)) is has_fault


@pytest.mark.slow
def test_two_processes_lose_nothing_and_leave_a_sound_log(tmp_path):
    """Both checkpoint every few pages while the other commits."""
    path = tmp_path / "reviews.db"
    tests = str(Path(__file__).parents[1])
    code = textwrap.dedent(WRITER).format(tests=tests)
    command = [sys.executable, "-c", code, str(path)]
    writers = [
        subprocess.Popen(
            [*command, name],
            encoding="utf-8",
            env=unmeasured(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in "12"
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.communicate("go\n", timeout=60)
        assert writer.returncode == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counted = connection.execute("SELECT count(*) FROM reviews").fetchone()
        assert counted == (300,)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_a_commit_waits_for_the_turn_of_another(tmp_path, monkeypatch, faulty):
    """And refuses the grade after a while, as when SQLite is busy."""
    monkeypatch.setattr(turns, "BUSY_SECONDS", 0.05)
    path = tmp_path / "reviews.db"
    with closing(open_log(path, lambda n: 1)) as log, closing(connect(path)) as other:
        other.take_turns(path)
        with writing(other), pytest.raises(LogError):
            log.append(reviewed("one", id=event_id(1, 1)))
        log.append(reviewed("one", id=event_id(1, 1)))
        assert len(tuple(log.events())) == 1


def test_without_locks_only_the_last_close_checkpoints(tmp_path, monkeypatch, faulty):
    """A file system that has no locks still has the fault."""
    monkeypatch.setattr(turns.Turns, "open", lambda self: False)
    with closing(open_log(tmp_path / "reviews.db", lambda n: 1)) as log:
        pragma = "PRAGMA wal_autocheckpoint"
        assert log._connection.execute(pragma).fetchone() == (0,)
        log.append(reviewed("one", id=event_id(1, 1)))
    with closing(open_log(tmp_path / "reviews.db", lambda n: 1)) as log:
        assert len(tuple(log.events())) == 1


def test_a_sound_sqlite_takes_no_turns(tmp_path, monkeypatch):
    """No file is made, and nothing waits."""
    monkeypatch.setattr(turns, "has_reset_fault", lambda version: False)
    with closing(open_log(tmp_path / "reviews.db", lambda n: 1)) as log:
        assert isinstance(log._connection, turns.LogConnection)
        assert log._connection.turns is None
    assert not (tmp_path / "reviews.db-turn").exists()
