"""The sandbox: what the kernel is asked to refuse a snippet. Linux only.

Landlock and seccomp each leak alone (MPTCP, UDP, pathname sockets and foreign
prlimits past the one, reading of files past the other); together they hold.
Everything is put on before any code arrives, and nothing of it can be taken off.

The only module that knows `landlockpy` and `seccompy`. What the kernel really
refuses is not believed but tried, in a throw-away child: see `probe`.
"""

import ctypes
import errno
import json
import os
import signal
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import landlockpy
import seccompy
from msgspec import Struct
from seccompy import Action, ArgCmp, CmpOp

from quizapp.runner.child.probe import tried
from quizapp.runner.protocol import CONTROL_FD, LANDLOCK, SECCOMP

_PR_SET_NAME = 15
_PR_GET_NAME = 16

_CLONE_THREAD = 0x0001_0000
_CLONE_NEW = 0x7E02_0000
"""All CLONE_NEW* bits: a thread brings no namespace along."""

_O_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | 0x0040_2000
"""Whatever opens more than reading; the last two are __O_TMPFILE and O_ASYNC."""

_F_COMMANDS = (0, 1, 2, 3, 1030)
"""fcntl: DUPFD, GETFD, SETFD, GETFL, DUPFD_CLOEXEC. Not SETOWN, which can kill."""

_LOW = 0xFFFF_FFFF
"""The kernel reads an int from the low half of an argument."""

_ALWAYS = (
    # memory
    *("brk", "mmap", "mprotect", "munmap", "mremap", "madvise", "mincore"),
    # descriptors that are open, and files by name, to read
    *("read", "readv", "pread64", "write", "writev", "lseek", "close", "dup"),
    *("dup2", "dup3", "pipe", "pipe2", "fstat", "stat", "lstat", "newfstatat"),
    *("statx", "getdents64", "readlink", "readlinkat", "access", "faccessat"),
    *("faccessat2", "getcwd", "poll", "ppoll", "select", "pselect6"),
    # threads
    *("futex", "set_robust_list", "rseq", "set_tid_address", "arch_prctl"),
    *("sched_yield", "sched_getaffinity", "membarrier", "getcpu"),
    # signals to oneself
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack"),
    "restart_syscall",
    # time, chance, identity
    *("clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep"),
    *("gettimeofday", "time", "times", "getrandom", "getrusage", "sysinfo"),
    *("uname", "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid"),
    *("getegid", "getpgid", "getsid", "getrlimit", "exit", "exit_group"),
)


class Layers(Struct, frozen=True):
    """What is put on; switched off only to show that the probe notices."""

    landlock: bool = True
    seccomp: bool = True

    @classmethod
    def parse(cls, words: list[str]) -> "Layers":
        """Read the names of the layers to put on."""
        return cls(LANDLOCK in words, SECCOMP in words)


class Sandbox:
    """Prepared once, put on by each child."""

    def __init__(self, layers: Layers = Layers()) -> None:
        self._seccomp = layers.seccomp and seccompy.supported()
        self._ruleset: landlockpy.Ruleset | None = None
        if layers.landlock and landlockpy.supported():
            self._ruleset = _ruleset()

    def shut_files(self) -> None:
        """Leave only Python's own folders to be read. Also sets no_new_privs."""
        if os.geteuid() == 0:
            _drop_capabilities()
        if self._ruleset is not None:
            self._ruleset.restrict()

    def shut_kernel(self) -> None:
        """Leave only the system calls that computing needs: the last step."""
        if self._seccomp:
            _filter(os.getpid()).load()


def _ruleset() -> landlockpy.Ruleset:
    scopes = landlockpy.Scope.SIGNAL | landlockpy.Scope.ABSTRACT_UNIX_SOCKET
    ruleset = landlockpy.Ruleset(scoped=scopes)
    reading = landlockpy.AccessFS.READ_FILE | landlockpy.AccessFS.READ_DIR
    for path in readable():
        folder = reading | landlockpy.AccessFS.EXECUTE
        with suppress(OSError):  # it may have gone, or be a special file
            ruleset.allow_path(path, folder if path.is_dir() else reading)
    return ruleset


def readable() -> Iterator[Path]:
    """Yield what a snippet may read: Python, its packages, shared libraries."""
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

    Everything else fails with EPERM, the x32 calls included; a call of a foreign
    architecture (`int 0x80`) kills.
    """
    filter_ = seccompy.Filter(Action.ERRNO | errno.EPERM)
    for name in _ALWAYS:
        with suppress(ValueError):  # not every architecture has every call
            filter_.allow(name)
    filter_.errno("clone3", errno.ENOSYS)  # glibc then takes clone, whose flags show
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
    """Give root's powers up: what is left is an owner of root's files."""
    header = (ctypes.c_uint32 * 2)(0x2008_0522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    ctypes.CDLL(None, use_errno=True).capset(header, nothing)


# What the kernel really refuses


def evidence_of(sandbox: Sandbox) -> dict[str, bool]:
    """Return for each act whether a throw-away child was refused it.

    Empty if the child could not even report: nothing may be promised then.
    """
    report, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        _report_from_within(sandbox, told)
    os.close(told)
    with open(report, "rb") as reading:  # noqa: PTH123  # a descriptor
        text = reading.read(4096)
    os.waitpid(pid, 0)
    try:
        return {
            str(name): refused is True for name, refused in json.loads(text).items()
        }
    except ValueError:
        return {}


def _report_from_within(sandbox: Sandbox, told: int) -> None:
    try:
        sandbox.shut_files()
        sandbox.shut_kernel()
        os.write(told, json.dumps(tried()).encode())
    finally:
        os._exit(0)


def main(*layers: str) -> None:
    """Probe in an interpreter of its own and report on descriptor 3."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    evidence = evidence_of(Sandbox(Layers.parse(list(layers))))
    os.write(CONTROL_FD, json.dumps(evidence).encode())
