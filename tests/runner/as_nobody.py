"""Run a command as an unprivileged user: `as_nobody.py UID PATHS -- COMMAND...`.

Must be started by root. PATHS, joined by colons, must be readable to the command. If
a closed folder such as `/root` is in the way, they are mounted over it in a mount
namespace of the command's own; nothing outside changes. If that is not possible,
exits with 77 and the reason on stderr.
"""

import ctypes
import os
import sys
from pathlib import Path

CANNOT = 77

_NEW_MOUNTS = 0x0002_0000
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x4_0000

_libc = ctypes.CDLL(None, use_errno=True)


def main(uid: int, paths: list[Path], command: list[str]) -> None:
    """Make the paths accessible, drop all privileges, become the command."""
    try:
        _make_accessible(paths)
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    except OSError as error:
        print(f"cannot run as another user: {error}", file=sys.stderr)  # noqa: T201
        os._exit(CANNOT)
    os.execv(command[0], command)  # noqa: S606  # the command it was given


def _make_accessible(paths: list[Path]) -> None:
    for path in paths:
        if not _is_open(path):
            raise PermissionError(13, f"{path} itself is closed to others")
    closed = {path: folder for path in paths if (folder := _closed_folder(path))}
    if not closed:
        return
    _check(_libc.unshare(_NEW_MOUNTS))
    _check(_libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None))
    mounts = {path: os.open(path, os.O_PATH | os.O_DIRECTORY) for path in closed}
    for folder in set(closed.values()):
        _check(_libc.mount(b"none", bytes(folder), b"tmpfs", 0, b"mode=755"))
    for path, fd in mounts.items():
        path.mkdir(parents=True, exist_ok=True)
        source = f"/proc/self/fd/{fd}".encode()
        _check(_libc.mount(source, bytes(path), None, _BIND | _RECURSIVE, None))
        os.close(fd)


def _closed_folder(path: Path) -> Path | None:
    """Return the first folder above a path that others may not enter, or None."""
    for folder in reversed(path.parents):
        if not _is_open(folder):
            return folder
    return None


def _is_open(folder: Path) -> bool:
    return folder.stat().st_mode & 0o005 == 0o005


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    end = sys.argv.index("--")
    wanted = {Path(path).resolve() for path in sys.argv[2].split(":")}
    main(int(sys.argv[1]), sorted(wanted), sys.argv[end + 1 :])
