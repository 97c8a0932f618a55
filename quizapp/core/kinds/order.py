"""Order: put lines of code in order and indent them, a Parsons problem.

A response names the lines by their numbers in the deck file, from 1, those of
`extra` counting on, each with its indentation in spaces: `2@0 1@4`. Lines that
are the same text count as the same line.
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Verdict
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.arrangement import CodeLine, Judged, judge
from quizapp.core.kinds.shuffle import (
    from_places,
    overlong,
    shuffled,
    undecorated,
)
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread

DEFAULT_UNIT = 4
MAX_INDENT = 80

_ATTEMPTS = 64
_PLACED = re.compile(r"([0-9]{1,3})(?:(@|>)([0-9]{1,3}))?")


class Placed(Struct, frozen=True):
    """One line where the user put it."""

    number: int
    indent: int

    def __str__(self) -> str:
        return f"{self.number}@{self.indent}"


class Ordered(Struct, frozen=True):
    """The lines in the user's order, without those that were left out."""

    order: "Order"
    placed: tuple[Placed, ...]

    @property
    def text(self) -> str:
        """Numbers of the file with indentation in spaces: `2@0 1@4`."""
        return " ".join(map(str, self.placed))

    @property
    def lines(self) -> tuple[CodeLine, ...]:
        """The lines of the user's program."""
        texts = self.order.texts
        return tuple(
            CodeLine(texts[line.number - 1], line.indent) for line in self.placed
        )

    @property
    def judged(self) -> Judged:
        """The nearest right order, and how near it is."""
        return judge(self.lines, self.order.right_orders)

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge order and indentation."""
        return self.judged.verdict

    def agrees(self, other: Response) -> bool:
        """Return whether the other response is the same program."""
        return isinstance(other, Ordered) and other.lines == self.lines


class Order(Kind, frozen=True):
    """Lines of a program, shuffled and without their indentation."""

    name: ClassVar[str] = "order"
    expected_seconds: ClassVar[float | None] = 60.0
    truth_is_code: ClassVar[bool] = True
    lines: tuple[str, ...]
    """In a right order; leading spaces are the indentation."""
    extra: tuple[str, ...] = ()
    """Lines that do not belong."""
    also: tuple[tuple[int, ...], ...] = ()
    """Other right orders, as numbers of lines from 1."""

    @property
    def task(self) -> str:
        """What to do, and whether lines are left over."""
        extra = " Some lines do not belong." if self.extra else ""
        indent = "" if self._is_flat else " and indent them"
        return f"Put the lines in order{indent}.{extra}"

    @property
    def form(self) -> str:
        """Numbers go in one line, each with its level of indentation, if it has one."""
        if self._is_flat:
            return "Write numbers in order: `3 1 2`."
        return "Write numbers in order, `>` before a level of indentation: `3 1>1 2>2`."

    @property
    def _is_flat(self) -> bool:
        """Whether no line is indented."""
        return not any(line.startswith(" ") for line in (*self.lines, *self.extra))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line without its indentation, those of `extra` last."""
        return tuple(line.strip() for line in (*self.lines, *self.extra))

    @property
    def unit(self) -> int:
        """One level of indentation in spaces: the smallest that this card needs."""
        return math.gcd(*map(_indent, self.lines)) or DEFAULT_UNIT

    @property
    def right_orders(self) -> tuple[tuple[CodeLine, ...], ...]:
        """Every right order, that of the file first."""
        lines = tuple(CodeLine(line.strip(), _indent(line)) for line in self.lines)
        others = (tuple(lines[number - 1] for number in order) for order in self.also)
        return (lines, *others)

    def display_order(self, seed: int) -> tuple[int, ...]:
        """Return the numbers of all lines, never in a right order already."""
        count = len(self.lines) + len(self.extra)
        orders = (shuffled(count, seed, attempt) for attempt in range(_ATTEMPTS))
        backwards = tuple(range(count, 0, -1))
        return next((order for order in orders if not self._gives(order)), backwards)

    def listing(self, seed: int) -> tuple[str, ...]:
        """Return the lines in the order drawn, numbered from the top."""
        order, texts = enumerate(self.display_order(seed), start=1), self.texts
        return tuple(f"  {place}. {texts[number - 1]}" for place, number in order)

    def from_listing(self, text: str, seed: int) -> str:
        """Turn the numbers of the listing into those of the file."""
        return from_places(text, self.display_order(seed))

    def read(self, text: str) -> Response | Misread:
        """Read numbers in order, each with `@` and spaces, or `>` and levels."""
        if (misread := overlong(text)) is not None:
            return misread
        if not text.strip():
            return Misread("nothing was typed")
        text = undecorated(text)
        placed: list[Placed] = []
        for word in re.split(r"[\s,;]+", text.strip(" \t\r\n,;")):
            line = self._placed(word)
            if isinstance(line, Misread):
                return line
            if any(line.number == other.number for other in placed):
                return Misread("a line is used twice; use each once")
            placed.append(line)
        return Ordered(self, tuple(placed))

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the program."""
        return "\n".join(line.rstrip() for line in self.lines)

    def key(self, outcome: Outcome | None) -> str | None:
        """Return the lines' numbers with their indentation."""
        return self._typed(range(1, len(self.lines) + 1))

    @property
    def accepted(self) -> tuple[str, ...]:
        """Each order of `also`."""
        return tuple(map(self._typed, self.also))

    def flaws(self) -> tuple[Flaw, ...]:
        """There is something to order, and every order names each line once."""
        return (
            *self._flaws_of_lines(),
            *self._flaws_of_extra(),
            *self._flaws_of_also(),
        )

    def _typed(self, numbers: Iterable[int]) -> str:
        indents = {number: _indent(self.lines[number - 1]) for number in numbers}
        return " ".join(f"{number}@{indent}" for number, indent in indents.items())

    def _placed(self, word: str) -> Placed | Misread:
        match = _PLACED.fullmatch(word)
        if match is None:
            example = "3 1 2" if self._is_flat else "3 1>1 2>1"
            return Misread(f"type the numbers of the lines in order, such as {example}")
        number, sign, behind = int(match[1]), match[2], int(match[3] or 0)
        if not 1 <= number <= len(self.texts):
            return Misread(f"there is no line {number}: type 1 to {len(self.texts)}")
        indent = behind * self.unit if sign == ">" else behind
        if indent > MAX_INDENT:
            return Misread(f"too deep: at most {MAX_INDENT} spaces")
        return Placed(number, indent)

    def _gives(self, numbers: tuple[int, ...]) -> bool:
        """Return whether lines in this order are a right order already."""
        all_texts = self.texts
        texts = [
            all_texts[number - 1] for number in numbers if number <= len(self.lines)
        ]
        return any(
            texts == [line.text for line in order] for order in self.right_orders
        )

    def _flaws_of_lines(self) -> Iterator[Flaw]:
        if len({line.strip() for line in self.lines}) < 2:
            yield Flaw(("lines",), "needs at least two different lines")
        for index, line in enumerate(self.lines):
            yield from _flaws_of(line, ("lines", index))

    def _flaws_of_extra(self) -> Iterator[Flaw]:
        taken = {line.strip() for line in self.lines}
        for index, line in enumerate(self.extra):
            yield from _flaws_of(line, ("extra", index))
            if line.strip() and line.strip() in taken:
                message = "repeats another line; change it"
                yield Flaw(("extra", index), message)
            taken.add(line.strip())

    def _flaws_of_also(self) -> Iterator[Flaw]:
        numbers = list(range(1, len(self.lines) + 1))
        for index, order in enumerate(self.also):
            if sorted(order) != numbers:
                message = f"must list each line from 1 to {len(numbers)} exactly once"
                yield Flaw(("also", index), message)
            elif list(order) == numbers:
                yield Flaw(("also", index), "is the order of `lines`; remove it")


def _flaws_of(line: str, path: tuple[str | int, ...]) -> Iterator[Flaw]:
    if not line.strip():
        yield Flaw(path, "is empty; remove it")
    elif "\n" in line or "\t" in line or len(line.strip()) != len(line.strip("\n \t")):
        yield Flaw(path, "must be one line, indented by spaces")
    elif _indent(line) > MAX_INDENT:
        yield Flaw(path, f"is indented by more than {MAX_INDENT} spaces")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
