"""Arrays: numbers against numbers, element by element, and what differs at once."""

from collections.abc import Iterator

from quizapp.core.judging.near_miss import factor, near_miss, transposed
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import (
    MAX_MISMATCHES,
    Correct,
    Mismatch,
    Verdict,
    Wrong,
)
from quizapp.core.values.value import Array, ComplexArray, Number
from quizapp.core.values.writer import write, write_complex, write_number

_BRACKETS = {
    "[": ("a list", "lists"),
    "(": ("a tuple", "tuples"),
    "S": ("a torch.Size", "torch.Sizes"),
}


def compare_arrays(true: Array, given: Array, tolerance: Tolerance) -> Verdict:
    """Judge an array of numbers by an array of numbers."""
    if given.shape == true.shape:
        return _compare_elements(true, given, tolerance)
    if len(true.elements) == len(given.elements) == 1 and is_loose(true, given):
        noted = Array(true.shape, given.elements, given.dtype, true.brackets)
        is_python = true.dtype is None and true.shape != ()
        note = f"it is {write(true)}" if is_python else f"the shape is {true.shape}"
        return with_note(_compare_elements(true, noted, tolerance), note)
    return Wrong(tuple(_about_shape(true, given, tolerance)))


def is_loose(true: Array, given: Array) -> bool:
    """Return whether brackets around a single number do not matter.

    They do where both are Python's own: 5 is not [5]. But they may be left out.
    """
    return true.dtype is not None or given.shape == () or given.brackets[:1] == ","


def with_note(verdict: Verdict, *notes: str) -> Verdict:
    """Add notes to a verdict if it is correct."""
    if isinstance(verdict, Correct):
        return Correct((*verdict.notes, *notes))
    return verdict


def _compare_elements(true: Array, given: Array, tolerance: Tolerance) -> Verdict:
    elements = _as_truth(true, given)
    pairs = zip(true.elements, elements, strict=True)
    wrong = [
        Mismatch(_index(place, true.shape), write_number(right), write_number(mine))
        for place, (right, mine) in enumerate(pairs)
        if not tolerance.allows(right, mine)
    ]
    notes = (*_about_dtype(true, given), *about_brackets(true, given))
    if not wrong:
        return Correct(notes)
    mine = Array(true.shape, elements)
    miss = near_miss(true, mine, tolerance.allows)
    total = len(true.elements)
    count = (
        f"{len(wrong)} of {total} elements {'is' if len(wrong) == 1 else 'are'} wrong"
    )
    listed = "" if len(wrong) <= MAX_MISMATCHES else f"; the first {MAX_MISMATCHES}:"
    named = () if miss is None else (miss,)
    reasons = (*named, count + listed, *notes) if total > 1 else notes
    off_by = factor(true, mine, tolerance.allows)
    return Wrong(reasons, tuple(wrong[:MAX_MISMATCHES]), off_by)


def _as_truth(true: Array, given: Array) -> tuple[Number, ...]:
    """Accept 0 and 1 for booleans if the true elements are booleans."""
    truths = true.elements and all(
        isinstance(element, bool) for element in true.elements
    )
    if truths and all(element in (0, 1) for element in given.elements):
        return tuple(bool(element) for element in given.elements)
    return given.elements


def _about_dtype(true: Array, given: Array) -> Iterator[str]:
    if given.dtype and true.dtype and given.dtype != true.dtype:
        yield f"the dtype is {true.dtype}, not {given.dtype}"


def _about_shape(true: Array, given: Array, tolerance: Tolerance) -> Iterator[str]:
    yield f"the shape is {true.shape}, yours is {given.shape}"
    if not true.elements:
        return
    if not given.shape:
        yield "type a number for each element"
    elif _all_right(true, given.elements, tolerance):
        yield "the numbers are right; their nesting is not"
    elif given.shape == true.shape[::-1] and _all_right(
        true, transposed(given), tolerance
    ):
        yield "yours is the transpose"


def about_brackets(true: Array, given: Array) -> Iterator[str]:
    """Say that Python shows a tuple where a list was typed, or the reverse."""
    if true.dtype is not None or given.dtype is not None:
        return
    for depth in range(len(true.shape)):
        right, mine = true.bracket(depth), given.bracket(depth)
        if right != mine and right in "[(" and mine in "[(S":
            plural = depth > 0
            subject = "the inner ones are" if plural else "it is"
            right_name, my_name = _BRACKETS[right][plural], _BRACKETS[mine][plural]
            yield f"{subject} {right_name}, not {my_name}"
            return


def _all_right(true: Array, elements: tuple[Number, ...], tolerance: Tolerance) -> bool:
    if len(true.elements) != len(elements):
        return False
    return all(map(tolerance.allows, true.elements, elements))


def compare_complex(
    true: ComplexArray, given: Array | ComplexArray, tolerance: Tolerance
) -> Verdict:
    """Judge complex numbers; both parts have to be right."""
    if given.shape != true.shape:
        return Wrong((f"the shape is {true.shape}, yours is {given.shape}",))
    wrong = [
        Mismatch(_index(place, true.shape), write_complex(right), _written(mine))
        for place, (right, mine) in enumerate(
            zip(true.elements, given.elements, strict=True)
        )
        if not _allows(right, mine, tolerance)
    ]
    return Wrong((), tuple(wrong[:MAX_MISMATCHES])) if wrong else Correct()


def _allows(true: complex, given: Number | complex, tolerance: Tolerance) -> bool:
    if isinstance(given, bool):
        return False
    return tolerance.allows(true.real, float(given.real)) and tolerance.allows(
        true.imag, float(given.imag)
    )


def _written(number: Number | complex) -> str:
    if isinstance(number, complex):
        return write_complex(number)
    return write_number(number)


def _index(place: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a row-major place as an index."""
    index = []
    for size in reversed(shape):
        place, remainder = divmod(place, size)
        index.append(remainder)
    return tuple(reversed(index))
