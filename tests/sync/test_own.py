"""A device appends to its own segments, durably, and notices if it is not alone."""

import os
from pathlib import Path

import pytest

from quizapp.core.basics.logged import Logged
from quizapp.errors import SyncError
from quizapp.sync import own
from quizapp.sync.folder import list_folder
from quizapp.sync.own import OwnEnd, WrittenSoFar, append, verified
from quizapp.sync.reading import read_segment

DEVICE = "0123456789ab"
NOVEMBER = "2026-11"


def events(first: int, count: int) -> list[Logged]:
    """Return events with these numbers as ids."""
    return [Logged("marks", {"id": str(n)}) for n in range(first, first + count)]


def ids_in(root: Path) -> list[str]:
    """Return the ids of all events of the folder, in its order; nothing is wrong."""
    ids = []
    for found in list_folder(root).files:
        segment = read_segment(root, found, None)
        assert segment.progress.in_words == ()
        ids += [line.event.id for line in segment.events]
    return ids


def names_in(root: Path) -> list[str]:
    """Return the names of the segments."""
    return sorted(path.name for path in (root / DEVICE).iterdir())


class Memory:
    """What would be in the file of the home."""

    def __init__(self) -> None:
        self.written = WrittenSoFar()

    def __call__(self, written: WrittenSoFar) -> None:
        self.written = written

    def add(self, root: Path, first: int, count: int, month: str = NOVEMBER) -> None:
        end = verified(root, DEVICE, self.written)
        assert end is not None
        append(root, DEVICE, month, end, events(first, count), self)


def test_a_segment_is_only_appended_to(tmp_path):
    """Its numbers run on."""
    memory = Memory()
    memory.add(tmp_path, 1, 3)
    before = (tmp_path / DEVICE / "2026-11-1.jsonl").read_bytes()
    memory.add(tmp_path, 4, 2)
    assert (tmp_path / DEVICE / "2026-11-1.jsonl").read_bytes().startswith(before)
    assert ids_in(tmp_path) == ["1", "2", "3", "4", "5"]
    assert memory.written.end.count == 5


def test_a_segment_is_sealed_by_month_and_by_size(tmp_path, monkeypatch):
    """Also when the clock goes back a month: the order of its numbers is certain."""
    monkeypatch.setattr(own, "SEAL", 400)
    memory = Memory()
    memory.add(tmp_path, 1, 5)
    memory.add(tmp_path, 6, 1, "2026-12")
    memory.add(tmp_path, 7, 1)
    sealed = ["2026-11-1.jsonl", "2026-11-2.jsonl", "2026-11-3.jsonl"]
    assert names_in(tmp_path) == [*sealed, "2026-12-1.jsonl"]
    numbers = []
    for found in list_folder(tmp_path).files:
        numbers += [
            (line.number, line.event.id)
            for line in read_segment(tmp_path, found, None).events
        ]
    assert sorted(numbers) == [(n, str(n)) for n in range(1, 8)]


@pytest.mark.parametrize("room", [0, 1, 100, 200, 250])
def test_a_full_disk_leaves_nothing_that_counts(tmp_path, monkeypatch, room):
    """What did not fit is taken back, and the next sync writes it."""
    memory, real = Memory(), os.write
    memory.add(tmp_path, 1, 1)

    def full(descriptor, data):
        nonlocal room
        if not room:
            raise OSError(28, "No space left on device")
        room, now = 0, data[:room]
        return real(descriptor, now)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(SyncError, match="No space left on device; nothing is lost"):
            memory.add(tmp_path, 2, 3)
    assert ids_in(tmp_path) == ["1"]
    memory.add(tmp_path, 2, 3)
    assert ids_in(tmp_path) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_write_that_a_power_cut_ended_is_taken_back_or_kept(tmp_path, part, is_new):
    """Only a whole one is kept. It is no second writer."""
    memory = Memory()
    if not is_new:
        memory.add(tmp_path, 1, 1)
    end = memory.written.end
    other = tmp_path / "whole"
    other.mkdir()
    if not is_new:
        append(other, DEVICE, NOVEMBER, OwnEnd(), events(1, 1), lambda _: None)
    intended = append(other, DEVICE, NOVEMBER, end, events(2, 2), lambda _: None)
    whole = (other / DEVICE / intended.last).read_bytes()
    path = tmp_path / DEVICE / intended.last
    path.parent.mkdir(exist_ok=True)
    before = end.files.get(end.last, 0)
    path.write_bytes(whole[: before + int((len(whole) - before) * part)])
    for child in (other / DEVICE).iterdir():
        child.unlink()
    (other / DEVICE).rmdir()
    memory.written = WrittenSoFar(end, intended)
    memory.add(tmp_path, 9, 1)
    first = [] if is_new else ["1"]
    middle = ["2", "3"] if part == 1.0 else []
    assert ids_in(tmp_path) == [*first, *middle, "9"]


def test_another_writer_is_noticed(tmp_path):
    """It appended, it wrote as much but something else, or it began a segment."""
    memory = Memory()
    memory.add(tmp_path, 1, 1)
    path = tmp_path / DEVICE / "2026-11-1.jsonl"
    ours = path.read_bytes()
    append(tmp_path, DEVICE, NOVEMBER, memory.written.end, events(2, 1), lambda _: None)
    assert verified(tmp_path, DEVICE, memory.written) is None
    path.unlink()
    append(tmp_path, DEVICE, NOVEMBER, OwnEnd(), events(7, 1), lambda _: None)
    assert path.stat().st_size == len(ours)
    assert verified(tmp_path, DEVICE, memory.written) is None
    path.write_bytes(ours)
    assert verified(tmp_path, DEVICE, memory.written) == memory.written.end
    (tmp_path / DEVICE / "2026-12-1.jsonl").write_bytes(ours)
    assert verified(tmp_path, DEVICE, memory.written) is None


@pytest.mark.parametrize("cut", [0, 50, None])
def test_a_segment_that_was_cut_is_not_written_to_again(tmp_path, cut):
    """Other machines may have more of it."""
    memory = Memory()
    memory.add(tmp_path, 1, 2)
    path = tmp_path / DEVICE / "2026-11-1.jsonl"
    path.unlink() if cut is None else path.write_bytes(path.read_bytes()[:cut])
    before = path.read_bytes() if path.exists() else None
    memory.add(tmp_path, 3, 1)
    assert (path.read_bytes() if path.exists() else None) == before
    assert "2026-11-2.jsonl" in names_in(tmp_path)


def test_a_device_whose_folder_is_a_link_is_refused(tmp_path):
    """Nothing is written through it."""
    outside = tmp_path / "out"
    outside.mkdir()
    (tmp_path / DEVICE).symlink_to(outside)
    with pytest.raises(SyncError, match="link"):
        append(tmp_path, DEVICE, NOVEMBER, OwnEnd(), events(1, 1), lambda _: None)
    assert list(outside.iterdir()) == []
