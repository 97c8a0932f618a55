"""Place: whether the open log is still the file at its path.

SQLite goes on writing to a file that was removed, moved or replaced while it was
open, and what it commits there is lost. POSIX: the device and inode of a path name
the file.
"""

from pathlib import Path

from quizapp.errors import LogError
from quizapp.store.copies import side_file
from quizapp.store.faults import LISTS_BACKUPS


class Place:
    """The files of a log, as they were when it was opened."""

    def __init__(self, log: Path) -> None:
        self._files = {path: _identity(path) for path in (log, side_file(log, "-wal"))}
        self._log = log

    def ensure_unchanged(self) -> None:
        """Raise LogError if the path is another file now, or none.

        A write-ahead log that was not there yet may have been made since.
        """
        for path, before in self._files.items():
            now = _identity(path)
            if before is None:
                self._files[path] = now
            elif now != before:
                raise LogError(
                    f"the review log {self._log} was removed or replaced while quizapp"
                    " had it open; this grade was not saved",
                    f"put the file back, or quit and start again ({LISTS_BACKUPS})",
                )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
