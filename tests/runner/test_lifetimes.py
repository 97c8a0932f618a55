"""No process outlives its owner, and a runner survives the loss of its processes.

All processes of a runner have a mark in their environment, so that they can be found
whatever their parent is.
"""

import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Limits,
    Outcome,
    Program,
)
from quizapp.core.values.value import Array
from quizapp.flow.ports import Runner
from quizapp.runner.app.fresh import Fresh
from quizapp.runner.app.spare import SocketSpare
from quizapp.runner.app.zygote_host import RESTARTED, ZygoteHost
from support.paths import ROOT
from support.processes import children_of, kill, with_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.torch,
    pytest.mark.skipif(
        sys.platform != "linux", reason="the zygote exists on Linux only"
    ),
]

SLEEP = Program(
    "print('here', flush=True)\nimport time\ntime.sleep(60)", limits=Limits(60)
)


def marked(mark: str) -> set[int]:
    """Return the running processes with a mark; a dead one has no environment."""
    return with_environment(f"/nowhere/{mark}\0")


def environment(mark: str) -> dict[str, str]:
    """Return an environment with a mark, in a variable that reaches every child."""
    return {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": f"/nowhere/{mark}"}


def wait_for(condition: Callable[[], int], seconds: float = 120.0) -> int:
    """Return a condition's value once it is true; fail after some time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)
    return value


@pytest.fixture(scope="module")
def mark() -> str:
    return uuid.uuid4().hex


@pytest.fixture(scope="module")
def runner(mark: str) -> Iterator[ZygoteHost]:
    runner = ZygoteHost(environment(mark), children=1)
    yield runner
    runner.close()
    wait_for(lambda: not marked(mark), 20.0)


@pytest.fixture
def ready(runner: ZygoteHost) -> ZygoteHost:
    """The runner, with a standby that waits and nothing to report."""
    assert is_right(runner)
    runner.news()
    wait_for(lambda: settled(runner))
    return runner


def settled(runner: ZygoteHost) -> bool:
    """Return whether there is one child, and it stays."""
    before = standby_of(runner)
    time.sleep(0.3)
    return before > 0 and before == standby_of(runner)


def is_right(runner: Runner) -> bool:
    """Run something; return whether its value is right."""
    outcome = runner.run(Program("import torch", "torch.ones(2)"))
    return isinstance(outcome, Completed) and outcome.value == Array(
        (2,), (1.0, 1.0), "float32"
    )


def zygote_of(runner: ZygoteHost) -> int:
    assert runner._connection is not None
    return runner._connection.process.pid


def standby_of(runner: ZygoteHost) -> int:
    """Return the pid of the only child; 0 while there are none or two."""
    children = children_of(zygote_of(runner))
    return children.pop() if len(children) == 1 else 0


def successor(runner: ZygoteHost, of: int) -> int:
    """Wait for the standby that follows another."""
    return wait_for(lambda: (pid := standby_of(runner)) != of and pid)


def run_in_thread(runner: Runner) -> Callable[[], Outcome]:
    """Start a run, wait until it sleeps; return a function that gives its outcome."""
    outcomes: list[Outcome] = []
    printed = threading.Event()
    thread = threading.Thread(
        target=lambda: outcomes.append(runner.run(SLEEP, lambda _: printed.set()))
    )
    thread.start()
    assert printed.wait(120)

    def outcome() -> Outcome:
        thread.join(30)
        return outcomes[0]

    return outcome


APP = """
import sys, os, time
from quizapp.core.runs.outcome import Limits, Program
from quizapp.runner.app.zygote_host import ZygoteHost
state, path = sys.argv[1:]
zygote = ZygoteHost({"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": path})
zygote.warm()
report = lambda *_: print("there", flush=True)
if state == "loading":
    time.sleep(0.4)
if state in ("idle", "done"):
    zygote.run(Program("1"))
if state == "idle":
    time.sleep(0.2)
if state == "running":
    zygote.run(Program("print(1)\\nwhile True: pass", limits=Limits(60)), report)
report()
time.sleep(60)
"""


@pytest.mark.parametrize("state", ["starting", "loading", "idle", "running", "done"])
def test_nothing_outlives_an_app_that_was_killed(state):
    """Whatever its zygote was doing, it and its children are gone soon."""
    mark = uuid.uuid4().hex
    app = subprocess.Popen(
        [sys.executable, "-c", APP, state, f"/nowhere/{mark}"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert app.stdout is not None
    assert app.stdout.readline() == b"there\n"
    assert marked(mark)
    app.kill()
    app.wait()
    app.stdout.close()
    wait_for(lambda: not marked(mark), 20.0)


def test_a_zygote_killed_while_it_loads_is_replaced(mark):
    """The first run starts another, and this is reported once."""
    runner = ZygoteHost(environment(mark + "1"), children=1)
    runner.warm()
    assert runner.protection.allowed == ()
    kill(zygote_of(runner))
    assert is_right(runner)
    assert (runner.news(), runner.news()) == (RESTARTED, None)
    runner.close()
    wait_for(lambda: not marked(mark + "1"), 1.0)


def test_a_zygote_killed_with_an_idle_standby_is_replaced(ready, mark):
    """The standby ends too; the next run starts another, and this is reported once."""
    kill(zygote_of(ready))
    wait_for(lambda: not marked(mark), 20.0)
    assert is_right(ready)
    assert (ready.news(), ready.news()) == (RESTARTED, None)


def test_a_zygote_killed_during_a_run_ends_the_run(ready, mark):
    """That run has no result; the next is right, and the loss is reported once."""
    outcome = run_in_thread(ready)
    kill(zygote_of(ready))
    assert isinstance(outcome(), Crashed)
    wait_for(lambda: not marked(mark), 20.0)
    assert is_right(ready)
    assert (ready.news(), ready.news()) == (RESTARTED, None)


def test_a_zygote_killed_right_after_a_run_is_replaced(ready):
    """While it reaps one child and forks the next."""
    assert is_right(ready)
    kill(zygote_of(ready))
    assert is_right(ready)
    assert (ready.news(), ready.news()) == (RESTARTED, None)


def test_a_standby_killed_while_it_waits_does_no_harm(ready):
    """The next run takes another; the zygote lives, and nothing is reported."""
    zygote = zygote_of(ready)
    kill(standby_of(ready))
    assert is_right(ready)
    assert ready.news() is None
    assert zygote_of(ready) == zygote


def test_standbys_killed_while_they_are_set_up_do_no_harm(ready):
    """Killed as soon as each is forked, six times in a row."""
    zygote, standby = zygote_of(ready), standby_of(ready)
    for _ in range(5):
        kill(standby)
        standby = successor(ready, standby)
    kill(standby)
    assert is_right(ready)
    assert ready.news() is None
    assert zygote_of(ready) == zygote


def test_a_child_killed_during_its_run_gives_no_result(ready):
    """The signal is reported; the zygote lives, and the next run is right."""
    outcome, zygote = run_in_thread(ready), zygote_of(ready)
    for child in children_of(zygote):
        kill(child)
    ended = outcome()
    assert isinstance(ended, Crashed)
    assert ended.detail == "was killed by SIGKILL"
    assert is_right(ready)
    assert ready.news() is None
    assert zygote_of(ready) == zygote


@pytest.mark.parametrize("kind", [ZygoteHost, Fresh, SocketSpare])
def test_nothing_is_left_when_a_runner_is_closed_during_a_run(mark, kind):
    """The run is stopped, and neither it nor a later run starts another process."""
    runner = kind(environment(mark + "2"))
    outcome = run_in_thread(runner)
    runner.close()
    assert isinstance(outcome(), Killed | Crashed)
    assert isinstance(runner.run(SLEEP), Crashed)
    wait_for(lambda: not marked(mark + "2"), 1.0)


def test_a_runner_closed_while_its_zygote_loads_does_not_wait(mark):
    """A run that waits for a standby ends at once."""
    runner = ZygoteHost(environment(mark + "3"), children=1)
    runner.warm()
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(runner.run(SLEEP)))
    thread.start()
    time.sleep(0.2)
    began = time.monotonic()
    runner.close()
    thread.join()
    assert time.monotonic() - began < 0.5
    assert isinstance(outcomes[0], Killed | Crashed)
    wait_for(lambda: not marked(mark + "3"), 1.0)


def test_a_run_that_waits_for_torch_can_be_stopped(mark):
    """At once, and the zygote continues to load for the next."""
    runner = ZygoteHost(environment(mark + "5"), children=1)
    runner.warm()
    threading.Timer(0.2, runner.stop).start()
    began = time.monotonic()
    outcome = runner.run(SLEEP)
    assert time.monotonic() - began < 0.5
    assert isinstance(outcome, Killed)
    assert is_right(runner)
    assert runner.news() is None
    runner.close()


@pytest.mark.parametrize("kind", [ZygoteHost, Fresh, SocketSpare])
def test_a_run_closes_only_its_own_descriptors(mark, kind):
    """A file opened during a run may get a number that the run has just released."""
    runner = kind(environment(mark + "4"))
    opened: list[int] = []

    def open_some(_: str) -> None:
        opened.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(8))

    runner.run(Program("print('now', flush=True)"), open_some)
    runner.close()
    runner.close()
    assert opened
    for fd in opened:
        os.close(fd)  # raises if the run has closed it


def test_a_relayed_run_leaves_no_descriptor_and_no_thread(mark):
    """The threads that relay a child's pipes end with it."""

    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir())) + threading.active_count()

    before = count()  # including those of an earlier run that end only now
    runner = SocketSpare(environment(mark + "6"))
    assert is_right(runner)
    runner.close()
    wait_for(lambda: count() <= before, 2.0)


def test_lost_processes_leave_no_descriptor(ready):
    """Neither a lost standby nor a lost zygote does."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        kill(standby_of(ready))
        assert is_right(ready)
        wait_for(lambda: standby_of(ready) > 0)
    kill(zygote_of(ready))
    assert is_right(ready)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
