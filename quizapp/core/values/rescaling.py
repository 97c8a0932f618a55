"""Rescaling: a value that was typed in another scale than the one asked for.

Where percent are asked for, `3/11` is a share; where billions are, `12*96*12288^2` is
the plain count; and one `%` may end a whole list. Such a reading is taken only if it is
about the true value, which the plain one then is not. A plain `0.27` stays 0.27 %, and
a unit or a scale that was typed is never overruled.
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.arithmetic import FUNCTIONS
from quizapp.core.values.booleans import is_boolean
from quizapp.core.values.misread import Misread
from quizapp.core.values.quantity import bare, read_quantity
from quizapp.core.values.respelling import respell
from quizapp.core.values.units import asked_scale, has_scale, is_percent, plain_size
from quizapp.core.values.value import Array, Number, Value

_EXPONENT = re.compile(r"(?<=[\d.])e[+-]?(?=\d)", re.IGNORECASE)
_WORKED = re.compile(
    r"[\w)%]\s*[-+*/^×]+\s*[\w(.]|\d\s*[xX]\s*\d"
    rf"|\b(?:{'|'.join(FUNCTIONS)})\s*[(\d]"
)
"""An operator between two operands, or a function."""
_LAST_PERCENT = re.compile(r"[-+]\s*[\d.]+\s*%$")
"""A percentage that is added or subtracted: `1 - 38%`."""
_ENDS_IN_PERCENT = re.compile(r"[^%]*\d\s*%[\s\])]*")
_WORD = re.compile(r"[^\W\d_]+|[%‰]")
_ABOUT = 2.0
"""A reading is about the true value if it is within this factor of it."""


def rescaled(
    true: Value, text: str, value: Value, context: AnswerContext
) -> Array | None:
    """Return the value in the other scale that the truth is of, None if in none."""
    if not isinstance(true, Array) or not isinstance(value, Array):
        return None
    if len(true.elements) != len(value.elements) or is_boolean(true):
        return None
    unscaled = plain_size(context.asked_unit, context.about) == 1.0
    if unscaled and "%" not in text:
        return None
    spelled = respell(text)
    if isinstance(spelled, Misread) or is_boolean(value):
        return None
    for reading in _readings(bare(spelled), value, context):
        if all(map(_is_about, true.elements, reading)):
            return replace(value, elements=tuple(reading))
    return None


def _readings(
    text: str, value: Array, context: AnswerContext
) -> Iterator[list[Number]]:
    """Yield the elements in every other scale that the text allows."""
    percent, elements = is_percent(context.asked_unit), value.elements
    if len(elements) > 1:
        yield from _of_percentages(text, elements, percent=percent)
    if percent and _is_worked(text):
        yield from _as_shares(text, elements, context)
    scale = asked_scale(context.asked_unit, context.about)
    words = set(_WORD.findall(_EXPONENT.sub("", text))) - set(context.values)
    if scale > 1 and not any(map(has_scale, words)):
        yield [element / scale for element in elements]


def _is_worked(text: str) -> bool:
    """Return whether a text has an operation, or is an equation with a percentage."""
    worked = _WORKED.search(_EXPONENT.sub("", text))
    return worked is not None or {"=", "%"} <= set(text)


def _of_percentages(
    text: str, elements: tuple[Number, ...], *, percent: bool
) -> Iterator[list[Number]]:
    """Yield a list in which every item, or the last one for all, has a `%`."""
    *others, last = elements
    shared = _ENDS_IN_PERCENT.fullmatch(text) is not None
    if shared and percent:
        yield [*others, last * 100]
    elif shared:
        yield [*(other / 100 for other in others), last]
    elif percent and text.count("%") == len(elements):
        yield [element * 100 for element in elements]


def _as_shares(
    text: str, elements: tuple[Number, ...], context: AnswerContext
) -> Iterator[list[Number]]:
    """Yield worked shares in percent: of `3/11`, and of `1 - 38%`."""
    percents = text.count("%")
    if not percents:
        yield [element * 100 for element in elements]
    if not percents or len(elements) > 1:
        return
    if percents == 1 and text.endswith("%") and not _LAST_PERCENT.search(text):
        return
    share = read_quantity(text, replace(NO_CONTEXT, names=context.names))
    if isinstance(share, Misread):
        return
    yield [share.elements[0] * 100]
    if percents > 1:  # `60*90% + 40*20%`: in percent already
        yield [share.elements[0]]


def _is_about(true: Number, given: Number) -> bool:
    try:
        ratio = given / true if true else float(given == 0)
    except OverflowError:
        return False
    return 1 / _ABOUT < ratio < _ABOUT
