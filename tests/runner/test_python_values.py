"""Values of Python: they arrive, are shown as Python shows them, and can be typed."""

import json
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizapp.core.judging.comparison import compare
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Unsettled, Wrong, feedback
from quizapp.core.values.misread import MAX_TEXT_BYTES, Misread
from quizapp.core.values.notation import read_value
from quizapp.core.values.value import Opaque, Value
from quizapp.core.values.writer import write
from quizapp.runner.app.decoding import decode
from quizapp.runner.child.encoding import encode
from support.python_values import (
    ORDERED,
    PLAIN,
    WITH_SETS,
    Color,
    Layer,
    Point,
    mutated,
    spelled,
)

EXACTLY = Tolerance(abs=0.0)


def arrived(value: object) -> Value:
    """Return a value as the app has it after a run."""
    return decode(json.loads(json.dumps(encode(value))))


def judged(true: object, text: str, tolerance: Tolerance = EXACTLY):
    """Judge typed text against a value that arrived."""
    typed = read_value(text)
    assert not isinstance(typed, Misread), (text, typed)
    return compare(arrived(true), typed, tolerance)


def said(true: object, text: str) -> str:
    """Return all that is said of a wrong answer."""
    verdict = judged(true, text, Tolerance())
    assert isinstance(verdict, Wrong), verdict
    return "; ".join(feedback(verdict))


def is_shown(value: Value) -> bool:
    """Return whether a value is within all limits, and may be typed."""
    if isinstance(value, Opaque) and not value.whole:
        return False
    return len(write(value).encode(errors="replace")) <= MAX_TEXT_BYTES


@pytest.mark.slow
@given(ORDERED)
def test_a_truth_is_shown_as_python_shows_it(value):
    """Quotes, brackets, the comma of a single item, and 1 apart from 1.0."""
    rebuilt = arrived(value)
    assume(is_shown(rebuilt))
    assert write(rebuilt) == repr(value)


@pytest.mark.slow
@given(WITH_SETS)
def test_what_is_shown_can_be_typed(value):
    """And is right without a note; so is Python's own repr, in whatever order."""
    rebuilt = arrived(value)
    assume(is_shown(rebuilt))
    assert judged(value, write(rebuilt)) == Correct()
    assert judged(value, repr(value)) == Correct()


@pytest.mark.slow
@given(st.data())
def test_one_change_anywhere_is_wrong(data):
    """And what is said of it is not empty."""
    value = data.draw(WITH_SETS)
    other = data.draw(mutated(value))
    assume(other != value)  # two empty ranges are equal, for one
    rebuilt = arrived(value)
    assume(is_shown(rebuilt) and is_shown(arrived(other)))
    assume(write(rebuilt) != write(arrived(other)))
    verdict = judged(value, repr(other))
    assert isinstance(verdict, Wrong), (value, other)
    assert any(feedback(verdict))


@pytest.mark.slow
@given(st.data())
def test_other_spellings_are_right(data):
    """However many of them are in one answer."""
    value = data.draw(PLAIN)
    text = data.draw(spelled(value))
    assume(is_shown(arrived(value)) and len(text.encode(errors="replace")) < 4000)
    assert isinstance(judged(value, text), Correct), (value, text)


# What is said of a wrong answer


@pytest.mark.parametrize(
    ("true", "text", "expected"),
    [
        ({"a": 1, "b": 3}, "{'a': 1, 'b': 4}", "key 'b': expected 3, you typed 4"),
        ({"a": 1, "c": 3}, "{'a': 1}", "missing key 'c'"),
        ({"a": 1}, "{'a': 1, 'd': 2}", "extra key 'd'"),
        ({1, 5}, "{1}", "missing item 5"),
        ({1}, "{1, 5}", "extra item 5"),
        ({"a": [1, "x", 3]}, "{'a': [1, 'x', 4]}", "key 'a', item 2: expected 3, you"),
        ({"a": {"b": {1}}}, "{'a': {'b': {2}}}", "key 'a', key 'b': missing item 1"),
        ([{"a": 1}], "[{'a': 2}]", "item 0, key 'a': expected 1, you typed 2"),
        ([1, 2, 3], "[1, 2]", "expected 3 items, you typed 2"),
        ({1, 2}, "[1, 2]", "the items are right, but it is a set, {1, 2}"),
        ({1: 2}, "[1, 2]", "expected a plain dict, {1: 2}; you typed a list"),
        (b"ab", "'ab'", "expected bytes, b'ab'; you typed a string"),
        ("1", "'2'", "expected '1', you typed '2'"),
        ("Ab", "'ab'", "close: check upper and lower case, and spaces"),
        (1 + 2j, "1-2j", "expected (1+2j), you typed (1-2j)"),
        (Point(1, 2), "Point(1, 3)", "field y: expected 2, you typed 3"),
        (Point(1, 2), "Point(x=1)", "missing field y"),
        (Color.RED, "Color.GREEN", "expected <Color.RED: 1>, you typed 'Color.GREEN'"),
        (None, "0", "expected None; you typed a number"),
        (1, "True", "expected 1, you typed True"),
        (5, "[5]", "expected a number, 5; you typed a list"),
        ("010", "10", "expected '010', you typed '10'"),
        ([1, 2], "{1, 2}", "expected a list, [1, 2]; you typed a set"),
        ({True: 1}, "{'x': 1}", "missing key True; extra key 'x'"),
    ],
)
def test_a_verdict_names_the_place(true, text, expected):
    """Keys, fields and items on the way to what differs."""
    assert expected in said(true, text)


@pytest.mark.parametrize(
    ("true", "text", "note"),
    [
        ((1, 2), "[1, 2]", "it is a tuple, not a list"),
        ([1, "a"], "(1, 'a')", "it is a list, not a tuple"),
        ([(1, 2), (3, 4)], "[[1, 2], [3, 4]]", "the inner ones are tuples, not lists"),
        ([(1, "a")], "[[1, 'a']]", "item 0: it is a tuple, not a list"),
        ((), "[]", "it is a tuple, not a list"),
        (set(), "{}", "set() is an empty set; {} is an empty dict"),
        (Counter("aab"), "{'a': 2, 'b': 1}", "it is a Counter, not a plain dict"),
        ({"a": 1}, "OrderedDict({'a': 1})", "it is a plain dict, not an OrderedDict"),
        (frozenset({1}), "{1}", "it is a frozenset, not a set"),
        (bytearray(b"a"), "b'a'", "it is a bytearray, not bytes"),
        (range(3), "[0, 1, 2]", "it is range(0, 3)"),
        ([0, 1, 2], "range(3)", "it is a list, not a range"),
        (Fraction(1, 2), "1/2", "it is Fraction(1, 2)"),
        (Decimal("0.1"), "0.1", "it is Decimal('0.1')"),
        (deque([1, 2]), "[1, 2]", "it is deque([1, 2])"),
        (Point(1, 2), "(1, 2)", "it is Point(x=1, y=2)"),
        (PurePosixPath("a/b"), "'a/b'", "it is PurePosixPath('a/b')"),
        ([5], "5", "it is [5]"),
    ],
)
def test_the_same_contents_in_another_class_are_right_and_noted(true, text, note):
    """The class is worth knowing."""
    assert judged(true, text) == Correct((note,))


@pytest.mark.parametrize(
    ("true", "text"),
    [
        ((1, 2), "1, 2"),
        ([1, 2], "1, 2"),
        ((1,), "(1,)"),
        ({"a": 1, 2: "b"}, "{2: 'b', 'a': 1}"),
        ({"a": 1}, "dict(a=1)"),
        ({"a": 1}, "dict([('a', 1)])"),
        ({1.0: 2}, "{1: 2.0}"),
        ({3, 1}, "{1, 3, 1}"),
        (OrderedDict(a=1), "OrderedDict([('a', 1)])"),
        (OrderedDict(a=1), "OrderedDict({'a': 1})"),
        (defaultdict(list, {1: [2]}), "defaultdict(<class 'list'>, {1: [2]})"),
        (defaultdict(int, {1: 2}), "defaultdict(int, {1: 2})"),
        (1j, "complex(0, 1)"),
        ((3 + 0j), "3"),
        (b"\x00a", r"b'\x00a'"),
        ("a\tb", r"'a\tb'"),
        ("it", "it"),
        (range(0, 3), "range(3)"),
        (range(0), "range(5, 5)"),
        (Point(1, 2), "Point(1, y=2)"),
        (Layer("a", [1]), "Layer('a', [1])"),
        (Color.RED, "<Color.RED: 1>"),
        (Color.RED, "Color.RED"),
        (int, "int"),
        (int, "<class 'int'>"),
        (str, "str"),
        (Ellipsis, "Ellipsis"),
        (print, "<built-in function print>"),
        ([True, None, "a"], "[true, none, 'a']"),
        ([1, 2.5], "[1.0, 2.5]"),
        ([int, str], "[int, str]"),
        (Counter("abb"), "Counter('abb')"),
        (Counter([1, 2, 2]), "Counter([2, 1, 2])"),
        (Counter(a=2), "Counter(a=2)"),
        (["a", "b"], "list('ab')"),
        ({"a", "b"}, "set('abba')"),
        ([0, 1, 2], "list(range(3))"),
        ((0, 1), "tuple(range(2))"),
        (b"", "bytes()"),
        ({}, "dict()"),
    ],
)
def test_what_python_writes_differently_is_right(true, text):
    """Without a note."""
    assert judged(true, text) == Correct()


def test_an_object_with_an_address_settles_nothing():
    """It has another one in the next run."""
    verdict = judged(object(), "'object'")
    assert isinstance(verdict, Unsettled)
