"""Windows, as far as it can be tested elsewhere.

A fake kernel records the calls: this tests what is asked of Windows, not what
Windows does. The contract tests the relayed pipes, with `SocketSpare` as a runner.
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


class FakeKernel:
    """A fake kernel32 that records its calls."""

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
def test_structures_have_the_layout_of_the_headers(structure, size, field, offset):
    """The numbers are a compiler's, from the 64-bit Windows headers."""
    assert ctypes.sizeof(structure) == size
    assert getattr(structure, field).offset == offset


def test_a_child_is_alone_in_its_job_and_ends_with_it():
    """It cannot start a process, and is killed when the app's handle closes."""
    kernel = FakeKernel()
    handle = ChildHandle(7, kernel)
    basic = kernel.limits.BasicLimitInformation
    assert basic.LimitFlags == 0x2000 | 0x400 | 0x8
    assert basic.ActiveProcessLimit == 1
    assert kernel.arguments_of("AssignProcessToJobObject") == [(JOB, PROCESS)]
    handle.kill()


def test_limits_of_a_run_count_from_what_its_process_has_used():
    """Memory counts from what is committed; Windows itself counts time so."""
    kernel = FakeKernel()
    handle = ChildHandle(7, kernel)
    handle.apply_limits(Limits(cpu=1.5, memory=1000))
    limits = kernel.limits
    assert limits.BasicLimitInformation.LimitFlags == 0x2408 | 0x4 | 0x100 | 0x200
    assert limits.BasicLimitInformation.PerJobUserTimeLimit == 15_000_000
    assert limits.ProcessMemoryLimit == limits.JobMemoryLimit == COMMITTED + 1000
    assert limits.BasicLimitInformation.ActiveProcessLimit == 1
    handle.kill()


def test_a_child_that_cannot_be_put_in_a_job_is_an_error():
    """Nothing runs without limits, and no handle stays open."""
    kernel = FakeKernel("AssignProcessToJobObject")
    with pytest.raises(OSError):  # noqa: PT011  # the message is from Windows
        ChildHandle(7, kernel)
    assert set(kernel.arguments_of("CloseHandle")) == {(JOB,), (PROCESS,)}


def test_a_child_that_cannot_be_limited_is_killed():
    """Before it has the code."""
    kernel = FakeKernel("K32GetProcessMemoryInfo")
    handle = ChildHandle(7, kernel)
    handle.apply_limits(Limits())
    assert kernel.arguments_of("TerminateJobObject") == [(JOB, 1)]


def test_a_job_within_a_job_needs_no_user_interface_limits():
    """Windows refuses those there; all other limits hold."""
    kernel = FakeKernel("SetInformationJobObject (4,)")
    handle = ChildHandle(7, kernel)
    assert kernel.arguments_of("TerminateJobObject") == []
    handle.kill()


def test_a_child_is_killed_once():
    """Handles are numbers: the second time they may belong to something else."""
    kernel = FakeKernel()
    handle = ChildHandle(7, kernel)
    handle.kill()
    handle.kill()
    assert kernel.arguments_of("TerminateJobObject") == [(JOB, 1)]
    assert kernel.arguments_of("CloseHandle") == [(JOB,), (PROCESS,)]


def test_the_real_interpreter_is_started_in_a_virtual_environment(monkeypatch):
    """The environment's launcher would start it as a second process."""
    monkeypatch.setattr(sys, "executable", "C:/venv/Scripts/python.exe")
    monkeypatch.setattr(sys, "_base_executable", "C:/python/python.exe")
    assert windows.interpreter() == (
        "C:/python/python.exe",
        {"__PYVENV_LAUNCHER__": "C:/venv/Scripts/python.exe"},
    )


AS_ON_WINDOWS = """
import importlib, pkgutil, sys
LINUX = (
    *("app.zygote_host", "app.shared_zygote", "child.zygote", "child.shared_zygote"),
    *("child.sandbox", "system.posix", "quizapp.wiring.forking"),
)
ABSENT = {"fcntl", "resource", "termios", "pwd", "grp", "landlockpy", "seccompy"}

def load():
    for module in pkgutil.walk_packages(quizapp.__path__, "quizapp."):
        if module.name.removeprefix("quizapp.runner.") not in LINUX:
            importlib.import_module(module.name)

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

import quizapp
load()  # loads libraries that would import something else on Windows
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
socket.AF_UNIX = family  # Windows makes a pair of sockets differently
from quizapp.runner import runner_for
runner = runner_for(sys.platform, {})
print(type(runner).__name__, runner.protection.level.value)
runner.close()
"""


@pytest.mark.slow
def test_nothing_that_windows_lacks_is_imported_on_windows():
    """Every module except Linux's own loads without fcntl, resource, termios and pwd.

    The level is `limits only`, so approval is required.
    """
    ended = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.stdout, ended.stderr) == ("SocketSpare limits only\n", "")
