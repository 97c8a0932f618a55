"""What a folder loses goes out again, and what is wrong is said once."""

import os
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from random import Random

import pytest

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.logged import Logged
from quizapp.sync import union
from quizapp.sync.folder import list_folder
from quizapp.sync.lines import Heading, heading_line, sealed
from quizapp.sync.own import OwnEnd, append
from support.machines import FakeMachine, files_in
from support.reviews import reviewed

OTHER = "ba9876543210"


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    """Return a machine that has sent two reviews."""
    machine = FakeMachine(tmp_path / "one", Random(1))  # noqa: S311  # repeats
    grade(machine, Grade.GOOD)
    grade(machine, Grade.HARD)
    assert machine.sync().sent == 2
    return machine


def grade(machine: FakeMachine, grade: Grade) -> None:
    """Grade a card on a machine."""
    id_ = machine.new_id()
    with machine.log() as log:
        log.append(reviewed(id=id_, grade=grade, moment=machine.clock()))


def segment(machine: FakeMachine) -> Path:
    """Return the first segment of a machine."""
    return machine.folder / files_in(machine.folder)[0]


def received(machine: FakeMachine) -> frozenset[str]:
    """Return what another machine gets from the folder."""
    other = FakeMachine(machine.root.with_name("two"), Random(2))  # noqa: S311
    other.folder.rmdir()
    other.folder.symlink_to(machine.folder)
    other.sync()
    return other.events()


def test_a_sync_without_news_changes_nothing(machine):
    """Not even the time of a file."""
    before = list_folder(machine.folder)
    report = machine.sync()
    assert (report.arrivals.new, report.sent) == (0, 0)
    assert list_folder(machine.folder) == before


def test_a_segment_that_is_gone_goes_out_again(machine):
    """Under another name: its own may be on other machines."""
    name = segment(machine).name
    segment(machine).unlink()
    assert machine.sync().sent == 2
    assert segment(machine).name != name
    assert received(machine) == machine.events()


def test_what_is_damaged_goes_out_again(machine):
    """The file is as long as before; the damage is said, and the rest is not sent."""
    data = segment(machine).read_bytes()
    segment(machine).write_bytes(data.replace(b'"grade":3', b'"grade":4'))
    report = machine.sync()
    assert report.sent == 1
    assert [text.rpartition(": ")[2] for text in report.problems] == ["damaged"]
    assert machine.sync().problems == ()
    assert received(machine) == machine.events()


def test_a_file_of_another_machine_that_was_replaced_costs_nothing(machine):
    """A carrier put one as long in its place: what it had goes out from here."""
    events = [Logged("retractions", row(machine, digit)) for digit in "ab"]
    append(machine.folder, OTHER, "2026-03", OwnEnd(), events[:1], lambda _: None)
    assert machine.sync().arrivals.new == 1
    path = machine.folder / OTHER / "2026-03-1.jsonl"
    size = path.stat().st_size
    path.unlink()
    append(machine.folder, OTHER, "2026-03", OwnEnd(), events[1:], lambda _: None)
    assert path.stat().st_size == size
    report = machine.sync()
    assert (report.arrivals.new, report.sent) == (1, 1)
    assert received(machine) == machine.events()


def row(machine: FakeMachine, digit: str) -> dict[str, str | int | float | None]:
    """Return the columns of a retraction."""
    at = int(machine.clock().at.timestamp() * 1e6)
    names = {"id": digit * 36, "device": OTHER, "review": "0" * 36}
    return {**names, "at": at, "utc_offset": 0}


def test_what_no_log_can_hold_is_said_once(machine):
    """With its file and line; the others come in."""
    good = row(machine, "a")
    events = [Logged("retractions", good), Logged("dreams", row(machine, "b"))]
    append(machine.folder, OTHER, "2026-03", OwnEnd(), events, lambda _: None)
    report = machine.sync()
    assert report.arrivals.new == 1
    (problem,) = report.problems
    assert problem.startswith(f"{OTHER}/2026-03-1.jsonl, line 3: no event that")
    assert machine.sync().problems == ()


def test_arrivals_from_the_future_are_counted(machine):
    """More than a day ahead of this clock; a time zone is less."""
    columns = row(machine, "a")
    now = int(str(columns["at"]))
    hours = {"a": 23, "b": 25, "c": 72}
    events = [
        Logged("retractions", {**columns, "id": digit * 36, "at": now + late})
        for digit, late in (
            (digit, timedelta(hours=count) // timedelta(microseconds=1))
            for digit, count in hours.items()
        )
    ]
    append(machine.folder, OTHER, "2026-03", OwnEnd(), events, lambda _: None)
    arrivals = machine.sync().arrivals
    assert (arrivals.new, arrivals.ahead) == (3, 2)
    assert round(arrivals.most_ahead / 3.6e9) == 72


def test_what_was_refused_is_not_counted_as_ahead(machine):
    """Its time is as wrong as the rest."""
    event = Logged("dreams", {**row(machine, "a"), "at": 2**62})
    append(machine.folder, OTHER, "2026-03", OwnEnd(), [event], lambda _: None)
    assert machine.sync().arrivals.ahead == 0


@pytest.mark.parametrize("at", [2**63, 2**64, 10**30, -(2**63) - 1])
def test_a_number_that_no_log_can_hold_is_no_event(machine, at):
    """Neither can the memo."""
    folder = machine.folder / OTHER
    folder.mkdir()
    cells = {**row(machine, "a"), "at": at}
    lines = [heading_line(Heading(1, OTHER, 0, ""))]
    lines.append(sealed({"n": 1, "table": "retractions", **cells, "after": ""}))
    (folder / "2026-03-1.jsonl").write_bytes(b"".join(line for line, _ in lines))
    report = machine.sync()
    assert report.arrivals.new == 0
    assert "line 2: no event" in " ".join(report.problems)
    assert machine.sync().problems == ()


def test_a_first_line_that_is_nested_deeply_is_no_heading(machine):
    """Whoever wrote it knew the checksum."""
    folder = machine.folder / OTHER
    folder.mkdir()
    body = b'{"z":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    sum_ = blake2b(body, digest_size=8).hexdigest()
    line = body[:-1] + f',"sum":"{sum_}"}}\n'.encode()
    (folder / "2026-03-1.jsonl").write_bytes(line)
    (problem,) = machine.sync().problems
    assert problem.endswith("line 1: no event")


def test_a_copy_with_a_name_that_is_not_utf_8_is_read(machine):
    """An old carrier named it in Latin-1; nothing else is read again because of it."""
    copy = os.fsencode(segment(machine).with_name("copi")) + b"\xe9.jsonl"
    Path(os.fsdecode(copy)).write_bytes(segment(machine).read_bytes())
    for _ in range(2):
        report = machine.sync()
        assert (report.arrivals.read, report.problems) == (2, ())
    assert received(machine) == machine.events()


def test_a_folder_with_a_name_that_is_not_utf_8_is_synced(tmp_path):
    """So is a home in one."""
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    machine = FakeMachine(root, Random(1))  # noqa: S311  # repeats
    grade(machine, Grade.GOOD)
    assert machine.sync().sent == 1
    report = machine.sync()
    assert (report.sent, report.renamed) == (0, None)


def test_what_was_sent_and_cannot_be_read_back_is_read_next_time(machine, monkeypatch):
    """The folder may be gone just then."""

    def fail(*_):
        raise OSError(5, "Input/output error")

    grade(machine, Grade.EASY)
    with monkeypatch.context() as patch:
        patch.setattr(union, "read_segment", fail)
        assert machine.sync().sent == 1
    report = machine.sync()
    assert (report.sent, report.problems) == (0, ())
    assert received(machine) == machine.events()
