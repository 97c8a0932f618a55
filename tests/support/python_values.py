"""Strategies for values of Python: any of them, one change in them, other spellings."""

from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

Point = namedtuple("Point", "x y")  # made as many snippets make it


class Color(Enum):
    """Three members."""

    RED = 1
    GREEN = "green"
    BLUE = None


@dataclass
class Layer:
    """Two fields."""

    name: str
    size: object


# Any value that Python can build

FLOATS = st.floats().map(lambda number: float(f"{number:.6g}"))
"""Of as many digits as are shown."""
NUMBERS = st.booleans() | st.integers(-(10**30), 10**30) | FLOATS
WORDS = st.text(max_size=8) | st.sampled_from(["a", "b", "'", '"', "\\", "\n", "None"])
KEYS = st.recursive(
    st.none() | NUMBERS | WORDS | st.binary(max_size=4) | st.sampled_from(Color),
    lambda inner: st.tuples(inner) | st.tuples(inner, inner),
    max_leaves=3,
)
LEAVES = st.one_of(
    KEYS,
    st.builds(complex, FLOATS, FLOATS),
    st.binary(max_size=6).map(bytearray),
    st.fractions(max_denominator=99),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 3)),
)


def _containers(inner: st.SearchStrategy) -> st.SearchStrategy:
    lists = st.lists(inner, max_size=4)
    dicts = st.dictionaries(KEYS, inner, max_size=4)
    return st.one_of(
        *(lists, lists.map(tuple), dicts, dicts.map(OrderedDict)),
        dicts.map(lambda pairs: defaultdict(list, pairs)),
        st.dictionaries(KEYS, st.integers(0, 9), max_size=4).map(Counter),
        *(st.builds(Point, inner, inner), st.builds(Layer, WORDS, inner)),
        lists.map(deque),
    )


ORDERED = st.recursive(LEAVES, _containers, max_leaves=8)
"""Values whose repr is always the same."""
WITH_SETS = st.recursive(
    LEAVES | st.sets(KEYS, max_size=4) | st.frozensets(KEYS, max_size=4),
    _containers,
    max_leaves=8,
)


# One change


def _changed_number(draw, value):
    assume(abs(value) < 1e15)  # not nan, and one more is another number
    return value + draw(st.sampled_from([1, -1, 7]))


def _changed_text(draw, value):
    changed = draw(st.sampled_from([f"{value}x", value[1:], value.swapcase()]))
    assume(changed != value)
    return changed


def _changed_dict(draw, value):
    changed = value.copy()
    change = draw(st.sampled_from(["add", "remove", "value"])) if value else "add"
    if change == "add":
        changed["another key"] = 1
        return changed
    key = draw(st.sampled_from(list(value)))
    old = changed.pop(key)
    if change == "value":
        changed[key] = draw(mutated(old))
    return changed


def _changed_items(draw, items):
    change = draw(st.sampled_from(["add", "remove", "value"])) if items else "add"
    place = draw(st.integers(0, max(0, len(items) - 1)))
    if change == "add":
        return [*items[:place], "another item", *items[place:]]
    if change == "remove":
        return items[:place] + items[place + 1 :]
    return [*items[:place], draw(mutated(items[place])), *items[place + 1 :]]


CHANGES: dict[Any, Callable[[Any, Any], Any]] = {
    bool: lambda _, value: not value,
    (int, float, complex, Fraction, Decimal): _changed_number,
    str: _changed_text,
    (bytes, bytearray): lambda _, value: value + b"x",
    range: lambda _, value: range(value.start, value.stop + 7 * value.step, value.step),
    Point: lambda draw, value: Point(value.x, draw(mutated(value.y))),
    Layer: lambda draw, value: Layer(value.name, draw(mutated(value.size))),
    dict: _changed_dict,
    (list, tuple, deque): lambda draw, value: type(value)(
        _changed_items(draw, list(value))
    ),
    (set, frozenset): lambda _, value: type(value)([*value, "another item"]),
    object: lambda draw, _: draw(st.sampled_from(["other", 12345])),
}
"""One change in a value: of a leaf, a key, or the number of items."""


def mutated(value: object) -> st.SearchStrategy[object]:
    """Change one thing anywhere in a value."""
    change = next(CHANGES[types] for types in CHANGES if isinstance(value, types))
    return st.composite(lambda draw: change(draw, value))()


# Other spellings

SPACES = st.sampled_from(["", " ", "\n ", "  "])


def _separated(draw, items: list[str], brackets: str) -> str:
    comma = f"{draw(SPACES)},{draw(SPACES)}"
    end = draw(st.sampled_from(["", ","])) if items else ""
    end = "," if len(items) == 1 and brackets == "()" else end
    return f"{brackets[0]}{draw(SPACES)}{comma.join(items)}{end}{brackets[1]}"


def _spelled_dict(draw, value):
    colon = f"{draw(SPACES)}:{draw(SPACES)}"
    pairs = draw(st.permutations(list(value.items())))
    texts = [f"{draw(spelled(key))}{colon}{draw(spelled(item))}" for key, item in pairs]
    return _separated(draw, texts, "{}")


def _spelled_set(draw, value):
    items = draw(st.permutations(sorted(value, key=repr)))
    return _separated(draw, [draw(spelled(item)) for item in items], "{}")


def _spelled_text(draw, value):
    plain = value.isprintable() and not {'"', "\\"} & {*value}
    return draw(st.sampled_from([repr(value), f'"{value}"' if plain else repr(value)]))


SPELLINGS: dict[Any, Callable[[Any, Any], str]] = {
    bool: lambda draw, value: draw(st.sampled_from([str(value), str(value).lower()])),
    int: lambda draw, value: draw(
        st.sampled_from([str(value), f"{value:+}", f"({value})", f"{value:_}"])
    ),
    type(None): lambda draw, _: draw(st.sampled_from(["None", "none"])),
    str: _spelled_text,
    Fraction: lambda _, value: f"Fraction({value.numerator}, {value.denominator})",
    dict: _spelled_dict,
    list: lambda draw, value: _separated(
        draw, [draw(spelled(item)) for item in value], "[]"
    ),
    tuple: lambda draw, value: _separated(
        draw,
        [draw(spelled(item)) for item in value],
        draw(st.sampled_from(["()", "[]"])) if value else "()",
    ),
    set: lambda draw, value: _spelled_set(draw, value) if value else "set()",
    frozenset: lambda draw, value: (
        f"frozenset({_spelled_set(draw, value)})" if value else "frozenset()"
    ),
    object: lambda _, value: repr(value),
}


def spelled(value: object) -> st.SearchStrategy[str]:
    """Write a value as a person may: other spaces, quotes, brackets, orders, cases."""
    spell = next(SPELLINGS[types] for types in SPELLINGS if isinstance(value, types))
    return st.composite(lambda draw: spell(draw, value))()


PLAIN = st.recursive(
    KEYS | st.sets(KEYS, max_size=3) | st.frozensets(KEYS, max_size=3),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=8,
)
