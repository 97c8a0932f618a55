"""Memory index: the memories of a log in SQLite, so that a start looks them up.

The index is disposable: a file in the cache, tied to the log by a proof. The proof
holds which events were folded (the number of each kind, the last ids, the sum of the
instants), and by which settings, rollover, former ids and code. The log counts its
events in the same transaction that adds one, so the comparison reads no event. If the
log has more events than the proof, these are folded on top. Anything else is another
log: the index is made again.

It is never written before the log is. Whenever a process is killed, the index is
behind, and the next one catches up.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import msgspec

from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.store.copies import remove
from quizapp.store.fold_code import fold_code
from quizapp.store.folding import fold_into
from quizapp.store.index_rows import INDEX_SCHEMA, ensure_own, proof_in
from quizapp.store.kept_memories import KeptMemories
from quizapp.store.kept_study import read_again
from quizapp.store.log import SqliteLog
from quizapp.store.seals import DAMAGE

WORTH = 2_000
"""Fewer events than this are folded faster than an index is opened."""
KEPT = 3
"""How many indexes are kept: of settings that take turns, of versions of quizapp."""
BUSY = 5.0
"""Seconds to wait for another process that catches up."""
FAULTS = (*DAMAGE, OSError, msgspec.MsgspecError)
"""What a file raises that cannot be used, whatever is wrong with it."""

ShareRead: TypeAlias = Callable[[float], None]
"""Is given the share of the log that was read, from 0 to 1."""


class MemoryIndex:
    """The indexes of one log in a folder, one for each way to fold it."""

    def __init__(
        self,
        folder: Path,
        log: SqliteLog,
        worth: int = WORTH,
        progress: ShareRead = lambda share: None,
    ) -> None:
        self._folder, self._log, self._worth = folder, log, worth
        self._progress = progress

    def open(self, settings: SchedulerSettings, recent: int) -> KeptMemories | None:
        """Return the memories by these settings; None for a short log."""
        if self._log.extent().total < self._worth:
            return None
        code = fold_code(self._folder)
        key = _key(self._log, settings, code, self._log.rollover)
        refill = partial(self._new, key, settings)
        try:
            connection = self._connected(key)
        except FAULTS:
            connection = refill()
        return KeptMemories(connection, self._log, settings, recent, refill)

    def rebuild(
        self, settings: SchedulerSettings, rollover: timedelta
    ) -> Callable[[ShareRead], None] | None:
        """Return what makes the index by other settings; None if nothing is to do.

        It runs in any thread: it reads the log over a connection of its own. Where no
        file can be written, nothing comes of it. Raises LogError.
        """
        if self._log.extent().total < self._worth:
            return None
        key = _key(self._log, settings, fold_code(self._folder), rollover)
        if self._file(key).is_file():
            return None
        opened = self._log

        def make(progress: ShareRead) -> None:
            with suppress(*FAULTS), read_again(opened) as log:
                log.rollover = rollover
                self._build(key, partial(fold_into, log, key, settings, progress))

        return make

    def _file(self, key: str) -> Path:
        name = blake2b(key.encode(), digest_size=12).hexdigest()
        return self._folder / f"memories-{name}.db"

    def _connected(self, key: str) -> sqlite3.Connection:
        """Return the index of this key. Raises one of FAULTS if there is none."""
        file = self._file(key)
        if not file.is_file():  # opening a pipe would block
            raise FileNotFoundError(file)
        connection = sqlite3.connect(file, timeout=BUSY, isolation_level=None)
        with ExitStack() as undo:
            undo.callback(connection.close)
            connection.execute("PRAGMA synchronous = NORMAL")
            ensure_own(proof_in(connection), key)
            undo.pop_all()
        return connection

    def _new(self, key: str, settings: SchedulerSettings) -> sqlite3.Connection:
        """Fold the log into a new index: a file, or else in memory. Raises LogError."""
        fill = partial(fold_into, self._log, key, settings, self._progress)
        with suppress(*FAULTS):
            self._build(key, fill)
            return self._connected(key)
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.executescript(INDEX_SCHEMA)
        fill(connection)
        return connection

    def _build(self, key: str, fill: Callable[[sqlite3.Connection], None]) -> None:
        """Make the file under another name first, so that it appears complete."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._file(key)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        remove(draft)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            connection = sqlite3.connect(draft, isolation_level=None)
            try:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                connection.executescript(INDEX_SCHEMA)
                fill(connection)
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
            remove(file)
            draft.replace(file)
        finally:
            remove(draft)
        for old in self._outdated():
            remove(old)

    def _outdated(self) -> Iterator[Path]:
        files = [
            (file.stat().st_mtime, file) for file in self._folder.glob("memories*")
        ]
        indexes = [file for _, file in sorted(files) if file.suffix == ".db"]
        yield from indexes[:-KEPT]


def _key(
    log: SqliteLog, settings: SchedulerSettings, code: str, rollover: timedelta
) -> str:
    """Return all that the memories follow from besides the events."""
    seconds = rollover / timedelta(seconds=1)
    parts = (log.device, settings.retention, settings.weights, settings.latest)
    return msgspec.json.encode((*parts, seconds, log.former.digest, code)).decode()
