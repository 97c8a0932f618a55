"""Reports: the cards that were reported as wrong, a JSON object a line, ready to send.

The log has every report as well; this file holds those that were not undone.
"""

from pathlib import Path

import msgspec
from msgspec.structs import asdict

from quizapp import files
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.remark import Report
from quizapp.core.scheduling.review import EventId
from quizapp.store.faults import log_errors

_WHAT = "the reports"


class ReportFile:
    """The file, which need not exist."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, id_: EventId, card: CardId, report: Report) -> None:
        """Append a report. Raises LogError."""
        line = {"id": id_, "card": str(card), **asdict(report)}
        with log_errors(self._path, _WHAT):
            self._write([*self._lines(), msgspec.json.encode(line)])

    def remove(self, id_: EventId) -> None:
        """Remove a report that was undone, if it is there. Raises LogError."""
        with log_errors(self._path, _WHAT):
            mark = f'"id":"{id_}"'.encode()
            lines = self._lines()
            kept = [line for line in lines if mark not in line]
            if len(kept) < len(lines):
                self._write(kept)

    def _lines(self) -> list[bytes]:
        return self._path.read_bytes().splitlines() if self._path.exists() else []

    def _write(self, lines: list[bytes]) -> None:
        body = b"".join(line + b"\n" for line in lines)
        files.replace(self._path, body, durable=True)
