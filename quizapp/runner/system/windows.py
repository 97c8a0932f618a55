"""Starts and controls a child on Windows, by handles and a job object.

The same interface as `posix`, deliberately under the same three names:
`interpreter`, `lend_descriptors` and `ChildHandle`. `launch` chooses between them.

A job limits its processes from outside and ends them when its last handle is
closed, so even when the app is killed. It hides no file and no network.

Written without a Windows machine: tried under Wine only, which enforces no limit on
memory, time or the number of processes. No other module of the runner is specific
to Windows; the rest is tested on every system.
"""

import ctypes
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from quizapp.core.runs.outcome import Limits

_KILLED = 1

_EXTENDED_LIMITS = 9
_UI_RESTRICTIONS = 4
"""Classes of information about a job."""

_JOB_TIME = 0x0004
_ACTIVE_PROCESS = 0x0008
_PROCESS_MEMORY = 0x0100
_JOB_MEMORY = 0x0200
_DIE_ON_UNHANDLED_EXCEPTION = 0x0400
_KILL_ON_JOB_CLOSE = 0x2000

_EVERY_UI_RESTRICTION = 0xFF
"""No clipboard, no other program's windows, no system settings, no logging off."""

_ACCESS = 0x0001 | 0x0100 | 0x0400 | 0x0010
"""Rights to a process: to terminate it, set its quota, query it, read its memory."""

_TICKS = 10_000_000
"""Ticks of 100 nanoseconds in a second."""


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class IoCounters(ctypes.Structure):
    """IO_COUNTERS."""

    _fields_ = tuple(
        (f"{action}{unit}Count", ctypes.c_uint64)
        for unit in ("Operation", "Transfer")
        for action in ("Read", "Write", "Other")
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", IoCounters),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class MemoryCounters(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS."""

    _fields_ = (
        ("cb", ctypes.c_uint32),
        ("PageFaultCount", ctypes.c_uint32),
        ("PeakWorkingSetSize", ctypes.c_size_t),
        ("WorkingSetSize", ctypes.c_size_t),
        ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPagedPoolUsage", ctypes.c_size_t),
        ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
        ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
        ("PagefileUsage", ctypes.c_size_t),
        ("PeakPagefileUsage", ctypes.c_size_t),
    )


_HANDLE = ctypes.c_void_p
_SIGNATURES: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "OpenProcess": (_HANDLE, (ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32)),
    "CreateJobObjectW": (_HANDLE, (ctypes.c_void_p, ctypes.c_wchar_p)),
    "SetInformationJobObject": (
        ctypes.c_int,
        (_HANDLE, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32),
    ),
    "AssignProcessToJobObject": (ctypes.c_int, (_HANDLE, _HANDLE)),
    "K32GetProcessMemoryInfo": (
        ctypes.c_int,
        (_HANDLE, ctypes.c_void_p, ctypes.c_uint32),
    ),
    "TerminateJobObject": (ctypes.c_int, (_HANDLE, ctypes.c_uint32)),
    "CloseHandle": (ctypes.c_int, (_HANDLE,)),
}


def interpreter() -> tuple[str, dict[str, str]]:
    """Return the program to start, and the environment variables it needs.

    Not the `python.exe` of a virtual environment: that starts the real one as a
    second process, which would be outside the job. The variable tells the real one
    which environment's packages to use.
    """
    base: str = getattr(sys, "_base_executable", sys.executable)
    if base == sys.executable:
        return base, {}
    return base, {"__PYVENV_LAUNCHER__": sys.executable}


@contextmanager
def lend_descriptors(
    descriptors: Mapping[int, int],
) -> Iterator[tuple[dict[int, int], dict[str, Any]]]:
    """Make descriptors available to a child: ours mapped to the child's numbers.

    Yields the handles that the child inherits, mapped likewise, and Popen's options.
    """
    if sys.platform != "win32":
        raise OSError("only on Windows")
    import msvcrt

    lent = {msvcrt.get_osfhandle(fd): target for fd, target in descriptors.items()}
    inheritable = True  # by this child only: see `handle_list`
    for handle in lent:
        os.set_handle_inheritable(handle, inheritable)
    startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": list(lent)})
    # Without a console it cannot read the app's keys or receive its Ctrl-C.
    yield lent, {"startupinfo": startup, "creationflags": subprocess.DETACHED_PROCESS}


class ChildHandle:
    """Controls a child by a job object.

    The child is assigned to the job before it has any code of a snippet. Raises
    OSError if that fails: nothing runs without limits.
    """

    def __init__(self, pid: int, kernel: Any = None) -> None:  # noqa: ANN401  # a DLL
        self._process = self._job = 0
        self._lock = threading.Lock()
        self._kernel = kernel or _kernel32()
        try:
            self._process = self._checked(self._kernel.OpenProcess(_ACCESS, 0, pid))
            self._job = self._checked(self._kernel.CreateJobObjectW(None, None))
            self._set(_EXTENDED_LIMITS, _base_limits())
            self._checked(
                self._kernel.AssignProcessToJobObject(self._job, self._process)
            )
        except OSError:
            self.kill()
            raise
        # Refused where the app is in a job itself, as under some terminals.
        self._try_to_set(_UI_RESTRICTIONS, ctypes.c_uint32(_EVERY_UI_RESTRICTION))

    def __del__(self) -> None:
        self.kill()

    def apply_limits(self, limits: Limits) -> None:
        """Limit time and memory, beyond what the child has used so far.

        If that fails, the child is killed.
        """
        extended = _base_limits()
        basic = extended.BasicLimitInformation
        basic.LimitFlags |= _JOB_TIME | _PROCESS_MEMORY | _JOB_MEMORY
        basic.PerJobUserTimeLimit = int(limits.cpu * _TICKS)
        try:
            extended.ProcessMemoryLimit = self._memory() + limits.memory
            extended.JobMemoryLimit = extended.ProcessMemoryLimit
            self._set(_EXTENDED_LIMITS, extended)
        except OSError:
            self.kill()

    def kill(self) -> None:
        """Kill the child and close its handles, once: their numbers are reused."""
        with self._lock:
            process, self._process = self._process, 0
            job, self._job = self._job, 0
        if job:
            self._kernel.TerminateJobObject(job, _KILLED)
            self._kernel.CloseHandle(job)
        if process:
            self._kernel.CloseHandle(process)

    def _memory(self) -> int:
        """Return the bytes of memory that the child has committed."""
        counters = MemoryCounters(cb=ctypes.sizeof(MemoryCounters))
        self._checked(
            self._kernel.K32GetProcessMemoryInfo(
                self._process, ctypes.byref(counters), counters.cb
            )
        )
        return int(counters.PagefileUsage)

    def _set(self, kind: int, value: "ctypes.Structure | ctypes.c_uint32") -> None:
        self._checked(self._try_to_set(kind, value))

    def _try_to_set(
        self, kind: int, value: "ctypes.Structure | ctypes.c_uint32"
    ) -> int:
        size = ctypes.sizeof(value)
        pointer = ctypes.byref(value)
        return int(self._kernel.SetInformationJobObject(self._job, kind, pointer, size))

    def _checked(self, result: int | None) -> int:
        if result:
            return result
        raise _last_error()


def _base_limits() -> ExtendedLimits:
    """Return the limits that apply from the start."""
    limits = ExtendedLimits()
    basic = limits.BasicLimitInformation
    basic.LimitFlags = (
        _KILL_ON_JOB_CLOSE | _DIE_ON_UNHANDLED_EXCEPTION | _ACTIVE_PROCESS
    )
    basic.ActiveProcessLimit = 1
    return limits


def _kernel32() -> Any:  # noqa: ANN401  # a DLL's functions have no types
    if sys.platform != "win32":
        raise OSError("only on Windows")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(kernel, name)
        function.restype, function.argtypes = result, arguments
    return kernel


def _last_error() -> OSError:
    if sys.platform != "win32":
        return OSError("only on Windows")
    return ctypes.WinError(ctypes.get_last_error())
