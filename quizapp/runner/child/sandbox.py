"""Sandbox: what the kernel is asked to refuse a snippet. Linux only.

Each layer alone has holes: Landlock does not cover MPTCP, UDP, pathname sockets or
other processes' limits, and seccomp does not cover reading files. Together they do.
Both are applied before any code arrives and cannot be removed.

The only module that uses `landlockpy` and `seccompy`. What the kernel really
refuses is tried, not assumed: see `probe`.
"""

import ctypes
import errno
import json
import os
import signal
import sys
import sysconfig
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import landlockpy
import seccompy
from seccompy import Action, ArgCmp, CmpOp

from quizapp.runner.child.probe import try_every_act
from quizapp.runner.protocol import (
    CONTROL_FD,
    EVERY_LAYER,
    LANDLOCK,
    MAX_PACKET,
    SECCOMP,
)

_PR_SET_NAME = 15
_PR_GET_NAME = 16

_CLONE_THREAD = 0x0001_0000
_CLONE_NEW = 0x7E02_0000
"""All CLONE_NEW* bits: a thread must not create a namespace."""

_O_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | 0x0040_2000
"""Flags that do more than read; the number is __O_TMPFILE and O_ASYNC."""

_F_COMMANDS = (0, 1, 2, 3, 1030)
"""fcntl: DUPFD, GETFD, SETFD, GETFL, DUPFD_CLOEXEC. Not SETOWN: it can kill."""

_LOW = 0xFFFF_FFFF
"""The kernel reads an int argument from the low half of the register."""

_ALWAYS = (
    # memory
    *("brk", "mmap", "mprotect", "munmap", "mremap", "madvise", "mincore"),
    # open descriptors, and reading files by name
    *("read", "readv", "pread64", "write", "writev", "lseek", "close", "dup"),
    *("dup2", "dup3", "pipe", "pipe2", "fstat", "stat", "lstat", "newfstatat"),
    *("statx", "getdents64", "access", "faccessat"),
    *("faccessat2", "getcwd", "poll", "ppoll", "select", "pselect6"),
    # threads
    *("futex", "set_robust_list", "rseq", "set_tid_address", "arch_prctl"),
    *("sched_yield", "sched_getaffinity", "membarrier", "getcpu"),
    # its own signals
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack"),
    "restart_syscall",
    # time, chance, identity
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep"),
    *("gettimeofday", "time", "times", "getrandom", "getrusage", "sysinfo"),
    *("uname", "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid"),
    *("getegid", "getpgid", "getsid", "getrlimit", "exit", "exit_group"),
)


class Sandbox:
    """Prepared once by the zygote, applied by each child to itself.

    Layers are left out only to test that the probe notices.
    """

    def __init__(self, layers: Collection[str] = EVERY_LAYER) -> None:
        self._calls: CallFilter | None = None
        if SECCOMP in layers and seccompy.supported():
            self._calls = CallFilter()
        self._ruleset: landlockpy.Ruleset | None = None
        if LANDLOCK in layers and landlockpy.supported():
            self._ruleset = _ruleset()

    @property
    def is_complete(self) -> bool:
        """Whether every layer is applied: nothing else then refuses an act."""
        return self._calls is not None and self._ruleset is not None

    def restrict_files(self) -> None:
        """Allow reading in Python's own folders only. Also sets no_new_privs."""
        if os.geteuid() == 0:
            _drop_capabilities()
        if self._ruleset is not None:
            self._ruleset.restrict()

    def restrict_syscalls(self) -> None:
        """Allow only the system calls that computing needs. The last step."""
        if self._calls is not None:
            tolerate_links()
            self._calls.load(os.getpid())


class CallFilter:
    """The allow-list of system calls, compiled once and then made for each process.

    Only the process's own number differs, which it may signal. Compiling takes a
    child over a millisecond, since a fork copies each page that it writes to.
    """

    def __init__(self) -> None:
        one, other = _filter(_SOME_PID).program, _filter(_OTHER_PID).program
        code = {pid: pid.to_bytes(4, sys.byteorder) for pid in (_SOME_PID, _OTHER_PID)}
        # An instruction of BPF is 8 bytes; the last 4 are its constant.
        self._places = tuple(
            place
            for place in range(4, len(one), 8)
            if one[place:].startswith(code[_SOME_PID])
        )
        self._program = one
        if not self._places or self._for(_OTHER_PID) != other:
            raise RuntimeError("the filter depends on the process in another way")

    def load(self, pid: int) -> None:
        """Restrict this process, which has `no_new_privs`, for good. Raises OSError."""
        program = self._for(pid)
        instructions = ctypes.create_string_buffer(program, len(program))
        count = len(program) // 8
        filter_ = _FilterProgram(count, ctypes.addressof(instructions))
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(filter_)):
            raise OSError(ctypes.get_errno(), "seccomp refused the filter")

    def _for(self, pid: int) -> bytes:
        program = bytearray(self._program)
        for place in self._places:
            program[place : place + 4] = pid.to_bytes(4, sys.byteorder)
        return bytes(program)


class _FilterProgram(ctypes.Structure):
    """The kernel's `sock_fprog`."""

    _fields_ = (("count", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_PR_SET_NO_NEW_PRIVS = 38
_SOME_PID, _OTHER_PID = 0x5A5A_5A5A, 0x3C3C_3C3C
"""Larger than any process's number, and no constant of the filter."""


def tolerate_links() -> None:
    """Let `realpath` keep a link that it may not read, as it does since Python 3.13.

    Landlock does not cover `readlink`, so seccomp refuses it for every path. Python's
    own `realpath` would raise, and `inspect` asks it about every loaded module.
    """
    resolve = os.path.realpath

    def realpath(path: Any, *, strict: bool = False) -> Any:  # noqa: ANN401
        try:
            return resolve(path, strict=strict)
        except PermissionError:
            if strict:
                raise
            return os.path.abspath(path)  # noqa: PTH100  # bytes too

    os.path.realpath = realpath  # type: ignore[assignment]  # fewer overloads


def _ruleset() -> landlockpy.Ruleset:
    scopes = landlockpy.Scope.SIGNAL | landlockpy.Scope.ABSTRACT_UNIX_SOCKET
    ruleset = landlockpy.Ruleset(scoped=scopes)
    reading = landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.READ_DIR
    for path in readable_paths():
        folder = reading | landlockpy.AccessFS.EXECUTE
        with suppress(OSError):  # it may be gone, or a special file
            ruleset.allow_path(path, folder if path.is_dir() else reading)
    return ruleset


def readable_paths() -> Iterator[Path]:
    """Yield what a snippet may read: Python, its packages, and shared libraries."""
    python = [sysconfig.get_path(name) for name in _PYTHON_PATHS]
    prefixes = [str(Path(sys.base_prefix) / "lib"), str(Path(sys.prefix) / "lib")]
    seen: set[Path] = set()
    for name in (*python, *prefixes, *_SYSTEM):
        path = Path(name).resolve()
        if path.exists() and path not in seen and path != Path("/"):
            seen.add(path)
            yield path


_PYTHON_PATHS = ("stdlib", "platstdlib", "purelib", "platlib")
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/sys/devices/system/cpu"),
)


def _filter(pid: int) -> seccompy.Filter:
    """Build the allow-list for one process.

    Every other call fails with EPERM, those of x32 included. A call of another
    architecture (`int 0x80`) kills the process.
    """
    filter_ = seccompy.Filter(Action.ERRNO | errno.EPERM)
    for name in _ALWAYS:
        with suppress(ValueError):  # not every architecture has every call
            filter_.allow(name)
    filter_.errno(
        "clone3", errno.ENOSYS
    )  # glibc falls back to clone, whose flags are visible
    filter_.errno("ioctl", errno.ENOTTY)
    threads_only = ArgCmp(0, CmpOp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD | _CLONE_NEW)
    filter_.allow("clone", args=[threads_only])
    filter_.allow("openat", args=[_unset(2, _O_WRITES)])
    with suppress(ValueError):
        filter_.allow("open", args=[_unset(1, _O_WRITES)])
    for call in ("kill", "tgkill"):
        filter_.allow(call, args=[_low(0, pid)])
    filter_.allow("prlimit64", args=[_low(0, 0)])
    for command in _F_COMMANDS:
        filter_.allow("fcntl", args=[_low(1, command)])
    for option in (_PR_SET_NAME, _PR_GET_NAME):
        filter_.allow("prctl", args=[_low(0, option)])
    return filter_


def _low(index: int, value: int) -> ArgCmp:
    return ArgCmp(index, CmpOp.MASKED_EQ, value, _LOW)


def _unset(index: int, bits: int) -> ArgCmp:
    return ArgCmp(index, CmpOp.MASKED_EQ, 0, bits)


def _drop_capabilities() -> None:
    """Drop root's capabilities: the process can still do what file owners can."""
    header = (ctypes.c_uint32 * 2)(0x2008_0522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None, use_errno=True).capset(header, nothing)


# What the kernel really refuses


def evidence_of(sandbox: Sandbox) -> dict[str, bool]:
    """Return whether each act was refused to a disposable child.

    Empty if the child could not report: nothing may be promised then.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _report_from_inside(sandbox, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:  # noqa: PTH123  # a descriptor
        text = pipe.read(MAX_PACKET)
    os.waitpid(pid, 0)
    try:
        acts = json.loads(text)
        return {str(act): refused is True for act, refused in acts.items()}
    except ValueError:
        return {}


def _report_from_inside(sandbox: Sandbox, fd: int) -> None:
    try:
        sandbox.restrict_files()
        sandbox.restrict_syscalls()
        os.write(fd, json.dumps(try_every_act()).encode())
    finally:
        os._exit(0)


def main(*layers: str) -> None:
    """Probe from an interpreter of its own, and report."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    evidence = evidence_of(Sandbox(layers))
    os.write(CONTROL_FD, json.dumps(evidence).encode())
