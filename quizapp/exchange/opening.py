"""Opening: the format of a file, by its name, and whether it can be read at all."""

import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from quizapp.errors import ExchangeError, UsageError, nearest
from quizapp.exchange.formats import MIB, Format
from quizapp.exchange.registry import FORMATS

GIB = 1024 * MIB


def format_to_read(path: Path, formats: Iterable[Format] = FORMATS) -> Format:
    """Return the format of a file or folder.

    Raises ExchangeError for what cannot be read, UsageError for an unknown name
    and for what does not exist.
    """
    readable = [format_ for format_ in formats if format_.read is not None]
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _of_folder(path, readable)
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}", "check the path") from None
    except (OSError, ValueError) as error:
        raise ExchangeError(f"cannot read {path}: {_why(error)}") from error
    format_ = _named(path, readable, "import")
    if not stat.S_ISREG(status.st_mode):
        raise ExchangeError(f"{path} is not a regular file", "copy it to one first")
    if not status.st_size:
        raise ExchangeError(f"{path} is empty")
    if status.st_size > format_.most_bytes:
        size = f"{status.st_size / GIB:.1f} GiB"
        most = f"{format_.most_bytes // MIB} MiB"
        raise ExchangeError(f"{path} has {size}", f"split it: at most {most} are read")
    return format_


def format_to_write(path: Path, formats: Iterable[Format] = FORMATS) -> Format:
    """Return the format of a new file. Raises UsageError for an unknown name."""
    writable = [format_ for format_ in formats if format_.write is not None]
    return _named(path, writable, "export")


def ends_of(formats: Iterable[Format]) -> Iterator[str]:
    """Yield the ends of the names of all these formats."""
    for format_ in formats:
        yield from format_.ends


def _why(error: OSError | ValueError) -> str:
    return str(getattr(error, "strerror", None) or error)


def _named(path: Path, formats: list[Format], verb: str) -> Format:
    name = path.name.casefold()
    for format_ in formats:
        if name.endswith(format_.ends):
            return format_
    ends = tuple(ends_of(formats))
    near = nearest(path.suffix.casefold(), ends, cutoff=0.75)
    hint = f"did you mean {near}?" if near else f"known are {', '.join(ends)}"
    what = (
        f"unknown format {path.suffix}" if path.suffix else "its name has no extension"
    )
    raise UsageError(f"cannot {verb} {path}: {what}", hint)


def _of_folder(path: Path, formats: list[Format]) -> Format:
    for format_ in formats:
        if format_.holds is not None and format_.holds(path):
            return format_
    raise ExchangeError(
        f"{path} is a folder without cards that can be imported", "name a file in it"
    )
