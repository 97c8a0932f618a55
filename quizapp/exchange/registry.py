"""The registry: what quizapp reads and writes, by the end of a file's name.

A new format is a file or folder next to this one, and an entry in FORMATS. Readers
and writers are loaded when they are used.
"""

from quizapp.exchange.formats import MIB, Format, Reading, Writing, Written
from quizapp.exchange.imported import Imported


def _write_package(writing: Writing) -> Written:
    from quizapp.exchange.anki.package.archive import write_package

    return write_package(writing)


def _write_collection(writing: Writing) -> Written:
    from quizapp.exchange.anki.package.archive import write_collection

    return write_collection(writing)


def _read_table(reading: Reading) -> Imported:
    from quizapp.exchange.table.reading import read_table

    return read_table(reading)


def _write_table(writing: Writing) -> Written:
    from quizapp.exchange.table.writing import write_table

    return write_table(writing)


def _read_anki(reading: Reading) -> Imported:
    from quizapp.exchange.anki.reader import read_anki

    return read_anki(reading)


def _write_sheet(writing: Writing) -> Written:
    from quizapp.exchange.sheet import write_sheet

    return write_sheet(writing)


FORMATS: tuple[Format, ...] = (
    Format("an Anki package", (".apkg",), None, _write_package, has_history=True),
    Format("an Anki backup", (".colpkg",), None, _write_collection, has_history=True),
    Format("a table", (".csv", ".tsv", ".txt"), _read_table, _write_table),
    Format("an Anki package", (".apkg", ".colpkg"), _read_anki, most_bytes=4096 * MIB),
    Format("a page", (".html", ".htm"), None, _write_sheet, needs_answers=False),
)
