"""Right and wrong answers to any card, written as people write them.

`right_answer` and `wrong_answer` return None for cards that are not answered in one
line, such as code. Both read the card and the outcome of its run, never a verdict.
"""

import math
import random
import re
from collections.abc import Iterable
from string import ascii_lowercase

from quizapp.core.cards.card import Card
from quizapp.core.kinds import Kind
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.runs.outcome import Completed, Outcome, Raised
from quizapp.core.values.value import Array, Dtype, Items, Value, dtype_of, shape_of
from support.spellings import (
    Number,
    Rows,
    mutated,
    spelled_formula,
    spelled_number,
    spelled_rows,
    spelled_shape,
    spelled_words,
    surrounded,
)

EXCEPTIONS = ("ValueError", "TypeError", "KeyError", "RuntimeError")
DTYPES = ("float32", "int64", "bool", "float16")


def right_answer(
    chance: random.Random, card: Card, outcome: Outcome | None
) -> str | None:
    """Return the right answer in one of its many spellings."""
    return _answer(chance, card.kind, outcome, right=True)


def wrong_answer(
    chance: random.Random, card: Card, outcome: Outcome | None
) -> str | None:
    """Return an answer that differs from the right one in one respect."""
    return _answer(chance, card.kind, outcome, right=False)


def _answer(
    chance: random.Random, kind: Kind, outcome: Outcome | None, *, right: bool
) -> str | None:
    match kind:
        case Predict() | Numeric():
            return _of_run(chance, kind, outcome, right=right)
        case Cloze() | FreeText():
            return _in_words(chance, kind, right=right)
        case Choice() | Match() | Order():
            return _by_number(chance, kind, right=right)
        case _:
            return None


def _of_run(
    chance: random.Random,
    kind: Predict | Numeric,
    outcome: Outcome | None,
    *,
    right: bool,
) -> str | None:
    if isinstance(kind, Numeric):
        return _numeric(chance, kind, outcome, right=right)
    value = outcome.value if isinstance(outcome, Completed) else None
    match kind.expect:
        case "raises":
            return _raised(chance, outcome, right=right)
        case "printed":
            assert outcome is not None
            return _printed(chance, outcome.output.stdout, right=right)
        case "shape":
            return _shape(chance, value, right=right)
        case "dtype":
            dtype = None if value is None else dtype_of(value)
            assert dtype is not None
            return _dtype(chance, dtype.name, right=right)
        case "value":
            return _value(chance, kind, value, right=right)


# Values


def _rows(value: Value | None) -> Rows | None:
    """Return numbers as nested lists; None for a value that has others."""
    match value:
        case Array(shape=shape, elements=elements):
            return _nested(shape, list(elements))
        case Items(items=items):
            rows = [row for item in items if (row := _rows(item)) is not None]
            return rows if len(rows) == len(items) else None
        case _:
            return None


def _nested(shape: tuple[int, ...], elements: list[Number]) -> Rows:
    if not shape:
        return elements[0]
    size = math.prod(shape[1:])
    parts = (elements[at * size : (at + 1) * size] for at in range(shape[0]))
    return [_nested(shape[1:], part) for part in parts]


def _slack(kind: Predict | Numeric, rows: Rows) -> float:
    """Return the most that a number of this value may be off."""
    largest = max((abs(leaf) for leaf in _finite(rows)), default=0)
    return kind.tolerance.abs + kind.tolerance.rel * largest


def _finite(rows: Rows) -> list[Number]:
    if isinstance(rows, list):
        return [leaf for row in rows for leaf in _finite(row)]
    return [rows] if math.isfinite(rows) else []


def _value(
    chance: random.Random, kind: Predict, value: Value | None, *, right: bool
) -> str | None:
    if isinstance(value, Dtype):
        return _dtype(chance, value.name, right=right)
    rows = _rows(value)
    if rows is not None and not right:
        rows = mutated(chance, rows, _slack(kind, rows))
    return None if rows is None else surrounded(chance, spelled_rows(chance, rows))


def _numeric(
    chance: random.Random, kind: Numeric, outcome: Outcome | None, *, right: bool
) -> str | None:
    rows: Rows | None = kind.answer
    if isinstance(outcome, Completed) and isinstance(outcome.value, Array):
        (rows,) = outcome.value.elements
    assert rows is not None
    if not right:
        rows = mutated(chance, rows, _slack(kind, rows))
    if rows is None or isinstance(rows, list):
        return None
    text = spelled_number(chance, rows)
    if kind.unit == "%" and text.endswith("%"):  # a hundredth of it
        text = repr(rows)
    units = ("", "", kind.unit, f" {kind.unit}") if kind.unit else ("",)
    unit = "" if text.endswith("%") else chance.choice(units)
    before = chance.choice(("", "", "", "≈", "≈ ", "~", "= ", "about "))
    return surrounded(chance, before + text + unit)


def _shape(chance: random.Random, value: Value | None, *, right: bool) -> str | None:
    shape = None if value is None else shape_of(value)
    assert shape is not None
    sizes: Rows | None = list(shape.elements)
    if not right:
        sizes = mutated(chance, list(shape.elements), 0)
    if not isinstance(sizes, list) or any(size < 0 for size in _finite(sizes)):
        return None
    return surrounded(chance, spelled_shape(chance, [int(n) for n in _finite(sizes)]))


def _dtype(chance: random.Random, name: str, *, right: bool) -> str:
    if not right:
        return chance.choice([other for other in DTYPES if other != name])
    return chance.choice((name, f"torch.{name}", name.upper()))


def _raised(chance: random.Random, outcome: Outcome | None, *, right: bool) -> str:
    if not isinstance(outcome, Raised):
        return chance.choice(("none", "None", "nothing") if right else EXCEPTIONS)
    name = outcome.type
    others = (*EXCEPTIONS, "none")
    if not right:
        return chance.choice([o for o in others if o not in {name, *outcome.bases}])
    return surrounded(chance, chance.choice((name, name.lower(), f"{name}()")))


def _printed(chance: random.Random, text: str, *, right: bool) -> str:
    lines = [line.split() for line in text.strip("\n").split("\n")]
    if not right:
        words = [word for line in lines for word in line]
        return " ".join(words[::-1] if words[::-1] != words else [*words, "too"])
    gap = chance.choice((" ", "  "))
    return "\\n".join(gap.join(line) for line in lines)


# Words


def _in_words(
    chance: random.Random, kind: Cloze | FreeText, *, right: bool
) -> str | None:
    if isinstance(kind, FreeText):
        if not kind.words:
            return None
        word = chance.choice(kind.words)
        return _word(chance, word) if right else _another(word)
    words = [chance.choice(blank.accepted) for blank in kind.blanks]
    typed = [_word(chance, word) for word in words]
    if not right:
        at = chance.randrange(len(words))
        typed[at] = _another(words[at])
    return " | ".join(typed)


def _word(chance: random.Random, word: str) -> str:
    signs = re.search(r"[-+*/^]", word)
    is_formula = signs is not None and not re.search(r"[a-zA-Z]{2}", word)
    return (spelled_formula if is_formula else spelled_words)(chance, word)


def _another(word: str) -> str:
    """Return a text that nobody would take for a misspelling."""
    return f"not {word[::-1]} at all"


# Numbers of options, pairs and lines


def _by_number(
    chance: random.Random, kind: Choice | Match | Order, *, right: bool
) -> str | None:
    match kind:
        case Choice():
            other = {chance.randrange(len(kind.options)) + 1}
            return _options(chance, kind.right if right else kind.right ^ other)
        case Match():
            return _pairs(chance, kind, right=right)
        case Order():
            numbers = list(range(1, len(kind.lines) + 1))
            if not right:  # a line is missing: wrong, whatever `also` accepts
                del numbers[chance.randrange(len(numbers))]
            return _lines(chance, kind, numbers)


def _options(chance: random.Random, numbers: frozenset[int]) -> str | None:
    order = list(numbers)
    chance.shuffle(order)
    text = chance.choice((" ", ", ", ",", " and ")).join(map(str, order))
    return surrounded(chance, text) if text else None


def _pairs(chance: random.Random, kind: Match, *, right: bool) -> str:
    chosen = list(kind.answers)
    if not right:
        at = chance.randrange(len(chosen))
        others = set(range(1, len(kind.rights) + 1)) - {chosen[at]}
        chosen[at] = chance.choice(sorted(others))
    between = chance.choice(("", "-", ": ", "="))
    letters = [ascii_lowercase[number - 1] for number in chosen]
    pairs = [f"{n}{between}{letter}" for n, letter in enumerate(letters, start=1)]
    chance.shuffle(pairs)
    text = chance.choice((" ", ", ", ",")).join(pairs)
    return text.upper() if chance.random() < 0.2 else text


def _lines(chance: random.Random, kind: Order, numbers: Iterable[int]) -> str:
    lines = [(number, kind.lines[number - 1]) for number in numbers]
    placed = [f"{number}@{len(line) - len(line.lstrip())}" for number, line in lines]
    return chance.choice((" ", "  ", ", ")).join(placed)
