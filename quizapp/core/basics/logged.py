"""Logged: an event as a log stores it, whatever kind it is.

Where events go from one log to another nothing needs to know what they mean, so those
that only a newer quizapp understands go along.
"""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

LoggedCell: TypeAlias = str | int | float | None
"""The value of a column."""


class Logged(Struct, frozen=True):
    """An event: the table of the log that holds it, and a value for each column."""

    table: str
    columns: Mapping[str, LoggedCell]

    @property
    def id(self) -> str:
        """The id of the event; it is the same in every log."""
        return str(self.columns.get("id"))

    @property
    def device(self) -> str:
        """The installation that made the event."""
        return str(self.columns.get("device"))

    @property
    def at(self) -> int:
        """When it happened, in microseconds since 1970."""
        at = self.columns.get("at")
        return at if isinstance(at, int) else 0


class LogState(Struct, frozen=True):
    """Which events a log has, precisely enough to see that none is gone."""

    file: str = ""
    """Which file it is; another one after a restore."""
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """For each device, how many events there are, and a checksum of the last."""

    def since(self, before: "LogState") -> int:
        """Return how many events were added since."""
        heads, none = before.heads, (0, "")
        return sum(
            number - heads.get(device, none)[0]
            for device, (number, _) in self.heads.items()
        )


class TakenIn(Struct, frozen=True):
    """What became of events from elsewhere."""

    new: int
    """How many were not here yet."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Events that a log cannot hold, by id, with the reason."""
