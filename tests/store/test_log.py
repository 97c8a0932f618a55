"""The review log: append-only, durable, readable by every later version."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Note, Remark, Report, Star
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import (
    Event,
    EventId,
    Marked,
    Remarked,
    Retracted,
    Reviewed,
    event_id,
)
from quizapp.errors import LogError
from quizapp.flow.ports import ReviewLog
from quizapp.store import installation
from quizapp.store import log as log_module
from quizapp.store.copies import writing
from quizapp.store.links import LinkedEvent, damage_in, events
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.migrations import MIGRATIONS
from quizapp.store.transient import TransientLog
from support.paths import TESTS

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

REVIEW = Reviewed(
    id=event_id(1_000, 1),
    device="here",
    card=CardId("deck", "one"),
    content="abc",
    variant="{}",
    response="[1, 0] … ‘ünïcode’",
    verdict=VerdictName.WRONG,
    score=0.25,
    overridden=True,
    confidence=Confidence.CERTAIN,
    hints=2,
    suggested=Grade.AGAIN,
    grade=Grade.HARD,
    moment=Moment(START + timedelta(microseconds=17), timedelta(hours=-8)),
    seconds=8.25,
    app="0.1.0",
    torch="2.13.0",
)


def bits(count: int) -> int:
    """Return a fixed draw."""
    return (1 << count) - 5


def review(number: int, grade: Grade = Grade.GOOD) -> Reviewed:
    """Return the review of that number, six hours after the one before."""
    moment = Moment(START + number * timedelta(hours=6))
    return replace(REVIEW, id=event_id(number, number), grade=grade, moment=moment)


def retraction(of: Reviewed) -> Retracted:
    """Return the fact that takes a review back."""
    number = int(of.id[:8], 16) * 2**16 + int(of.id[9:13], 16)
    return Retracted(event_id(number, 2**70), "here", of.id, of.moment)


MARK = Marked(event_id(2**40, 5), "here", REVIEW.card, Mark.BURIED, review(100).moment)

SAID: tuple[Remark, ...] = (
    Star(on=True),
    Note("its scale is 1/(1-p) … ‘ünïcode’\n"),
    Report("p = 1", "abc", '{"p": 1}', "[1, 0]", "wrong", "0.1.0", "2.13.0"),
)
REMARKS = tuple(
    Remarked(event_id(number, 6), "here", REVIEW.card, remark, review(99).moment)
    for number, remark in enumerate(SAID, start=2**40)
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


@pytest.fixture(params=["sqlite", "transient"])
def log(request: pytest.FixtureRequest, path: Path):
    log: ReviewLog = (
        open_log(path, bits) if request.param == "sqlite" else TransientLog()
    )
    yield log
    log.close()


def test_an_event_comes_back_as_it_went_in(log):
    """Every field, to the microsecond."""
    bare = replace(REVIEW, id=event_id(2, 2), verdict=None, score=None, confidence=None)
    events = (REVIEW, bare, MARK, *REMARKS, retraction(REVIEW))
    for event in events:
        log.append(event)
    assert set(log.events()) == set(events)


def test_the_history_of_a_card_is_its_facts_in_force_in_order_of_time(log):
    """Other cards' facts, and retracted ones, are left out."""
    other = replace(review(3), card=CardId("deck", "other"))
    for event in (review(2), MARK, review(1), review(4), other, retraction(review(4))):
        log.append(event)
    assert log.history(REVIEW.card) == (review(1), review(2), MARK)


def test_the_latest_fact_is_the_last_of_this_device_in_force(log):
    """Later events of another device are not undone here."""
    assert log.latest() is None
    mine = [replace(review(number), device=log.device) for number in range(3)]
    marked = replace(MARK, device=log.device)
    if isinstance(log, TransientLog):  # it knows only one device
        elsewhere = []
    else:
        elsewhere = [replace(review(900), device="elsewhere")]
    for event in (*mine, marked, *elsewhere):
        log.append(event)
    assert log.latest() == marked
    log.append(Retracted(event_id(9, 9), log.device, marked.id, marked.moment))
    assert log.latest() == mine[2]


def test_an_event_that_is_already_there_is_left_as_it_was(log):
    """Merging logs is a union; a repeated append is harmless."""
    log.append(REVIEW)
    log.append(replace(REVIEW, response="something else"))
    assert list(log.events()) == [REVIEW]


def test_many_events_are_appended_at_once(log):
    """Those that are already here, or come twice, are neither changed nor counted."""
    log.append(review(2))
    again = replace(review(2), response="something else")
    events = [review(1), again, MARK, *REMARKS, review(1), retraction(review(1))]
    assert log.append_all(iter(events)) == len(events) - 2
    assert log.append_all(events) == 0
    expected = {review(1), review(2), MARK, *REMARKS, retraction(review(1))}
    assert set(log.events()) == expected
    log.append(review(3))
    assert set(log.events()) == {*expected, review(3)}


def test_events_that_cannot_be_read_to_the_end_are_not_appended(log):
    """All or nothing."""

    def broken():
        yield review(1)
        raise LogError("the file ends here", "get another")

    with pytest.raises(LogError):
        log.append_all(broken())
    assert list(log.events()) == []


def test_a_retraction_may_come_before_its_review(log):
    """Facts mean the same in any order."""
    log.append(retraction(REVIEW))
    log.append(REVIEW)
    assert fold(log.events()).by_card == {}


def test_closing_twice_is_harmless(log):
    """Exits of any kind may close again."""
    log.close()
    log.close()


def test_the_log_survives_a_restart_with_its_device(path):
    """What was appended is read back by the next process, under one name."""
    first = open_log(path, bits)
    first.append(REVIEW)
    first.close()
    second = open_log(path, lambda _: 0)
    assert list(second.events()) == [REVIEW]
    assert second.device == first.device == "fffffffffffb"
    second.close()


@pytest.mark.parametrize("table", ["reviews", "marks", "facts", "retractions"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET device = 'x'", "DELETE FROM {}"])
def test_sqlite_itself_refuses_to_change_or_forget_a_fact(path, table, sql):
    """Triggers guard the tables, whoever opens the file."""
    log = open_log(path, bits)
    events: tuple[Event, ...] = (REVIEW, MARK, *REMARKS, retraction(REVIEW))
    for event in events:
        log.append(event)
    log.close()
    with sqlite3.connect(path) as other, pytest.raises(sqlite3.IntegrityError):
        other.execute(sql.format(table))
    other.close()


def test_commits_are_synchronous_and_in_wal(path):
    """The settings that make a commit durable are in force."""
    log = open_log(path, bits)
    assert log._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert log._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    log.close()


HISTORIES = st.lists(
    st.tuples(st.sampled_from(Grade), st.booleans()), max_size=8, unique_by=id
)


def linked(path: Path) -> list[LinkedEvent]:
    """Return every row of a log with its link, and see that its chains are whole."""
    with closing(sqlite3.connect(path)) as connection:
        assert not damage_in(connection)
        return list(events(connection))


def test_many_events_are_chained_like_one_after_the_other(tmp_path):
    """The rows are the same to the last bit, and the next opening finds no fault."""
    several = [replace(review(n), device="abc"[n % 3]) for n in range(9)]
    some: tuple[Event, ...] = (*several, MARK, *REMARKS, retraction(review(1)))
    one, all_ = tmp_path / "one.db", tmp_path / "all.db"
    for path in (one, all_):
        log = open_log(path, bits)
        log.append(some[0])
        if path == all_:
            log.append_all(some)
        for event in some:
            log.append(event)
        log.append(replace(review(70), device="b"))
        log.close()
        log = open_log(path, bits)
        assert log.news is None
        log.close()
    assert linked(one) == linked(all_)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(HISTORIES, st.randoms(use_true_random=False))
def test_logs_of_two_machines_merge_by_union(tmp_path, history, random):
    """Appended in any order, in halves that overlap: one fold."""
    events: list[Event] = [
        review(number, grade) for number, (grade, _) in enumerate(history)
    ]
    undone = zip(events, history, strict=True)
    events += [
        retraction(event)
        for event, (_, undo) in undone
        if undo and isinstance(event, Reviewed)
    ]
    shuffled = [*events, *random.sample(events, len(events) // 2)]
    random.shuffle(shuffled)
    file = Path(mkdtemp(dir=tmp_path)) / "reviews.db"
    log = open_log(file, bits)
    for event in shuffled:
        log.append(event)
    assert fold(log.events()) == fold(events)
    log.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from store.test_log import bits, open_log, review
log = open_log(Path(sys.argv[1]), bits)
for number in range(int(sys.argv[3]), int(sys.argv[3]) + int(sys.argv[4])):
    log.append(review(number))
    print(review(number).id, flush=True)
"""


def writer(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    """Start a process that appends and prints each id once it is acknowledged."""
    tests = str(TESTS)
    arguments = [sys.executable, "-c", WRITER, str(path), tests]
    return subprocess.Popen(
        [*arguments, str(first), str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{tests}:{Path(tests).parent}"},
    )


@pytest.mark.slow
def test_two_processes_append_at_once(path):
    """Neither waits for the other to end, and neither loses anything."""
    processes = [writer(path, first, 200) for first in (0, 1_000)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    ids = {line for output in outputs for line in output.split()}
    log = open_log(path, bits)
    assert len(ids) == 400
    assert {event.id for event in log.events()} == ids
    log.close()


def open_late(
    path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, step: str
) -> SqliteLog:
    """Open a log; just before that step of it, another quizapp opens the same."""
    real = getattr(module, step)

    def late(*arguments):
        monkeypatch.setattr(module, step, real)
        open_log(path, bits).close()
        real(*arguments)

    monkeypatch.setattr(module, step, late)
    return open_log(path, lambda _: 0)


def test_a_new_log_waits_for_another_process_that_makes_it(path):
    """SQLite refuses to switch to WAL at once, whatever the timeout."""
    path.parent.mkdir()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE theirs (x)")
    with ThreadPoolExecutor() as pool:
        opening = pool.submit(lambda: open_log(path, bits).close())
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.3)
        other.execute("COMMIT")
        opening.result(timeout=20)
    other.close()


def test_a_step_that_another_process_just_took_is_not_taken_again(path, monkeypatch):
    """Both saw an empty file; the second would create the tables twice."""
    log = open_late(path, monkeypatch, log_module, "_migrate")
    version = log._connection.execute("PRAGMA user_version").fetchone()
    assert version == (len(MIGRATIONS),)
    log.close()


def test_two_processes_that_open_a_new_log_agree_on_its_name(path, monkeypatch):
    """Both saw it nameless; the name that was given first is kept."""
    log = open_late(path, monkeypatch, installation, "_name")
    names = log._connection.execute("SELECT device FROM installation").fetchall()
    assert names == [("fffffffffffb",)]
    assert log.device == "fffffffffffb"
    log.close()


@pytest.mark.parametrize(
    "write",
    [
        lambda log: log.append(REVIEW),
        lambda log: log.append(retraction(REVIEW)),
        lambda log: log.approve("0" * 64, "deck.toml", REVIEW.moment),
        lambda log: log_module._migrate(log._connection, len(MIGRATIONS)),
        lambda log: installation._name(log._connection, "late"),
        lambda log: log.append_all([REVIEW, MARK]),
    ],
    ids=["review", "retraction", "approval", "migration", "name", "several"],
)
def test_every_writer_asks_for_the_write_lock_first(path, write):
    """Asking later may be refused; a single INSERT asks before it reads."""
    log = open_log(path, bits)
    statements: list[str] = []
    log._connection.set_trace_callback(statements.append)
    write(log)
    if len(statements) == 1:
        assert statements[0].startswith("INSERT")
    else:
        assert statements[0] == "BEGIN IMMEDIATE"
        assert statements[-1] == "COMMIT"
    log.close()


def test_a_writer_that_reads_before_it_writes_is_not_overtaken(path):
    """Two that had read would each wait for the other, or write on what is stale."""
    log = open_log(path, bits)
    approve = "INSERT INTO approvals VALUES (?, 'deck.toml', 0)"
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with writing(log._connection):
        assert not log.knows("1" * 64)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute(approve, ("2" * 64,))
        log._connection.execute(approve, ("1" * 64,))
    other.execute(approve, ("2" * 64,))
    other.close()
    assert log.knows("1" * 64)
    assert log.knows("2" * 64)
    log.close()


FULL = """
import resource, signal, sys
from pathlib import Path
from store.test_log import bits, open_log, review, LogError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
log = open_log(path, bits)
log.append(review(0))
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
size = path.with_name(path.name + "-wal").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
try:
    log.append(review(1))
except LogError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
log.append(review(2))
print(len(list(log.events())))
"""


@pytest.mark.slow
def test_a_full_disk_is_reported_and_loses_nothing(path):
    """The grade fails with a clear line, earlier ones stay, a later one works."""
    tests = str(TESTS)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": f"{tests}:{Path(tests).parent}"},
    )
    message, count = done.stdout.splitlines()
    assert "disk is full" in message
    assert "nothing earlier is lost" in message
    assert count == "2"


def refusal(path: Path) -> str:
    """Return the one line that opening this path ends with."""
    with pytest.raises(LogError) as caught:
        open_log(path, bits)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text
    return text


def test_a_newer_schema_is_refused_with_advice(path):
    """An older quizapp does not touch what it does not know."""
    open_log(path, bits).close()
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    other.close()
    assert "update quizapp" in refusal(path)


def test_a_file_that_is_no_database_is_left_alone(path):
    """The message says so; the file keeps its bytes."""
    path.parent.mkdir()
    path.write_bytes(b"dear diary, " * 400)
    assert "is not a database" in refusal(path)
    assert path.read_bytes() == b"dear diary, " * 400


def test_a_damaged_log_is_reported_not_fixed(path):
    """Pages overwritten in the middle give one clear line."""
    log = open_log(path, bits)
    for number in range(300):
        log.append(review(number))
    log.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 6] = b"\xff" * 4096 * 4
    path.write_bytes(bytes(data))
    with pytest.raises(LogError, match="is damaged"):
        list(open_log(path, bits).events())


def test_a_folder_in_its_place_is_reported(path):
    """A directory cannot be opened as a log."""
    path.mkdir(parents=True)
    assert "cannot be opened" in refusal(path)


def test_a_file_where_the_folder_should_be_is_reported(tmp_path):
    """The parent folder cannot be made."""
    (tmp_path / "data").write_text("a file")
    assert "choose a folder" in refusal(tmp_path / "data" / "reviews.db")


def test_the_oldest_schema_is_migrated(path):
    """A log of schema 1 opens, keeps its rows, and gets the newest number."""
    path.parent.mkdir()
    with sqlite3.connect(path) as old:
        old.executescript(MIGRATIONS[0] + "PRAGMA user_version = 1;")
        old.execute("INSERT INTO installation VALUES ('old')")
    old.close()
    log = open_log(path, bits)
    assert log.device == "old"
    log.append(REVIEW)
    version = log._connection.execute("PRAGMA user_version").fetchone()
    assert version == (len(MIGRATIONS),)
    log.close()


def test_a_log_held_by_another_process_is_reported(path, monkeypatch):
    """After the wait there is a line that says who to look for."""
    monkeypatch.setattr("quizapp.store.copies.BUSY_SECONDS", 0.05)
    log = open_log(path, bits)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogError, match="another quizapp is using it"):
            log.append(REVIEW)
        other.execute("ROLLBACK")
    other.close()
    log.append(REVIEW)
    assert isinstance(log, SqliteLog)
    assert EventId(REVIEW.id) in {event.id for event in log.events()}
    log.close()


@pytest.mark.parametrize("year", [1, 1601, 2300, 9999])
def test_an_event_with_an_impossible_date_leaves_the_rest_usable(path, year):
    """It is counted and left out: for some years there is no calendar."""
    at = datetime(year, 1, 1, 0, 0, 30, tzinfo=UTC)
    with closing(open_log(path, bits)) as log:
        first, strange = (replace(review(n), device=log.device) for n in (1, 2))
        log.append(first)
        log.append(replace(strange, moment=Moment(at)))
        assert list(log.events()) == [first]
        assert log.implausible() == 1
        assert log.latest() == first
