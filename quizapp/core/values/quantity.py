"""Quantities: one number, with what people add to it.

`≈0.57`, `p = 0.3`, `about 12 MB`, `512x`, `1 000`, `1,000`, `0,57`, `1/1.75 = 0.57`,
`nn.Dropout(0.3)` and `two` are numbers. What could be another number is asked about.
"""

import math
import re
from collections.abc import Mapping
from itertools import product

from msgspec.structs import replace

from quizapp.core.values.answer_context import NO_CONTEXT, AnswerContext
from quizapp.core.values.booleans import is_boolean
from quizapp.core.values.folding import original_place
from quizapp.core.values.misread import Misread, unfit_length
from quizapp.core.values.notation import NOT_A_NUMBER, read_value
from quizapp.core.values.respelling import respell
from quizapp.core.values.units import (
    factor_of,
    is_letter_unit,
    is_percent,
    is_points,
    plain_size,
)
from quizapp.core.values.value import Array, Value, scalar

_BEFORE = re.compile(
    r"""\s*(?:(?:[≈~:]|={1,2}(?!=)|ca?\.|approx\.
    |(?:about|approx(?:imately)?|around|roughly|circa|etwa|nearly|almost|exactly
    |i(?:\ would|'d)?\ (?:think|guess|say)|probably|perhaps|maybe|i'm\ guessing
    |(?:it|that)(?:\ is|'s)|is|(?:the\ )?answer(?:\ is)?)(?!\w),?)\s*)+""",
    re.VERBOSE | re.IGNORECASE,
)
"""What people write before an answer."""
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
"""`5-6`, without spaces: a range, or a difference."""
_BOUND = re.compile(
    r"[<>≤≥]|(?:at (?:most|least)|(?:less|more|fewer|greater) than"
    r"|up to|under|over|below|above)\s",
    re.IGNORECASE,
)
"""A bound: `> 5`, `at most 3`."""
_AFTER = re.compile(
    r"(\.\d+(?:[eE][+-]?\d+)?|\d[eE][+-]?\d+|[^\W\d]\w*|[\])}%]|\d\.)\.{1,3}$"
)
"""The end of an answer before a period; that of `5.` belongs to the number."""
_MINUS = re.compile(r"^(?:minus|negative)\s+(?=[\d.])", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d][\w ]{0,30}:\s+(?=[^\s:=])")
"""A word before a number: `factor: 0.8`."""
_BRACKETED = re.compile(r"\(([^()]+)\)")
_END = re.compile(r"(?<=\S)\s+\.{1,3}$")
"""A period after a space."""
MAX_LAST = 60
"""The characters at the end of an answer among which its last word is looked for."""
_EQUALS = re.compile(r"\s*(?::=|={1,2}|≈|~)\s*")
_NAME = re.compile(r"[^\W\d][\w.]*(?:\([\w., ]*\))?(?:\[[\w:, ]*\])?")
_GROUPED = re.compile(r"(?<![\w.,'])[1-9]\d{0,2}(?:[ ,'_]\d{3})+(?![\w']|,\d)")
_EUROPEAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_TIMES = re.compile(r"(?<=[\d.)])(?<![^\w.]0)(?<!^0)\s*[xX]\s*(?=[\d.(])")
_WITH_UNIT = re.compile(
    r"(?P<number>.*[\d.)%]|inf|nan)(?:\s*|-(?=(?:fold|bits?|bytes?)$))"
    r"(?P<unit>[^\W\d_]+(?:[/^.]\w+)*(?:\s[^\W\d]\w*){0,3}|[%‰×]"
    r"|[^\W\d_]{2,}(?:-[^\W\d_]{2,})+)",
    re.DOTALL,
)
_MADE_WITH = re.compile(
    r"(?:\w+\.)*[A-Z]\w*\(\s*(?:\w+\s*=\s*)?([^(),=]+?)"
    r"\s*(?:,\s*inplace\s*=\s*\w+\s*)?\)"
)
"""A module with its only number: `nn.Dropout(0.3)`, `Dropout(p=0.3)`."""
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve"),
)
_NUMBER = re.compile(rf"\d[\d.,]*|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_CHOOSES = re.compile(r"\b(?:or|to|and|maybe|vs|between|either)\b", re.IGNORECASE)
"""With more than one number: `8 or 9`, `5 to six`, `between 4 and 6`."""
_EITHER_SIGN = re.compile(r"(?:±|\+/-|\+-)\s*")
"""Before the half width of an interval: `±7.7`."""
_SIDES_AGREE = 0.02
"""The sides of a typed equation may differ by this share: one is rounded."""


def read_quantity(text: str, context: AnswerContext) -> Array | Misread:
    """Read one number in the unit of the card."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    spelled = respell(text)
    if isinstance(spelled, Misread):
        return spelled
    plain = bare(spelled)
    if bracketed := _BRACKETED.fullmatch(plain):
        plain = bare(bracketed[1])
    if is_points(context.asked_unit):
        plain = _EITHER_SIGN.sub("", plain, count=1)
    if (span := _SPAN.fullmatch(plain)) and int(span[1]) < int(span[2]):
        how = f"{span[1]} - {span[2]}"
        return Misread(f"a range? type one number, or {how} to subtract")
    number = _one_side(plain, context)
    if isinstance(number, Misread):
        return _explained(number, text, plain)
    return number


def _explained(misread: Misread, text: str, plain: str) -> Misread:
    """Say what is wrong with an answer as a whole, else where it cannot be read."""
    if _BOUND.match(plain) and _NUMBER.search(plain):
        return Misread("that is a bound; type one number")
    if _CHOOSES.search(plain) and len(_NUMBER.findall(plain)) > 1:
        return Misread("that is more than one number; type the one you mean")
    return Misread(misread.message, original_place(text, plain, misread.at))


def bare(text: str) -> str:
    """Return a respelled text without words or signs before it and marks after it."""
    begins = _BEFORE.match(text)
    inner = text[begins.end() :] if begins else text
    inner = _MINUS.sub("-", _END.sub("", inner.rstrip(" \t\n;,?")))
    if inner.endswith("."):
        inner = inner[:-MAX_LAST] + _AFTER.sub(r"\1", inner[-MAX_LAST:])
    return inner or text


def without_name(text: str) -> str:
    """Return what follows `output =`, or the text if it does not begin so."""
    text = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    parts = _EQUALS.split(text, maxsplit=1)
    named = len(parts) == 2 and _NAME.fullmatch(parts[0].strip()) is not None
    return parts[1] if named and parts[1] else text


def _one_side(text: str, context: AnswerContext) -> Array | Misread:
    """Read a number, or an equation whose last side it is."""
    number = _with_unit(text, context)
    *sides, last = _EQUALS.split(without_name(text))
    if isinstance(number, Array) or last == text:
        return number
    number = _with_unit(last, context)
    if isinstance(number, Misread):
        return number
    for side in sides:
        worked = _with_unit(side, context)
        if isinstance(worked, Misread):
            return Misread(f"what is {side[:20]!r}? type the number alone")
        if not _agree((side, worked), (last, number), context):
            return Misread("the two sides are not equal; type one number")
    return number


def _agree(
    one: tuple[str, Array], other: tuple[str, Array], context: AnswerContext
) -> bool:
    """Return whether two sides are equal; one without a unit may be in any.

    `3/11 = 27.3%` holds, and so does `2*2*4096*2 = 32768 bytes` where kB are asked for.
    """
    with_units = _has_unit(one[0], context) and _has_unit(other[0], context)
    if with_units and not is_percent(context.asked_unit):
        pairs = [(_float(one[1]), _float(other[1]))]
    else:
        pairs = [*product(_sizes(*one, context), _sizes(*other, context))]
    return any(math.isclose(*pair, rel_tol=_SIDES_AGREE) for pair in pairs)


def _has_unit(side: str, context: AnswerContext) -> bool:
    return "%" in side or isinstance(_number(side, context.values), Misread)


def _sizes(side: str, number: Array, context: AnswerContext) -> tuple[float, ...]:
    """Return what a side may be: in the asked unit, without it, and by itself."""
    size = _float(number)
    plain = size * plain_size(context.asked_unit, context.about)
    alone = _with_unit(side, replace(NO_CONTEXT, names=context.names))
    return (size, plain, *((_float(alone),) if isinstance(alone, Array) else ()))


def _with_unit(text: str, context: AnswerContext) -> Array | Misread:
    """Read a number, with a unit or without."""
    match = _WITH_UNIT.fullmatch(text)
    percent = is_percent(context.asked_unit)
    in_percent = match is not None and match["unit"] == "%" and percent
    number = _number(text, context.values)
    if in_percent and match and "%" in match["number"] and isinstance(number, Array):
        return _scaled(number, 100.0)  # `54% + 8%`: each is a share
    if isinstance(number, Array) and not in_percent:
        return number
    if match is None:
        return _other(text, number, context) if isinstance(number, Misread) else number
    head = _number(match["number"], context.values)
    if isinstance(head, Misread):
        return number
    factor = _factor(match["unit"], context)
    return factor if isinstance(factor, Misread) else _scaled(head, factor)


def _factor(unit: str, context: AnswerContext) -> float | Misread:
    """Return what a unit multiplies by; a variable, drawn or not, is no unit."""
    drawn = any(word in context.values for word in unit.split())
    letter = len(unit) == 1 and unit.isalpha() and not is_letter_unit(unit)
    if drawn or (letter and unit != context.asked_unit):
        return Misread(f"what is {unit!r} here? write `*` to multiply")
    return factor_of(unit, context.asked_unit, context.about)


def _scaled(number: Array, factor: float) -> Array:
    if factor == 1.0:
        return number
    value, below = _float(number), round(1 / factor)
    exact = factor < 1 and 1 / below == factor  # 57 / 100, not 57 * 0.01
    result = value / below if exact else value * factor
    return scalar(int(result) if result.is_integer() else result)


def _number(text: str, names: Mapping[str, Value]) -> Array | Misread:
    """Read a number whose thousands may be grouped, with a decimal comma or point."""
    text = _TIMES.sub("*", text.strip())
    if _EUROPEAN.fullmatch(text):
        text = text.replace(".", "")
    text = _GROUPED.sub(lambda match: re.sub(r"[ ,'_]", "", match[0]), text)
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    value = read_value(text.rstrip(","), names)
    if not isinstance(value, Array) or len(value.elements) != 1 or is_boolean(value):
        return value if isinstance(value, Misread) else Misread(NOT_A_NUMBER)
    return scalar(value.elements[0], value.dtype)


def _other(text: str, misread: Misread, context: AnswerContext) -> Array | Misread:
    """Read a number in words, or the number that a module is made with."""
    word = text.strip().casefold()
    if word in _WORDS:
        return scalar(_WORDS.index(word))
    if word in {"half", "a half", "one half"}:
        return scalar(0.5)
    module = _MADE_WITH.fullmatch(text.strip())
    return _number(module[1], context.values) if module else misread


def _float(number: Array) -> float:
    try:
        return float(number.elements[0])
    except OverflowError:
        return math.inf
