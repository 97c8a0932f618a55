"""TorchCode: task files with `TASK = {...}`, which become `implement` cards.

A file is read as a literal and never imported. Its repository keeps the solutions and
the question's text in notebooks next to the tasks; other versions keep them in the
task. See https://github.com/duoan/TorchCode.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from quizapp.errors import ExchangeError
from quizapp.exchange.code_limits import TOO_DEEP, obstacle
from quizapp.exchange.code_outline import (
    imports_of,
    names_of,
    outline_of,
    signature_of,
    with_imports_of,
    with_usual_imports,
)
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported, ImportedCard, LeftOut, Origin
from quizapp.exchange.labeled_tests import labeled
from quizapp.exchange.mutants import mutants_of
from quizapp.exchange.notebook_cells import NotebookCell, cells_of
from quizapp.exchange.text_file import unix_lines
from quizapp.exchange.text_id import short_id

_FORMAT = "torchcode"
MAX_TASK_BYTES = 2**20
MAX_TASKS = 2000
LIMIT_SECONDS = 10.0
"""Some of the tests measure a hundred runs of a large tensor."""

_LEVELS = {"easy": "screen", "medium": "onsite", "hard": "expert"}
_BADGE = re.compile(r"\[!\[[^\][]*\]\([^()]*\)\]\([^()]*\)\s*")
_TITLE = re.compile(r"#[ \t]+[^\n]*\n*")


def holds_tasks(folder: Path) -> bool:
    """Return whether a folder is TorchCode's repository, or its folder of tasks."""
    return _tasks_folder(folder) is not None


def read_torchcode(reading: Reading) -> Imported:
    """Return the tasks of a file or folder. Raises ExchangeError."""
    path = reading.path
    folder = _tasks_folder(path) if path.is_dir() else None
    files = [path] if folder is None else sorted(folder.glob("*.py"))[:MAX_TASKS]
    books = _Notebooks(path if folder is None else folder)
    cards: list[ImportedCard] = []
    left_out: list[LeftOut] = []
    for file in files:
        if file.name.startswith("_"):
            continue
        task = _task(file)
        try:
            found = task if isinstance(task, LeftOut) else _card(file.stem, task, books)
        except RecursionError:
            found = LeftOut(file.name, "", f"its code {TOO_DEEP}")
        if isinstance(found, ImportedCard):
            cards.append(found)
        elif folder is not None:
            left_out.append(found)
        else:
            raise ExchangeError(f"{path} cannot become a card: {found.reason}", _HINT)
    return Imported("TorchCode", tuple(cards), tuple(left_out))


_HINT = "name a task file of TorchCode, its folder of tasks, or its repository"


def _tasks_folder(folder: Path) -> Path | None:
    for place in (folder, folder / "tasks", folder / "torch_judge" / "tasks"):
        if any(_begins_task(file) for file in sorted(place.glob("*.py"))[:50]):
            return place
    return None


def _begins_task(file: Path) -> bool:
    try:
        if not file.is_file():  # opening a pipe would block
            return False
        with file.open("rb") as opened:
            return re.search(rb"^TASK\b.*=", opened.read(4096), re.M) is not None
    except OSError:
        return False


def _task(file: Path) -> Mapping[str, Any] | LeftOut:
    """Return the literal of a task file."""
    tree = _tree(file)
    if isinstance(tree, LeftOut):
        return tree
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_task(node.targets):
            try:
                task = ast.literal_eval(node.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                reason = "its TASK is computed; only a literal is read"
                return LeftOut(file.name, "", reason)
            if isinstance(task, dict):
                return task
    return LeftOut(file.name, "", "has no `TASK = {...}`")


def _tree(file: Path) -> ast.Module | LeftOut:
    try:
        if not file.is_file():
            return LeftOut(file.name, "", "is not a file")
        if file.stat().st_size > MAX_TASK_BYTES:
            return LeftOut(file.name, "", "is larger than 1 MiB")
        return ast.parse(file.read_text("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or "unknown error"
        return LeftOut(file.name, "", f"cannot be read: {reason}")
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return LeftOut(file.name, "", "is not Python")


def _is_task(targets: Sequence[ast.expr]) -> bool:
    return any(isinstance(name, ast.Name) and name.id == "TASK" for name in targets)


class _Notebooks:
    """The notebooks with the questions and solutions, as the repository has them."""

    def __init__(self, place: Path) -> None:
        self._found: dict[tuple[str, str], Path] = {}
        for root in (place, *list(place.absolute().parents)[:3]):
            for folder in ("templates", "solutions"):
                for file in sorted((root / folder).glob("*.ipynb")):
                    name = re.sub(r"^\d+_|_solution$", "", file.stem)
                    self._found.setdefault((folder, name), file)
            if self._found:
                return

    def cells(self, folder: str, stem: str, function: str) -> tuple[NotebookCell, ...]:
        """Return the cells of a task's notebook; a name may be longer than another."""
        exact = self._found.get((folder, stem))
        near = (
            path
            for (kind, name), path in self._found.items()
            if kind == folder and stem in _short_names(name)
        )
        for path in (exact, *near, *self._others(folder, exact)):
            if path is None:
                continue
            try:
                cells = cells_of(path)
            except ExchangeError:
                continue
            if any(function in names_of(c.source) for c in cells if c.kind == "code"):
                return cells
        return ()

    def _others(self, folder: str, exact: Path | None) -> Iterator[Path]:
        if exact is None:
            yield from (p for (kind, _), p in self._found.items() if kind == folder)


def _short_names(name: str) -> set[str]:
    return {name, "".join(part[:1] for part in name.split("_"))}


def _card(
    stem: str, task: Mapping[str, Any], books: _Notebooks
) -> ImportedCard | LeftOut:
    function, title = _text(task, "function_name"), _text(task, "title") or stem
    where = f"{stem}.py"
    if not function.isidentifier():
        return LeftOut(where, title, "has no function name")
    tests = _tests(task, function)
    if not tests:
        return LeftOut(where, title, "has no tests")
    solution = _text(task, "solution")
    solution = solution or _code(books.cells("solutions", stem, function), function)
    if function not in names_of(solution):
        return LeftOut(where, title, "has no solution, which a card needs")
    if (reason := obstacle(solution)) is not None:
        return LeftOut(where, title, f"its solution {reason}")
    solution = with_usual_imports(solution)
    return ImportedCard(
        Origin(_FORMAT, short_id(stem)),
        title,
        _fields(task, solution, books.cells("templates", stem, function)),
        where,
        tests=tests,
        mutants=mutants_of(solution),
    )


def _fields(
    task: Mapping[str, Any], solution: str, template: Sequence[NotebookCell]
) -> dict[str, Any]:
    function, title = _text(task, "function_name"), _text(task, "title")
    starter = _text(task, "starter", "starter_code", "stub", "template")
    starter = starter or _code(template, function) or outline_of(solution, function)
    prompt = _text(task, "description", "description_en") or _prompt(template)
    call = signature_of(solution, function)
    fields: dict[str, Any] = {
        "kind": "implement",
        "prompt": prompt or f"{title or 'Write'}: `{call}`",
        "starter": with_imports_of(solution, starter),
        "solution": solution,
        "limit": LIMIT_SECONDS,
    }
    level = _LEVELS.get(_text(task, "difficulty").casefold())
    fields |= {} if level is None else {"level": level}
    hint, theory = _text(task, "hint"), _text(task, "theory", "theory_en")
    fields |= {"hints": [hint]} if hint else {}
    fields |= {"explain": theory} if theory else {}
    return fields


def _text(task: Mapping[str, Any], *keys: str) -> str:
    """Return the first text among some keys, without the lines around it."""
    for key in keys:
        value = task.get(key)
        text = unix_lines(value).strip("\n") if isinstance(value, str) else ""
        if text.strip():
            return text.rstrip() + "\n" * ("\n" in text)
    return ""


def _tests(task: Mapping[str, Any], function: str) -> tuple[str, ...]:
    tests = task.get("tests")
    rows = tests if isinstance(tests, list | tuple) else []
    found = []
    for number, row in enumerate(rows, start=1):
        if isinstance(row, dict) and isinstance(row.get("code"), str):
            code = (
                unix_lines(row["code"]).replace("{fn}", function).strip("\n").rstrip()
            )
            found.append(labeled(code, _text(row, "name") or f"Test {number}"))
    return tuple(test for test in found if test)


def _code(cells: Sequence[NotebookCell], function: str) -> str:
    """Return the code of the cells that define a function, with their imports."""
    sources = [cell.source for cell in cells if cell.kind == "code"]
    own = next((s for s in sources if function in names_of(s)), "")
    if not own:
        return ""
    before = sources[: sources.index(own)]
    lines = [line for source in before for line in imports_of(source)]
    return "\n".join([*dict.fromkeys(lines), own.strip("\n").rstrip(), ""])


def _prompt(cells: Sequence[NotebookCell]) -> str:
    text = next((cell.source for cell in cells if cell.kind == "markdown"), "")
    return _TITLE.sub("", _BADGE.sub("", text).lstrip(), count=1).strip()
