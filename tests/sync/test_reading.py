"""Segments are read from where they were read before, and damage costs one line."""

import os
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizapp.core.basics.logged import Logged
from quizapp.errors import SyncError
from quizapp.sync import folder as folder_module
from quizapp.sync import reading
from quizapp.sync.folder import SegmentFile, list_folder
from quizapp.sync.lines import Heading, heading_line
from quizapp.sync.own import OwnEnd, append
from quizapp.sync.reading import Segment, SegmentProgress, read_segment
from support.machines import COPY_NAMES

DEVICE = "0123456789ab"
NAME = f"{DEVICE}/2026-11-1.jsonl"


def events(first: int, count: int) -> list[Logged]:
    """Return events with these numbers as ids."""
    return [Logged("marks", {"id": str(n)}) for n in range(first, first + count)]


def written(root: Path, count: int) -> Path:
    """Write a segment of so many events, and return its path."""
    append(root, DEVICE, "2026-11", OwnEnd(), events(1, count), lambda _: None)
    return root / NAME


def read(root: Path, before: SegmentProgress | None = None) -> Segment:
    """Read the segment as it is now."""
    (found,) = list_folder(root).files
    return read_segment(root, found, before)


def ids(segment: Segment) -> list[str]:
    """Return the ids of the events that were read."""
    return [line.event.id for line in segment.events]


def numbers(first: int, count: int) -> list[str]:
    """Return the ids that `events` gives."""
    return [str(number) for number in range(first, first + count)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_file_that_grows_in_pieces_is_read_once(tmp_path, data):
    """A last line without its end waits for the rest."""
    root = Path(mkdtemp(dir=tmp_path))
    path = written(root, 5)
    whole, seen, progress = path.read_bytes(), [], None
    cuts = data.draw(st.lists(st.integers(0, len(whole)), max_size=5).map(sorted))
    for cut in (*cuts, len(whole)):
        path.write_bytes(whole[:cut])
        segment = read(root, progress)
        assert (segment.is_continued, segment.progress.in_words) == (True, ())
        if progress is None or progress.found != segment.progress.found:
            seen += [id_ for id_ in ids(segment) if id_ not in seen]
        progress = segment.progress
        assert progress.torn == cut - progress.end
    assert seen == numbers(1, 5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_damaged_byte_costs_one_line_and_is_reported(tmp_path, data):
    """With the file and the line; two lines if it was the end of one."""
    root = Path(mkdtemp(dir=tmp_path))
    path = written(root, 5)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 2))
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    segment = read(root)
    line = whole[:at].count(b"\n") + 1
    lost = {str(line - 1), str(line)} if whole[at] == 10 else {str(line - 1)}
    assert set(ids(segment)) == {*numbers(1, 5)} - lost
    assert f"{NAME}, line {line}: damaged" in segment.progress.in_words


def test_a_line_that_is_missing_is_reported_and_the_others_are_read(tmp_path):
    """The next one names it."""
    path = written(tmp_path, 5)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    segment = read(tmp_path)
    assert ids(segment) == ["1", "3", "4", "5"]
    assert segment.progress.in_words == (
        f"{NAME}, line 3: lines before it are missing",
    )


def test_only_a_few_problems_of_a_file_are_named(tmp_path):
    """The rest is counted."""
    path = written(tmp_path, 20)
    path.write_bytes(path.read_bytes().replace(b'"marks"', b'"MARKS"'))
    said = read(tmp_path).progress.in_words
    assert len(said) == reading.MOST_PROBLEMS + 1
    assert said[-1] == f"{NAME}: 15 more problems"


def test_a_file_that_was_replaced_is_read_anew(tmp_path):
    """Also if it has become longer: its beginning is not the one that was read."""
    path = written(tmp_path, 2)
    before = read(tmp_path).progress
    path.unlink()
    append(tmp_path, DEVICE, "2026-11", OwnEnd(), events(7, 9), lambda _: None)
    segment = read(tmp_path, before)
    assert not segment.is_continued
    assert ids(segment) == numbers(7, 9)


def test_a_file_that_was_only_touched_is_the_same(tmp_path):
    """Carriers set times as they like."""
    path = written(tmp_path, 2)
    before = read(tmp_path).progress
    os.utime(path, (1, 1))
    assert read(tmp_path, before).is_continued


def test_a_file_that_was_damaged_since_is_not_the_same(tmp_path):
    """Though it ends as it did: what it had may be in no other file."""
    path = written(tmp_path, 3)
    before = read(tmp_path).progress
    path.write_bytes(path.read_bytes().replace(b'"id":"2"', b'"id":"3"'))
    assert not read(tmp_path, before).is_continued


def test_a_file_of_a_newer_quizapp_is_left_for_one(tmp_path):
    """It says so in its first line; what it has may be written another way."""
    (tmp_path / DEVICE).mkdir()
    line, _ = heading_line(Heading(2, DEVICE, 0, ""))
    (tmp_path / NAME).write_bytes(line + b"who knows\n")
    segment = read(tmp_path)
    assert (ids(segment), segment.progress.end, segment.progress.torn) == ([], 0, 0)
    (said,) = segment.progress.in_words
    assert "newer quizapp" in said


def test_a_line_without_an_end_is_not_read_for_ever(tmp_path, monkeypatch):
    """A file may be one line of gigabytes."""
    monkeypatch.setattr(reading, "LONGEST_LINE", 500)
    path = written(tmp_path, 2)
    path.write_bytes(path.read_bytes() + b"x" * 10_000)
    segment = read(tmp_path)
    assert ids(segment) == numbers(1, 2)
    assert len(segment.progress.in_words) == reading.MOST_PROBLEMS + 1


@pytest.mark.parametrize("name", COPY_NAMES)
def test_copies_of_carriers_are_found(tmp_path, name):
    """Whatever they call them."""
    path = written(tmp_path, 1)
    copy = path.with_name(name.format(stem=path.stem))
    copy.write_bytes(path.read_bytes())
    found = [found.path for found in list_folder(tmp_path).files]
    assert sorted(found) == sorted([NAME, f"{DEVICE}/{copy.name}"])


@pytest.mark.parametrize(
    "name",
    [
        ".2026-11-1.jsonl.Xa81Kd",
        ".syncthing.2026-11-1.jsonl.tmp",
        "2026-11-1.jsonl.part",
        "~2026-11-1.jsonl",
        "notes.txt",
    ],
)
def test_what_a_carrier_has_not_finished_is_not_read(tmp_path, name):
    """It would be torn, and gone a moment later."""
    (tmp_path / DEVICE).mkdir()
    (tmp_path / DEVICE / name).write_bytes(b"x")
    assert list_folder(tmp_path).files == ()


@pytest.mark.parametrize("name", ["..", "-rf", "con", "0123456789AB", "0123456789abc"])
def test_other_folders_are_none_of_a_device(tmp_path, name):
    """Names of devices are twelve hexadecimal digits; a carrier may add to them."""
    if name != "..":
        (tmp_path / name).mkdir()
        (tmp_path / name / "2026-11-1.jsonl").write_bytes(b"x")
    assert list_folder(tmp_path).files == ()


def test_no_link_is_followed(tmp_path):
    """A link may lead anywhere: to a secret, or to a device that never ends."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    path = written(outside, 1)
    (inside / DEVICE).symlink_to(path.parent)
    (inside / "ba9876543210").mkdir()
    (inside / "ba9876543210" / path.name).symlink_to(path)
    os.mkfifo(inside / "ba9876543210" / "2026-11-2.jsonl")
    listing = list_folder(inside)
    assert listing.files == ()
    assert len(listing.problems) == 2
    found = SegmentFile(f"ba9876543210/{path.name}", 10, 0)
    for each in (found, SegmentFile(NAME, 10, 0), SegmentFile(f"../out/{NAME}", 10, 0)):
        with pytest.raises(OSError, match=r"link|symbolic"):
            read_segment(inside, each, None)


def test_a_folder_with_too_many_devices_is_not_read(tmp_path, monkeypatch):
    """One clear line; the limit is a thousand."""
    monkeypatch.setattr(folder_module, "MOST_DEVICES", 20)
    for number in range(21):
        (tmp_path / f"{number:012x}").mkdir()
    with pytest.raises(SyncError, match="more than 20 devices; nothing was read"):
        list_folder(tmp_path)


def test_files_that_are_too_many_or_too_large_are_not_read(tmp_path, monkeypatch):
    """One that is too large is named, and the others are read."""
    monkeypatch.setattr(folder_module, "LARGEST", 1000)
    written(tmp_path, 1)
    with (tmp_path / DEVICE / "2026-11-2.jsonl").open("wb") as file:
        file.truncate(10**12)
    listing = list_folder(tmp_path)
    assert [found.path for found in listing.files] == [NAME]
    assert listing.problems[0].startswith(f"{DEVICE}/2026-11-2.jsonl has more than")
    monkeypatch.setattr(folder_module, "MOST_FILES", 0)
    with pytest.raises(SyncError, match="nothing was read"):
        list_folder(tmp_path)
