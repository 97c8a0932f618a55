"""The registry: what quizapp reads and writes, by the end of a file's name.

A new format is a file or folder next to this one, and an entry in FORMATS. Readers
and writers are loaded when they are used.
"""

from pathlib import Path

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


def _write_csv(writing: Writing) -> Written:
    from quizapp.exchange.table.writing import write_csv

    return write_csv(writing)


def _write_tsv(writing: Writing) -> Written:
    from quizapp.exchange.table.writing import write_tsv

    return write_tsv(writing)


def _write_anki_text(writing: Writing) -> Written:
    from quizapp.exchange.table.writing import write_anki_text

    return write_anki_text(writing)


def _read_anki(reading: Reading) -> Imported:
    from quizapp.exchange.anki.reader import read_anki

    return read_anki(reading)


def _write_sheet(writing: Writing) -> Written:
    from quizapp.exchange.sheet import write_sheet

    return write_sheet(writing)


def _read_notebook(reading: Reading) -> Imported:
    from quizapp.exchange.notebook import read_notebook

    return read_notebook(reading)


def _write_notebook(writing: Writing) -> Written:
    from quizapp.exchange.notebook_writing import write_notebook

    return write_notebook(writing)


def _read_torchcode(reading: Reading) -> Imported:
    from quizapp.exchange.torchcode import read_torchcode

    return read_torchcode(reading)


def _holds_tasks(folder: Path) -> bool:
    from quizapp.exchange.torchcode import holds_tasks

    return holds_tasks(folder)


def _read_deep_ml(reading: Reading) -> Imported:
    from quizapp.exchange.deep_ml import read_deep_ml

    return read_deep_ml(reading)


def _holds_problems(folder: Path) -> bool:
    from quizapp.exchange.deep_ml import holds_problems

    return holds_problems(folder)


def _read_markdown(reading: Reading) -> Imported:
    from quizapp.exchange.markdown.reading import read_markdown

    return read_markdown(reading)


def _holds_notes(folder: Path) -> bool:
    from quizapp.exchange.markdown.reading import holds_notes

    return holds_notes(folder)


def _write_markdown(writing: Writing) -> Written:
    from quizapp.exchange.markdown.writing import write_markdown

    return write_markdown(writing)


FORMATS: tuple[Format, ...] = (
    Format(
        "an Anki package",
        (".apkg",),
        _read_anki,
        _write_package,
        has_history=True,
        most_bytes=4096 * MIB,
    ),
    Format(
        "an Anki backup",
        (".colpkg",),
        _read_anki,
        _write_collection,
        has_history=True,
        most_bytes=4096 * MIB,
    ),
    Format("a table", (".csv",), _read_table, _write_csv),
    Format("a table", (".tsv",), _read_table, _write_tsv),
    Format("Anki's text", (".txt",), _read_table, _write_anki_text),
    Format("a page", (".html", ".htm"), None, _write_sheet, needs_answers=False),
    Format(
        "a notebook",
        (".ipynb",),
        _read_notebook,
        _write_notebook,
        needs_answers=False,
    ),
    Format("a task of TorchCode", (".py",), _read_torchcode, holds=_holds_tasks),
    Format("a problem of Deep-ML", (".json",), _read_deep_ml, holds=_holds_problems),
    Format(
        "Markdown",
        (".md", ".markdown"),
        _read_markdown,
        _write_markdown,
        holds=_holds_notes,
    ),
)
