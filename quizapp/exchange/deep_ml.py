"""Deep-ML: folders or JSON files of problems, which become `implement` cards.

A problem has a description, a starter, a solution, and tests that print something.
Nothing is run here. See https://github.com/Open-Deep-ML/DML-OpenProblem.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from quizapp.errors import ExchangeError
from quizapp.exchange.code_limits import TOO_DEEP, obstacle
from quizapp.exchange.code_outline import (
    defined_in,
    imports_of,
    names_of,
    outline_of,
    usual_imports,
    with_imports_of,
    with_usual_imports,
)
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported, ImportedCard, LeftOut, Origin
from quizapp.exchange.mutants import mutants_of
from quizapp.exchange.printed_tests import HELPER, comparing
from quizapp.exchange.text_file import unix_lines
from quizapp.exchange.text_id import short_id
from quizapp.wording.interview_markdown import fenced

_FORMAT = "deep-ml"
MAX_PROBLEMS_READ = 5000
MAX_FILE_BYTES = 16 * 2**20
_MAX_EXPLAIN = 12_000

_LEVELS = {"easy": "screen", "medium": "onsite", "hard": "expert"}
_TEXTS = {
    "description": "description.md",
    "learn_section": "learn.md",
    "starter_code": "starter_code.py",
    "solution": "solution.py",
}
_VALUES = {"example": "example.json", "test_cases": "tests.json"}
_OTHERS = ("pytorch", "tinygrad")
"""Libraries that a problem may be posed for as well, beside numpy."""


def holds_problems(folder: Path) -> bool:
    """Return whether a folder is a problem, or holds problems."""
    return next(_places(folder), None) is not None


def read_deep_ml(reading: Reading) -> Imported:
    """Return the problems of a folder or a JSON file. Raises ExchangeError."""
    path = reading.path
    if path.is_dir():
        places = islice(_places(path), MAX_PROBLEMS_READ)
        problems = [(place.name, _of_place(place)) for place in places]
    else:
        problems = _of_file(path)
    cards: list[ImportedCard] = []
    left_out: list[LeftOut] = []
    for where, problem in problems:
        if isinstance(problem, LeftOut):
            left_out.append(problem)
            continue
        for found in _cards(where, problem):
            if isinstance(found, ImportedCard):
                cards.append(found)
            else:
                left_out.append(found)
    return Imported("Deep-ML", tuple(cards), tuple(left_out))


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folders and JSON files of problems, at most two levels down."""
    if _is_problem(folder):
        yield folder
        return
    for parent in (folder, folder / "questions"):
        if parent.is_dir():
            inside = sorted(p for p in parent.iterdir() if not p.name.startswith("_"))
            yield from (place for place in inside if _is_problem(place))


def _is_problem(place: Path) -> bool:
    try:
        return all((place / name).is_file() for name in ("tests.json", "solution.py"))
    except OSError:  # a folder of somebody else
        return False


def _of_place(folder: Path) -> dict[str, Any] | LeftOut:
    """Return a problem's folder as its JSON would be."""
    try:
        meta = _json(folder / "meta.json")
        problem = dict(meta) if isinstance(meta, dict) else {}
        for key, name in _TEXTS.items():
            problem[key] = _text_of(folder / name)
        for key, name in _VALUES.items():
            problem[key] = _json(folder / name)
        for other in _OTHERS:
            part = folder / other
            if (part / "solution.py").is_file():
                problem[f"{other}_solution"] = _text_of(part / "solution.py")
                problem[f"{other}_starter_code"] = _text_of(part / "starter_code.py")
                problem[f"{other}_test_cases"] = _json(part / "tests.json")
    except (OSError, ValueError, RecursionError) as error:
        return LeftOut(folder.name, "", f"cannot be read: {_why(error)}")
    problem.setdefault("id", folder.name)
    return problem


def _why(error: Exception) -> str:
    match error:
        case OSError():
            return error.strerror or "unknown error"
        case UnicodeDecodeError():
            return "a file is not UTF-8"
        case _:
            return "a file is not JSON"


def _text_of(file: Path) -> str:
    if not file.is_file() or file.stat().st_size > MAX_FILE_BYTES:
        return ""
    return file.read_text("utf-8-sig")


def _json(file: Path) -> object:
    text = _text_of(file)
    return json.loads(text) if text else None


def _of_file(path: Path) -> list[tuple[str, dict[str, Any] | LeftOut]]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ExchangeError(f"{path} is larger than 16 MiB", "split it")
        document = msgspec.json.decode(path.read_bytes().removeprefix(BOM_UTF8))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ExchangeError(f"{path}: {reason}", "check the path") from None
    except (ValueError, RecursionError):
        raise ExchangeError(f"{path} is not JSON", _HINT) from None
    rows = document if isinstance(document, list) else [document]
    problems = [row for row in rows if isinstance(row, dict) and "test_cases" in row]
    if not problems:
        raise ExchangeError(f"{path} has no problem of Deep-ML", _HINT)
    numbered = enumerate(problems[:MAX_PROBLEMS_READ], start=1)
    return [
        (f"problem {short_id(str(row.get('id', number)))}", row)
        for number, row in numbered
    ]


_HINT = "name a problem's folder or JSON file, or a folder of problems"


def _cards(where: str, problem: Mapping[str, Any]) -> Iterator[ImportedCard | LeftOut]:
    yield _tried(where, problem, "")
    for other in _OTHERS:
        if not problem.get(f"{other}_solution"):
            continue
        if other == "pytorch":
            yield _tried(where, problem, other)
        else:
            reason = f"needs `{other}`; cards have torch, numpy and Python's library"
            yield LeftOut(where, _text(problem, "title"), reason)


def _tried(where: str, problem: Mapping[str, Any], part: str) -> ImportedCard | LeftOut:
    try:
        return _card(where, problem, part)
    except RecursionError:
        return LeftOut(where, _text(problem, "title"), f"its code {TOO_DEEP}")


def _card(where: str, problem: Mapping[str, Any], part: str) -> ImportedCard | LeftOut:
    start = f"{part}_" if part else ""
    title = _text(problem, "title") or where
    name = f"{title} (PyTorch)" if part else title
    solution = _text(problem, f"{start}solution")
    if not imports_of(solution) and not names_of(solution):
        return LeftOut(where, name, "its solution is not valid Python")
    if (reason := obstacle(solution)) is not None:
        return LeftOut(where, name, f"its solution {reason}")
    tests = _tests(problem.get(f"{start}test_cases"))
    if not tests:
        return LeftOut(where, name, "has no tests")
    starter = _text(problem, f"{start}starter_code")
    if not starter or starter == solution:
        starter = outline_of(solution, _asked_of(solution, tests))
    solution = with_usual_imports(solution)
    starter = with_imports_of(solution, starter)
    id_ = short_id(str(problem.get("id", where)))
    level = _text(problem, f"{start}difficulty") or _text(problem, "difficulty")
    fields: dict[str, Any] = {
        "kind": "implement",
        "prompt": _prompt(problem, part),
        "starter": starter,
        "solution": solution,
        "explain": _explanation(problem),
    }
    fields |= (
        {"level": _LEVELS[level.casefold()]} if level.casefold() in _LEVELS else {}
    )
    category = _text(problem, "category")
    return ImportedCard(
        Origin(_FORMAT, f"{id_}-{part}" if part else id_),
        name,
        fields,
        where,
        deck=f"Deep-ML::{category}" if category else "",
        tests=tests,
        test_setup="\n".join([*usual_imports(tests), HELPER]),
        mutants=mutants_of(solution),
    )


def _asked_of(solution: str, tests: Sequence[str]) -> str:
    """Return the name of what is to be written: the last one that the tests use."""
    names = defined_in(solution) or tuple(sorted(names_of(solution)))
    words = {word for test in tests for word in re.findall(r"\w+", test)}
    used = [name for name in names if name in words]
    return (used or names)[-1]


def _text(problem: Mapping[str, Any], key: str) -> str:
    value = problem.get(key)
    return unix_lines(value).strip("\n").rstrip() if isinstance(value, str) else ""


def _tests(rows: object) -> tuple[str, ...]:
    """Return each test as checks that follow HELPER."""
    found = []
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        if isinstance(row, dict):
            code, expected = row.get("test"), row.get("expected_output")
            if isinstance(code, str) and expected is not None:
                test = comparing(unix_lines(code), str(expected), number)
                found += [] if test is None else [test]
    return tuple(found)


def _prompt(problem: Mapping[str, Any], part: str) -> str:
    text = _text(problem, "description") or _text(problem, "title")
    if part:
        text = f"{text}\n\nUse PyTorch."
    example = problem.get("example")
    if not isinstance(example, dict):
        return text
    given, result = _text(example, "input"), _text(example, "output")
    if not given or not result:
        return text
    before, after = ("\n".join(fenced(code, "")) for code in (given, result))
    return f"{text}\n\nExample:\n\n{before}\n\ngives\n\n{after}"


def _explanation(problem: Mapping[str, Any]) -> str:
    """Return why the example's result is right, and the text that teaches it."""
    example = problem.get("example")
    reason = _text(example, "reasoning") if isinstance(example, dict) else ""
    text = "\n\n".join(
        part for part in (reason, _text(problem, "learn_section")) if part
    )
    return text if len(text) <= _MAX_EXPLAIN else f"{text[:_MAX_EXPLAIN]} …"
