"""quizapp sync: real programs on several homes, and real carriers between them."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from itertools import permutations
from pathlib import Path

import pytest

from store.small_disk import CANNOT
from support.paths import TESTS
from support.program import DECK, command, environment, log_of, quizapp
from support.program import quizapp as run
from support.shipped import warm

CARD = "dropout/inverted-scaling"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    return path


def homes(tmp_path: Path, *names: str) -> list[Path]:
    """Make homes, with their settings in a folder of their own."""
    for name in names:
        warm(tmp_path / name / "quizapp")
    return [tmp_path / name for name in names]


def suspended(home: Path) -> list[str]:
    """Return the suspended cards."""
    return [row["card"] for row in quizapp(home, "suspend", "--json").rows]


def config(home: Path) -> Path:
    """Return the config file of a home."""
    return home / "quizapp" / "config.toml"


def synced(home: Path, folder: Path, *words: str) -> dict[str, object]:
    """Sync, and return what it says."""
    (row,) = quizapp(home, "sync", folder, "--json", *words).rows
    return row


def devices(home: Path, folder: Path) -> list[dict[str, object]]:
    """Return the devices that the status shows."""
    return quizapp(home, "sync", folder, "--status", "--json").rows[:-1]


def test_what_was_done_on_one_machine_is_done_on_the_other(tmp_path, folder):
    """And undone on the other, it is undone on the first."""
    one, two = homes(tmp_path, "one", "two")
    quizapp(one, "suspend", CARD)
    assert quizapp(one, "sync", folder).out == "received 0 events, sent 1 event\n"
    assert quizapp(two, "sync", folder).out == "received 1 event, sent 0 events\n"
    assert suspended(two) == [CARD]
    quizapp(two, "resume", CARD)
    synced(two, folder)
    assert synced(one, folder)["new"] == 1
    assert suspended(one) == []
    shown = devices(one, folder)
    assert [(row["here"], row["events"]) for row in shown].count((True, 1)) == 1
    assert len(shown) == 2


def test_the_settings_of_the_schedule_go_along(tmp_path, folder):
    """With a line that says so; those of the screen and the paths stay at home."""
    one, two, three = homes(tmp_path, "one", "two", "three")
    shared = 'retention = 0.85\ninterview = 2027-03-01\naway = ["2026-12-24"]\n'
    week = "minutes_per_day = { mon = 30.0 }\nrollover = 5\n"
    config(one).write_text(f'{shared}{week}theme = "light"\ndecks = ["mine"]\n')
    config(two).write_text("# mine\nnew_per_day = 7\n")
    synced(one, folder)
    said = quizapp(two, "sync", folder).out
    assert "sync: `retention` is now 0.85, set on another machine on" in said
    text = config(two).read_text()
    assert text.startswith("# mine\nnew_per_day = 7\n")
    expected = {"new_per_day": 7, **tomllib.loads(shared + week)}
    assert tomllib.loads(text) == expected
    os.utime(config(two), (1e9, 1e9))
    config(three).write_text("retention = 0.8\n")
    os.utime(config(three), (1e9, 1e9))
    assert "after a change here (it was 0.8)" in str(synced(three, folder)["settings"])
    config(three).write_text("retention = 0.95\n")
    synced(three, folder)
    assert "0.95" in str(synced(one, folder)["settings"])
    assert "retention = 0.95" in config(one).read_text()
    assert "interview" not in config(one).read_text()


@pytest.mark.slow
def test_weights_go_along(tmp_path, folder):
    """Trained where there are many reviews, used everywhere; also their removal."""
    from datetime import UTC, datetime

    from quizapp.core.scheduling.fitting import Fitted
    from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS
    from quizapp.store.weights import WeightsFile

    one, two = homes(tmp_path, "one", "two")
    file, other = (
        WeightsFile(home / "quizapp" / "weights.json") for home in (one, two)
    )
    fitted = Fitted(DEFAULT_WEIGHTS, 500, datetime(2026, 3, 2, tzinfo=UTC))
    file.write(fitted)
    synced(one, folder)
    assert "trained on 500 reviews" in str(synced(two, folder)["settings"])
    assert other.read() == fitted
    other.remove()
    synced(two, folder)
    assert "is now the default" in str(synced(one, folder)["settings"])
    assert file.read() is None


@pytest.mark.slow
def test_a_value_that_is_not_allowed_is_shown_and_not_used(tmp_path, folder):
    """Whoever can write to the folder can write anything there."""
    one, two = homes(tmp_path, "one", "two")
    config(one).write_text("retention = 0.8\n")
    synced(one, folder)
    from quizapp.core.basics.logged import Logged
    from quizapp.sync.own import OwnEnd, append

    body = {"key": "retention", "value": "\x1b[2J" * 50}
    columns = {
        **{"id": "f" * 36, "device": "evil", "kind": "setting", "deck": None},
        **{"card": None, "body": json.dumps(body), "at": 2 * 10**15, "utc_offset": 0},
    }
    event = Logged("facts", columns)
    append(folder, "0" * 12, "2026-11", OwnEnd(), [event], lambda _: None)
    ended = run(two, "sync", folder)
    assert ended.code == 1
    assert "must be a number from 0.7 to 0.99" in ended.out
    assert "\x1b" not in ended.out + ended.err
    assert not config(two).exists()


def test_events_travel_although_the_settings_cannot_be_read(tmp_path, folder):
    """The weights of this machine are spoiled."""
    (one,) = homes(tmp_path, "one")
    quizapp(one, "suspend", CARD)
    (one / "quizapp" / "weights.json").write_text("{")
    ended = run(one, "sync", folder)
    assert ended.code == 1
    assert ended.out.startswith("received 0 events, sent 1 event\n")
    assert "cannot use the weights in" in ended.out


def test_a_session_syncs_by_itself(tmp_path, folder):
    """At its start and its end, and it says nothing if nothing is wrong."""
    one, two = homes(tmp_path, "one", "two")
    deck = tmp_path / "small.toml"
    deck.write_text(DECK)
    for home in (one, two):
        config(home).write_text(f'sync = "{folder}"\n')
    words = ("practice", "--plain", "--no-confidence", deck)
    ended = quizapp(one, *words, typed="\n4\n:q\n")
    assert "sync" not in ended.out + ended.err
    assert devices(one, folder)[0]["events"] == 1
    quizapp(two, *words, typed=":q\n")
    assert len(list(log_of(two))) == 1
    folder.rename(tmp_path / "away")
    ended = quizapp(two, *words, typed="\n4\n:q\n")
    assert f"there is no folder {folder}" in ended.out
    assert f"there is no folder {folder}" in ended.err
    assert len(list(log_of(two))) == 2


@pytest.mark.slow
def test_a_copied_home_gets_a_name_of_its_own(tmp_path, folder):
    """So no file has two writers; what both do arrives everywhere."""
    (one,) = homes(tmp_path, "one")
    quizapp(one, "suspend", CARD)
    former = synced(one, folder)["device"]
    shutil.copytree(one, tmp_path / "two")
    quizapp(one, "resume", CARD)
    quizapp(tmp_path / "two", "undo", "--yes")
    copy = synced(tmp_path / "two", folder)
    assert copy["renamed"] == former
    assert synced(one, folder)["renamed"] is None
    assert synced(tmp_path / "two", folder)["renamed"] is None
    assert suspended(one) == suspended(tmp_path / "two") == []
    for home in (one, tmp_path / "two"):
        log = [
            row
            for row in quizapp(home, "doctor", "--json").rows
            if row["topic"] == "log"
        ]
        assert all(row["ok"] for row in log)


@pytest.mark.slow
def test_damage_is_shown_and_the_rest_is_used(tmp_path, folder):
    """With the file and the line, by the sync and by its status."""
    one, two = homes(tmp_path, "one", "two")
    for card in (CARD, "dropout/in-eval-mode"):
        quizapp(one, "suspend", card)
    quizapp(one, "resume", CARD)
    synced(one, folder)
    (file,) = folder.glob("*/*")
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:2], lines[2].replace(b"s", b"z", 1), lines[3]]))
    ended = run(two, "sync", folder)
    where = f"{file.parent.name}/{file.name}, line 3: damaged"
    assert (ended.code, where in ended.out) == (1, True)
    assert run(two, "sync", folder).code == 0
    assert where in run(two, "sync", folder, "--status").out


@pytest.mark.slow
def test_the_doctor_looks_at_the_folder(tmp_path, folder):
    """Without syncing."""
    (one,) = homes(tmp_path, "one")
    quizapp(one, "suspend", CARD)
    config(one).write_text(f'sync = "{folder}"\n')
    (folder / "0123456789ab").mkdir()
    (folder / "0123456789ab" / "2026-11-1.jsonl").symlink_to(__file__)
    rows = [row for row in run(one, "doctor", "--json").rows if row["topic"] == "sync"]
    assert [row["ok"] for row in rows] == [True, False]
    assert f"{folder}, 0 devices, 1 event to send" in rows[0]["text"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "there is no folder to sync with; name one: `quizapp sync FOLDER`"),
        (("/nowhere/at/all",), "there is no folder /nowhere/at/all"),
        ((__file__,), "is not a folder"),
        (("/", "--git"), "is not in a git work tree"),
    ],
)
def test_a_folder_that_is_none_is_reported(tmp_path, words, message):
    """In one line; nothing was written."""
    (one,) = homes(tmp_path, "one")
    ended = run(one, "sync", *words, GIT_DIR="/nowhere")
    assert ended.code in (2, 3)
    assert message in ended.err


@pytest.mark.slow
def test_a_full_disk_leaves_a_folder_that_can_be_synced(tmp_path):
    """A real one: what did not fit is sent when there is room."""
    (one,) = homes(tmp_path, "one")
    folder = tmp_path / "disk"
    folder.mkdir()
    quizapp(one, "suspend", CARD)
    script = (
        f"head -c 65536 /dev/zero > {folder}/large; mkdir {folder}/F;"
        f" {' '.join(command('sync', folder / 'F'))}; echo code $?;"
        f" cat {folder}/F/*/* | wc -c; rm {folder}/large;"
        f" {' '.join(command('sync', folder / 'F'))}; echo code $?"
    )
    small = [sys.executable, str(TESTS / "store" / "small_disk.py"), "65536"]
    ended = subprocess.run(
        [*small, str(folder), "--", "/bin/sh", "-c", script],
        env=environment(one),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode == CANNOT:
        pytest.skip(ended.stderr)
    lines = ended.stdout.splitlines()
    assert lines[0] == "code 3"
    assert lines[1].strip() == "0"
    assert lines[2:] == ["received 0 events, sent 1 event", "code 0"]
    assert "No space left on device; nothing is lost" in ended.stderr


# real carriers


CARDS = (CARD, "dropout/in-eval-mode", "dropout/what-is-preserved")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("rsync") is None, reason="needs rsync")
def test_rsync_carries_a_folder(tmp_path):
    """In both directions, to three machines, with the times kept or not."""
    machines = homes(tmp_path, "one", "two", "three")
    folders = [home / "folder" for home in machines]
    for home, folder, card in zip(machines, folders, CARDS, strict=True):
        folder.mkdir()
        quizapp(home, "suspend", card)
    for times in ("-rt", "-r"):
        for home, folder in zip(machines, folders, strict=True):
            assert synced(home, folder)["problems"] == []
        for source, target in permutations(folders, 2):
            subprocess.run(["rsync", times, f"{source}/", f"{target}/"], check=True)
    for home, folder in zip(machines, folders, strict=True):
        synced(home, folder)
        assert suspended(home) == sorted(CARDS)


@pytest.mark.slow
def test_git_carries_a_folder(tmp_path):
    """Three clones of a bare remote; one of them was offline."""
    (tmp_path / "remote").mkdir()
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "remote"], check=True)
    machines = homes(tmp_path, "one", "two", "three")
    trees = [home / "tree" for home in machines]
    for home, tree, card in zip(machines, trees, CARDS, strict=True):
        clone = ["git", "clone", "-q", tmp_path / "remote", tree]
        subprocess.run(clone, check=True, capture_output=True)
        quizapp(home, "suspend", card)
    (tmp_path / "remote").rename(tmp_path / "away")
    ended = quizapp(machines[0], "sync", trees[0], "--git")
    assert (ended.code, "the remote was not reached" in ended.out) == (0, True)
    (tmp_path / "away").rename(tmp_path / "remote")
    for _ in range(2):
        for home, tree in zip(machines, trees, strict=True):
            assert synced(home, tree, "--git")["unreachable"] is None
    for home in machines:
        assert suspended(home) == sorted(CARDS)
    status = quizapp(machines[0], "sync", trees[0], "--git", "--status").out
    assert "the remote was last reached: 20" in status
