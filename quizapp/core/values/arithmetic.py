"""Arithmetic on typed numbers: bounded, and every failure is a `Fault`."""

import math
from collections.abc import Callable

from quizapp.core.values.tokens import Fault
from quizapp.core.values.value import Array, ComplexArray, Value, scalar

MAX_BITS = 512
"""The most bits of a whole number; a typed power could fill the memory."""

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "cbrt": math.cbrt,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "erf": math.erf,
    "sigmoid": lambda x: math.exp(min(x, 0.0)) / (1 + math.exp(-abs(x))),
    "abs": abs,
}


def plain(value: Value, at: int) -> int | float:
    """Return a scalar's number. Raises Fault for any other value."""
    if isinstance(value, Array) and value.shape == ():
        number = value.elements[0]
        if not isinstance(number, bool):
            return number
    raise Fault("arithmetic needs single numbers", at)


def negated(value: Value, at: int) -> Array | ComplexArray:
    """Return the negated number. Raises Fault for any other value."""
    if isinstance(value, ComplexArray) and value.shape == ():
        return ComplexArray((), (-value.elements[0],))
    return scalar(-plain(value, at))


def complex_sum(real: Value, imaginary: Value, at: int) -> ComplexArray:
    """Return the number of two parts, as `complex(1, 2)`. Raises Fault."""
    try:
        return ComplexArray((), (complex(plain(real, at), plain(imaginary, at)),))
    except OverflowError:
        raise Fault("the number is too large", at) from None


def calculate(mark: str, left: Value, right: Value, at: int) -> Array | ComplexArray:
    """Return the result of an operator. Raises Fault.

    Both are numbers, or one is an array that is scaled: `1.25 * [1, 0]`. A list
    times a whole number is refused: Python repeats the list, torch multiplies it.
    """
    if isinstance(left, ComplexArray) or isinstance(right, ComplexArray):
        return _calculate_complex(mark, left, right, at)
    if isinstance(left, Array) and left.shape and _scales(mark, right):
        return _each(left, lambda item: _calculate_real(mark, item, right, at))
    if isinstance(right, Array) and right.shape and mark == "*" and _scales("*", left):
        return _each(right, lambda item: _calculate_real(mark, left, item, at))
    return _calculate_real(mark, left, right, at)


def _calculate_real(mark: str, left: Value, right: Value, at: int) -> Array:
    a, b = plain(left, at), plain(right, at)
    try:
        number = _OPERATIONS[mark](a, b)
    except ZeroDivisionError:
        raise Fault("division by zero; a tensor gives inf or nan there", at) from None
    except OverflowError:
        raise Fault("the number is too large", at) from None
    if isinstance(number, complex):
        raise Fault("a root of a negative number", at)
    if isinstance(number, int) and number.bit_length() > MAX_BITS:
        raise Fault("the number is too large", at)
    return scalar(number)


def _scales(mark: str, value: Value) -> bool:
    """Return whether a value multiplies or divides each element of an array."""
    if mark not in {"*", "/"} or not isinstance(value, Array) or value.shape:
        return False
    return mark == "/" or isinstance(value.elements[0], float)


def _each(array: Array, change: Callable[[Array], Array]) -> Array:
    elements = (change(scalar(element)).elements[0] for element in array.elements)
    return Array(array.shape, tuple(elements), array.dtype)


def _calculate_complex(mark: str, left: Value, right: Value, at: int) -> ComplexArray:
    a, b = _complex(left, at), _complex(right, at)
    try:
        return ComplexArray((), (_COMPLEX_OPERATIONS[mark](a, b),))
    except (ZeroDivisionError, OverflowError):
        raise Fault("the number is too large", at) from None


def _complex(value: Value, at: int) -> complex:
    if isinstance(value, ComplexArray) and value.shape == ():
        return value.elements[0]
    try:
        return complex(plain(value, at))
    except OverflowError:
        raise Fault("the number is too large", at) from None


def _raised(a: float, b: float) -> float | complex:
    """Return a power; whole numbers stay whole while they stay small."""
    if isinstance(a, int) and isinstance(b, int):
        if b >= 0 and a.bit_length() * b <= MAX_BITS:
            return int(a**b)
    result: float | complex = float(a) ** float(b)
    return result


_OPERATIONS: dict[str, Callable[[float, float], float | complex]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": _raised,
}
_COMPLEX_OPERATIONS: dict[str, Callable[[complex, complex], complex]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
}


def applied(name: str, number: float, at: int) -> float:
    """Return a function's value at a number. Raises Fault where it has none."""
    try:
        return FUNCTIONS[name](number)
    except (ValueError, OverflowError):
        raise Fault(f"{name} has no value there", at) from None
