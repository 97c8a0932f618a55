"""Seatbelt: Apple's sandbox, for macOS. NOT TESTED on a Mac by its authors.

`sandbox-exec` is deprecated but reported to work up to macOS 26. The probe checks
that it does before anything is promised. It cannot limit memory, so that is polled.
"""

import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from pathlib import Path

_COMMAND = Path("/usr/bin/sandbox-exec")
_POLL_SECONDS = 0.2

_PROFILE = """\
(version 1)
(deny default)
(allow process-exec)
(allow sysctl-read)
(allow file-read-metadata)
(allow file-read* {folders})
(allow file-read* (literal "/") (literal "/dev/null") (literal "/dev/urandom"))
(allow file-write-data (literal "/dev/null"))
"""

_SYSTEM = ("/usr/lib", "/System", "/Library/Apple", "/private/var/db/dyld")


def wrapper() -> tuple[str, ...]:
    """Return the command that starts an interpreter in it; empty if there is none."""
    if not _COMMAND.exists():
        return ()
    paths = [sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")]
    paths += [sys.base_prefix, str(Path(__file__).parents[3]), *_SYSTEM]
    folders = " ".join(f'(subpath "{path}")' for path in paths)
    return str(_COMMAND), "-p", _PROFILE.format(folders=folders)


def watch_memory(pid: int, limit: int, kill: Callable[[], None]) -> None:
    """Kill a process once its resident memory passes a limit in bytes."""

    def poll() -> None:
        while (resident := _resident(pid)) is not None:
            if resident > limit:
                kill()
            time.sleep(_POLL_SECONDS)

    threading.Thread(target=poll, daemon=True).start()


def _resident(pid: int) -> int | None:
    """Return the resident bytes of a process; None if it is gone."""
    command = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    output = subprocess.run(command, capture_output=True, check=False).stdout.strip()
    return int(output) * 1024 if output.isdigit() else None
