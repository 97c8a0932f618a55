"""The trial of imported code, with a real sandbox."""

from collections.abc import Iterator
from typing import Any

import pytest

from quizapp.exchange.imported import Imported, ImportedCard, LeftOut, Origin
from quizapp.exchange.printed_tests import HELPER, comparing
from quizapp.flow.ports import Runner
from quizapp.wiring.import_trial import try_card, untried, with_trials
from support.zygotes import lent_runner

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    runner = lent_runner()
    yield runner
    runner.close()


def solution(code: str, *tests: tuple[str, str], **keys: Any) -> ImportedCard:
    fields = {"kind": "implement", "starter": "def f(x):\n    ...", "solution": code}
    found = [comparing(test, text, n) or "" for n, (test, text) in enumerate(tests, 1)]
    return ImportedCard(
        Origin("deep-ml", "1"),
        "F",
        fields,
        "problem 1",
        tests=tuple(found),
        test_setup=HELPER,
        **keys,
    )


def prediction(snippet: str, stored: str = "", **fields: Any) -> ImportedCard:
    found = {"kind": "predict", "prompt": "?", "snippet": snippet, **fields}
    return ImportedCard(Origin("notebook", "1"), "P", found, "cell 1", stored=stored)


def test_a_test_that_the_solution_fails_is_wrong_and_named(runner):
    """The others become the checks of the card."""
    card = solution(
        "def f(x):\n    return x + 1", ("print(f(1))", "2"), ("print(f(2))", "4")
    )
    result = try_card(card, runner)
    assert isinstance(result.item, ImportedCard)
    assert "f(1)" in result.item.fields["checks"]
    assert "f(2)" not in result.item.fields["checks"]
    assert result.remarks == (
        "problem 1: skipped a wrong test: Test 2: f(2) gives 4: f(2) = 3",
    )


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (
            "def f(x):\n    return x",
            "its solution fails: Test 1: f(1) gives 2: f(1) = 1",
        ),
        ("raise OSError('no')", "its solution fails: OSError in line 1: no"),
        ("import random\ndef f(x):\n    return 2 + random.randrange(99)", "its sol"),
    ],
)
def test_a_solution_that_fails_all_its_tests_is_left_out(runner, code, reason):
    """Also one that passes by chance: it runs with two seeds."""
    result = try_card(solution(code, ("print(f(1))", "2")), runner)
    assert isinstance(result.item, LeftOut)
    assert result.item.reason.startswith(reason)


def test_a_starter_that_passes_is_left_out(runner):
    """There would be nothing to do."""
    card = solution("def f(x):\n    return None  # right", ("print(f(1))", "None"))
    result = try_card(card, runner)
    assert isinstance(result.item, LeftOut)
    assert result.item.reason == "the starter passes its tests already"


def test_mutants_that_a_check_notices_are_kept(runner):
    """One that passes says nothing about the answer."""
    noticed, unnoticed = "def f(x):\n    return x - 1", "def f(x):\n    return 1 + x"
    card = solution(
        "def f(x):\n    return x + 1",
        ("print(f(1))", "2"),
        mutants=(unnoticed, noticed, "def f("),
    )
    result = try_card(card, runner)
    assert isinstance(result.item, ImportedCard)
    assert result.item.fields["mutants"] == [noticed]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (
            prediction("1 / 0", ask="1"),
            "its code fails here: ZeroDivisionError in line",
        ),
        (prediction("x = None", ask="x"), "shows nothing to predict"),
        (prediction("x = list(range(200))", ask="x"), "its result is too long to type"),
        (
            prediction("import torch", ask="torch.rand(1)"),
            "its result depends on chance; no seed is set",
        ),
    ],
)
def test_a_result_that_nobody_can_predict_is_left_out(runner, card, reason):
    """With what is in the way."""
    result = try_card(card, runner)
    assert isinstance(result.item, LeftOut)
    assert result.item.reason.startswith(reason)


def test_a_stored_output_is_compared_with_the_run(runner):
    """It may be of another version; how it is written does not matter."""
    same = prediction("import torch", "tensor([1., 1.])\n", ask="torch.ones(2)")
    other = prediction("import torch", "tensor([2., 1.])\n", ask="torch.ones(2)")
    printed = prediction("print(1)\nprint(2)", "1\n2\n", expect="printed")
    imported = Imported("t", (same, other, printed))
    results = [try_card(card, runner) for card in imported.cards]
    found = with_trials(imported, results)
    assert len(found.cards) == 3
    assert found.remarks == (
        "cell 1: it says tensor([2., 1.]), the run gives [1.0, 1.0]; the run counts",
    )


def test_where_nothing_may_run_the_source_is_believed():
    """Its tests become the checks; there are no mutants, since nobody saw them fail."""
    card = solution("def f(x):\n    return x", ("print(f(1))", "2"), mutants=("x",))
    (item,) = with_trials(Imported("t", (card,)), [untried(card)]).cards
    assert "f(1)" in item.fields["checks"]
    assert "mutants" not in item.fields


def test_an_exception_may_be_the_answer(runner):
    """Unless it is no longer raised here."""
    raising = prediction("int('x')", "ValueError", expect="raises")
    other = prediction("int('x')", "TypeError", expect="raises")
    quiet = prediction("int('1')", "ValueError", expect="raises")
    assert try_card(raising, runner).remarks == ()
    assert "says TypeError" in try_card(other, runner).remarks[0]
    item = try_card(quiet, runner).item
    assert isinstance(item, LeftOut)
    assert item.reason == "raises nothing here, not ValueError"
