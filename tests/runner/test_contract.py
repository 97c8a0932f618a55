"""One contract for every runner: whatever a snippet does is an outcome."""

import math
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Limits,
    Outcome,
    Program,
    Raised,
    TimedOut,
)
from quizapp.core.runs.protection import ProtectionLevel
from quizapp.core.values.value import (
    Array,
    Bytes,
    ComplexArray,
    DictPairs,
    Dtype,
    ExceptionClass,
    Items,
    Members,
    Nothing,
    Opaque,
    Record,
    TensorSummary,
    Text,
    scalar,
)
from quizapp.flow.ports import Runner
from quizapp.runner import runner_for
from quizapp.runner.app.fresh import Fresh
from quizapp.runner.app.spare import LOST, SocketSpare, Spare
from quizapp.runner.app.zygote_host import CHILDREN, ZygoteHost
from quizapp.runner.protocol import STANDBY_FDS
from support.paths import ROOT
from support.processes import children_of, is_running

pytestmark = pytest.mark.torch

CANARY = {"PATH": os.environ["PATH"], "SECRET_TOKEN": "canary"}
QUICK = Limits(wall=1.0)
PATIENT = Limits.within(60)
"""For what ends by itself: cores may be busy."""


@pytest.fixture(scope="module")
def zygote():
    runner = ZygoteHost(CANARY)
    yield runner
    runner.close()


@pytest.fixture(
    scope="module",
    params=[
        ZygoteHost,
        pytest.param(SocketSpare, marks=pytest.mark.slow),
        pytest.param(Fresh, marks=pytest.mark.slow),
        # It has the pipes of Fresh, and hands over as SocketSpare does.
        pytest.param(Spare, marks=pytest.mark.long),
    ],
)
def runner(request: pytest.FixtureRequest):
    if request.param is ZygoteHost:
        yield request.getfixturevalue("zygote")
        return
    runner = request.param(CANARY)
    yield runner
    runner.close()


def outcome_of(
    runner: Runner,
    code: str,
    ask: str | None = None,
    limits: Limits = QUICK,
    seed: int = 0,
) -> Outcome:
    """Run a snippet with a short time limit."""
    return runner.run(Program(code, ask, seed, limits))


def value_of(runner, code: str, ask: str):
    """Return the value of a run that must complete."""
    outcome = outcome_of(runner, code, ask, PATIENT)
    assert isinstance(outcome, Completed), outcome
    return outcome.value


def test_a_tensor_arrives_as_its_elements_shape_and_dtype(runner):
    """The value is rebuilt without unpickling anything."""
    value = value_of(runner, "import torch\nx = torch.tensor([[1., 0.]])", "x * 2")
    assert value == Array((1, 2), (2.0, 0.0), "float32")


def test_an_exception_has_its_class_bases_message_and_line(runner):
    """Line 3 of the snippet, not a line of the runner."""
    outcome = outcome_of(runner, "x = [1]\ndef f():\n    x[3]\nf()")
    assert isinstance(outcome, Raised)
    assert (outcome.type, outcome.line) == ("IndexError", 3)
    assert "LookupError" in outcome.bases
    assert outcome.message == "list index out of range"


def test_an_endless_loop_times_out(runner):
    """At its wall limit, with what it printed until then."""
    outcome = outcome_of(runner, "print('on my way')\nwhile True: pass")
    assert isinstance(outcome, TimedOut)
    assert outcome.output.stdout == "on my way\n"
    assert 1.0 <= outcome.seconds < 5.0


def test_a_gigabyte_of_output_is_cut_and_the_run_ended(runner):
    """The app keeps 64 KiB of it."""
    outcome = outcome_of(runner, "while True: print('x' * 10_000)")
    assert isinstance(outcome, Killed)
    assert outcome.reason == "output"
    assert outcome.output.truncated
    assert len(outcome.output.stdout) <= Limits().output


def test_everything_printed_before_the_end_arrives(runner):
    """As much as the limit allows, even if the last frame overtakes it."""
    outcome = outcome_of(runner, f"print('x' * {Limits().output - 1})", "1")
    assert isinstance(outcome, Completed)
    assert outcome.output.stdout == "x" * (Limits().output - 1) + "\n"


def test_code_arrives_complete(runner):
    """Even if it is longer than a pipe's buffer."""
    code = f"x = len({'y' * 300_000!r})"
    assert value_of(runner, code, "x") == Array((), (300_000,))


def test_leaving_the_interpreter_is_no_result(runner):
    """Whatever the exit status: no final frame, no pass."""
    outcome = outcome_of(runner, "import os\nos._exit(0)", "1")
    assert isinstance(outcome, Crashed)
    assert outcome.detail == "exited with status 0"


def test_memory_has_a_limit(runner):
    """A terabyte of zeros is refused, and reported as such."""
    outcome = outcome_of(runner, "import torch\ntorch.zeros(10**12)")
    assert isinstance(outcome, Killed)
    assert outcome.reason == "memory"


def test_the_same_seed_gives_the_same_draws_in_every_runner(runner, zygote):
    """torch, numpy, random and the hash order are seeded for each run."""
    code = (
        "import random, torch, numpy\n"
        "draw = [torch.rand(1).item(), numpy.random.rand(), random.random()]\n"
        "order = list({'alpha', 'beta', 'gamma', 'delta'})"
    )
    first = value_of(runner, code, "(draw, order)")
    assert value_of(runner, code, "(draw, order)") == first
    with_other_seed = outcome_of(runner, code, "(draw, order)", seed=1)
    assert isinstance(with_other_seed, Completed)
    assert with_other_seed.value != first
    if not isinstance(runner, ZygoteHost):
        assert value_of(zygote, code, "(draw, order)") == first


def test_the_users_environment_is_invisible(runner):
    """No token, no home folder, no working directory on the path."""
    code = "import os, sys\nseen = sorted(os.environ)\ncwd = os.getcwd()"
    seen = value_of(runner, code, "(seen, cwd, '' in sys.path)")
    assert isinstance(seen, Items)
    assert "SECRET_TOKEN" not in str(seen)
    assert "HOME" not in str(seen)
    assert seen.items[1:] == (Text("/"), Array((), (False,)))


def test_stop_ends_only_the_current_run(runner):
    """From another thread; the next run works."""
    printed = threading.Event()
    stopper = threading.Thread(target=lambda: printed.wait(120) and runner.stop())
    stopper.start()
    program = Program("print('here', flush=True)\nwhile True: pass", limits=Limits())
    outcome = runner.run(program, lambda _: printed.set())
    stopper.join()
    assert isinstance(outcome, Killed)
    assert outcome.reason == "stopped"
    assert value_of(runner, "", "1 + 1") == Array((), (2,))


def test_stop_without_a_run_is_harmless(zygote):
    """It does not reach the next run either."""
    zygote.stop()
    assert value_of(zygote, "", "1") == Array((), (1,))


VALUES = {
    "1 + 1": Array((), (2,)),
    "0.1": Array((), (0.1,)),
    "10 ** 50": Array((), (10**50,)),
    "True": Array((), (True,)),
    "[1, 2.5]": Array((2,), (1, 2.5)),
    "[[1, 2], [3, 4]]": Array((2, 2), (1, 2, 3, 4)),
    "[]": Array((0,), ()),
    "[1, [2]]": Items((Array((), (1,)), Array((1,), (2,)))),
    "None": Nothing(),
    "'text'": Text("text"),
    "ValueError": ExceptionClass("ValueError"),
    "KeyError('k')": ExceptionClass("KeyError"),
    "torch.float16": Dtype("float16"),
    "torch.ones(2, 3).shape": Array((2,), (2, 3), None, "S"),
    "torch.tensor(3)": Array((), (3,), "int64"),
    "torch.tensor([True])": Array((1,), (True,), "bool"),
    "torch.ones(1, dtype=torch.bfloat16)": Array((1,), (1.0,), "bfloat16"),
    "torch.ones(2, requires_grad=True)": Array((2,), (1.0, 1.0), "float32"),
    "torch.eye(2).to_sparse()": Array((2, 2), (1.0, 0.0, 0.0, 1.0), "float32"),
    "torch.empty(0, 3)": Array((0, 3), (), "float32"),
    "torch.ones(300)": TensorSummary(
        (300,),
        "float32",
        "float32 of shape (300,), mean 1, std 0, from 1 to 1; corners 1 … 1",
    ),
    "torch.nn.Parameter(torch.ones(1))": Array((1,), (1.0,), "float32"),
    "numpy.arange(3)": Array((3,), (0, 1, 2), "int64"),
    "numpy.float64(0.5)": Array((), (0.5,), "float64"),
    "1 + 2j": ComplexArray((), (1 + 2j,)),
    "torch.tensor([2j])": ComplexArray((1,), (2j,), "complex64"),
    "numpy.array([2j])": ComplexArray((1,), (2j,), "complex128"),
    "numpy.str_('a')": Text("a"),
    "(1, (2, 3))": Items((scalar(1), Array((2,), (2, 3), None, "(")), "("),
    "[(1, 2), (3, 4)]": Array((2, 2), (1, 2, 3, 4), None, "[("),
    "{1: 2}": DictPairs(((scalar(1), scalar(2)),)),
    "collections.Counter('abb')": DictPairs(
        ((Text("b"), scalar(2)), (Text("a"), scalar(1))), "Counter"
    ),
    "collections.defaultdict(int)": DictPairs((), "defaultdict", "<class 'int'>"),
    "collections.defaultdict(lambda: 1)": DictPairs((), "defaultdict", "..."),
    "{10, 9, 'a'}": Members((scalar(9), scalar(10), Text("a"))),
    "frozenset()": Members((), "frozenset"),
    "b'a\\x00'": Bytes(b"a\0"),
    "bytearray(b'a')": Bytes(b"a", "bytearray"),
    "collections.namedtuple('P', 'x y')(1, 'a')": Record(
        "P", (), (("x", scalar(1)), ("y", Text("a")))
    ),
    "torch.ones(2).max(0)": Record(
        "torch.return_types.max",
        (),
        (("values", scalar(1.0, "float32")), ("indices", scalar(0, "int64"))),
    ),
    "dataclasses.make_dataclass('D', ['x'])(1)": Record("D", (), (("x", scalar(1)),)),
    "torch.device('cpu')": Opaque("device", "device(type='cpu')", whole=True),
    "enum.IntEnum('E', 'A').A": Opaque("E", "<E.A: 1>", whole=True),
}


@pytest.mark.parametrize("expression", VALUES)
def test_every_type_of_value_arrives(zygote, expression):
    """As plain data of the core, or as its type and repr."""
    code = "import collections, dataclasses, enum, numpy, torch"
    assert value_of(zygote, code, expression) == VALUES[expression]


def test_special_floats_arrive(zygote):
    """nan, both infinities, and the sign of zero."""
    code = "import torch\nx = torch.tensor([float('nan'), float('inf'), -0.0])"
    value = value_of(zygote, code, "-x")
    assert isinstance(value, Array)
    assert math.isnan(value.elements[0])
    assert value.elements[1] == -math.inf
    assert math.copysign(1, value.elements[2]) == 1


HOSTILE = {
    "a regex that blocks the interpreter": (
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        TimedOut,
    ),
    "sleep": ("import time\ntime.sleep(60)", TimedOut),
    "signals ignored, then a loop": (
        "import signal\n"
        "for s in (2, 15, 14): signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        TimedOut,
    ),
    "stops itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        TimedOut,
    ),
    "sys.exit": ("import sys\nsys.exit(0)", Raised),
    "segmentation fault": ("import ctypes\nctypes.string_at(0)", Crashed),
    "a list of a billion": ("x = [0] * 10**9", Killed),
    "closes every descriptor": ("import os\nos.closerange(0, 100)", Crashed),
    "endless recursion": ("def f(): f()\nf()", Raised),
    "a repr that never returns": (
        "class X:\n    def __repr__(self):\n        while True: pass\nx = X()",
        TimedOut,
    ),
    "an exception whose text raises": (
        "class E(Exception):\n    def __str__(self): raise E\nraise E",
        Raised,
    ),
    "a value of depth 100000": ("x = []\nfor _ in range(10**5): x = [x]", Completed),
    "garbage on the frame descriptor": (
        "import os\nos.write(4, b'\\xff' * 99)",
        Crashed,
    ),
    "a frame of four gigabytes": (
        "import os\nos.write(4, b'V\\xff\\xff\\xff\\xff')",
        Crashed,
    ),
    "a flood of frames": (
        'import os\nwhile True: os.write(4, b\'R\\0\\0\\0\\x0c{"torch":""}\')',
        Crashed,
    ),
    "pickle on the frame descriptor": (
        "import os, pickle\nos.write(4, b'V\\0\\0\\0\\x05' + pickle.dumps([]))",
        Crashed,
    ),
    "half a frame, then silence": (
        "import os, time\nos.write(4, b'V\\0\\0')\ntime.sleep(60)",
        TimedOut,
    ),
    "text that is not UTF-8": (
        "import os\nos.write(1, b'\\xff\\xfe \\xc3\\xa9')",
        Completed,
    ),
    "a syntax error": ("x = (", Raised),
    "a NUL in the code": ("x = '\0'", Raised),
    "reads its input": ("x = input()", Raised),
    "a thread that keeps running": (
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()",
        Completed,
    ),
    "a child process that keeps the pipes open": (
        "import os, time\nif os.fork() == 0: time.sleep(60); os._exit(0)",
        Raised,
    ),
    "a daemon in a session of its own": (
        "import os, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(60)\n"
        "    os._exit(0)",
        Raised,
    ),
    "a poisoned torch": (
        "import torch\ntorch.ones = None\ntorch.tensor = None",
        Completed,
    ),
    "a large file": ("open('/tmp/quizapp-large', 'w').write('x' * 10**6)", Raised),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_next_run_is_right_whatever_a_snippet_does(zygote, name):
    """The snippet has the expected outcome, in time, and leaves nothing behind."""
    code, expected = HOSTILE[name]
    ask = "x" if "x = X()" in code or "x = [x]" in code else None
    began = time.monotonic()
    outcome = outcome_of(zygote, code, ask)
    assert isinstance(outcome, expected), outcome
    assert time.monotonic() - began < 10
    check = "import torch\nx = torch.tensor([1.]) + torch.ones(1)"
    assert value_of(zygote, check, "x") == Array((1,), (2.0,), "float32")


def test_output_arrives_live_and_separately(zygote):
    """Text arrives while the run goes on; stderr is separate from stdout."""
    pieces: list[str] = []
    code = "import sys, time\nprint('a')\ntime.sleep(.3)\nprint('b', file=sys.stderr)"
    outcome = zygote.run(Program(code, limits=QUICK), pieces.append)
    assert (outcome.output.stdout, outcome.output.stderr) == ("a\n", "b\n")
    assert pieces[0] == "a\n"
    assert "".join(pieces) == "a\nb\n"


def test_a_character_that_arrives_in_parts_is_decoded(zygote):
    """UTF-8 may be split between reads."""
    code = (
        "import os, time\n"
        "os.write(1, b'\\xe2\\x9c'); time.sleep(.2); os.write(1, b'\\x93')"
    )
    assert outcome_of(zygote, code).output.stdout == "✓"


def test_parallel_operations_do_not_hang_after_a_fork(zygote):
    """A child may use two threads; autograd, convolution and optimizer work."""
    code = """
import torch
torch.set_num_threads(2)
model = torch.nn.Conv1d(4, 4, 3)
optimizer = torch.optim.AdamW(model.parameters())
model(torch.randn(8, 4, 4096)).square().mean().backward()
optimizer.step()
"""
    assert isinstance(outcome_of(zygote, code, limits=Limits()), Completed)


def test_a_hundred_runs_leave_no_descriptor_and_no_process(zygote):
    """Nothing grows."""
    value_of(zygote, "", "1")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(100):
        value_of(zygote, "import torch", "torch.ones(1)")
    assert len(children(zygote)) <= CHILDREN + 1  # one is ending
    for _ in range(CHILDREN):
        zygote._ended = -math.inf  # as after a pause: no further ones are made ahead
        value_of(zygote, "", "1")
    assert len(children(zygote)) <= 2  # one is ending, one is waiting
    after = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    assert after <= before + STANDBY_FDS  # the next one may be known already


def children(zygote: ZygoteHost) -> set[int]:
    """Return the processes that the zygote has."""
    assert zygote._connection is not None
    return children_of(zygote._connection.process.pid)


def test_runs_in_a_row_have_a_child_each(zygote):
    """The next children are made while one runs, and none is used twice."""
    code = "import os\nimport torch\nseen = getattr(torch, 'seen', 0)\ntorch.seen = 1"
    values = [value_of(zygote, code, "(os.getpid(), seen)") for _ in range(12)]
    pids, seen = zip(*(value.elements for value in values), strict=True)
    assert len(set(pids)) == 12
    assert set(seen) == {0}


def test_a_child_cannot_signal_those_that_wait_beside_it(zygote):
    """Runs in a row stay right although each tries to kill its neighbors."""
    code = """
import os
for pid in range(os.getpid() - 20, os.getpid() + 20):
    for number in (9, 19):
        try:
            os.kill(pid, 0 if pid == os.getpid() else number)
        except OSError:
            pass
"""
    results = [value_of(zygote, code, "2 + 2") for _ in range(12)]
    assert {value.elements for value in results} == {(4,)}
    assert zygote.news() is None


@pytest.mark.slow
def test_a_zygote_that_was_killed_is_replaced(zygote):
    """A run is tried again in a new one, and the user is notified once.

    A child that was ready may serve one more run; the next one needs a new zygote.
    """
    value_of(zygote, "", "1")
    assert zygote._connection is not None
    zygote._connection.process.kill()
    zygote._connection.process.wait()
    news = []
    for _ in range(3):
        assert value_of(zygote, "", "1") == Array((), (1,))
        news += [zygote.news()]
    assert len([each for each in news if each is not None]) == 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Spare, SocketSpare])
def test_a_spare_that_was_killed_is_replaced(kind):
    """Between two runs."""
    spare = kind(CANARY)
    spare.warm()
    assert spare._spare is not None
    spare._spare.process.kill()
    spare._spare.process.wait()
    assert value_of(spare, "", "1") == Array((), (1,))
    assert spare.news() is not None
    spare.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", [Spare, SocketSpare])
def test_a_spare_that_is_killed_when_it_is_taken_is_replaced(kind, monkeypatch):
    """It was alive when it was checked, but it never sent `B`."""
    spare = kind(CANARY)
    spare.warm()
    assert spare._spare is not None
    process = spare._spare.process
    monkeypatch.setattr(process, "poll", lambda: None)
    process.kill()
    assert value_of(spare, "", "1") == Array((), (1,))
    assert (spare.news(), spare.news()) == (LOST, None)
    spare.close()


def test_every_runner_on_linux_is_confined(runner):
    """However the child was started, the kernel refuses it the same acts."""
    assert runner.protection.level is ProtectionLevel.STRONG


def test_a_runner_that_cannot_start_reports_it(monkeypatch):
    """An outcome, not an exception."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    for runner in (kind(CANARY) for kind in (ZygoteHost, Spare, SocketSpare, Fresh)):
        outcome = outcome_of(runner, "1")
        runner.close()
        assert isinstance(outcome, Crashed)
        assert outcome.detail.startswith("could not start")


def test_closing_twice_is_harmless():
    """Even for a runner that never ran."""
    runner = runner_for("linux", CANARY)
    runner.close()
    runner.close()


APP = """
import os, sys
from quizapp.core.runs.outcome import Limits, Program
from quizapp.runner.app.zygote_host import ZygoteHost
zygote = ZygoteHost(os.environ)
def report(text):
    print(zygote._connection.process.pid, text.strip(), flush=True)
code = "import os, time\\nprint(os.getpid(), flush=True)\\ntime.sleep(60)"
zygote.run(Program(code, limits=Limits(wall=60)), report)
"""


@pytest.mark.slow
def test_nothing_outlives_an_app_that_was_killed():
    """After SIGKILL to the app, zygote and running child are gone within a second."""
    app = subprocess.Popen(
        [sys.executable, "-c", APP],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert app.stdout is not None
    pids = [int(pid) for pid in app.stdout.readline().split()]
    assert len(pids) == 2
    app.send_signal(signal.SIGKILL)
    app.wait()
    app.stdout.close()
    deadline = time.monotonic() + 1.0
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(is_running, pids))
