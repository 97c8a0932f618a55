"""Processes: what Linux says of the others on this machine.

Any of them may end between two calls, or between the listing of a folder and the
reading of a file in it. One that has ended is no failure here: it has no children, no
state and no environment.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

ENDED = ""
"""The state of a process that is no longer there."""
ZOMBIE = "Z"

_STATE, _PARENT, _SESSION = 0, 1, 3
"""Fields of `stat` after the name, see proc_pid_stat(5)."""


def everyone() -> list[int]:
    """Return all processes."""
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]


def children_of(pid: int) -> set[int]:
    """Return the processes that the threads of this one have started."""
    threads = _entries(Path(f"/proc/{pid}/task"))
    texts = (_read(thread / "children") for thread in threads)
    return {int(child) for text in texts for child in text.split()}


def below(pid: int) -> set[int]:
    """Return all processes below one."""
    children = children_of(pid)
    return children.union(*map(below, children))


def state_of(pid: int) -> str:
    """Return the letter of a process's state, see proc_pid_stat(5)."""
    return _stat(pid, _STATE)


def is_running(pid: int) -> bool:
    """Return whether a process has not ended; a zombie has."""
    return state_of(pid) not in {ENDED, ZOMBIE}


def parent_of(pid: int) -> int:
    """Return the parent of a process, 0 if it has ended."""
    return int(_stat(pid, _PARENT) or 0)


def running_in(session: int) -> set[int]:
    """Return the processes of a session that have not ended."""
    return {
        pid
        for pid in everyone()
        if is_running(pid) and _stat(pid, _SESSION) == str(session)
    }


def with_environment(text: str) -> set[int]:
    """Return the processes whose environment has this text; a zombie has none."""
    return {pid for pid in everyone() if text in _read(Path(f"/proc/{pid}/environ"))}


def kill(pid: int) -> None:
    """Kill a process that may have ended."""
    assert pid > 0  # 0 would be all of ours
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def command_of(pid: int) -> str:
    """Return the words a process was started with, each with a null after it."""
    return _read(Path(f"/proc/{pid}/cmdline"))


def nanoseconds_of(pids: Iterable[int]) -> int:
    """Return the processor time that the threads of these have taken so far."""
    files = [
        thread / "schedstat"
        for pid in pids
        for thread in _entries(Path(f"/proc/{pid}/task"))
    ]
    return sum(int(text.split()[0]) for file in files if (text := _read(file)))


def megabytes_of(pids: Iterable[int]) -> float:
    """Return the proportional memory of these together (Pss)."""
    texts = (_read(Path(f"/proc/{pid}/smaps_rollup")) for pid in pids)
    lines = (line for text in texts for line in text.splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _stat(pid: int, field: int) -> str:
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return fields[field] if fields else ENDED


def _entries(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.iterdir()


def _read(file: Path) -> str:
    """Return a file's text, none for one whose process has ended or is another's."""
    try:
        return file.read_bytes().decode(errors="replace")
    except OSError:
        return ""
