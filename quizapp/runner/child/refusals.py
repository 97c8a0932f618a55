"""Refusals: which act of a snippet the sandbox refused, recognized from an exception.

The kernel says only EPERM or EACCES. The act follows from the call that failed: its
name in the source line of the innermost frame, or the words of a library's message.
"""

import errno
import linecache
import re
import socket
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import NamedTuple

from quizapp.runner.protocol import RefusedAct

_REFUSED = frozenset({errno.EPERM, errno.EACCES, errno.ENOSYS})

_REFUSED_TEXT = re.compile("Operation not permitted|Permission denied")
"""In the messages of torch's C++, which have no errno."""

_CALLEE = re.compile(r"([\w.]+)\s*\(")

_MAX_CAUSES = 20
"""Exceptions of a chain to look at."""


class _Signs(NamedTuple):
    """What an act is recognized by."""

    calls: frozenset[str]
    """Names of functions and classes, without their modules."""
    words: tuple[str, ...] = ()
    """Parts of messages."""


def _signs(calls: str, *words: str) -> _Signs:
    return _Signs(frozenset(calls.split()), words)


_SIGNS: Mapping[str, _Signs] = {
    RefusedAct.PROCESSES: _signs(
        "fork forkpty fork_exec _fork_exec posix_spawn posix_spawnp SemLock"
        " execl execle execlp execlpe execv execve execvp execvpe"
    ),
    RefusedAct.SHARED_MEMORY: _signs(
        "shm_open memfd_create _share_fd_cpu_ _share_filename_cpu_ share_memory_",
        "shared memory object",
    ),
    RefusedAct.NETWORK: _signs(
        "socket socketpair create_connection getaddrinfo gethostbyname"
    ),
    RefusedAct.EVENT_LOOP: _signs("epoll _selector_cls"),
    RefusedAct.SIGNALS: _signs("kill killpg pidfd_open pidfd_send_signal"),
    RefusedAct.OWN_PROCESS: _signs(
        "chdir fchdir chroot nice setuid setgid setsid setpgid setrlimit setpriority"
        " sched_setaffinity sched_setscheduler"
    ),
    RefusedAct.WRITING: _signs(
        "mkdir makedirs rmdir unlink remove rename replace link symlink chmod chown"
        " utime truncate mkfifo mknod",
        "open file failed",
        "in read-write mode",
    ),
    RefusedAct.LINKS: _signs("readlink"),
    RefusedAct.READING: _signs("listdir scandir"),
}
"""The first act with a sign counts."""


def refused_act(error: BaseException) -> str | None:
    """Return the act that was refused; None if that was not the reason."""
    for cause in _causes(error):
        if (act := _act(cause)) is not None:
            return act
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_MAX_CAUSES):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _act(error: BaseException) -> str | None:
    if isinstance(error, socket.gaierror):  # a name's address is asked for by UDP
        return RefusedAct.NETWORK
    if not _is_refusal(error):
        return None
    call, message = set(_failed_call(error.__traceback__).split(".")), str(error)
    for act, signs in _SIGNS.items():
        if call & signs.calls or any(words in message for words in signs.words):
            return act
    if getattr(error, "filename", None) is None:
        return None
    denied = isinstance(error, OSError) and error.errno == errno.EACCES
    return RefusedAct.READING if denied else RefusedAct.WRITING


def _is_refusal(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _REFUSED
    is_of_torch = isinstance(error, RuntimeError)
    return is_of_torch and _REFUSED_TEXT.search(str(error)) is not None


def _failed_call(trace: TracebackType | None) -> str:
    """Return the function that the innermost frame called, as its source names it."""
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    positions = list(code.co_positions())[trace.tb_lasti // 2]
    line = linecache.getline(code.co_filename, trace.tb_lineno)
    called = line.encode()[positions[2] or 0 :].decode(errors="replace")
    match = _CALLEE.search(called)
    return match[1] if match else ""
