"""The door to SQLite: the review log, its backups, and a log in memory.

Nothing is imported here: a command loads only the parts it uses.
"""
