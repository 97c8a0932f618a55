"""Deep-ML's problems become implement cards."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.errors import ExchangeError
from quizapp.exchange.deep_ml import holds_problems, read_deep_ml
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.printed_tests import HELPER, comparing
from support.reviews import NOW

PROBLEM: dict[str, Any] = {
    "id": "7",
    "title": "Half",
    "difficulty": "easy",
    "category": "Basics",
    "description": "Return half of `x`.",
    "learn_section": "Division.",
    "starter_code": "def half(x):\n    pass",
    "solution": "def half(x):\n    return np.divide(x, 2)",
    "example": {"input": "half(4)", "output": "2.0", "reasoning": "4 / 2"},
    "test_cases": [{"test": "print(half(4))", "expected_output": "2.0"}],
}
FILES = {
    "description.md": "description",
    "learn.md": "learn_section",
    "starter_code.py": "starter_code",
    "solution.py": "solution",
    "example.json": "example",
    "tests.json": "test_cases",
}


def read(path: Path) -> Imported:
    return read_deep_ml(Reading(path, NOW))


def folder_of(parent: Path, problem: dict[str, Any]) -> Path:
    """Write a problem as its folder."""
    folder = parent / "7_half"
    folder.mkdir(parents=True)
    for name, key in FILES.items():
        value = problem[key]
        text = value if isinstance(value, str) else json.dumps(value)
        (folder / name).write_text(text)
    meta = {k: v for k, v in problem.items() if k not in FILES.values()}
    (folder / "meta.json").write_text(json.dumps(meta))
    return folder


def test_a_folder_and_a_file_of_the_same_problem_give_the_same_card(tmp_path):
    """The repository has both."""
    folder = folder_of(tmp_path / "questions", PROBLEM)
    file = tmp_path / "7.json"
    file.write_text(json.dumps(PROBLEM))
    assert holds_problems(folder)
    assert holds_problems(tmp_path)
    cards = [read(path).cards[0] for path in (folder, tmp_path, file)]
    assert len({str(card.origin) for card in cards}) == 1
    assert cards[0].fields == cards[1].fields == cards[2].fields
    fields = cards[0].fields
    assert fields["prompt"].startswith("Return half of `x`.")
    assert "half(4)" in fields["prompt"]
    assert fields["explain"] == "4 / 2\n\nDivision."
    assert fields["level"] == "screen"
    assert fields["solution"].startswith("import numpy as np\n")
    assert cards[0].deck == "Deep-ML::Basics"


def test_a_part_for_torch_is_a_card_of_its_own(tmp_path):
    """And one for another library is left out."""
    parts = {
        f"{name}_{key}": PROBLEM[key]
        for name in ("pytorch", "tinygrad")
        for key in ("solution", "starter_code", "test_cases")
    }
    file = tmp_path / "7.json"
    file.write_text(json.dumps({**PROBLEM, **parts}))
    found = read(file)
    assert [str(card.origin) for card in found.cards] == [
        "deep-ml:7",
        "deep-ml:7-pytorch",
    ]
    (left_out,) = found.left_out
    assert left_out.reason.startswith("needs `tinygrad`")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"solution": "def half(x)\n  return"}, "its solution is not valid Python"),
        ({"solution": "import scipy\nhalf = 1"}, "its solution needs `scipy`;"),
        ({"test_cases": []}, "has no tests"),
        ({"test_cases": [{"test": "print("}]}, "has no tests"),
    ],
)
def test_a_problem_that_cannot_be_a_card_says_why(tmp_path, changed, reason):
    """It is named by its id and title."""
    file = tmp_path / "7.json"
    file.write_text(json.dumps({**PROBLEM, **changed}))
    (left_out,) = read(file).left_out
    assert (left_out.where, left_out.excerpt) == ("problem 7", "Half")
    assert left_out.reason.startswith(reason)


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", "[" * 99_999])
def test_other_json_is_refused(tmp_path, text):
    """In one line."""
    file = tmp_path / "x.json"
    file.write_text(text)
    with pytest.raises(ExchangeError):
        read(file)


def passes(test: str, **names: object) -> bool:
    """Run a test's own code here: it is ours, and what it compares is given."""
    try:
        exec(f"{HELPER}\n{test}", names)  # noqa: S102  # the helper under test
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize(
    ("expected", "value", "is_right"),
    [
        ("0.667", 2 / 3, True),
        ("0.667", 0.66, False),
        ("[1, 2]", (1, 2), True),
        ("[1, 2]", [2, 1], False),
        ("[[1, 2], [3, 4]]", [1, 2, 3, 4], False),
        ("[1., 2.]", [1.0, 2.0], True),
        ("(1, [2.5])", [1, [2.5]], True),
        ("{'a': 1, 'b': 2}", {"b": 2, "a": 1}, True),
        ("{'a': 1}", Counter("a"), True),
        ("-160", -160.00000000000003, True),
        ("1e-05", 1e-4, False),
        ("1e-05", 1e-5, True),
        ("nan", float("nan"), True),
        ("True", False, False),
        ("overfitting", "overfitting", True),
        ("'overfitting'", "overfitting", True),
        ("overfitting", "underfitting", False),
        ("array([1., 2.])", "[1. 2.]", True),
        ("tensor([1.5])", [1.5], True),
    ],
)
def test_what_is_printed_is_compared_as_people_would(expected, value, is_right):
    """By the decimals that are given, whatever the container's name is."""
    test = comparing("print(value)", expected, 1)
    assert test is not None
    assert passes(test, value=value) is is_right


def test_a_test_that_prints_several_times_is_compared_as_a_whole():
    """Loops and several lines of output."""
    test = comparing("for x in values:\n    print(x)", "0.5\n0.25", 1)
    assert test is not None
    assert passes(test, values=[0.5, 0.25])
    assert not passes(test, values=[0.5])


@given(
    st.recursive(st.floats(-1e6, 1e6) | st.integers(-99, 99), st.lists, max_leaves=6)
)
def test_a_value_equals_its_own_text_and_not_another(value):
    """Whatever numbers and nesting there are."""
    test = comparing("print(value)", repr(value), 1)
    assert test is not None
    assert passes(test, value=value)
    assert not passes(test, value=[value, 1])


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    """As editors on Windows write it."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps(PROBLEM), encoding="utf-8-sig")
    assert len(read_deep_ml(Reading(path, NOW)).cards) == 1


def test_a_problem_without_a_starter_gets_the_head_of_what_is_tested(tmp_path):
    """Not that of a helper, nor an import alone."""
    solution = "import torch\n\ndef half(x):\n    return a(x)\n\ndef a(x):\n    pass\n"
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**PROBLEM, "starter_code": "", "solution": solution}))
    (found,) = read_deep_ml(Reading(path, NOW)).cards
    assert found.fields["starter"] == "import torch\n\ndef half(x):\n    ...\n"


@pytest.mark.parametrize(
    "keys",
    [
        {"test_cases": [{"test": f"print(x{'+x' * 600})", "expected_output": "[2]"}]},
        {"solution": f"def half(x=1{'+1' * 600}):\n    pass", "starter_code": ""},
    ],
)
def test_code_that_is_nested_too_deeply_costs_its_problem_alone(tmp_path, keys):
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{**PROBLEM, **keys}, {**PROBLEM, "id": "8"}]))
    imported = read_deep_ml(Reading(path, NOW))
    assert [card.origin.id for card in imported.cards] == ["8"]
    (left_out,) = imported.left_out
    assert left_out.reason == "its code is nested too deeply"


def test_lines_may_end_as_on_an_old_macintosh(tmp_path):
    """Python takes a lone carriage return for the end of a line."""
    test = {"test": "x = 4\rprint(half(x))", "expected_output": "2.0"}
    solution = "def half(x):\r    y = x / 2\r    return y + 0"
    keys = {"test_cases": [test], "solution": solution}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**PROBLEM, **keys}))
    (found,) = read_deep_ml(Reading(path, NOW)).cards
    assert found.tests[0].startswith("x = 4\nassert equal(half(x), 2.0)")
    assert "def half(x):\n    y = x * 2\n" in "".join(found.mutants)


def test_an_id_that_no_deck_may_have_becomes_one(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**PROBLEM, "id": "\x07" + "x" * 5000}))
    (found,) = read_deep_ml(Reading(path, NOW)).cards
    assert found.origin.id.isprintable()
    assert len(found.origin.id) <= 200


def test_a_folder_whose_files_are_no_text_is_named_with_the_reason(tmp_path):
    place = tmp_path / "7_half"
    place.mkdir()
    (place / "tests.json").write_text("[")
    (place / "solution.py").write_bytes(b"# \xff")
    (left_out,) = read_deep_ml(Reading(tmp_path, NOW)).left_out
    assert left_out.reason == "cannot be read: a file is not UTF-8"
    (place / "solution.py").write_text("pass")
    (left_out,) = read_deep_ml(Reading(tmp_path, NOW)).left_out
    assert left_out.reason == "cannot be read: a file is not JSON"
