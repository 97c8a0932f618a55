"""Kill processes with SIGKILL at random instants, and check what they leave.

A worker is forked, runs a job, and reports each finished step through a pipe, as an
acknowledgment. `python tests/store/killing.py [KILLS]` kills that many
graders (1,000) on one log and says what is left of it.
"""

import os
import random
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from warnings import catch_warnings, simplefilter

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.scheduling.review import Retracted, Reviewed, event_id
from quizapp.store.log import open_log

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

Tell = Callable[[str], object]

EVENTS = ("reviews", "marks", "facts", "retractions")
"""The tables that events are in."""


def review(number: int) -> Reviewed:
    """Return the review of that number."""
    return Reviewed(
        id=event_id(number, number),
        device="here",
        card=CardId("deck", f"card-{number % 40}"),
        content="abc",
        variant="{}",
        response=f"{number} … ‘ünïcode’",
        verdict=VerdictName.WRONG,
        score=0.25,
        overridden=False,
        confidence=None,
        hints=0,
        suggested=Grade.AGAIN,
        grade=Grade(number % 4 + 1),
        moment=Moment(START + number * timedelta(minutes=7)),
        seconds=8.25,
        app="0.1.0",
        torch="2.13.0",
    )


def retraction(number: int, of: Reviewed) -> Retracted:
    """Return a fact of that number that takes a review back."""
    return Retracted(event_id(number, number), "here", of.id, of.moment)


def bits(count: int) -> int:
    """Return a fixed draw."""
    return (1 << count) - 5


def grade(path: Path, first: int, tell: Tell) -> None:
    """Open the log and grade without end; every fifth grade is undone."""
    log = open_log(path, bits)
    number = first
    while True:
        event = review(number)
        log.append(event)
        tell(event.id)
        number += 1
        if number % 5 == 0:
            undo = retraction(number, event)
            log.append(undo)
            tell(undo.id)
            number += 1


def killed(
    job: Callable[[Tell], object], seconds: float, *, underway: bool = False
) -> list[str]:
    """Fork a process for a job, kill it after so long, and return what it shown.

    The time runs from the fork, or from the first telling if it is to be underway.
    """
    reader, writer = os.pipe()
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)  # the worker starts no threads
        worker = os.fork()
    if worker == 0:
        code = 1
        try:
            os.close(reader)
            job(lambda text: os.write(writer, f"{text}\n".encode()))
            code = 0
        except Exception:  # noqa: BLE001  # the parent hears that it failed
            traceback.print_exc()
        finally:
            os._exit(code)  # whatever happens: this is no second parent
    os.close(writer)
    with os.fdopen(reader) as pipe:
        first = pipe.readline() if underway else ""
        time.sleep(seconds)
        os.kill(worker, signal.SIGKILL)
        message = (first + pipe.read()).splitlines()
    _, status = os.waitpid(worker, 0)
    if status not in (0, signal.SIGKILL):
        raise ChildProcessError("the worker failed before it was killed")
    return message


def fault_in(path: Path) -> str:
    """Return what SQLite says of a file: `ok`, or its first fault."""
    connection = sqlite3.connect(path)
    (found,) = connection.execute("PRAGMA integrity_check").fetchone()
    connection.close()
    return str(found)


def ids_in(path: Path) -> frozenset[str]:
    """Open the log as quizapp does, recovering it, and return the ids of all events."""
    open_log(path, bits).close()
    connection = sqlite3.connect(path)
    ids = {
        id_
        for table in EVENTS
        for (id_,) in connection.execute(f"SELECT id FROM {table}")  # noqa: S608
    }
    connection.close()
    return frozenset(ids)


class Toll(Struct, frozen=True):
    """What a number of kills came to."""

    grading: int = 0
    """Kills of processes that had graded."""
    early: int = 0
    """Kills of processes that had not yet."""
    acknowledged: int = 0
    lost: int = 0
    """Events that were acknowledged and are not in the log."""
    extra: int = 0
    """Events that are in the log although nobody was reported."""
    most_extra: int = 0
    """Most of these after one kill."""
    faults: int = 0
    """Times that the file was found not to be sound."""


CHECK_EVERY = 20
"""After so many kills the whole file is checked; its events are after each."""


def kill_graders(path: Path, kills: int, seed: int) -> Toll:
    """Kill graders on one log, so many of them while they graded; look after each.

    Every fourth is killed at an instant that may be before it could grade.
    """
    chance = random.Random(seed)  # noqa: S311
    opening = _time_to_open(path)
    message: set[str] = set()
    toll, size = Toll(), 0
    for number in count(1):
        if toll.grading >= kills:
            break
        underway = number % 4 != 0
        wait = chance.uniform(0, 0.03 if underway else 2 * opening)
        new = killed(partial(grade, path, number * 10_000), wait, underway=underway)
        message |= set(new)
        now, missing = _look(path, new)
        checked = number % CHECK_EVERY == 0
        toll = replace(
            toll,
            grading=toll.grading + bool(new),
            early=toll.early + (not new),
            lost=toll.lost + missing,
            most_extra=max(toll.most_extra, now - size - len(new)),
            faults=toll.faults + (checked and fault_in(path) != "ok"),
        )
        size = now
    there = ids_in(path)
    return replace(
        toll,
        acknowledged=len(message),
        lost=max(toll.lost, len(message - there)),
        extra=len(there - message),
        faults=toll.faults + (fault_in(path) != "ok"),
    )


def _look(path: Path, ids: list[str]) -> tuple[int, int]:
    """Open a log as quizapp does; count its events, and which of these it lacks."""
    open_log(path, bits).close()
    connection = sqlite3.connect(path)
    size = sum(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in EVENTS
    )
    there = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE id = ?1"  # noqa: S608
        for table in EVENTS
    )
    missing = sum(not connection.execute(there, (id_,)).fetchall() for id_ in ids)
    connection.close()
    return size, missing


def _time_to_open(path: Path) -> float:
    """Measure how long a grader takes here until it can grade."""
    open_log(path, bits).close()
    began = time.perf_counter()
    killed(lambda tell: (open_log(path, bits), tell("open")), 0, underway=True)
    return time.perf_counter() - began


def main(kills: int) -> None:
    """Kill so many graders, and print what is left."""
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        toll = kill_graders(Path(folder) / "reviews.db", kills, seed=0)
    lines = (
        f"{toll.grading} kills while grading, {toll.early} before,"
        f" in {time.monotonic() - began:.0f} s",
        f"{toll.acknowledged} acknowledged, {toll.lost} of them lost",
        f"{toll.extra} there that were not, at most {toll.most_extra} a kill",
        f"{toll.faults} times the file was not sound",
    )
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
