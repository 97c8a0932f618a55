"""Terms: the grammar of formulas, and their value for given numbers.

A term has numbers, variables, `+ - * / ^`, brackets and the functions of typed
arithmetic. A missing sign means a product: `2p`, `p(1 - p)`. After a division it is
ambiguous, so `1/2p` is a Fault. Text is parsed, never evaluated as code; length and
depth are limited, and a value that does not exist is None.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from quizapp.core.values.arithmetic import FUNCTIONS
from quizapp.core.values.tokens import Fault

MAX_LENGTH = 400
"""Characters of a formula, after TeX was spelled out."""
MAX_DEPTH = 32

AMBIGUOUS = "two readings; write the brackets or the `*`: 1/(2*p) or (1/2)*p"

_LEXEME = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d]\w*)
    | (?P<mark>\*\*|[][(){}+*/×·÷^-])
    | (?P<end>$)
    )""",
    re.VERBOSE,
)
_SAME = {"×": "*", "·": "*", "÷": "/", "**": "^"}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


class Constant(Struct, frozen=True):
    """A number."""

    number: float


class Variable(Struct, frozen=True):
    """A name that stands for a number."""

    name: str


class Applied(Struct, frozen=True):
    """A function of one term."""

    function: str
    of: "Term"


class Joined(Struct, frozen=True):
    """Two terms and the operator between them."""

    mark: str
    left: "Term"
    right: "Term"


Term: TypeAlias = Constant | Variable | Applied | Joined


class Lexeme(Struct, frozen=True):
    """One word of a formula."""

    sort: str
    text: str
    at: int


def lexemes(text: str) -> list[Lexeme]:
    """Split a whole formula; the last word is its end. Raises Fault."""
    if len(text) > MAX_LENGTH:
        raise Fault(f"too long: at most {MAX_LENGTH} characters")
    words: list[Lexeme] = []
    offset = 0
    while not words or words[-1].sort != "end":
        match = _LEXEME.match(text, offset)
        if match is None:
            at = len(text) - len(text[offset:].lstrip())
            raise Fault(f"{text[at]!r} is not understood here", at)
        sort = str(match.lastgroup)
        words.append(
            Lexeme(sort, _SAME.get(match[sort], match[sort]), match.start(sort))
        )
        offset = match.end()
    return words


def parse_term(words: list[Lexeme]) -> Term:
    """Read all words as one term, or raise Fault."""
    return _Parser(words).whole()


class _Parser:
    """Recursive descent; every method reads from the current word and moves past it."""

    def __init__(self, words: list[Lexeme]) -> None:
        self._words = words
        self._next = 0
        self._depth = 0

    def whole(self) -> Term:
        term = self._sum()
        if self._word.sort != "end":
            raise self._unexpected()
        return term

    @property
    def _word(self) -> Lexeme:
        return self._words[self._next]

    def _accept(self, *marks: str) -> str | None:
        if self._word.sort == "mark" and self._word.text in marks:
            self._next += 1
            return self._words[self._next - 1].text
        return None

    def _unexpected(self) -> Fault:
        word = self._word
        if not word.text:
            return Fault("something is missing at the end", word.at)
        return Fault(f"{word.text[:24]!r} is not expected here", word.at)

    def _sum(self) -> Term:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Fault("brackets are too deep", self._word.at)
        term = self._product()
        while mark := self._accept("+", "-"):
            term = Joined(mark, term, self._product())
        self._depth -= 1
        return term

    def _product(self) -> Term:
        term = self._signed()
        divided = False
        while True:
            if mark := self._accept("*", "/"):
                divided = mark == "/"
                term = Joined(mark, term, self._signed())
            elif self._word.sort == "name" or self._opens():
                if divided:
                    raise Fault(AMBIGUOUS, self._word.at)
                term = Joined("*", term, self._power())
            else:
                return term

    def _opens(self) -> bool:
        return self._word.sort == "mark" and self._word.text in _BRACKETS

    def _signed(self) -> Term:
        negative = False
        while mark := self._accept("+", "-"):
            negative ^= mark == "-"
        power = self._power()
        return Joined("-", Constant(0.0), power) if negative else power

    def _power(self) -> Term:
        base = self._atom()
        return Joined("^", base, self._exponent()) if self._accept("^") else base

    def _exponent(self) -> Term:
        """Read what is raised to: `2^-1^2` is `2^(-(1^2))`."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Fault("powers are too deep", self._word.at)
        exponent = self._signed()
        self._depth -= 1
        return exponent

    def _atom(self) -> Term:
        word = self._word
        if closing := _BRACKETS.get(self._accept(*_BRACKETS) or ""):
            term = self._sum()
            if not self._accept(closing):
                raise Fault(f"a closing {closing} is missing", self._word.at)
            return term
        if word.sort not in {"number", "name"}:
            raise self._unexpected()
        self._next += 1
        if word.sort == "number":
            return Constant(float(word.text))
        return self._named(word.text)

    def _named(self, name: str) -> Term:
        if name in FUNCTIONS:
            return Applied(name, self._argument())
        if name == "e" and self._word.text == "^":
            return Constant(math.e)
        return Constant(math.pi) if name == "pi" else Variable(name)

    def _argument(self) -> Term:
        """Read what a function is applied to: `sqrt(d)/2` is `(sqrt(d))/2`."""
        if self._opens():
            return self._atom()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Fault("functions are too deep", self._word.at)
        argument = self._power()
        self._depth -= 1
        return argument


def variables(term: Term) -> Iterator[str]:
    """Yield the names of the variables, each as often as it occurs."""
    match term:
        case Variable(name=name):
            yield name
        case Applied(of=of):
            yield from variables(of)
        case Joined(left=left, right=right):
            yield from variables(left)
            yield from variables(right)
        case Constant():
            pass


def value_at(term: Term, point: Mapping[str, float]) -> float | None:
    """Return a term's value where its variables have these values; None without one."""
    try:
        number = _value(term, point)
    except (ArithmeticError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _value(term: Term, point: Mapping[str, float]) -> float:
    match term:
        case Constant(number=number):
            return number
        case Variable(name=name):
            return point[name]
        case Applied(function=function, of=of):
            return float(FUNCTIONS[function](_value(of, point)))
        case Joined(mark=mark, left=left, right=right):
            return _joined(mark, _value(left, point), _value(right, point))


def _joined(mark: str, left: float, right: float) -> float:
    match mark:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return math.pow(left, right)  # unlike **, never complex
