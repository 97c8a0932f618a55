"""The door to SQLite: the review log, its migrations, a log that forgets."""

from quizapp.store.log import SqliteLog, open_log
from quizapp.store.transient import TransientLog

__all__ = ["SqliteLog", "TransientLog", "open_log"]
