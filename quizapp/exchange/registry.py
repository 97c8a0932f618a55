"""The registry: what quizapp reads and writes, by the end of a file's name.

A new format is a file or folder next to this one, and an entry in FORMATS. Readers
and writers are loaded when they are used.
"""

from quizapp.exchange.formats import Format, Reading, Writing, Written
from quizapp.exchange.imported import Imported


def _read_table(reading: Reading) -> Imported:
    from quizapp.exchange.table.reading import read_table

    return read_table(reading)


def _write_table(writing: Writing) -> Written:
    from quizapp.exchange.table.writing import write_table

    return write_table(writing)


def _write_sheet(writing: Writing) -> Written:
    from quizapp.exchange.sheet import write_sheet

    return write_sheet(writing)


FORMATS: tuple[Format, ...] = (
    Format("a table", (".csv", ".tsv", ".txt"), _read_table, _write_table),
    Format("a page", (".html", ".htm"), None, _write_sheet, needs_answers=False),
)
