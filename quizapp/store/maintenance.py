"""Maintenance: backup, check and restore of a log, for callers that know only its path.

Nothing here creates a log, and only `restore` changes one.
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
    list_backups,
)
from quizapp.store.copies import ensure_sound, read_only, version_of
from quizapp.store.faults import log_errors
from quizapp.store.restoring import Restored, restore

LATEST = "latest"
_ENOUGH = 16 * 2**20
"""Bytes: room for years of reviews."""


class Maintenance:
    """Backs up, restores and checks one log."""

    def __init__(self, log: Path) -> None:
        self._log = log

    @property
    def folder(self) -> Path:
        """The folder of the backups, which need not exist."""
        return folder_of(self._log)

    def backups(self) -> tuple[Backup, ...]:
        """List every backup, the latest first. Raises LogError."""
        with log_errors(self.folder, "the backups"):
            return tuple(list_backups(self._log))

    def start_backup(self, day: date) -> BackupJob:
        """Start the backup of a study day, in its own thread."""
        return BackupJob(self._log, day)

    def named(self, word: str) -> Backup:
        """Return the backup of this name. Raises UsageError if there is none."""
        backups = self.backups()
        if word == LATEST:
            ours = (backup for backup in backups if not backup.set_aside)
            latest = next((backup for backup in ours if backup.sound), None)
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
        """Replace the log with a backup plus all events still readable in the log."""
        return restore(self._log, backup.name, now)

    def check(self) -> None:
        """Raise LogError if the log is damaged or from a newer quizapp."""
        with log_errors(self._log), closing(read_only(self._log)) as connection:
            ensure_known(version_of(connection), self._log)
            ensure_sound(connection)

    def free_bytes(self) -> int:
        """Test writing next to the log, and return the number of free bytes.

        Raises LogError if that fails or little is left. Makes no folder.
        """
        folder = next(
            parent
            for parent in (self._log.parent, *self._log.parents)
            if parent.exists()
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
