"""Sorts: what a value is in a word, for the verdict on one of another sort."""

from quizapp.core.judging.verdict import Mismatch, Verdict, Wrong
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
    Record,
    Text,
    Value,
)
from quizapp.core.values.writer import write

_MAX_SHOWN = 200
"""Characters of a value in a reason."""


def differing(true: Value, given: Value) -> Verdict:
    """Return the verdict on a value that is all wrong, or of another sort."""
    if sort_of(true) == sort_of(given):
        return Wrong((), (Mismatch((), write(true), write(given)),))
    return Wrong((f"expected {described(true)}; you typed {sort_of(given)}",))


def described(value: Value) -> str:
    """Return a value with its sort before it."""
    sort, text = sort_of(value), write(value)
    if sort == text:
        return text
    return f"{sort}, {text if len(text) <= _MAX_SHOWN else text[:_MAX_SHOWN] + '…'}"


def sort_of(value: Value) -> str:
    """Return what a value is: `a list`, `a number`, `a Counter`."""
    match value:
        case Array() | ComplexArray() | Items():
            return _sort_of_sequence(value)
        case DictPairs(type="dict"):
            return "a plain dict"
        case Bytes(type="bytes"):
            return "bytes"
        case Members(type=name) | DictPairs(type=name) | Record(name=name):
            return _with_article(name)
        case _:
            return _SORTS.get(type(value), "an object")


def _with_article(name: str) -> str:
    return f"{'an' if name[:1] in {*'AEIOUaeiou'} else 'a'} {name}"


def _sort_of_sequence(value: Array | ComplexArray | Items) -> str:
    if not isinstance(value, Items) and not value.shape:
        is_truth = isinstance(value.elements[0], bool)
        return "True or False" if is_truth else "a number"
    if not isinstance(value, Items) and value.dtype is not None:
        return "an array of numbers"
    return _LISTS.get(bracket_of(value), "a list")


def bracket_of(value: Value) -> str:
    """Return the outer bracket of a list or tuple of Python; empty for other values."""
    match value:
        case Items(bracket=bracket):
            return bracket
        case Array(dtype=None) if value.shape:
            return value.bracket(0)
        case _:
            return ""


_LISTS = {"(": "a tuple", "S": "a torch.Size"}
_SORTS: dict[type[Value], str] = {
    Dtype: "a dtype",
    ExceptionClass: "an exception",
    Text: "a string",
    Bytes: "a bytearray",
    Nothing: "None",
}
