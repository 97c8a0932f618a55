"""Records: printed constructors such as `Point(x=1)`, `Fraction(1, 2)`, `range(3)`."""

import re

from quizapp.core.judging.arrays import with_note
from quizapp.core.judging.containers import (
    Judge,
    Step,
    combined,
)
from quizapp.core.judging.verdict import Correct, Mismatch, Verdict, Wrong
from quizapp.core.values.sequences import range_of, unstacked
from quizapp.core.values.value import (
    Array,
    DictPairs,
    Items,
    Members,
    Number,
    Record,
    Text,
    Value,
    scalar,
)
from quizapp.core.values.writer import write

_DECIMAL = re.compile(
    r"\s*[+-]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][+-]?\d{1,3})?"
)
_LARGEST = 2**512


def compare_record(true: Record, given: Value, judge: Judge) -> Verdict | None:
    """Judge an object by its printed form, None if the given value cannot be one.

    The bare number of a Fraction, the items of a range or of a named tuple, and the
    content of a deque are right too; then the class is mentioned.
    """
    if isinstance(given, Record):
        return _compare_records(true, given, judge)
    if last_name(true) == "device" and isinstance(given, Text):
        right, mine = _device_of(true), given.text.strip().casefold()
        mismatch = Mismatch((), write(true), repr(given.text))
        return Correct() if right == mine else Wrong((), (mismatch,))
    inside = _content_of(true, given)
    if inside is None:
        return None
    return with_note(judge(inside, given), f"it is {_described(true)}")


def number_in(value: Record) -> Number | None:
    """Return the number that a Fraction or Decimal is, None for other records."""
    if last_name(value) not in {"Fraction", "Decimal"} or value.keywords:
        return None
    parts = [_number(argument) for argument in value.arguments]
    match parts:
        case [int() | float() as whole]:
            return whole
        case [int() as upper, int() as lower] if lower != 0:
            small = max(abs(upper), abs(lower)) < _LARGEST
            return upper / lower if small and upper % lower else upper // lower
        case _:
            return None


def last_name(value: Record) -> str:
    """Return the name of a record's class without its module."""
    return value.name.rpartition(".")[2]


def _number(value: Value) -> Number | None:
    match value:
        case Array(shape=(), elements=(number,)):
            return number
        case Text(text=text) if _DECIMAL.fullmatch(text.strip()):
            return float(text)
        case _:
            return None


def _content_of(true: Record, given: Value) -> Value | None:
    """Return what may be typed instead of the whole record, None for nothing."""
    if (number := number_in(true)) is not None:
        return scalar(number) if isinstance(given, Array) else None
    sequence = isinstance(given, Items | Array)
    if true.name == "range":
        numbers = unstacked(true)
        return Items(numbers, ",") if sequence and numbers is not None else None
    match true:
        case Record(arguments=(Items() | Array() | DictPairs() | Members() as only,)):
            is_same = type(only) is type(given) or sequence
            return only if not true.keywords and is_same else None
        case Record(arguments=(Text() as only,), keywords=()) if isinstance(
            given, Text
        ):
            return only
        case Record(arguments=()) if true.keywords and sequence:
            return Items(tuple(value for _, value in true.keywords), ",")
        case _:
            return None


def _compare_records(true: Record, given: Record, judge: Judge) -> Verdict:
    different = Wrong((), (Mismatch((), write(true), write(given)),))
    if last_name(true) != last_name(given):
        return different
    if last_name(true) == "range" and (right := range_of(true)) is not None:
        return Correct() if right == range_of(given) else different
    if last_name(true) == "device":
        return Correct() if _device_of(true) == _device_of(given) else different
    if (number := number_in(true)) is not None:
        mine = number_in(given)
        same = mine is not None and _is_right(judge, number, mine)
        return Correct() if same else different
    return _compare_fields(true, given, judge)


def _is_right(judge: Judge, true: Number, given: Number) -> bool:
    return isinstance(judge(scalar(true), scalar(given)), Correct)


def _compare_fields(true: Record, given: Record, judge: Judge) -> Verdict:
    """Judge field by field; a given one may be named or in its place."""
    names = [None] * len(true.arguments) + [name for name, _ in true.keywords]
    right = [*true.arguments, *(value for _, value in true.keywords)]
    mine = dict(given.keywords)
    places = dict(enumerate(given.arguments))
    steps: list[tuple[Step, Verdict]] = []
    reasons: list[str] = []
    for place, (name, value) in enumerate(zip(names, right, strict=True)):
        typed = places.pop(place, None) or (mine.pop(name, None) if name else None)
        if typed is None:
            reasons.append(f"missing {f'field {name}' if name else f'item {place}'}")
        else:
            step: Step = f"field {name}" if name else place
            steps.append((step, judge(value, typed)))
    reasons += [f"extra field {name}" for name in mine]
    reasons += [f"extra item {place}" for place in places]
    return combined(steps, reasons)


def _device_of(value: Record) -> str:
    """Return `cuda:0` for a device, however it is written."""
    parts = [*value.arguments, *(item for _, item in value.keywords)]
    texts = [part.text if isinstance(part, Text) else write(part) for part in parts]
    return ":".join(text.casefold() for text in texts)


def _described(value: Record) -> str:
    text = write(value)
    return text if len(text) < 100 else f"a {value.name}"
