"""TorchCode's tasks become implement cards; a task file is never imported."""

import json
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
