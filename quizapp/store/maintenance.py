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
from quizapp.store.backups import Backup, BackupJob, folder_of, list_backups
from quizapp.store.chain import Head
from quizapp.store.copies import ensure_sound, read_only, reading, version_of
from quizapp.store.damage import damaged
from quizapp.store.fallback import connect_to_read
from quizapp.store.faults import LISTS_BACKUPS, log_errors
from quizapp.store.head_mark import HeadMark
from quizapp.store.links import damage_in, heads_of
from quizapp.store.migrations import CHAINED
from quizapp.store.opening import ensure_ours
from quizapp.store.restoring import Restored, restore

LATEST_BACKUP = "latest"
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
        if word == LATEST_BACKUP:
            sound = [b for b in backups if b.sound and not b.set_aside]
            if not sound:
                message = f"there is no sound backup in {self.folder}"
                raise UsageError(message, LISTS_BACKUPS)
            # The log only grows, so the most events are the latest state, even if a
            # damaged log was backed up since.
            return max(sound, key=lambda backup: (backup.events or 0, backup.when))
        for backup in backups:
            if word in (backup.name, backup.name.removesuffix(".db")):
                return backup
        near = nearest(word, [backup.name for backup in backups])
        hint = LISTS_BACKUPS if near is None else f"did you mean {near}?"
        raise UsageError(f"there is no backup {word!r}", hint)

    def restore(self, backup: Backup, now: datetime) -> Restored:
        """Replace the log with a backup plus all events still readable in the log."""
        return restore(self._log, backup.name, now)

    def check(self) -> None:
        """Check everything; raise LogError if the log is damaged, or a newer quizapp's.

        The latest backup must not have come further than the log.
        """
        with log_errors(self._log), closing(connect_to_read(self._log)) as connection:
            ensure_ours(connection, self._log)
            ensure_sound(connection)
            if version_of(connection) < CHAINED:
                return
            known = HeadMark(self._log).read()
            known |= self._backed_up_heads(known)
            with reading(connection):
                damage = damage_in(connection, known)
            if damage:
                raise damaged(self._log, damage)

    def _backed_up_heads(self, known: dict[str, Head]) -> dict[str, Head]:
        """Return the heads of the latest sound backup that are farther than known."""
        with log_errors(self.folder, "the backups"):
            backups = list_backups(self._log)  # verifies them one by one
            sound = (b for b in backups if b.sound and not b.set_aside)
            latest = next(sound, None)
        if latest is None:
            return {}
        path = self.folder / latest.name
        with closing(read_only(path, immutable=True)) as connection:
            if version_of(connection) < CHAINED:
                return {}
            return {
                device: head
                for device, head in heads_of(connection).items()
                if head.number > known.get(device, Head()).number
            }

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
