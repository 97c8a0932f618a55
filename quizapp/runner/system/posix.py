"""What starts and holds a child on Linux and macOS: descriptors and groups.

`windows` offers the same three names; `launch` chooses.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from quizapp.core.runs.outcome import Limits

_ABOVE = 100
"""Descriptors are passed above the places they are moved to."""


def interpreter() -> tuple[str, dict[str, str]]:
    """Return the program to start, and the variables it needs."""
    return sys.executable, {}


@contextmanager
def passed(
    descriptors: Mapping[int, int],
) -> Iterator[tuple[dict[int, int], dict[str, Any]]]:
    """Lend descriptors to a child.

    Yields what it finds them by, with their places, and options of Popen.
    """
    lent = {
        fcntl.fcntl(source, fcntl.F_DUPFD, _ABOVE): target
        for source, target in descriptors.items()
    }
    try:
        yield lent, {"pass_fds": tuple(lent), "start_new_session": True}
    finally:
        for fd in lent:
            os.close(fd)


class ChildHandle:
    """Holds a child by its process group, which it leads."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def bound(self, limits: Limits) -> None:
        """Do nothing: the child has put its limits on itself."""

    def kill(self) -> None:
        """Kill the child and what it started; harmless when it is gone."""
        try:
            os.killpg(self._pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
