"""Checks: assertions behind code, each judged by itself, its values shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.runs import checks
from quizapp.core.runs.outcome import Completed, Program
from support.outcomes import executed


def results_of(code: str, asserted: str) -> tuple[checks.Result, ...]:
    """Run checks behind code and read what came of them."""
    outcome = executed(Program(checks.compose(code, asserted), checks.ROWS))
    assert isinstance(outcome, Completed), outcome
    results = checks.results(outcome.value, asserted)
    assert results is not None
    return results


def only(code: str, asserted: str) -> checks.Result:
    """Return what came of the one check."""
    (result,) = results_of(code, asserted)
    return result


def test_every_assertion_is_a_check_of_its_own():
    """One failing does not keep the next from being run."""
    results = results_of("x = 3", "assert x == 4\nassert x == 3")
    assert [each.passed for each in results] == [False, True]


def test_statements_before_an_assertion_prepare_it_and_what_follows():
    """Names live on, as in a notebook."""
    asserted = "y = x + 1\nassert y == 4\nassert y - 1 == x"
    results = results_of("x = 3", asserted)
    assert [result.passed for result in results] == [True, True]


@pytest.mark.parametrize(
    ("asserted", "label"),
    [
        ("assert x, 'is there'", "is there"),
        ("assert  x==3", "x == 3"),
        ("assert x, f'of {x}'", "of {x}"),
        ("for n in 1, 2:\n    assert n, 'each'", "each"),
        ("for n in 1, 2:\n    assert n", "for n in (1, 2):"),
    ],
)
def test_a_check_is_called_by_its_message_or_else_its_source(asserted, label):
    """What the author wrote for people comes first."""
    assert only("x = 3", asserted).label == label


@pytest.mark.parametrize(
    ("asserted", "detail"),
    [
        ("assert x == 4", "x = 3"),
        ("assert x == y", "x = 3\ny = 4"),
        ("assert x == 4, 'four'", "failed: x == 4\nx = 3"),
        ("assert 5 < x < y", "x = 3\ny = 4"),
        ("assert not x < 4", "x = 3"),
        ("assert [x] in [[1]]", "[x] = [3]"),
        ("import math\nassert math.isclose(x, 4.0, rel_tol=0.1)", "x = 3"),
        ("assert not x", ""),
        ("assert False, 'must raise'", ""),
        ("for n in 1, 2:\n    assert n == 1, f'of {n}'", "of 2\nfailed: n == 1\nn = 2"),
    ],
)
def test_a_failing_comparison_shows_the_values_of_both_sides(asserted, detail):
    """Literals are not repeated, and a message does not hide what was compared."""
    result = only("x, y = 3, 4", asserted)
    assert (result.passed, result.detail) == (False, detail)


def test_sides_are_evaluated_once():
    """A check that draws or counts is not disturbed by being reported."""
    code = "calls = []\ndef f():\n    calls.append(1)\n    return len(calls)"
    assert only(code, "assert f() == 1").passed


def test_an_exception_is_reported_with_the_codes_own_lines():
    """The way through the code, the innermost line last; none of the harness's."""
    code = "def inner():\n    return 1 / 0\n\ndef outer():\n    return inner()"
    result = only(code, "assert outer() == 1")
    assert (result.detail, result.lines) == (
        "ZeroDivisionError: division by zero",
        (5, 2),
    )


def test_what_an_earlier_check_should_have_prepared_is_not_reached():
    """One mistake is reported once."""
    first, second = results_of("", "y = half(4)\nassert y == 2\nassert y < 3")
    assert first.detail == "NameError: name 'half' is not defined"
    assert second.detail == "not reached: an earlier check raised"


def test_even_leaving_is_only_a_failure():
    """`exit()` in the user's function does not end the other checks."""
    code = "def f():\n    raise SystemExit"
    results = results_of(code, "assert f()\nassert True")
    assert [each.passed for each in results] == [False, True]


def test_code_may_rebind_builtins():
    """People call variables `list` and `max`."""
    code = "list = max = len = str = repr = type = zip = isinstance = None\nx = 1"
    assert only(code, "assert x == 2").detail == "x = 1"


def test_long_values_are_cut():
    """All results fit into one frame."""
    asserted = "\n".join(["assert x == 1"] * checks.MAX_CHECKS)
    results = results_of("x = '\\U0001f600' * 9999", asserted)
    assert max(len(each.detail) for each in results) < 200


@pytest.mark.parametrize(
    "code",
    [
        "x = (",
        'x = """',
        "def f():",
        "@property",
        "x = 1 \\",
        "if True:",
        "try:\n    1",
    ],
)
def test_code_that_breaks_off_swallows_no_check(code):
    """It raises, or is complete after all; it never passes by half a harness."""
    outcome = executed(Program(checks.compose(code, "assert False"), checks.ROWS))
    results = checks.results(getattr(outcome, "value", None), "assert False")
    assert not results or not results[0].passed


def test_results_that_the_harness_would_not_send_are_none():
    """Too few, or of another shape: no result, never a pass."""
    forged = executed(Program("_quiz_rows = [[True, '', []]]", "_quiz_rows"))
    assert isinstance(forged, Completed)
    assert checks.results(forged.value, "assert 1\nassert 2") is None
    assert checks.results(None, "assert 1") is None
    wrong = executed(Program("rows = [['yes', 1]]", "rows"))
    assert isinstance(wrong, Completed)
    assert checks.results(wrong.value, "assert 1") is None


@pytest.mark.parametrize(
    ("asserted", "expected"),
    [
        ("x = 1", "asserts nothing"),
        ("", "asserts nothing"),
        ("def f():\n    assert False", "asserts nothing"),
        ("assert (", "is not Python: '(' was never closed (its line 1)"),
        ("assert 1\nx = 2", "`x = 2` follows the last assert"),
        ("assert 1\n" * 41, "has 41 checks; 40 at most"),
    ],
)
def test_checks_that_check_nothing_are_reported(asserted, expected):
    """Before anything is run."""
    assert str(checks.fault(asserted)).startswith(expected)


def test_sound_checks_have_no_fault():
    """A loop of assertions is one check."""
    assert checks.fault("for n in 1, 2:\n    assert n\nassert True") is None


@given(
    st.sampled_from(
        ["-", "not ", "(", "1+", "a.", "lambda:", "[", "f(", "x if 1 else "]
    ),
    st.integers(1, 200),
    st.integers(0, 8),
)
def test_what_needs_no_closer_look_can_be_written(piece, count, level):
    """However deep a statement of that length is."""
    closing = {"(": ")", "[": "]", "f(": ")"}.get(piece, "")
    expression = piece * count + "1" + closing * count
    if piece == "a.":
        expression = "a." * count + "b"
    blocks = "".join(f"{' ' * n}if 1:\n" for n in range(level))
    text = f"{blocks}{' ' * level}assert {expression}"
    message = checks.fault(text)
    if len(expression) < 150:
        assert message is None or "deep" not in message
    if message is None:
        assert checks.compose("pass", text)
