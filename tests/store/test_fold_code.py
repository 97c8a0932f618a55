"""The hash of the code that an index follows from changes with that code alone."""

import ast
import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from inspect import getsource
from itertools import count
from os import environ
from pathlib import Path
from shutil import copytree, ignore_patterns
from subprocess import run
from time import sleep

import pytest

import quizapp
from quizapp import cache
from quizapp.store import fold_code as module
from quizapp.store.fold_code import ROOT, code_behind, fold_code

PACKAGE = Path(quizapp.__file__).parent


@pytest.fixture(scope="module")
def running():
    """Return the hash of the code that is running."""
    return code_behind(ROOT, PACKAGE)


@pytest.fixture
def package(tmp_path):
    """Return a copy of the sealed folders that a test may edit."""
    copy = tmp_path / "quizapp"
    for folder in cache.SEALED:
        unwanted = ignore_patterns("__pycache__")
        copytree(PACKAGE / folder, copy / folder, ignore=unwanted)
    return copy


@pytest.fixture
def turns():
    """Have threads take turns whenever garbage is collected."""

    def wait(*_: object) -> None:
        sleep(0)

    gc.callbacks.append(wait)
    yield
    gc.callbacks.remove(wait)


def edited(package: Path, file: str, old: str, new: str) -> str:
    """Return the hash after an edit."""
    path = package / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return code_behind(ROOT, package)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("store/folding.py", "_AT_ONCE = 500", "_AT_ONCE = 501"),
        ("core/scheduling/fsrs.py", "= (", "= (9, "),
        ("core/basics/moment.py", "return ", "return 0 or "),
        ("core/basics/__init__.py", '"""B', 'import this\n"""B'),
        ("store/figure_rows.py", "INTEGER", "TEXT"),
        ("core/stats/totals.py", "+", "-"),
        ("store/kept_memories.py", "    def add(", "    def added("),
    ],
)
def test_it_changes_with_the_code_of_a_fold(running, package, file, old, new):
    """Its own, and that which it imports through others, packages too."""
    assert edited(package, file, old, new) != running


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("store/folding.py", "_AT_ONCE = 500", "_AT_ONCE = 500  # or so"),
        ("store/folding.py", "Fill an empty index", "Fill one"),
        ("core/cards/card.py", "import", "import this, "),
        ("store/reports.py", "the reports", "reports"),
    ],
)
def test_it_stays_with_comments_docstrings_and_other_code(
    running, package, file, old, new
):
    """A version that folds as before need not fold again."""
    assert edited(package, file, old, new) == running


def test_it_covers_every_module_of_these_folders_that_a_fold_loads():
    """An import that it overlooks would leave an index of other code in use."""
    code = f"import sys, {ROOT}; print(*sys.modules)"
    ran = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    sealed = tuple(f"quizapp.{folder}." for folder in cache.SEALED)
    loaded = {name for name in ran.stdout.split() if name.startswith(sealed)}
    assert loaded <= module.modules_behind(ROOT, PACKAGE).keys()
    assert len(loaded) > 30


def test_no_module_of_a_fold_imports_by_a_name_that_is_computed():
    """It could not be followed."""
    for name in module.modules_behind(ROOT, PACKAGE):
        text = getsource(import_module(name))
        assert "importlib" not in text, name
        assert "__import__" not in text, name


@pytest.mark.slow
def test_it_is_the_same_in_every_process():
    """The order of a set is not, and a set may be a constant."""
    code = "from quizapp.store.fold_code import *; print(code_behind(ROOT, Path({!r})))"
    runs = {
        run(
            [sys.executable, *("-c", code.format(str(PACKAGE)))],
            env={**environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_it_is_computed_while_another_thread_parses_python(turns):
    """A tree that is built meanwhile would fail on some versions of Python."""
    part = "quizapp.store.figure_rows"
    source = (PACKAGE / "cache.py").read_text()
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(code_behind, part, PACKAGE)
        while not other.done():
            ast.parse(source)
    assert other.result() == code_behind(part, PACKAGE)


def test_it_is_computed_once_until_a_source_changes(tmp_path, monkeypatch):
    """To parse all of it takes longer than a start."""
    numbers = count()
    monkeypatch.setattr(module, "code_behind", lambda *_: str(next(numbers)))
    assert [fold_code(tmp_path), fold_code(tmp_path)] == ["0", "0"]
    monkeypatch.setattr("quizapp.cache.code", lambda: b"newer")
    assert fold_code(tmp_path) == "1"
