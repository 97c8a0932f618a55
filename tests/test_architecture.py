"""The shape of the program: what loads what, what is nowhere, how large things get.

Import-linter says who may import whom (see pyproject.toml). Here is what shows only
when the program runs, when its syntax is read, or when its folders are listed.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import quizapp
from support.program import unmeasured

PACKAGE = Path(quizapp.__file__).parent
ROOT = PACKAGE.parent
FILES = sorted(PACKAGE.rglob("*.py"))

VISIBLE = {"pyproject.toml", "README.md", "quizapp", "content", "tests"}
"""What a newcomer sees at the top of the repository."""

RUNS_CODE = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
LOADS = {"torch.load", "np.load", "numpy.load", "torch.jit.load"}

IMPORT_ALL = """
import importlib, pkgutil
def import_all(name):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
        importlib.import_module(module.name)
"""
PRINT_MODULES = "\nimport json, sys; print(); print(json.dumps(sorted(sys.modules)))"


@cache
def trees() -> dict[str, ast.Module]:
    """Return the syntax of each file; it is not read while tests are collected."""
    return {
        str(file.relative_to(ROOT)): ast.parse(file.read_text("utf-8"))
        for file in FILES
    }


def loaded_by(code: str) -> set[str]:
    """Return the modules that are loaded after this code, in a new interpreter."""
    ended = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL + code + PRINT_MODULES],
        env=unmeasured(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


def calls_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each call in a file, as it is written, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).removeprefix("builtins."), node.lineno


def imports_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the top-level name of each import, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.partition(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0], node.lineno


def css_paths() -> Iterator[tuple[Path, str]]:
    """Yield each file below the package that has a CSS_PATH, with its value."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Assign)
                and ast.unparse(node.targets[0]) == "CSS_PATH"
            ):
                yield ROOT / name, ast.literal_eval(node.value)


# what loads what


def test_the_core_and_the_flow_load_no_adapter():
    """They are plain values and functions, independent of front end and store."""
    loaded = loaded_by("import_all('quizapp.core'); import_all('quizapp.flow.study')")
    assert "quizapp.core.session.session" in loaded
    assert not loaded & {"textual", "rich", "torch", "numpy", "sqlite3", "tomli"}


def test_help_loads_almost_nothing():
    """A command is imported only when it is called."""
    loaded = loaded_by("from quizapp.cli import main; main(['--help'])")
    assert "quizapp.cli" in loaded
    assert not loaded & {"textual", "torch", "numpy", "fsrs", "sqlite3", "tomli"}


def test_the_screens_start_without_torch():
    """Torch takes seconds to import: only the process that runs snippets imports it."""
    loaded = loaded_by(
        "for part in 'tui', 'decks', 'store', 'runner.app', 'wiring', 'commands':\n"
        "    import_all('quizapp.' + part)"
    )
    assert {"textual", "quizapp.tui.screens.study", "quizapp.store.log"} <= loaded
    assert not loaded & {"torch", "numpy", "fsrs", "fsrs_rs_python"}


def test_the_first_question_waits_for_no_reader_and_no_judge():
    """They have many patterns to compile, and only an answer needs them."""
    loaded = loaded_by("import quizapp.tui.app, quizapp.decks.loader")
    assert {"quizapp.core.kinds.predict", "quizapp.core.kinds.text"} <= loaded
    assert not loaded & {
        *("quizapp.core.values.notation", "quizapp.core.values.formula"),
        *("quizapp.core.judging.comparison", "quizapp.core.kinds.leniency"),
    }


# what is nowhere


def test_only_the_worker_runs_code_from_text():
    """The app's own process never evaluates text from a deck, a user or a child."""
    doors = {
        (name, called)
        for name, tree in trees().items()
        for called, _ in calls_in(tree)
        if called in RUNS_CODE
    }
    hashes_own_code = ("quizapp/store/fold_code.py", "compile")
    assert {name for name, _ in doors - {hashes_own_code}} == {
        "quizapp/runner/child/worker.py"
    }


def test_nothing_is_unpickled():
    """Loading a pickle runs it; values cross between processes as JSON."""
    unpickled = [
        f"{name}:{line}: {used}"
        for name, tree in trees().items()
        for used, line in (*imports_in(tree), *calls_in(tree))
        if used in UNPICKLES | LOADS
    ]
    assert unpickled == []


# how large things get


def test_files_are_short():
    """At most 400 lines each."""
    lines = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines())
        for file in FILES
    }
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_functions_are_short():
    """At most 40 lines each."""
    long = [
        f"{name}:{node.lineno}: {node.name}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno >= 40
    ]
    assert long == []


@pytest.mark.parametrize(("folder", "most"), [("", 22), ("core", 13)])
def test_a_folder_can_be_taken_in_at_a_glance(folder, most):
    """The package and its core have few entries each."""
    entries = {file.name for file in (PACKAGE / folder).iterdir()} - {"__pycache__"}
    assert len(entries) <= most, sorted(entries)


def test_every_module_and_folder_has_a_docstring():
    """A folder's is in its `__init__.py`."""
    assert [name for name, tree in trees().items() if not ast.get_docstring(tree)] == []
    folders = {file.parent for file in FILES}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == (
        set()
    )


# how things are named


def test_few_names_have_two_meanings():
    """At most 20 public names are defined at the top of more than one module."""
    homes: dict[str, set[str]] = {}
    for module, tree in trees().items():
        for name in defined_in(tree):
            homes.setdefault(name, set()).add(module)
    shared = [
        f"{name}: {', '.join(sorted(modules))}"
        for name, modules in homes.items()
        if len(modules) > 1 and name not in ("run", "main") and name[0] != "_"
    ]
    assert len(shared) <= 20, "\n".join(shared)


def defined_in(tree: ast.Module) -> Iterator[str]:
    """Yield the names of the classes, functions and values at the top of a module."""
    for node in tree.body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.Assign():
                yield from (to.id for to in node.targets if isinstance(to, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case _:
                pass


# where things are


def test_styles_are_next_to_their_screens():
    """`study.py` has its styles in `study.tcss`, and no sheet is unused."""
    sheets = {file.parent / value for file, value in css_paths()}
    assert [
        file.name for file, value in css_paths() if value != f"{file.stem}.tcss"
    ] == []
    assert sheets == set(PACKAGE.rglob("*.tcss"))


def test_the_docs_name_only_paths_that_exist():
    """In links, and in backticks where a path begins with a folder of the top."""
    docs = [
        ROOT / "README.md",
        *ROOT.glob(".github/*.md"),
        *ROOT.glob(".decisions/*.md"),
        *(page for part in VISIBLE for page in (ROOT / part).rglob("README.md")),
    ]
    missing = [
        f"{page.relative_to(ROOT)}: {path}"
        for page in docs
        for path in paths_in(page.read_text("utf-8"))
        if not ((page.parent / path).exists() or (ROOT / path).exists())
    ]
    assert missing == []


def paths_in(text: str) -> Iterator[str]:
    """Yield the relative paths that a page names."""
    for link in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in link:
            yield link
    for path in re.findall(r"`((?:quizapp|tests|content|\.[a-z]+)/[\w./-]+)`", text):
        if "NAME" not in path:
            yield path


def test_the_top_of_the_repository_is_small():
    """A newcomer sees the project file, the program, its decks and its tests."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    top = {line.partition("/")[0] for line in listed.splitlines()}
    visible = {name for name in top if not name.startswith(".")}
    assert visible == VISIBLE
