"""Sources: find deck files and read their text; report files that are not text."""

import os
import stat
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Problem
from quizapp.core.terminal.sanitize import controls
from quizapp.decks.folder import toml_files

MAX_DECK_BYTES = 16 * 2**20
_MAX_CONTROLS = 20
"""Problems of one file: the first few control characters are enough."""


class Source(Struct, frozen=True):
    """The path and text of one deck file."""

    file: str
    text: str

    def problem(self, offset: int, message: str) -> Problem:
        """Return a problem at an offset of the text."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return Problem(Position(self.file, line, column), message)


def deck_files(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """Yield the deck files of files and folders, each once, in order."""
    seen: set[str] = set()
    folders: dict[str, Path | None] = {}
    for path in paths:
        for file in _files(path):
            if isinstance(file, Problem):
                yield file
                continue
            real = _real_in(folders, file)
            if real is None:
                yield _at_top(file, "is a link that leads to itself; remove it")
            elif real not in seen:
                seen.add(real)
                yield file


def read_deck_file(path: Path) -> bytes | Problem:
    """Return the bytes of a regular file that is not too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait forever
            return _at_top(path, "is not a regular file; name a TOML file")
        if status.st_size > MAX_DECK_BYTES:
            limit = MAX_DECK_BYTES // 2**20
            return _at_top(path, f"is larger than {limit} MiB; split it")
        return path.read_bytes()
    except OSError as error:
        return _at_top(path, f"cannot be read: {error.strerror}; check its permissions")


def decoded(path: Path, data: bytes) -> Source | tuple[Problem, ...]:
    """Return the bytes of a file as UTF-8 text without control characters."""
    try:
        text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = Source(str(path), data[: error.start].decode(errors="replace"))
        byte = f"0x{data[error.start]:02x}"
        message = f"is not UTF-8 (byte {byte}); save the file as UTF-8"
        return (before.problem(len(before.text), message),)
    source = Source(str(path), text)
    problems = tuple(
        source.problem(offset, control_character(text[offset]))
        for offset in islice(controls(text), _MAX_CONTROLS)
    )
    return problems or source


def control_character(character: str) -> str:
    """Return the message about a character that no deck may contain."""
    return f"contains the control character U+{ord(character):04X}; remove it"


def _real_in(folders: dict[str, Path | None], path: Path) -> str | None:
    """Return the real path of a file; each folder is resolved once.

    There are many files, and functions of `os.path` take half the time.
    """
    has_spellings = os.name == "nt"
    if has_spellings or os.path.islink(path):  # noqa: PTH114
        real = _real(path)
        return None if real is None else str(real)
    parent, name = os.path.split(path)
    if parent not in folders:
        folders[parent] = _real(Path(parent))
    folder = folders[parent]
    return None if folder is None else os.path.join(folder, name)  # noqa: PTH118


def _real(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (RuntimeError, OSError):  # a circle of links, depending on the Python
        return None


def _files(path: Path) -> Iterator[Path | Problem]:
    try:
        if not path.is_dir():
            yield (
                path
                if path.exists()
                else _at_top(path, "does not exist; check the path")
            )
            return
        files = toml_files(path)
    except OSError as error:
        yield _at_top(path, f"cannot be read: {error.strerror}; check its permissions")
        return
    yield from files
    if not files:
        yield _at_top(path, "is a folder without decks; add a .toml file to it")


def _at_top(path: Path, message: str) -> Problem:
    return Problem(Position(str(path), 1, 1), message)
