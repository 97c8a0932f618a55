"""The program that gives a second opinion: started without a shell, once per answer.

It reads a line of JSON and prints one. It has a time limit and little room to print;
then its whole process group is killed. Whatever it does, the result is a value.
"""

import os
import selectors
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic

from quizapp.core.interview.opinion import NoOpinion

MOST_BYTES = 256 * 1024
"""Of what it may print."""
SAID_BYTES = 400
"""Of its errors that are shown."""
INTERPRETERS = ("python", "bash", "sh", "node", "ruby", "perl")
"""Programs that say less than the script that they run."""
GRACE = 0.5
"""Seconds to read what is left after its end."""


class SecondOpinion:
    """The user's program; one answer at a time."""

    def __init__(self, command: tuple[str, ...], seconds: float) -> None:
        self._command = command
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    @property
    def name(self) -> str:
        """The name of the program or its script, to tell the user what is asked."""
        first, *rest = (Path(word).name for word in self._command[:2])
        return rest[0] if rest and first.startswith(INTERPRETERS) else first

    def __call__(self, request: bytes) -> bytes | NoOpinion:
        """Return what the program prints. Blocks up to its time limit."""
        if self._is_stopped:
            return NoOpinion("stopped")
        if not hasattr(os, "killpg"):
            return NoOpinion("it needs Linux or macOS")
        with TemporaryFile() as given:
            given.write(request)
            given.seek(0)
            try:
                process = subprocess.Popen(
                    self._command,
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,  # to be killed with all that it starts
                )
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or error
                return NoOpinion(f"it could not be started: {reason}")
        self._process = process
        try:
            with process:
                return self._read(process)
        finally:
            self._process = None

    def stop(self) -> None:
        """Kill the program, from any thread; later requests start nothing."""
        self._is_stopped = True
        if (process := self._process) is not None:
            _kill(process)

    def _read(self, process: "subprocess.Popen[bytes]") -> bytes | NoOpinion:
        try:
            printed, errors, in_time = _output(process, monotonic() + self._seconds)
        finally:
            _kill(process)  # also what it left running
        if self._is_stopped:
            return NoOpinion("stopped")
        if len(printed) > MOST_BYTES:
            return NoOpinion(f"it printed more than {MOST_BYTES // 1024} KiB")
        if not in_time:
            return NoOpinion(f"it took more than {self._seconds:g} seconds")
        if process.wait() != 0:
            said = errors.decode(errors="replace").strip()
            last = said.splitlines()[-1:] or ["nothing"]
            return NoOpinion(f"it failed and said: {last[0]}")
        return printed


def _output(
    process: "subprocess.Popen[bytes]", until: float
) -> tuple[bytes, bytes, bool]:
    """Read both streams; return them, and whether the program ended in time."""
    texts = {"printed": b"", "errors": b""}
    ended = False
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout or -1, selectors.EVENT_READ, "printed")
        selector.register(process.stderr or -1, selectors.EVENT_READ, "errors")
        while selector.get_map() or not ended:
            if not ended and _has_ended(process):
                ended, until = True, monotonic() + GRACE
                _kill(process)  # what still holds the pipes
            left = until - monotonic()
            if left <= 0 or len(texts["printed"]) > MOST_BYTES:
                break
            _take(selector, min(left, 0.05), texts)
    return texts["printed"], texts["errors"], ended


def _take(
    selector: selectors.BaseSelector, seconds: float, texts: dict[str, bytes]
) -> None:
    """Wait for more of the streams, and add it."""
    for key, _ in selector.select(seconds):
        chunk = os.read(key.fd, 65_536)
        texts[key.data] += chunk
        if not chunk:
            selector.unregister(key.fileobj)
    texts["errors"] = texts["errors"][-SAID_BYTES:]


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    """Return whether the program ended; it keeps its number until its group is gone."""
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, flags) is not None


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process group."""
    if process.returncode is None:  # else the number may be that of another process
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
