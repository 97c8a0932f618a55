"""Run a command with a small disk: `small_disk.py BYTES FOLDER -- COMMAND...`.

The folder is a file system in memory, of so many bytes, that only the command
sees. Exits with 77 and the reason on stderr where that is not possible: it takes
root's rights, on Linux.
"""

import ctypes
import os
import sys

CANNOT = 77

_NEW_MOUNTS = 0x0002_0000
_RECURSIVE, _PRIVATE = 0x4000, 0x4_0000


def main(size: int, folder: str, command: list[str]) -> None:
    """Mount the disk where nobody else sees it, and become the command."""
    libc = ctypes.CDLL(None, use_errno=True)
    steps = (
        lambda: libc.unshare(_NEW_MOUNTS),
        lambda: libc.mount(b"none", b"/", None, _RECURSIVE | _PRIVATE, None),
        lambda: libc.mount(
            b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode()
        ),
    )
    for step in steps:
        if step() != 0:
            reason = os.strerror(ctypes.get_errno())
            print(f"cannot mount a small disk: {reason}", file=sys.stderr)  # noqa: T201
            os._exit(CANNOT)
    os.execv(command[0], command)  # noqa: S606  # what it was reported to start


if __name__ == "__main__":
    end = sys.argv.index("--")
    main(int(sys.argv[1]), sys.argv[2], sys.argv[end + 1 :])
