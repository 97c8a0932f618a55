"""Comparison: a given value and the true one, element by element.

`nan` equals `nan`, -0.0 equals 0.0, integers and booleans are exact, floats may
differ by the tolerance. The verdict names every difference by its path. A list for a
tuple, or a dict for a Counter, is right if its contents are, and a note says so.
"""

import re
from functools import partial

from quizapp.core.judging.arrays import (
    compare_arrays,
    compare_complex,
    is_loose,
    with_note,
)
from quizapp.core.judging.containers import (
    compare_dicts,
    compare_sequences,
    compare_sets,
)
from quizapp.core.judging.records import compare_record, last_name, number_in
from quizapp.core.judging.sorts import described, differing, sort_of
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Mismatch, Unsettled, Verdict, Wrong
from quizapp.core.values.folding import fold, folded_words
from quizapp.core.values.misread import Misread
from quizapp.core.values.names import ALIASES
from quizapp.core.values.notation import read_value
from quizapp.core.values.sequences import joined, length_of, unstacked
from quizapp.core.values.value import (
    Array,
    Bytes,
    ComplexArray,
    DictPairs,
    Dtype,
    ExceptionClass,
    Items,
    Members,
    Nothing,
    Opaque,
    Record,
    TensorSummary,
    Text,
    Value,
    scalar,
)
from quizapp.core.values.writer import write

_NAMED = re.compile(r"<(?:class '(?P<type>[\w.]+)'|(?P<member>[\w.]+): .*)>", re.DOTALL)
"""How Python shows a class, and a member of an enumeration."""


def compare(true: Value, given: Value, tolerance: Tolerance) -> Verdict:
    """Judge a given value. Never raises, whatever the two values are."""
    match true:
        case Array() | ComplexArray() | Items():
            return _compare_sequence(true, given, tolerance)
        case DictPairs() | Members() | Record():
            return _compare_container(true, given, tolerance)
        case Text() | Bytes():
            return _compare_text(true, given, tolerance)
        case TensorSummary():
            return Unsettled("the value is too large to be compared")
        case Opaque():
            return _compare_object(true, given, tolerance)
        case Dtype() | ExceptionClass() | Nothing():
            right = given == true or _names(given, true)
            return Correct() if right else differing(true, given)


def compare_shape(true: Array, given: Array) -> Verdict:
    """Judge a shape, both as 1-D arrays of sizes."""
    if given.elements == true.elements:
        return Correct()
    return Wrong((f"the shape is {true.elements}, you typed {given.elements}",))


def _compare_sequence(  # noqa: PLR0911  # a return for each pair of sorts
    true: Array | ComplexArray | Items, given: Value, tolerance: Tolerance
) -> Verdict:
    match true, given:
        case _, Record():
            return _compare_by_record(true, given, tolerance)
        case ComplexArray(), Array() | ComplexArray():
            return compare_complex(true, given, tolerance)
        case Array(dtype=str()), _:
            return _compare_tensor(true, given, tolerance)
        case Array(), ComplexArray():
            return _compare_sequence(true, _as_real(given), tolerance)
        case Array(shape=()), Array() if not is_loose(true, given):
            return differing(true, given)
        case Array(), Array() if not _differ_in_length(true, given):
            return compare_arrays(true, given, tolerance)
        case _, Items() | Array() | ComplexArray() if _have_lengths(true, given):
            return compare_sequences(true, given, partial(compare, tolerance=tolerance))
        case _:
            return differing(true, given)


def _have_lengths(true: Value, given: Value) -> bool:
    return length_of(true) is not None and length_of(given) is not None


def _compare_tensor(true: Array, given: Value, tolerance: Tolerance) -> Verdict:
    """Judge a tensor: any brackets will do."""
    if isinstance(given, Members):
        given = joined(list(given.items))
    given = _as_real(given)
    if isinstance(given, Array):
        return compare_arrays(true, given, tolerance)
    if isinstance(given, Items) and _of_numbers(given):
        return Wrong((f"the shape is {true.shape}, your rows differ in length",))
    return differing(true, given)


def _differ_in_length(true: Array, given: Array) -> bool:
    """Return whether two lists of Python have not the same number of items."""
    flat = len(true.shape) == len(given.shape) == 1
    return flat and true.dtype is None and true.shape != given.shape


def _as_real(value: Value) -> Value:
    """Return complex numbers without imaginary parts as real ones."""
    if not isinstance(value, ComplexArray) or any(x.imag for x in value.elements):
        return value
    return Array(value.shape, tuple(x.real for x in value.elements), value.dtype)


def _of_numbers(value: Value) -> bool:
    if isinstance(value, Items):
        return all(map(_of_numbers, value.items))
    return isinstance(value, Array)


def _compare_by_record(
    true: Array | ComplexArray | Items, given: Record, tolerance: Tolerance
) -> Verdict:
    """Judge a typed `range(3)`, `Fraction(1, 2)` or `Decimal('0.5')` by its value."""
    number, items = number_in(given), unstacked(given)
    instead: Value
    if number is not None:
        instead = scalar(number)
    elif items is not None:
        instead = joined(list(items), ",")
    else:
        return differing(true, given)
    verdict = compare(true, instead, tolerance)
    return with_note(verdict, f"it is {sort_of(true)}, not a {given.name}")


def _compare_container(
    true: DictPairs | Members | Record, given: Value, tolerance: Tolerance
) -> Verdict:
    judge = partial(compare, tolerance=tolerance)
    match true, given:
        case DictPairs(), DictPairs():
            return compare_dicts(true, given, judge)
        case DictPairs(type=type_), Record(arguments=(DictPairs(pairs=pairs),)) if (
            last_name(given) == type_
        ):
            return compare_dicts(true, DictPairs(pairs, type_), judge)
        case Members(), Members():
            return compare_sets(true, given, judge)
        case Members(), DictPairs(pairs=()) | Items() | Array():
            return _compare_other_for_set(true, given, tolerance)
        case Record(), _:
            verdict = compare_record(true, given, judge)
            return differing(true, given) if verdict is None else verdict
        case _:
            return differing(true, given)


def _has_no_brackets(value: Value) -> bool:
    match value:
        case Items(bracket=bracket):
            return bracket == ","
        case Array(shape=shape):
            return bool(shape) and value.bracket(0) == ","
        case _:
            return False


def _compare_other_for_set(
    true: Members, given: Value, tolerance: Tolerance
) -> Verdict:
    """Judge a set by `{}`, which may mean an empty one, or by items in no brackets.

    Items in the brackets of a list or a tuple are right, but no set.
    """
    if isinstance(given, DictPairs) and not true.items:
        note = f"{write(true)} is an empty {true.type}; {{}} is an empty dict"
        return Correct((note,))
    items = Members(unstacked(given) or (), true.type)
    judge = partial(compare, tolerance=tolerance)
    if _has_no_brackets(given):
        return compare_sets(true, items, judge)
    if length_of(given) and isinstance(compare_sets(true, items, judge), Correct):
        return Wrong((f"the items are right, but it is {described(true)}",))
    return differing(true, given)


def _compare_object(true: Opaque, given: Value, tolerance: Tolerance) -> Verdict:
    """Judge an object by its printed form: as a value if it can be read, or as text."""
    if not true.whole:
        return Unsettled(f"a {true.type} cannot be compared with typed text")
    value = read_value(true.text)
    if not isinstance(value, Misread | Text | Opaque):
        return compare(value, given, tolerance)
    names = _names_of(true.text)
    match given:
        case Text(text=text, bare=True):
            right = folded_words(text) in {folded_words(name) for name in names}
        case Text(text=text) | Opaque(text=text):
            right = " ".join(text.split()) in {" ".join(name.split()) for name in names}
        case Dtype(name=name) | ExceptionClass(name=name):
            right = name in {ALIASES.get(own, own) for own in names}
        case _:
            return differing(true, given)
    mismatch = Mismatch((), true.text, write(given))
    return Correct() if right else Wrong((), (mismatch,))


def _names_of(text: str) -> set[str]:
    """Return what names an object: its repr, and the name in that."""
    match = _NAMED.fullmatch(text)
    if match is None:
        return {text}
    name = match["type"] or match["member"]
    return {text, name, name.rpartition(".")[2]} if match["type"] else {text, name}


def _compare_text(true: Text | Bytes, given: Value, tolerance: Tolerance) -> Verdict:
    if isinstance(true, Bytes):
        if not isinstance(given, Bytes) or given.data != true.data:
            return differing(true, given)
        differs = given.type != true.type
        note = f"it is {sort_of(true)}, not {sort_of(given)}"
        return Correct((note,) if differs else ())
    if isinstance(given, Text) and not given.bare:
        return _compare_quoted(true.text, given.text)
    mine = given.text if isinstance(given, Text) else write(given)
    if folded_words(true.text) == folded_words(mine):
        return Correct()
    if not isinstance(given, Text):  # a bare 3.50 or yes was read as a value
        value = read_value(true.text)
        if not isinstance(value, Misread | Text) and not _is_integer(value):
            if isinstance(compare(value, given, tolerance), Correct):
                return Correct()
    return Wrong((), (Mismatch((), repr(true.text), repr(mine)),))


def _is_integer(value: Value) -> bool:
    """Return whether text shows an integer: it counts as it is written, as in '010'."""
    match value:
        case Array(shape=(), elements=(number,)):
            return type(number) is int
        case _:
            return False


def _compare_quoted(true: str, given: str) -> Verdict:
    """Judge text in quotes character by character."""
    if fold(true) == fold(given):  # a keyboard may have made dashes of hyphens
        return Correct()
    close = folded_words(true) == folded_words(given)
    reasons = ("close: check upper and lower case, and spaces",) if close else ()
    return Wrong(reasons, (Mismatch((), repr(true), repr(given)),))


def _names(given: Value, true: Value) -> bool:
    """Return whether a text such as `queue.Empty: nothing there` names an exception."""
    if not isinstance(given, Text) or not isinstance(true, ExceptionClass):
        return False
    match = re.match(r"\s*(?:\w+\.)*(\w+)", given.text)
    return match is not None and match[1] == true.name
