"""A home knows whether it is where it was, and what it wrote there."""

import os
import shutil
from pathlib import Path

import pytest

from quizapp.errors import SyncError
from quizapp.sync import home as home_module
from quizapp.sync.agreement import Agreed
from quizapp.sync.home import Busy, HomeFile, HomePlace, KeptState, place_of
from quizapp.sync.own import OwnEnd, WrittenSoFar


@pytest.fixture(params=["with an id", "without"])
def machine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch) -> Path:
    """Return the file with the id of this machine; many containers have none."""
    file = tmp_path / "machine-id"
    if request.param == "with an id":
        file.write_text("0123456789abcdef0123456789abcdef\n")
    monkeypatch.setattr(home_module, "_MACHINE_IDS", (file,))
    return file


def made(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def test_a_home_that_stays_is_the_same(tmp_path, machine):
    """Whatever is put into it."""
    home = made(tmp_path / "home")
    before = place_of(home)
    (home / "reviews.db").write_bytes(b"x")
    assert place_of(home).is_of(before)
    assert machine.exists() == (before.machine != "")
    assert "0123456789abcdef" not in repr(before)


def test_a_home_that_was_moved_is_the_same(tmp_path, machine):
    """Within a file system it keeps its number."""
    home = made(tmp_path / "home")
    before = place_of(home)
    moved = home.rename(tmp_path / "moved")
    assert place_of(moved).is_of(before)
    assert machine.name == "machine-id"


def test_a_home_that_was_copied_is_another(tmp_path, machine):
    """On this machine, and on another one with the same paths."""
    home = made(tmp_path / "home")
    before = place_of(home)
    shutil.copytree(home, tmp_path / "copy")
    assert not place_of(tmp_path / "copy").is_of(before)
    home.rename(tmp_path / "old")
    made(home)
    if machine.exists():
        machine.write_text("another\n")
    assert not place_of(home).is_of(before)


def test_a_file_system_that_gives_new_numbers_is_no_alarm():
    """With an id of the machine, the path is enough."""
    assert HomePlace("a", "/home", "7").is_of(HomePlace("a", "/home", "8"))
    assert not HomePlace("", "/home", "7").is_of(HomePlace("", "/home", "8"))


def test_what_was_written_is_remembered(tmp_path):
    """Also what is being written."""
    end = OwnEnd({"2026-11-1.jsonl": 7}, "2026-11-1.jsonl", "ab", 1)
    state = KeptState(
        place=HomePlace("a", "b", "c"),
        folders={"/folder": WrittenSoFar(OwnEnd(), end)},
        settings={"away": Agreed(["2026-12-24"], 5, "x")},
    )
    file = HomeFile(tmp_path / "sync.json")
    assert file.read() is None
    file.write(state)
    assert file.read() == state


@pytest.mark.parametrize("text", [b"", b"{}x", b"[]", b'{"format": 2}', b"\xff"])
def test_a_file_that_is_none_is_as_good_as_lost(tmp_path, text):
    """Then the machine gets a new name."""
    (tmp_path / "sync.json").write_bytes(text)
    assert HomeFile(tmp_path / "sync.json").read() is None


def test_a_file_that_cannot_be_written_is_reported(tmp_path):
    """Before anything else is."""
    with pytest.raises(SyncError, match="cannot write"):
        HomeFile(tmp_path / "none" / "sync.json").write(KeptState())


@pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
def test_two_syncs_of_one_home_are_not_at_once(tmp_path):
    """The second one says so."""
    file = HomeFile(tmp_path / "sync.json")
    with file.alone(), pytest.raises(Busy), file.alone():
        pass
    with file.alone():
        pass
