"""Windows, as far as it can be tested elsewhere.

The job object is asked of a stand-in for the kernel: what is asked for is tested,
not what Windows makes of it. That the pipes can be carried to sockets is tested by
the contract, with `SocketSpare` as one more runner.
"""

import ctypes
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from quizapp.core.runs.outcome import Limits
from quizapp.runner.system import windows
from quizapp.runner.system.windows import (
    BasicLimits,
    ChildHandle,
    ExtendedLimits,
    IoCounters,
    MemoryCounters,
)

PROCESS, JOB = 11, 22
COMMITTED = 300 * 2**20


class Kernel:
    """Answers like kernel32, and remembers what it was asked."""

    def __init__(self, *refused: str) -> None:
        self.refused = set(refused)
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.limits = ExtendedLimits()

    def __getattr__(self, name: str) -> Callable[..., int]:
        return lambda *arguments: self._answer(name, arguments)

    def arguments_of(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for called, arguments in self.calls if called == name]

    def _answer(self, name: str, arguments: tuple[Any, ...]) -> int:
        self.calls.append((name, arguments))
        if name in self.refused or f"{name} {arguments[1:2]}" in self.refused:
            return 0
        if name == "SetInformationJobObject" and arguments[1] == 9:
            self.limits = ExtendedLimits.from_buffer_copy(arguments[2]._obj)
        if name == "K32GetProcessMemoryInfo":
            arguments[1]._obj.PagefileUsage = COMMITTED
        return {"OpenProcess": PROCESS, "CreateJobObjectW": JOB}.get(name, 1)


@pytest.mark.parametrize(
    ("structure", "size", "field", "offset"),
    [
        (BasicLimits, 64, "PriorityClass", 56),
        (IoCounters, 48, "OtherTransferCount", 40),
        (ExtendedLimits, 144, "ProcessMemoryLimit", 112),
        (MemoryCounters, 72, "PagefileUsage", 56),
    ],
)
def test_structures_are_laid_out_as_in_the_headers(structure, size, field, offset):
    """The numbers are what a compiler says of the Windows headers, for 64 bits."""
    assert ctypes.sizeof(structure) == size
    assert getattr(structure, field).offset == offset


def test_a_child_is_alone_in_its_job_and_ends_with_it():
    """It may start no process, and is killed when the app's handle closes."""
    kernel = Kernel()
    leash = ChildHandle(7, kernel)
    basic = kernel.limits.BasicLimitInformation
    assert basic.LimitFlags == 0x2000 | 0x400 | 0x8
    assert basic.ActiveProcessLimit == 1
    assert kernel.arguments_of("AssignProcessToJobObject") == [(JOB, PROCESS)]
    leash.kill()


def test_a_run_is_bounded_from_what_its_process_has_used():
    """Memory counts from what is committed; Windows counts time so by itself."""
    kernel = Kernel()
    leash = ChildHandle(7, kernel)
    leash.apply_limits(Limits(cpu=1.5, memory=1000))
    limits = kernel.limits
    assert limits.BasicLimitInformation.LimitFlags == 0x2408 | 0x4 | 0x100 | 0x200
    assert limits.BasicLimitInformation.PerJobUserTimeLimit == 15_000_000
    assert limits.ProcessMemoryLimit == limits.JobMemoryLimit == COMMITTED + 1000
    assert limits.BasicLimitInformation.ActiveProcessLimit == 1
    leash.kill()


def test_a_child_that_cannot_be_put_in_a_job_is_an_error():
    """Nothing is run unbounded, and no handle stays open."""
    kernel = Kernel("AssignProcessToJobObject")
    with pytest.raises(OSError):  # noqa: PT011  # Windows has the words
        ChildHandle(7, kernel)
    assert set(kernel.arguments_of("CloseHandle")) == {(JOB,), (PROCESS,)}


def test_a_child_that_cannot_be_bounded_is_killed():
    """Before it has the code."""
    kernel = Kernel("K32GetProcessMemoryInfo")
    leash = ChildHandle(7, kernel)
    leash.apply_limits(Limits())
    assert kernel.arguments_of("TerminateJobObject") == [(JOB, 1)]


def test_a_job_within_a_job_needs_no_limits_on_windows():
    """The clipboard's and others' are refused there; all else holds."""
    kernel = Kernel("SetInformationJobObject (4,)")
    leash = ChildHandle(7, kernel)
    assert kernel.arguments_of("TerminateJobObject") == []
    leash.kill()


def test_a_child_is_killed_once():
    """Handles are numbers: by a second time they may be another's."""
    kernel = Kernel()
    leash = ChildHandle(7, kernel)
    leash.kill()
    leash.kill()
    assert kernel.arguments_of("TerminateJobObject") == [(JOB, 1)]
    assert kernel.arguments_of("CloseHandle") == [(JOB,), (PROCESS,)]


def test_the_real_interpreter_is_started_for_a_virtual_environments(monkeypatch):
    """The environment's own would start it as a second process."""
    monkeypatch.setattr(sys, "executable", "C:/venv/Scripts/python.exe")
    monkeypatch.setattr(sys, "_base_executable", "C:/python/python.exe")
    assert windows.interpreter() == (
        "C:/python/python.exe",
        {"__PYVENV_LAUNCHER__": "C:/venv/Scripts/python.exe"},
    )


AS_ON_WINDOWS = """
import importlib, pkgutil, sys
LINUX = ("app.zygote_host", "child.zygote", "child.sandbox", "system.posix")
ABSENT = {"fcntl", "resource", "termios", "pwd", "grp", "landlockpy", "seccompy"}

def load():
    for each in pkgutil.walk_packages(quizapp.__path__, "quizapp."):
        if each.name.removeprefix("quizapp.runner.") not in LINUX:
            importlib.import_module(each.name)

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

import quizapp
load()  # for the libraries that it uses, which have their own ways on Windows
for name in list(sys.modules):
    if name.partition(".")[0] in {"quizapp", *ABSENT}:
        del sys.modules[name]
import ctypes, socket
ctypes.CDLL = lambda name: name
family = socket.AF_UNIX
del socket.AF_UNIX
sys.meta_path.insert(0, Refuse())
sys.platform = "win32"
import quizapp
load()
socket.AF_UNIX = family  # Windows has another way to a pair of sockets
from quizapp.runner import runner_for
runner = runner_for(sys.platform, {})
print(type(runner).__name__, runner.protection.level.value)
runner.close()
"""


def test_nothing_that_windows_lacks_is_imported_there():
    """Every module but Linux' own loads without fcntl, resource, termios and pwd.

    No more than limits is promised there, so that approval is asked for.
    """
    ended = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("SocketSpare limits only\n", "")
