"""The door to SQLite: the review log, its backups, and a log that forgets.

Nothing is imported here: a command loads only the parts it uses.
"""
