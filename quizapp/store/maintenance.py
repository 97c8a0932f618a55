"""Custody: what is done for the safety of a log, for those who know only its path.

Nothing here creates a log, and nothing changes one but `restore`.
"""

import os
import shutil
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile

from quizapp.errors import LogError, UsageError, nearest
from quizapp.store.backups import (
    Backup,
    BackupJob,
    ensure_known,
    folder_of,
    listed,
)
from quizapp.store.copies import ensure_sound, looked_at, version_of
from quizapp.store.faults import log_errors
from quizapp.store.restoring import Restored, restore

LATEST = "latest"
_ENOUGH = 16 * 2**20
"""Bytes: room for years of reviews, and for the log of a long sitting."""


class Maintenance:
    """Backs a log up, restores it, and tells how it is."""

    def __init__(self, log: Path) -> None:
        self._log = log

    @property
    def folder(self) -> Path:
        """Where the backups are, or would be."""
        return folder_of(self._log)

    def backups(self) -> tuple[Backup, ...]:
        """Look at every backup, the latest first. Raises LogError."""
        with log_errors(self.folder, "the backups"):
            return tuple(listed(self._log))

    def keep(self, day: date) -> BackupJob:
        """Begin to keep the backup of a study day, in a thread of its own."""
        return BackupJob(self._log, day)

    def named(self, word: str) -> Backup:
        """Return the backup that a word means. Raises UsageError if there is none."""
        backups = self.backups()
        if word == LATEST:
            ours = (one for one in backups if not one.set_aside)
            latest = next((one for one in ours if one.sound), None)
            if latest is None:
                raise UsageError(f"there is no sound backup in {self.folder}", _HINT)
            return latest
        for backup in backups:
            if word in (backup.name, backup.name.removesuffix(".db")):
                return backup
        near = nearest(word, [backup.name for backup in backups])
        hint = _HINT if near is None else f"did you mean {near}?"
        raise UsageError(f"there is no backup {word!r}", hint)

    def restore(self, backup: Backup, now: datetime) -> Restored:
        """Put a backup in the log's place, with all that can still be read there."""
        return restore(self._log, backup.name, now)

    def check(self) -> None:
        """Raise LogError if the log is damaged, or a newer quizapp's."""
        with log_errors(self._log), closing(looked_at(self._log)) as connection:
            ensure_known(version_of(connection), self._log)
            ensure_sound(connection)

    def room(self) -> int:
        """Write something beside the log, and return how many bytes are free.

        Raises LogError where that fails, or little is left. Makes no folder.
        """
        folder = next(
            each for each in (self._log.parent, *self._log.parents) if each.exists()
        )
        with log_errors(self._log):
            with TemporaryFile(dir=folder) as file:
                file.write(bytes(2**16))
                file.flush()
                os.fsync(file.fileno())
            free = shutil.disk_usage(folder).free
        if free < _ENOUGH:
            raise LogError(
                f"only {free / 2**20:.1f} MB are free for {self._log}",
                "free some space",
            )
        return free


_HINT = "`quizapp restore` lists the backups"
