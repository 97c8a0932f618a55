"""Starts and controls a child on Linux and macOS, by descriptors and process groups.

The same interface as `windows`, deliberately under the same three names:
`interpreter`, `lend_descriptors` and `ChildHandle`. `launch` chooses between them.
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
"""Lent descriptors get numbers from here on, above those they are moved to."""


def interpreter() -> tuple[str, dict[str, str]]:
    """Return the program to start, and the environment variables it needs."""
    return sys.executable, {}


@contextmanager
def lend_descriptors(
    descriptors: Mapping[int, int],
) -> Iterator[tuple[dict[int, int], dict[str, Any]]]:
    """Make descriptors available to a child: ours mapped to the child's numbers.

    Yields the numbers that the child inherits, mapped likewise, and Popen's options.
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
    """Controls a child by its process group, of which it is the leader."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def apply_limits(self, limits: Limits) -> None:
        """Do nothing: the child applies its limits to itself."""

    def kill(self) -> None:
        """Kill the child and what it started; harmless when it is gone."""
        try:
            os.killpg(self._pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
