"""Home: what a sync has to remember between two runs, in a file next to the log.

It says where this device's segments end, which settings were agreed on, and on which
machine it was written: a home that was copied brings the file along, and then it must
not go on writing under the name of the original.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, field

from quizapp import files
from quizapp.errors import SyncError
from quizapp.sync.agreement import Agreed
from quizapp.sync.own import WrittenSoFar

if sys.platform != "win32":
    import fcntl

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_LOCK = "sync.lock"
HOME_FORMAT = 1


class Busy(SyncError):
    """Another quizapp of this home is syncing."""


class HomePlace(Struct, frozen=True):
    """Where a home is. A copy of it is somewhere else."""

    machine: str = ""
    """A mark of this installation of the system; empty where it has no id."""
    path: str = ""
    folder: str = ""
    """A mark of the folder: its number in the file system, and when it was made."""

    def is_of(self, other: "HomePlace") -> bool:
        """Return whether a home can be the one that was there.

        On a machine with an id, a home that was moved keeps its number, and one whose
        file system gives new numbers keeps its path. Without an id the number
        decides, since another machine can have the same path. Names of hosts and of
        mounts do not count. A wrong alarm costs no more than a new name.
        """
        if self.machine != other.machine:
            return False
        same_path = self.machine != "" and self.path == other.path
        return self.folder == other.folder or same_path


class KeptState(Struct, frozen=True):
    """What the file says."""

    format: int = HOME_FORMAT
    place: HomePlace = HomePlace()
    """Where it was written."""
    folders: Mapping[str, WrittenSoFar] = field(default_factory=dict)
    """By the path of a synced folder: where this device's segments end."""
    settings: Mapping[str, Agreed] = field(default_factory=dict)
    reached: Mapping[str, int] = field(default_factory=dict)
    """By the path of a synced folder: when its remote was last reached, in
    microseconds since 1970."""


class HomeFile(Struct, frozen=True):
    """The file at a path; it need not exist."""

    path: Path

    def read(self) -> KeptState | None:
        """Return what it says, None if there is none that can be read."""
        try:
            state = msgspec.json.decode(self.path.read_bytes(), type=KeptState)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return state if state.format == HOME_FORMAT else None

    def write(self, state: KeptState) -> None:
        """Replace it durably. Raises SyncError."""
        data = msgspec.json.format(msgspec.json.encode(state), indent=1) + b"\n"
        try:
            files.replace(self.path, data, durable=True)
        except OSError as error:
            raise SyncError(
                f"cannot write {self.path}: {error.strerror or error}",
                "free some space, or make the folder writable",
            ) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep another quizapp of this home from syncing meanwhile.

        Raises SyncError if one does. Where there are no such locks, nothing is held.
        """
        if sys.platform == "win32":
            yield
            return
        descriptor = -1
        try:
            with suppress(OSError):
                flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
                descriptor = os.open(self.path.with_name(_LOCK), flags, 0o600)
            if descriptor >= 0:
                _lock(descriptor)
            yield
        finally:
            if descriptor >= 0:
                os.close(descriptor)


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = "another quizapp is syncing this home"
        raise Busy(message, "try again in a moment") from error
    except OSError:
        return  # this file system has no such locks


def place_of(home: Path) -> HomePlace:
    """Return where a home is."""
    status = home.stat()
    made = getattr(status, "st_birthtime", 0)  # not on Linux
    machine = _machine_id()
    return HomePlace(
        _mark(machine) if machine else "",
        path_as_text(home.resolve()),
        _mark(f"{status.st_ino} {made}"),
    )


def path_as_text(path: Path) -> str:
    """Return a path as a file of JSON can hold it: bytes that are no text, escaped."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _mark(text: str) -> str:
    """Return a digest: ids of machines are nobody else's business."""
    return blake2b(text.encode(), digest_size=16, person=b"quizapp place").hexdigest()


def _machine_id() -> str:
    """Return the id of this Linux; empty on other systems and in many containers."""
    for path in _MACHINE_IDS:
        with suppress(OSError, UnicodeDecodeError):
            if text := path.read_text("ascii").strip():
                return text
    return ""
