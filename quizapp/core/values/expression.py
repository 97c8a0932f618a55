"""Expressions: the grammar of typed values.

Recursive descent over a list of tokens, with limits on depth, digits and the
size of numbers. Only arithmetic on plain numbers is evaluated. Text that cannot be
read raises `Fault`, which `notation` turns into a `Misread`.

A list without commas is read as numpy prints it, `[1. -1.  2.]`: spaces separate
its items, and a sign belongs to the number that it touches.
"""

from collections.abc import Callable, Mapping
from itertools import islice

from quizapp.core.values.arithmetic import FUNCTIONS, calculate, negated
from quizapp.core.values.calls import called
from quizapp.core.values.literals import number_of, text_of
from quizapp.core.values.names import CONSTANTS, DTYPES, TYPES, value_named, with_greek
from quizapp.core.values.near_names import nearest_name
from quizapp.core.values.sequences import joined, length_of
from quizapp.core.values.tokens import Fault, Token, quoted, shows_address, tokens
from quizapp.core.values.value import (
    Array,
    DictPairs,
    Members,
    Opaque,
    Text,
    Value,
    scalar,
)

MAX_DEPTH = 32

_ARITHMETIC = frozenset({"+", "-", "*", "/", "**", "%"})
_TRUTHS = frozenset({"true", "false", "true_", "false_", "yes", "no"})
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_DEEPER = {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}


def parse(
    text: str, names: Mapping[str, Value] | None = None, *, words: bool = False
) -> Value:
    """Read a whole text as one value, or raise Fault.

    `names` are the values of names that are no constants: those drawn for a card.
    With `words`, any other name is text.
    """
    return _Parser(text, names or {}, words=words).whole()


class _Parser:
    """One text. Every method reads from the current token and moves past it."""

    def __init__(self, text: str, names: Mapping[str, Value], *, words: bool) -> None:
        self._tokens = tokens(text)
        self._names = with_greek(names) if names else names
        self._words = words
        self._next = 0
        self._depth = 0
        self._loose = False
        """Whether spaces separate items here."""

    def whole(self) -> Value:
        items, comma = self._items("end")
        alone = len(items) == 1 and (not comma or length_of(items[0]) is not None)
        return items[0] if alone else joined(items, ",")  # `[1, 2],` was copied

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._token
        self._next += token.sort != "end"
        return token

    def _accept(self, *marks: str) -> str | None:
        if self._token.sort in {"mark", "end"} and self._token.text in marks:
            return self._take().text
        return None

    def _items(self, closing: str) -> tuple[list[Value], bool]:
        """Read items up to the closing mark; return whether there was a comma too."""
        items: list[Value] = []
        comma = False
        while not self._closes(closing):
            if items and not self._separated():
                raise self._unexpected(closing)
            comma = comma or bool(items)
            if self._closes(closing):
                break
            items.append(self._sum())
        self._take()
        return items, comma

    def _separated(self) -> bool:
        if self._accept(",") is not None:
            return True
        return self._loose and self._token.spaced and self._token.sort != "end"

    def _has_comma(self) -> bool:
        """Return whether the list that was just opened has commas between its items."""
        depth = 0
        for token in islice(self._tokens, self._next, None):
            if token.sort == "mark":
                if depth == 0 and token.text == ",":
                    return True
                depth += _DEEPER.get(token.text, 0)
                if not 0 <= depth <= MAX_DEPTH:
                    return False
        return False

    def _closes(self, closing: str) -> bool:
        if closing == "end":
            return self._token.sort == "end"
        return self._token.sort == "mark" and self._token.text == closing

    def _unexpected(self, closing: str) -> Fault:
        token = self._token
        if token.sort == "end":
            return Fault(f"a closing {closing} is missing", token.at)
        hint = "" if closing == "end" else "; is a comma missing?"
        return Fault(f"{quoted(token)} is not expected here{hint}", token.at)

    def _sum(self) -> Value:
        value = self._product()
        while not self._signs() and (mark := self._accept("+", "-")) is not None:
            at = self._token.at
            value = calculate(mark, value, self._product(), at)
        return value

    def _signs(self) -> bool:
        """Return whether a mark is the sign of a new item, as in `[1 -2]`."""
        if not self._loose or self._token.text not in {"+", "-"}:
            return False
        return self._token.spaced and not self._tokens[self._next + 1].spaced

    def _product(self) -> Value:
        value = self._signed()
        while (mark := self._accept("*", "/") or self._implied()) is not None:
            at = self._token.at
            value = calculate(mark, value, self._signed(), at)
        return value

    def _implied(self) -> str | None:
        """Return the sign that is left out in `2p`, `2(1 - p)` and `(1 - p)(1 + p)`."""
        token, before = self._token, self._tokens[self._next - 1]
        if token.text in FUNCTIONS and before.sort == "number" and not self._loose:
            return "*"  # `0.3 ln 2`
        factor = before.sort == "number" or before.text in {*self._names, ")"}
        if token.spaced or not factor:
            return None
        return "*" if token.text in {*self._names, "pi", "("} else None

    def _signed(self) -> Value:
        at = self._token.at
        sign = self._accept("-", "+")
        if sign is None:
            return self._power()
        with_depth = self._deeper(self._signed)
        return with_depth if sign == "+" else negated(with_depth, at)

    def _power(self) -> Value:
        value = self._percentage()
        if self._accept("**") is None:
            return value
        at = self._token.at
        return calculate("**", value, self._deeper(self._signed), at)

    def _percentage(self) -> Value:
        value = self._atom()
        at = self._token.at
        if self._accept("%") is None:
            return value
        return calculate("/", value, scalar(100), at)

    def _deeper(self, read: Callable[[], Value]) -> Value:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Fault(f"nested more than {MAX_DEPTH} deep", self._token.at)
        loose, self._loose = self._loose, False
        value = read()
        self._depth, self._loose = self._depth - 1, loose
        return value

    def _atom(self) -> Value:
        token = self._take()
        match token.sort:
            case "number":
                return number_of(token)
            case "string":
                return text_of(token)
            case "name":
                return self._named(token)
            case "node" if not shows_address(token.text):
                return Opaque("", token.text, whole=True)
            case "mark" if token.text in _CLOSING:
                return self._deeper(lambda: self._bracketed(token.text))
            case "end":
                raise Fault("something is missing at the end", token.at)
            case _:
                raise Fault(f"{quoted(token)} is not expected here", token.at)

    def _bracketed(self, opening: str) -> Value:
        if opening == "{":
            return self._braced()
        self._loose = opening == "[" and not self._has_comma()
        items, comma = self._items(_CLOSING[opening])
        if opening == "[":
            return joined(items)
        return items[0] if len(items) == 1 and not comma else joined(items, "(")

    def _braced(self) -> Value:
        """Read a set or a dict; two braces alone are a dict, as in Python."""
        keys: list[Value] = []
        values: list[Value] = []
        while not self._closes("}"):
            if keys and self._accept(",") is None:
                raise self._unexpected("}")
            if self._closes("}"):
                break
            keys.append(self._sum())
            if self._accept(":") is not None:
                values.append(self._sum())
            if values and len(values) < len(keys):
                raise Fault("each key needs a value, as in {1: 2}", self._token.at)
        self._take()
        if keys and not values:
            return Members(tuple(keys))
        return DictPairs(tuple(zip(keys, values, strict=True)))

    def _named(self, token: Token) -> Value:
        last = token.text.rpartition(".")[2]
        called_here = token.text in FUNCTIONS and self._token.text == "("
        if token.text in self._names and not called_here:
            return self._names[token.text]
        if self._accept("(") is not None:
            return self._deeper(lambda: called(token, *self._arguments()))
        if token.text in FUNCTIONS and self._token.sort in {"number", "name"}:
            return self._deeper(lambda: called(token, [self._power()], {}))
        if last == "Parameter" and self._token.text == "containing":
            self._take()
            self._accept(":")
            return self._atom()
        value = (
            scalar(token.text == "T") if self._is_letter(token) else value_named(last)
        )
        if value is not None:
            return value
        near = self._nearest(last, self._next - 1)
        if self._words and near is None:
            return Text(token.text, bare=True)
        raise Fault(f"{quoted(token)} is unknown; {self._instead(near)}", token.at)

    def _is_letter(self, token: Token) -> bool:
        """Return whether T or F is an item by itself: `(T, 3)`, `{1: F}`."""
        return token.text in {"T", "F"} and self._token.text in {",", ")", "]", "}"}

    def _nearest(self, name: str, place: int) -> str | None:
        """Return what was probably meant by a name: in arithmetic, a number."""
        around = {self._tokens[max(place - 1, 0)].text, self._token.text}
        known = [*self._names, *CONSTANTS, *FUNCTIONS]
        if around & _ARITHMETIC:
            known = [each for each in known if each not in _TRUTHS]
        else:
            known += DTYPES
        return nearest_name(name, known)

    def _instead(self, near: str | None) -> str:
        """Say what to type instead of a name that is near another one, or none."""
        value = self._names.get(near or "")
        if isinstance(value, Array) and value.shape == ():
            return f"type the value of {near}: {value.elements[0]}"
        if near:
            return f"did you mean {near}?"
        text = ", or text in quotes" if self._depth else ""
        return f"type its value, such as 0.25{text}"

    def _arguments(self) -> tuple[list[Value], dict[str, Value | None]]:
        """Read a call's values and keywords; most keywords are ignored."""
        values: list[Value] = []
        keywords: dict[str, Value | None] = {}
        while not self._closes(")"):
            if self._is_keyword():
                name = self._take().text
                self._take()
                keywords[name] = self._keyword_value()
            else:
                values.append(self._argument())
            if self._accept(",") is None and not self._closes(")"):
                raise self._unexpected(")")
        self._take()
        return values, keywords

    def _is_keyword(self) -> bool:
        if self._token.sort != "name":
            return False
        return self._tokens[self._next + 1].text == "="

    def _keyword_value(self) -> Value | None:
        """Read a keyword's value, None for one with an address: `grad_fn=<...>`."""
        if self._token.sort == "node" and shows_address(self._token.text):
            self._take()
            return None
        is_dtype = value_named(self._token.text) is not None
        return self._sum() if is_dtype else self._argument()

    def _argument(self) -> Value:
        """Read an argument, which may be a class: `defaultdict(list, {})`."""
        following = self._tokens[self._next + (self._token.sort != "end")]
        if self._token.text in TYPES and following.text in {",", ")"}:
            return Opaque("type", f"<class '{self._take().text}'>", whole=True)
        return self._sum()
