"""Events go from one log to another: whole, once, and whatever the other sends."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import fields, replace

from quizapp.core.basics.logged import Logged, LogState
from quizapp.core.scheduling.review import Reviewed, event_id
from quizapp.store.arriving import ROW_TYPES
from quizapp.store.backups import back_up_day
from quizapp.store.journal import LogJournal
from quizapp.store.links import EVENT_COLUMNS
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.maintenance import LATEST_BACKUP, Maintenance
from store.test_log import MARK, REMARKS, REVIEW, START, retraction, review

DREAM = Logged(
    "facts",
    {
        **{"id": event_id(1, 77), "device": "there", "kind": "dream", "deck": None},
        **{"card": None, "body": '{"of": "…"}', "at": 10**15, "utc_offset": 3600},
    },
)
"""What only a newer quizapp knows."""


@contextmanager
def opened(path: Path, seed: int = 1) -> Iterator[tuple[SqliteLog, LogJournal]]:
    """Open a log and its journal; the seed names a new one."""
    with closing(open_log(path, Random(seed).getrandbits)) as log:  # noqa: S311
        yield log, LogJournal(path, log)


def sent(path: Path, before: LogState = LogState()) -> list[Logged]:
    """Return what was added to a log since."""
    with opened(path) as (_, journal):
        return list(journal.newer(before))


def received(path: Path, events: list[Logged]) -> tuple[int, int]:
    """Give events to a log; return how many were new, and how many refused."""
    with opened(path, seed=2) as (_, journal):
        taken = journal.take_in(events)
        return taken.new, len(taken.refused)


def own(number: int, log: SqliteLog) -> Reviewed:
    """Return a review that a log's device made."""
    return replace(review(number), device=log.device)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here" / "reviews.db"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    path = tmp_path / "there" / "reviews.db"
    with opened(path) as (log, journal):
        log.append_all((REVIEW, MARK, *REMARKS, retraction(REVIEW)))
        journal.take_in([DREAM])
    return path


@pytest.mark.parametrize("table", EVENT_COLUMNS)
def test_the_columns_that_are_checked_are_those_of_the_table(table):
    """In their order."""
    names = [field.name for field in fields(ROW_TYPES[table])]
    assert ", ".join(names) == EVENT_COLUMNS[table]


def test_events_of_all_kinds_go_along_unchanged(here, there):
    """Also one that only a newer quizapp knows; a second time changes nothing."""
    events = sent(there)
    assert len(events) == 7
    assert DREAM in events
    assert received(here, events) == (7, 0)
    assert received(here, events) == (0, 0)
    assert sorted(sent(here), key=str) == sorted(events, key=str)
    with opened(here) as (log, _), opened(there) as (other, _):
        assert set(log.events()) == set(other.events())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("reviews", "response", 5),
        ("reviews", "score", "0.5"),
        ("reviews", "score", 1.5),
        ("reviews", "grade", 5),
        ("reviews", "grade", 2.0),
        ("reviews", "verdict", "perfect"),
        ("reviews", "seconds", -1.0),
        ("reviews", "seconds", None),
        ("reviews", "at", 2**63),
        ("reviews", "at", 10**30),
        ("reviews", "id", "short"),
        ("reviews", "id", "\n" * 36),
        ("reviews", "card", "a\x1b[2Jb"),
        ("reviews", "deck", None),
        ("reviews", "torch", "x" * 2_000),
        ("reviews", "overridden", 2),
        ("reviews", "unknown", 1),
        ("marks", "mark", "burned"),
        ("retractions", "review", ""),
        ("facts", "kind", ""),
        ("facts", "kind", "x" * 41),
        ("facts", "body", "x" * 1_000_001),
        ("facts", "body", "no JSON"),
        ("facts", "card", None),
        ("other", "id", "x" * 36),
    ],
)
def test_what_no_quizapp_wrote_is_refused(here, there, table, column, value):
    """With a reason, and the others are taken in."""
    events = sent(there)
    good = next((event for event in events if event.table == table), events[0])
    bad = Logged(table, {**good.columns, column: value})
    assert received(here, [bad]) == (0, 1)
    assert received(here, events) == (7, 0)
    Maintenance(here).check()


def test_an_event_without_a_column_is_refused(here, there):
    """None is made up."""
    (event, *_) = (event for event in sent(there) if event.table == "reviews")
    for name in event.columns:
        rest = {key: cell for key, cell in event.columns.items() if key != name}
        assert received(here, [Logged("reviews", rest)]) == (0, 1)


def test_an_impossible_date_is_kept_and_left_out(here, there):
    """It is the same on all machines."""
    (event, *_) = (event for event in sent(there) if event.table == "marks")
    odd = Logged("marks", {**event.columns, "at": -(2**60)})
    assert received(here, [odd]) == (1, 0)
    with opened(here) as (log, _):
        assert (list(log.events()), log.implausible()) == ([], 1)


# the chain


def test_a_part_of_a_device_is_no_damage(here, there):
    """The rest may still come, in any order."""
    events = sent(there)
    for some in (events[4:], events[:2], events):
        received(here, some)
        Maintenance(here).check()
    assert len(sent(here)) == 7


def test_the_same_import_on_two_machines_is_no_damage(here, there):
    """Its ids come from its source; each machine wrote them under its own name."""
    imported = [review(number) for number in range(5, 9)]
    for path in (here, there):
        with opened(path, seed=len(path.parent.name)) as (log, _):
            log.append_all(replace(event, device=log.device) for event in imported)
            log.append(own(40 + len(path.parent.name), log))
    received(here, sent(there))
    with opened(here) as (log, _):
        log.append(own(60, log))
    Maintenance(here).check()
    assert len(sent(here)) == 4 + 1 + 8 + 1


def test_a_copied_log_that_went_on_is_no_damage(here, there):
    """Both gave the same numbers to what they did."""
    here.parent.mkdir()
    shutil.copy(there, here)
    for number, path in enumerate((here, there), start=20):
        with opened(path) as (log, _):
            log.append(own(number, log))
    assert received(here, sent(there)) == (1, 0)
    assert received(there, sent(here)) == (1, 0)
    for path in (here, there):
        Maintenance(path).check()
        with opened(path) as (log, _):
            assert log.news is None
            log.append(own(30, log))
        Maintenance(path).check()


def test_a_log_with_arrivals_is_restored(here, there):
    """What came before the backup and after it, in another order the second time."""
    events = sent(there)
    received(here, events[:3])
    back_up_day(here, START.date())
    received(here, events[3:])
    maintenance = Maintenance(here)
    assert maintenance.restore(maintenance.named(LATEST_BACKUP), START).lost == 0
    maintenance.check()
    assert len(sent(here)) == 7
    old = sqlite3.connect(maintenance.folder / f"{START.date()}.db")
    with closing(sqlite3.connect(here)) as target, closing(old):
        old.backup(target)  # as if by hand: the later arrivals are gone
    (here.parent / "reviews.db-head").unlink()
    received(here, events[:2:-1])
    maintenance.check()
    for backup in maintenance.backups():
        maintenance.restore(maintenance.named(backup.name), START)
        maintenance.check()
        assert len(sent(here)) == 7


# what is new


def test_only_what_was_added_is_newer(here, there):
    """Of every device, in the order of its arrival."""
    with opened(there) as (log, journal):
        state = journal.state()
        assert list(journal.newer(state)) == []
        late = own(3, log)
        log.append(own(9, log))
        log.append(late)  # the clock was set back
        assert [event.id for event in journal.newer(state)] == [own(9, log).id, late.id]
        assert journal.state().since(state) == 2
    received(there, [DREAM])
    received(here, sent(there))
    with opened(here) as (_, journal):
        assert len({event.device for event in journal.newer(LogState())}) == 3


def test_a_log_continues_unless_events_are_gone(there):
    """Events that were added change nothing about those that were there."""
    with opened(there) as (log, journal):
        before = journal.state()
        assert journal.continues(LogState())
        assert journal.continues(before)
        log.append(own(50, log))
        assert journal.continues(before)
        later = journal.state()
    copy = there.with_name("copy.db")
    shutil.copy(there, copy)
    with opened(there) as (log, journal):
        log.append(own(51, log))
        latest = journal.state()
    shutil.copy(copy, there)
    (there.parent / "reviews.db-head").unlink()
    with opened(there) as (log, journal):
        same_file = replace(latest, file=journal.state().file)
        assert not journal.continues(same_file)
        log.append(own(52, log))
        log.append(own(53, log))
        assert not journal.continues(same_file)
        assert journal.continues(replace(later, file=journal.state().file))


def test_a_restored_log_does_not_continue(there):
    """It is another file: what it lost may be in a folder."""
    with opened(there) as (_, journal):
        before = journal.state()
    back_up_day(there, START.date() + timedelta(days=1))
    maintenance = Maintenance(there)
    maintenance.restore(maintenance.named(LATEST_BACKUP), START)
    with opened(there) as (_, journal):
        assert not journal.continues(before)


def test_a_device_gets_another_name(there):
    """What it made before keeps the one it had."""
    with opened(there) as (log, journal):
        log.append(own(50, log))
        former = log.device
        journal.rename("0123456789ab")
        log.append(own(51, log))
        assert (log.device, journal.device) == ("0123456789ab", "0123456789ab")
    with opened(there) as (log, journal):
        assert log.device == "0123456789ab"
        devices = {event.device for event in journal.newer(LogState())}
        assert {former, "0123456789ab"} <= devices
    Maintenance(there).check()
