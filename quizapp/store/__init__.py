"""The door to SQLite: the review log, its backups, and a log that forgets."""

from quizapp.store.backups import Backup, Keeping
from quizapp.store.custody import Custody
from quizapp.store.log import SqliteLog, open_log
from quizapp.store.restoring import Restored
from quizapp.store.snapshots import Snapshots
from quizapp.store.transient import TransientLog

__all__ = [
    "Backup",
    "Custody",
    "Keeping",
    "Restored",
    "Snapshots",
    "SqliteLog",
    "TransientLog",
    "open_log",
]
