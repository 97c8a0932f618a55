"""Safety for users: `restore`, `doctor` and `practice` with a damaged log."""

import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest

from quizapp.settings.served import ZYGOTE_FD
from quizapp.store.backups import back_up_day, folder_of
from quizapp.store.log import open_log
from quizapp.store.migrations import MIGRATIONS
from runner.as_nobody import CANNOT
from store.killing import bits, ids_in, review
from support.paths import ROOT
from support.program import (
    HEAD,
    RECALL,
    Ended,
    command,
    environment,
    quizapp,
    unmeasured,
)
from support.zygotes import lend

PAGE = 4096


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    file = tmp_path / "small.toml"
    file.write_text(HEAD + RECALL)
    return file


@pytest.fixture
def path(home: Path) -> Path:
    """Return the path of a log of 60 reviews; its two backups have 40 of them."""
    path = home / "quizapp" / "reviews.db"
    for first, day in ((0, "2026-03-02"), (20, "2026-03-03"), (40, None)):
        with closing(open_log(path, bits)) as log:
            for number in range(first, first + 20):
                log.append(review(number))
        if day:
            back_up_day(path, datetime.fromisoformat(day).date())
    return path


def damage(path: Path, first: int, count: int = 1) -> None:
    """Overwrite pages of a file, as a failing disk would: nobody wrote to it."""
    changed = path.stat().st_mtime_ns
    data = bytearray(path.read_bytes())
    data[first * PAGE : (first + count) * PAGE] = b"\xff" * PAGE * count
    path.write_bytes(bytes(data))
    os.utime(path, ns=(changed, changed))


def one_line(ended: Ended, code: int) -> str:
    """Return the one line on stderr that a run ended with."""
    assert (ended.code, ended.out) == (code, "")
    assert re.fullmatch(r"quizapp: .+; .+\n", ended.err)
    return ended.err


# restore


@pytest.mark.slow
def test_restore_lists_the_backups(home, path):
    """When, how many events, how large, and whether they are sound; latest first."""
    damage(folder_of(path) / "2026-03-02.db", 2)
    *lines, last = quizapp(home, "restore").out.splitlines()
    assert [line.split()[0] for line in lines] == ["2026-03-03.db", "2026-03-02.db"]
    assert re.search(r"  40 events +\d+ kB  sound$", lines[0])
    assert lines[1].endswith("DAMAGED")
    assert "quizapp restore latest" in last


@pytest.mark.slow
def test_restore_lists_them_as_json(home, path):
    """One object per line, the time in UTC."""
    rows = quizapp(home, "restore", "--json").rows
    assert [(row["name"], row["events"], row["sound"]) for row in rows] == [
        ("2026-03-03.db", 40, True),
        ("2026-03-02.db", 20, True),
    ]
    assert datetime.fromisoformat(rows[0]["when"]).tzinfo is not None
    assert rows[0]["bytes"] == (folder_of(path) / "2026-03-03.db").stat().st_size


@pytest.mark.slow
def test_listing_backups_creates_nothing(no_home):
    """If there are none, it says so."""
    ended = quizapp(no_home, "restore")
    assert ended.code == 0
    assert ended.out == f"there are no backups in {no_home}/quizapp/backups yet\n"
    assert not no_home.exists()


def test_a_damaged_log_is_reported_and_restored(home, path, deck):
    """Practice suggests restore, restore recovers everything, practice works again."""
    damage(path, 0)
    words = ("practice", "--plain", deck)
    message = one_line(quizapp(home, *words), 3)
    assert "is not a database; quizapp has not changed it; `quizapp restore`" in message
    ended = quizapp(home, "restore", "latest", "--yes")
    restored, aside, lost = ended.out.splitlines()
    assert restored == "restored 2026-03-03.db: 40 events"
    assert re.search(r"^the damaged log is now .+/backups/damaged-\S+\.db$", aside)
    assert lost == "not restored: 20 events that no file has"
    assert quizapp(home, *words, typed="\n4\n").code == 0
    assert len(ids_in(path)) == 41


def test_newer_reviews_join_the_backup(home, path):
    """In JSON too."""
    ended = quizapp(home, "restore", "2026-03-02", "--yes", "--json")
    (row,) = ended.rows
    aside = row.pop("aside")
    assert row == {
        **{"restored": "2026-03-02.db", "events": 60, "joined": 40},
        **{"left_out": 0, "lost": 0},
    }
    assert len(ids_in(Path(aside))) == 60
    assert len(ids_in(path)) == 60


def test_restore_asks_and_does_nothing_without_a_terminal(home, path):
    """A script has to pass --yes."""
    before = path.read_bytes()
    message = one_line(quizapp(home, "restore", "latest", typed="yes\n"), 2)
    assert "--yes" in message
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("yes\n", 0),
        pytest.param("y\n", 1, marks=pytest.mark.slow),
        pytest.param("\x04", 1, marks=pytest.mark.slow),
    ],
)
def test_restore_asks_at_a_terminal(home, path, answer, code):
    """Only yes means yes."""
    app, program = pty.openpty()
    with subprocess.Popen(
        command("restore", "latest"),
        stdin=program,
        stdout=subprocess.PIPE,
        env=environment(home),
    ) as process:
        os.close(program)
        os.write(app, answer.encode())
        out, _ = process.communicate(timeout=30)
    os.close(app)
    assert process.returncode == code
    assert (b"restored 2026-03-03.db" in out) == (code == 0)
    assert (b"nothing restored" in out) == (code == 1)
    assert len(list(folder_of(path).iterdir())) == (3 if code == 0 else 2)


@pytest.mark.slow
def test_a_misspelled_backup_gets_a_suggestion(home, path):
    """Exit 2, one line."""
    message = one_line(quizapp(home, "restore", "2026-03-30", "--yes"), 2)
    assert "there is no backup '2026-03-30'; did you mean 2026-03-0" in message


def test_a_log_in_use_is_not_restored(home, path):
    """The process that has it open would grade into a deleted file."""
    with closing(open_log(path, bits)):
        message = one_line(quizapp(home, "restore", "latest", "--yes"), 3)
    assert "another quizapp has the review log" in message


# doctor


def health(home: Path) -> tuple[int, dict[str, tuple[bool, str]]]:
    """Return doctor's exit code and what it found, the last of each topic."""
    ended = quizapp(home, "doctor", "--json")
    rows = {row["topic"]: (row["ok"], row["text"]) for row in ended.rows}
    return ended.code, rows


@pytest.mark.slow
def test_doctor_checks_log_backups_and_disk(home, path):
    """All is well."""
    code, findings = health(home)
    assert code == 0
    assert findings["log"][1].startswith("60 events, ")
    assert "sound" in findings["log"][1]
    assert findings["backups"][1].startswith("2 backups, the latest from")
    assert re.fullmatch(r"\d+\.\d GB free, writable", findings["disk"][1])


@pytest.mark.slow
def test_doctor_creates_no_log(no_home):
    """It only reads."""
    code, findings = health(no_home)
    assert code == 0
    assert findings["log"] == (True, "none yet: the first practice starts it")
    assert not no_home.exists()


def newer(path: Path) -> None:
    """Let a log be a newer quizapp's."""
    with closing(sqlite3.connect(path)) as log:
        log.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda path: damage(path, 0), "is not a database; .*`quizapp restore`"),
        (lambda path: damage(path, 3, 4), "is damaged; .*`quizapp restore`"),
        (newer, "was written by a newer quizapp.*; update quizapp"),
    ],
)
def test_doctor_reports_what_is_wrong_with_a_log_and_the_fix(home, path, harm, message):
    """Exit 3; everything else is checked too, and the file does not change."""
    harm(path)
    before = path.read_bytes()
    code, findings = health(home)
    assert code == 3
    assert not findings["log"][0]
    assert re.search(message, findings["log"][1])
    assert findings["backups"][0]
    assert path.read_bytes() == before


@pytest.mark.slow
def test_doctor_reports_a_damaged_backup(home, path):
    """Before it is needed."""
    damage(folder_of(path) / "2026-03-02.db", 2)
    code, findings = health(home)
    assert code == 3
    assert findings["backups"] == (False, "2026-03-02.db is damaged; delete it")


# practice


def test_practice_makes_a_backup_a_day(home, path, deck):
    """Soon after the start of the session, or at its end if that comes first."""
    ended = quizapp(home, "practice", "--plain", deck, typed="\n4\n")
    assert (ended.code, ended.err) == (0, "")
    (name,) = {file.name for file in folder_of(path).iterdir()} - {
        "2026-03-02.db",
        "2026-03-03.db",
    }
    assert len(ids_in(folder_of(path) / name)) in {60, 61}


@pytest.mark.slow
def test_cramming_makes_no_backup(home, path, deck):
    """It records nothing."""
    quizapp(home, "practice", "--plain", "--cram", deck, typed="\n4\n")
    assert len(list(folder_of(path).iterdir())) == 2


def test_a_failed_backup_is_reported_after_the_session(home, path, deck):
    """In a line; the grade is saved anyway."""
    shutil.rmtree(folder_of(path))
    folder_of(path).write_text("a file where the folder should be")
    ended = quizapp(home, "practice", "--plain", deck, typed="\n4\n")
    assert ended.code == 0
    assert re.fullmatch(r"quizapp: no backup was made: cannot use .+; .+\n", ended.err)
    assert len(ids_in(path)) == 61


@pytest.mark.slow
def test_a_review_from_the_future_is_reported(home, path, deck):
    """The clock was wrong then, or is now; nothing crashes, and it is one line."""
    later = datetime.now(UTC) + timedelta(days=400)
    event = review(int((later - review(0).moment.at) / timedelta(minutes=7)))
    with closing(open_log(path, bits)) as log:
        log.append(event)
    message = r"the latest review is (399|400|401) days in the future\. Your clock"
    ended = quizapp(home, "practice", "--plain", deck, typed="\n4\n")
    assert ended.code == 0
    assert len(re.findall(message, ended.out)) == 1
    assert re.search(message, quizapp(home, "doctor").out)
    assert len(ids_in(path)) == 62


@pytest.mark.slow
def test_a_lost_log_is_reported_before_the_first_question(home, path, deck):
    """It could have been moved by mistake."""
    path.unlink()
    words = ("practice", "--plain", deck)
    ended = quizapp(home, *words, typed="\n4\n")
    assert "`quizapp restore latest` brings it back" in ended.out
    assert quizapp(home, "restore", "latest", "--yes").out.startswith(
        "restored 2026-03-03.db: 41 events, 1 of them newer"
    )


# a home that may only be read

NOBODY = 40123
"""A user id that nobody has."""


def as_nobody(home: Path, *words: str | Path, typed: str = "") -> Ended:
    """Run the program as somebody who may read this home, not write to it."""
    paths = f"{ROOT}:{sys.prefix}:{sys.base_prefix}:{home}"
    stage = [sys.executable, str(ROOT / "tests/runner/as_nobody.py"), str(NOBODY)]
    variables = {**environment(home), "PYTHONPATH": str(ROOT)}
    with closing(lend()) as lent:
        done = subprocess.run(
            [*stage, paths, "--", *command(*words)],
            input=typed,
            capture_output=True,
            text=True,
            cwd="/",
            env=unmeasured({**variables, ZYGOTE_FD: str(lent.fileno())}),
            pass_fds=[lent.fileno()],
            timeout=180,
            check=False,
        )
    if done.returncode == CANNOT:
        pytest.skip(done.stderr.strip())
    assert "Traceback" not in done.stdout + done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def closed(path):
    """Return a home, in a folder that other users may read."""
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    home = Path(mkdtemp())
    shutil.copytree(path.parent, home / "quizapp")
    (home / "small.toml").write_text(HEAD + RECALL)
    for file in (home, *home.rglob("*")):
        file.chmod(0o755 if file.is_dir() else 0o644)
    yield home
    shutil.rmtree(home)


@pytest.mark.slow
def test_a_read_only_home_is_reported_and_left_alone(closed):
    """Exit 3 and a line with the fix: no grade is asked for that cannot be saved."""
    files = sorted(closed.rglob("*"))
    before = [file.read_bytes() for file in files if file.is_file()]
    ended = as_nobody(closed, "practice", "--plain", closed / "small.toml", typed="\n")
    assert (ended.code, ended.out) == (3, "")
    assert re.fullmatch(r"quizapp: .*reviews\.db .+; .+--home\n", ended.err)
    listed = as_nobody(closed, "restore", "--json")
    assert [json.loads(line)["sound"] for line in listed.out.splitlines()] == [True] * 2
    message = one_line(as_nobody(closed, "restore", "latest", "--yes"), 3)
    assert "--home" in message
    doctor = as_nobody(closed, "doctor")
    assert doctor.code == 3
    assert re.search(
        r"^BAD disk +cannot use .+: Permission denied; .+--home$", doctor.out, re.M
    )
    for words in (("stats",), ("due",), ("decks",), ("due", "--json")):
        ended = as_nobody(closed, *words)
        assert (ended.code, ended.err) == (0, ""), words
    assert "60 reviews" in as_nobody(closed, "stats").out
    assert sorted(closed.rglob("*")) == files
    assert [file.read_bytes() for file in files if file.is_file()] == before
