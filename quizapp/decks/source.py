"""Sources: the files that paths mean, and their text; what is not text is told."""

import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Problem
from quizapp.core.terminal.sanitize import controls

MAX_DECK_BYTES = 16 * 2**20


class Source(Struct, frozen=True):
    """One deck file that was read."""

    file: str
    text: str

    def problem(self, offset: int, message: str) -> Problem:
        """Return a problem at an offset of the text."""
        line = self.text.count("\n", 0, offset) + 1
        column = offset - (self.text.rfind("\n", 0, offset) + 1) + 1
        return Problem(Position(self.file, line, column), message)


def find_files(paths: Sequence[Path]) -> Iterator[Path | Problem]:
    """Yield the deck files of files and folders, each once, in order."""
    seen: set[Path] = set()
    for path in paths:
        for found in _files(path):
            if isinstance(found, Problem):
                yield found
                continue
            real = _real(found)
            if real is None:
                yield _at_top(found, "is a link that leads to itself; remove it")
            elif real not in seen:
                seen.add(real)
                yield found


def read_file(path: Path) -> bytes | Problem:
    """Read a file, if it is one and not too large."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # opening a pipe would wait for ever
            return _at_top(path, "is not a regular file; give a TOML file")
        if found.st_size > MAX_DECK_BYTES:
            limit = MAX_DECK_BYTES // 2**20
            return _at_top(path, f"is larger than {limit} MiB; split it")
        return path.read_bytes()
    except OSError as error:
        return _at_top(path, f"cannot be read: {error.strerror}; check its rights")


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
    found = [
        source.problem(
            offset, f"control character U+{ord(text[offset]):04X}; remove it"
        )
        for offset in controls(text)
    ]
    if found:
        return tuple(found[:20])
    return source


def _real(path: Path) -> Path | None:
    try:
        return path.resolve()
    except (RuntimeError, OSError):  # a circle of links, by Python's version
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
        inside = [file for file in path.rglob("*.toml") if _counts(file, path)]
    except OSError as error:
        yield _at_top(path, f"cannot be read: {error.strerror}; check its rights")
        return
    yield from sorted(inside)
    if not inside:
        yield _at_top(path, "is a folder without decks; add a .toml file to it")


def _counts(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and not file.is_dir()


def _at_top(path: Path, message: str) -> Problem:
    return Problem(Position(str(path), 1, 1), message)
