"""Backups: one a study day where something changed, few of the older ones kept."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.errors import LogError, UsageError
from quizapp.store.backups import (
    DAYS,
    MONTHS,
    WEEKS,
    back_up_day,
    folder_of,
    list_backups,
    outdated,
)
from quizapp.store.links import chain_all
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.migrations import CHAINED, MIGRATIONS
from store.killing import bits, fault_in, review

MONDAY = date(2026, 3, 2)

DATES = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


@pytest.fixture
def log(path: Path):
    log = open_log(path, bits)
    log.append(review(1))
    yield log
    log.close()


def names(path: Path) -> set[str]:
    """Return what is in the folder of the backups."""
    return {each.name for each in folder_of(path).iterdir()}


# which are kept


@given(st.sets(DATES))
def test_the_latest_days_and_the_last_of_weeks_and_months_are_kept(days):
    """Never more than their sum; and among them the latest of all."""
    kept = days - outdated(days)
    assert set(sorted(days)[-DAYS:]) <= kept
    assert len(kept) <= DAYS + WEEKS + MONTHS
    for key in (lambda day: day.isocalendar()[:2], lambda day: (day.year, day.month)):
        newest = sorted({key(day) for day in days})[-4:]
        assert {max(day for day in days if key(day) == each) for each in newest} <= kept


@given(st.sets(DATES, max_size=60))
def test_thinning_out_day_by_day_is_thinning_out_once(days):
    """No backup is missed later on because it was deleted earlier."""
    kept: set[date] = set()
    for day in sorted(days):
        kept |= {day}
        kept -= outdated(kept)
    assert kept == days - outdated(days)


def test_of_a_year_of_days_thirteen_are_left():
    """The ends of months, Sundays, and the last seven."""
    year = {MONDAY + timedelta(days=number) for number in range(365)}
    kept = sorted(year - outdated(year))
    assert [str(day) for day in kept] == [
        *("2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31"),
        *("2027-02-14", "2027-02-21"),
        *("2027-02-23", "2027-02-24", "2027-02-25", "2027-02-26", "2027-02-27"),
        *("2027-02-28", "2027-03-01"),
    ]


# a study day's


def test_a_backup_is_a_whole_log_in_one_file(log, path):
    """It opens by itself and has every event; the log goes on meanwhile."""
    assert back_up_day(path, MONDAY)
    log.append(review(2))
    backup = folder_of(path) / "2026-03-02.db"
    assert names(path) == {"2026-03-02.db"}
    assert fault_in(backup) == "ok"
    moved = path.with_name("moved.db")
    backup.rename(moved)
    with closing(open_log(moved, bits)) as other:
        assert list(other.events()) == [review(1)]


def test_there_is_one_a_day_and_none_where_nothing_changed(log, path):
    """So no good backup is displaced by a copy of another."""
    assert back_up_day(path, MONDAY)
    log.append(review(2))
    assert not back_up_day(path, MONDAY)
    assert back_up_day(path, MONDAY + timedelta(days=1))
    assert not back_up_day(path, MONDAY + timedelta(days=2))
    log.close()
    assert back_up_day(path, MONDAY + timedelta(days=3))
    open_log(path, bits).close()
    assert not back_up_day(path, MONDAY + timedelta(days=4))


def test_a_log_without_events_needs_no_backup(path):
    """A new one would say nothing."""
    open_log(path, bits).close()
    assert not back_up_day(path, MONDAY)
    assert names(path) == set()


def test_older_backups_are_thinned_out_and_nothing_else_is(log, path):
    """Files that a restore or the user put there stay."""
    folder = folder_of(path)
    folder.mkdir()
    for name in ("schema-1.db", "damaged-20260101T000000Z.db", "mine.db", "notes"):
        (folder / name).write_bytes(b"")
    for number in range(30):
        log.append(review(number + 2))
        back_up_day(path, MONDAY + timedelta(days=number))
    days = {MONDAY + timedelta(days=number) for number in range(30)}
    kept = {f"{day}.db" for day in days - outdated(days)}
    assert len(kept) < 13
    others = {"schema-1.db", "damaged-20260101T000000Z.db", "mine.db", "notes"}
    assert names(path) == kept | others


def test_a_backup_has_the_time_of_its_state(log, path):
    """The time of the log's last change, whatever the clock says now."""
    when = datetime(2026, 3, 1, 21, 30, tzinfo=UTC)
    log.close()
    os.utime(path, (when.timestamp(), when.timestamp()))
    back_up_day(path, MONDAY)
    (backup,) = list_backups(path)
    assert (backup.name, backup.when) == ("2026-03-02.db", when)
    assert (backup.events, backup.sound) == (1, True)


def test_a_damaged_log_is_not_backed_up(log, path):
    """No good backup makes room for a bad one; the line says what is damaged."""
    for number in range(300):
        log.append(review(number + 2))
    log.close()
    back_up_day(path, MONDAY)
    data = bytearray(path.read_bytes())
    data[4096 * 5 : 4096 * 9] = b"\xff" * 4096 * 4
    path.write_bytes(bytes(data))
    with pytest.raises(LogError, match="is damaged"):
        back_up_day(path, MONDAY + timedelta(days=1))
    assert names(path) == {"2026-03-02.db"}


def test_a_backup_is_as_private_as_the_log(log, path):
    """Who may not read the one may not read the other."""
    path.chmod(0o600)
    back_up_day(path, MONDAY)
    assert (folder_of(path) / "2026-03-02.db").stat().st_mode & 0o777 == 0o600


def test_what_an_interrupted_backup_left_is_in_nobodys_way(log, path):
    """Not even its hot journal."""
    folder = folder_of(path)
    folder.mkdir()
    for name in ("unfinished.db", "unfinished.db-journal", "unfinished.db-wal"):
        (folder / name).write_bytes(b"half of something" * 1000)
    assert back_up_day(path, MONDAY)
    assert names(path) == {"2026-03-02.db"}


def test_a_backup_that_fails_is_one_line_and_no_reason_to_stop(log, path):
    """The log takes grades as before."""
    folder_of(path).write_text("a file where the folder should be")
    message = Maintenance(path).start_backup(MONDAY).ended()
    assert message is not None
    assert message.startswith("no backup was made: cannot use ")
    assert "\n" not in message
    log.append(review(2))
    assert len(list(log.events())) == 2


# before a migration


def old(path: Path, version: int) -> None:
    """Make a log of an old schema, with one row."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        for number in range(1, version + 1):
            connection.executescript(MIGRATIONS[number - 1])
            if number == 1:
                connection.executescript(
                    "INSERT INTO installation VALUES ('old');"
                    "INSERT INTO retractions VALUES"
                    " ('01890000-0000-7000-8000-000000000001', 'old', 'x', 1, 0)"
                )
            if number == CHAINED:
                chain_all(connection)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_what_is_migrated_is_kept_as_it_was(path, version):
    """A quizapp of that time can still read it."""
    old(path, version)
    with closing(open_log(path, bits)) as log:
        assert log.news is None
    backup = folder_of(path) / f"schema-{version}.db"
    with closing(sqlite3.connect(backup)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (version,)
        assert kept.execute("SELECT device FROM retractions").fetchall() == [("old",)]


def test_a_migration_without_a_backup_is_reported_and_done(path):
    """A full or closed folder of backups never stops anybody from studying."""
    old(path, 1)
    folder_of(path).write_text("a file where the folder should be")
    with closing(open_log(path, bits)) as log:
        assert log.news is not None
        assert log.news.startswith("no backup was made before")
        log.append(review(1))


def test_a_new_log_next_to_backups_is_reported(log, path):
    """A user who lost the file learns how to get it back."""
    back_up_day(path, MONDAY)
    log.close()
    path.unlink()
    with closing(open_log(path, bits)) as new:
        assert new.news is not None
        assert "`quizapp restore latest`" in new.news
    with closing(open_log(path, bits)) as again:
        assert again.news is not None
        assert "1 event is missing (1)" in again.news


# which is meant


def test_a_backup_is_named_in_full_or_in_part_or_is_the_latest(log, path):
    """`latest` is one that is sound, and not what a restore set aside."""
    folder = folder_of(path)
    back_up_day(path, MONDAY)
    log.append(review(2))
    back_up_day(path, MONDAY + timedelta(days=1))
    (folder / "2026-03-04.db").write_bytes(b"dear diary")
    (folder / "replaced-20260305T000000Z.db").write_bytes(
        (folder / "2026-03-03.db").read_bytes()
    )
    maintenance = Maintenance(path)
    assert maintenance.named("latest").name == "2026-03-03.db"
    assert maintenance.named("2026-03-02") == maintenance.named("2026-03-02.db")
    assert not maintenance.named("2026-03-04").sound
    with pytest.raises(UsageError, match=r"did you mean 2026-03-0\d.db\?"):
        maintenance.named("2026-03-0")


def test_without_backups_there_is_no_latest(path):
    """And a look makes no folder."""
    with pytest.raises(UsageError, match="there is no sound backup in"):
        Maintenance(path).named("latest")
    assert not path.parent.exists()
