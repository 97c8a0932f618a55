"""The hash of the code that an index follows from changes with that code alone."""

import ast
import sys
from itertools import count
from pathlib import Path
from shutil import copytree, ignore_patterns
from subprocess import run

import pytest

import quizapp
from quizapp import cache
from quizapp.store import fold_code as module
from quizapp.store.fold_code import ROOT, code_behind, fold_code

PACKAGE = Path(quizapp.__file__).parent


@pytest.fixture
def package(tmp_path):
    """Return a copy of the sealed folders that a test may edit."""
    copy = tmp_path / "quizapp"
    for folder in cache.SEALED:
        unwanted = ignore_patterns("__pycache__")
        copytree(PACKAGE / folder, copy / folder, ignore=unwanted)
    return copy


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
def test_it_changes_with_the_code_of_a_fold(package, file, old, new):
    """Its own, and that which it imports through others, packages too."""
    assert code_behind(ROOT, PACKAGE) == code_behind(ROOT, package)
    assert edited(package, file, old, new) != code_behind(ROOT, PACKAGE)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("store/folding.py", "_AT_ONCE = 500", "_AT_ONCE = 500  # or so"),
        ("store/folding.py", "Fill an empty index", "Fill one"),
        ("core/cards/card.py", "import", "import this, "),
        ("store/reports.py", "the reports", "reports"),
    ],
)
def test_it_stays_with_comments_docstrings_and_other_code(package, file, old, new):
    """A version that folds as before need not fold again."""
    assert edited(package, file, old, new) == code_behind(ROOT, PACKAGE)


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
    for name, tree in module.modules_behind(ROOT, PACKAGE).items():
        text = ast.dump(tree)
        assert "importlib" not in text, name
        assert "__import__" not in text, name


def test_it_is_computed_once_until_a_source_changes(tmp_path, monkeypatch):
    """To parse all of it takes longer than a start."""
    numbers = count()
    monkeypatch.setattr(module, "code_behind", lambda *_: str(next(numbers)))
    assert [fold_code(tmp_path), fold_code(tmp_path)] == ["0", "0"]
    monkeypatch.setattr("quizapp.cache.code", lambda: b"newer")
    assert fold_code(tmp_path) == "1"
