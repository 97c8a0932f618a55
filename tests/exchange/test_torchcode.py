"""TorchCode's tasks become implement cards; a task file is never imported."""

import json
import os
from pathlib import Path

import pytest

from quizapp.errors import ExchangeError
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.torchcode import holds_tasks, read_torchcode
from support.reviews import NOW

TASK = '''"""A task."""

TASK = {
    "title": "Twice",
    "difficulty": "Medium",
    "function_name": "twice",
    "hint": "Multiply.",
    "tests": [
        {"name": "Small", "code": """
import torch
assert torch.equal({fn}(torch.ones(1)), torch.tensor([2.])), f'got {1}'
"""},
        {"name": "Runs", "code": "twice_of_three = {fn}(3)"},
    ],
%s}
'''
SOLUTION = '    "solution": "def twice(x):\\n    return torch.add(x, x)\\n",\n'


def read(path: Path) -> Imported:
    return read_torchcode(Reading(path, NOW))


def repository(folder: Path, task: str = TASK % "") -> Path:
    """Return a repository as TorchCode's: tasks, templates and solutions."""
    cells = {
        "templates": [
            "# 🟢 Easy: Twice\n\nReturn twice `x`.",
            "def twice(x):\n    pass",
        ],
        "solutions": ["Solution", "def twice(x):\n    return 2 * x"],
    }
    tasks = folder / "torch_judge" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "twice.py").write_text(task)
    (tasks / "__init__.py").write_text("raise SystemExit")
    for name, (text, code) in cells.items():
        (folder / name).mkdir()
        book = [
            {"cell_type": "markdown", "source": text},
            {"cell_type": "code", "source": "import torch"},
            {"cell_type": "code", "source": code},
        ]
        suffix = "_solution" if name == "solutions" else ""
        path = folder / name / f"01_twice{suffix}.ipynb"
        path.write_text(json.dumps({"cells": book}))
    return folder


def test_a_task_is_joined_with_the_notebooks_of_its_repository(tmp_path):
    """The question and the solution are there, the tests in the task."""
    folder = repository(tmp_path)
    assert holds_tasks(folder)
    for path in (folder, folder / "torch_judge" / "tasks" / "twice.py"):
        (card,) = read(path).cards
        assert card.fields["prompt"] == "Return twice `x`."
        assert card.fields["solution"] == (
            "import torch\ndef twice(x):\n    return 2 * x\n"
        )
        assert card.fields["starter"] == "import torch\ndef twice(x):\n    pass\n"
        assert card.fields["level"] == "onsite"
        assert card.fields["hints"] == ["Multiply."]
        assert str(card.origin) == "torchcode:twice"


def test_a_task_with_its_own_solution_needs_no_notebook(tmp_path):
    """Its starter is the solution's outline, with what it imports."""
    path = tmp_path / "twice.py"
    path.write_text(TASK % SOLUTION)
    (card,) = read(path).cards
    assert card.fields["starter"] == "import torch\n\ndef twice(x):\n    ...\n"
    assert card.fields["solution"].startswith("import torch\n")
    assert card.fields["prompt"] == "Twice: `twice(x)`"


def test_each_assertion_says_the_name_of_its_test(tmp_path):
    """And a test that asserts nothing asserts that it runs."""
    path = tmp_path / "twice.py"
    path.write_text(TASK % SOLUTION)
    (card,) = read(path).cards
    assert "f'Small: got {1}'" in card.tests[0]
    assert card.tests[1] == "twice_of_three = twice(3)\nassert True, 'Runs: runs'"


def test_a_task_file_is_read_and_not_run(tmp_path):
    """Code next to the literal does nothing, and a computed task is refused."""
    marker = tmp_path / "ran"
    path = tmp_path / "twice.py"
    path.write_text(f"open({str(marker)!r}, 'w')\n{TASK % SOLUTION}")
    assert read(path).cards
    path.write_text(f"TASK = dict(x=open({str(marker)!r}, 'w'))")
    with pytest.raises(ExchangeError, match="its TASK is computed"):
        read(path)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (TASK % "", "has no solution, which a card needs"),
        (TASK.replace("twice", "1x") % "", "has no function name"),
        ("TASK = {'function_name': 'f'}", "has no tests"),
        ("TASK = {'function_name': 'f', 'tests': [{'code': '1 +'}]}", "has no tests"),
        ("TASK = {", "is not Python"),
        ("x = 1", "has no `TASK = {...}`"),
        (
            TASK % '"solution": "import jax\\ndef twice(x): return x",',
            "its solution needs `jax`; cards have torch, numpy and Python's library",
        ),
    ],
)
def test_a_task_that_cannot_be_a_card_says_why(tmp_path, task, reason):
    """In a folder the others are taken."""
    (tmp_path / "a.py").write_text(task)
    (tmp_path / "b.py").write_text(TASK % SOLUTION)
    found = read(tmp_path)
    assert len(found.cards) == 1
    assert [(item.where, item.reason) for item in found.left_out] == [("a.py", reason)]


def task(folder: Path, test: str, solution: str = "def twice(x): return x + x") -> Path:
    """Write a task with one test."""
    path = folder / "twice.py"
    tests = [{"name": "Small", "code": test}]
    about = {"function_name": "twice", "tests": tests, "solution": solution}
    path.write_text(f"TASK = {about!r}\n")
    return path


def test_every_assertion_of_a_line_gets_the_name_of_its_test(tmp_path):
    test = "assert {fn}(1) == 2; assert {fn}(2) == 4, 'no'"
    (found,) = read(task(tmp_path, test)).cards
    assert found.tests == (
        "assert twice(1) == 2, 'Small'; assert twice(2) == 4, 'Small: no'",
    )


def test_lines_may_end_as_on_an_old_macintosh(tmp_path):
    """Python takes a lone carriage return for the end of a line."""
    test, solution = "x = 1\rassert {fn}(x) == 2", "def twice(x):\r    return x + x"
    (found,) = read(task(tmp_path, test, solution)).cards
    assert found.tests == ("x = 1\nassert twice(x) == 2, 'Small'",)
    assert "def twice(x):\n    return x - x\n" in found.mutants


def test_code_that_is_nested_too_deeply_costs_its_task_alone(tmp_path):
    (tmp_path / "tasks").mkdir()
    task(tmp_path / "tasks", f"assert {{fn}}(1{'+1' * 600}) == 2")
    (found,) = read(tmp_path / "tasks").left_out
    assert found.reason == "its code is nested too deeply"


def test_a_pipe_in_a_folder_is_no_task(tmp_path):
    """Opening it would wait for a writer."""
    os.mkfifo(tmp_path / "pipe.py")
    assert not holds_tasks(tmp_path)
    task(tmp_path, "assert {fn}(1) == 2")
    imported = read(tmp_path)
    assert len(imported.cards) == 1
    assert [one.reason for one in imported.left_out] == ["is not a file"]
