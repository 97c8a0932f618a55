"""Installation: the random name that a log has for the events that are made here."""

import sqlite3
from collections.abc import Callable

from quizapp.store.copies import writing


def device_of(connection: sqlite3.Connection, bits: Callable[[int], int]) -> str:
    """Return the name of this installation; a new log gets a random one."""
    named = "SELECT device FROM installation"
    row = connection.execute(named).fetchone()
    if row is None:
        _name(connection, f"{bits(48):012x}")
        row = connection.execute(named).fetchone()
    return str(row[0])


def rename(connection: sqlite3.Connection, device: str) -> None:
    """Give the installation another name; its events keep the one they have."""
    with writing(connection):
        connection.execute("UPDATE installation SET device = ?", (device,))


def _name(connection: sqlite3.Connection, device: str) -> None:
    """Name the installation once, even if two processes open a new log together."""
    with writing(connection):
        connection.execute(
            "INSERT INTO installation SELECT ?"
            " WHERE NOT EXISTS (SELECT 1 FROM installation)",
            (device,),
        )
