"""The cells of a Jupyter notebook, read as JSON: formats 3 and 4.

Nothing is executed, and outputs other than text are not looked at.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from quizapp.errors import ExchangeError
from quizapp.exchange.text_file import unix_lines

MAX_NOTEBOOK_BYTES = 64 * 2**20
"""Pictures stand in notebooks as text, so that real ones are large."""
MAX_CELLS = 2_000
_PYTHON = frozenset({"", "python", "python3", "ipython"})


class NotebookCell(Struct, frozen=True):
    """One cell."""

    number: int
    """Its place in the notebook, from 1."""
    kind: Literal["markdown", "code", "other"]
    source: str
    id: str = ""
    """As notebooks of format 4.5 and later have it; empty in older ones."""
    tags: frozenset[str] = frozenset()
    was_run: bool = False
    value: str = ""
    """The value of its last expression, as the notebook stores it."""
    printed: str = ""
    """What it printed to standard output, as the notebook stores it."""
    raised: str = ""
    """The class of the exception that ended it, as the notebook stores it."""


def cells_of(path: Path) -> tuple[NotebookCell, ...]:
    """Return the cells of a notebook. Raises ExchangeError."""
    document = _document(path)
    language = _language(document.get("metadata"))
    if language not in _PYTHON:
        raise ExchangeError(
            f"{path} is a notebook of {language[:40]}",
            "only notebooks of Python become cards",
        )
    cells = document.get("cells")
    if not isinstance(cells, list):  # format 3
        sheets = document.get("worksheets")
        parts = sheets if isinstance(sheets, list) else []
        lists = [part.get("cells") for part in parts if isinstance(part, dict)]
        cells = [cell for part in lists if isinstance(part, list) for cell in part]
    if len(cells) > MAX_CELLS:
        raise ExchangeError(
            f"{path} has {len(cells)} cells", f"split it: at most {MAX_CELLS} are read"
        )
    tables = [cell if isinstance(cell, dict) else {} for cell in cells]
    return tuple(_cell(number, table) for number, table in enumerate(tables, start=1))


def _document(path: Path) -> Mapping[str, Any]:
    try:
        size = path.stat().st_size
        if size > MAX_NOTEBOOK_BYTES:
            most = MAX_NOTEBOOK_BYTES // 2**20
            message = f"{path} has {size // 2**20} MiB"
            raise ExchangeError(message, f"clear its outputs: at most {most} are read")
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        document = msgspec.json.decode(data)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ExchangeError(f"{path}: {reason}", "check the path") from None
    except (ValueError, RecursionError):
        raise ExchangeError(f"{path} is not a notebook", "it is not JSON") from None
    if not isinstance(document, dict) or not document.keys() & {"cells", "worksheets"}:
        raise ExchangeError(f"{path} is not a notebook", "it has no cells")
    return document


def _language(metadata: object) -> str:
    """Return the language of a notebook, empty if it does not say."""
    if isinstance(metadata, dict):
        for key, name in (("language_info", "name"), ("kernelspec", "language")):
            table = metadata.get(key)
            if isinstance(table, dict) and isinstance(table.get(name), str):
                return str(table[name]).casefold()
    return ""


def _cell(number: int, table: Mapping[str, Any]) -> NotebookCell:
    name, metadata = table.get("cell_type"), table.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    source = _joined(table.get("source", table.get("input")))
    if name == "heading":  # format 3
        level = table.get("level")
        depth = min(max(level, 1), 6) if isinstance(level, int) else 1
        source = f"{'#' * depth} {source}"
    id_ = table.get("id")
    outputs = table.get("outputs")
    tables = outputs if isinstance(outputs, list) else []
    shown = [output for output in tables if isinstance(output, dict)]
    count = table.get("execution_count", table.get("prompt_number"))
    return NotebookCell(
        number,
        "code" if name == "code" else _text_kind(name),
        unix_lines(source),
        id_ if isinstance(id_, str) else "",
        frozenset(tag for tag in tags or () if isinstance(tag, str))
        if isinstance(tags, list)
        else frozenset(),
        isinstance(count, int),
        "\n".join(_values(shown)),
        "".join(_printed(shown)),
        next(_raised(shown), ""),
    )


def _text_kind(name: object) -> Literal["markdown", "other"]:
    return "markdown" if name in ("markdown", "heading") else "other"


def _joined(text: object) -> str:
    """Return the text of a field that is a string or a list of lines."""
    if isinstance(text, str):
        return text
    lines = text if isinstance(text, list) else []
    return "".join(line for line in lines if isinstance(line, str))


def _values(outputs: list[dict[str, Any]]) -> Iterator[str]:
    for output in outputs:
        if output.get("output_type") in ("execute_result", "pyout"):
            data = output.get("data", output)
            if isinstance(data, dict):
                yield _joined(data.get("text/plain", data.get("text")))


def _printed(outputs: list[dict[str, Any]]) -> Iterator[str]:
    for output in outputs:
        name = output.get("name", output.get("stream", "stdout"))
        if output.get("output_type") == "stream" and name == "stdout":
            yield _joined(output.get("text"))


def _raised(outputs: list[dict[str, Any]]) -> Iterator[str]:
    for output in outputs:
        name = output.get("ename")
        if output.get("output_type") in ("error", "pyerr") and isinstance(name, str):
            yield name
