"""Match: pair what belongs together; the score is the share of right pairs.

A response pairs the numbers of lefts with the letters of rights, both as in the
deck file: `1a 2c 3b`. Rights with the same text are one right, so several lefts
may share it.
"""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import ClassVar

from msgspec import Struct

from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Partial, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.kinds.shuffle import overlong, shuffled, undecorated
from quizapp.core.runs.outcome import Outcome
from quizapp.core.values.misread import Misread

MAX_RIGHTS = len(ascii_lowercase)

_PAIR = re.compile(r"\s*(\d{1,4})\s*[-=:.>]*\s*([a-z])(?![a-z])[\s,;]*")
_LETTERS = re.compile(r"\s*[a-z](?:[\s,;]*[a-z])*[\s,;]*")


class Pair(Struct, frozen=True):
    """Two things that belong together."""

    left: str
    right: str


class Matched(Struct, frozen=True):
    """The pairs the user made: for each left, the number of a right, from 1."""

    match: "Match"
    chosen: tuple[int, ...]

    @property
    def text(self) -> str:
        """Numbers and letters of the file: `1a 2c 3b`."""
        return written(self.chosen)

    @property
    def right(self) -> tuple[bool, ...]:
        """Whether each left is paired correctly."""
        pairs = zip(self.match.answers, self.chosen, strict=True)
        return tuple(answer == chosen for answer, chosen in pairs)

    def judge(self, outcome: Outcome | None) -> Verdict:
        """Judge each pair."""
        right = self.right
        if all(right):
            return Correct()
        reasons = tuple(self._reasons())
        if not any(right):
            return Wrong(reasons)
        return Partial(sum(right) / len(right), reasons)

    def agrees(self, other: Response) -> bool:
        """Return whether the other response makes the same pairs."""
        return isinstance(other, Matched) and other.chosen == self.chosen

    def _reasons(self) -> Iterator[str]:
        rows = zip(self.match.pairs, self.chosen, self.right, strict=True)
        for pair, chosen, fits in rows:
            if not fits:
                given = self.match.rights[chosen - 1]
                yield f"“{pair.left}” goes with “{pair.right}”, not “{given}”"


class Match(Kind, frozen=True):
    """Lefts, and rights in any order to pair them with."""

    name: ClassVar[str] = "match"
    expected_seconds: ClassVar[float | None] = 45.0
    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()
    """Rights that belong to no left."""

    @property
    def task(self) -> str:
        """What to type, and whether letters are left over or used twice."""
        unused = " Some letters are not used." if self.extra else ""
        shared = len(set(self.answers)) < len(self.answers)
        again = " A letter can be used twice." if shared else ""
        return f"Type a letter for each row.{again}{unused}"

    @property
    def form(self) -> str:
        """Numbers and letters go in one line."""
        return "Write them as `1b 2a`."

    @property
    def rights(self) -> tuple[str, ...]:
        """The different rights in the order of the file, then the extra ones."""
        rights = (*(pair.right for pair in self.pairs), *self.extra)
        return tuple(dict.fromkeys(right.strip() for right in rights))

    @property
    def answers(self) -> tuple[int, ...]:
        """For each left, the number of its right."""
        numbers = {right: number for number, right in enumerate(self.rights, start=1)}
        return tuple(numbers[pair.right.strip()] for pair in self.pairs)

    def display_order(self, seed: int) -> tuple[int, ...]:
        """Return the numbers of the rights in the order to show them for this seed."""
        return shuffled(len(self.rights), seed)

    def listing(self, seed: int) -> tuple[str, ...]:
        """Return the lefts, numbered, and the rights, lettered from the top."""
        order = zip(ascii_lowercase, self.display_order(seed), strict=False)
        return (
            *(f"  {n}. {pair.left}" for n, pair in enumerate(self.pairs, start=1)),
            "",
            *(f"  {letter}. {self.rights[number - 1]}" for letter, number in order),
        )

    def from_listing(self, text: str, seed: int) -> str:
        """Turn the letters of the listing into those of the file."""
        if overlong(text):
            return text
        order = zip(ascii_lowercase, self.display_order(seed), strict=False)
        known = {letter: ascii_lowercase[number - 1] for letter, number in order}
        letters = undecorated(text).lower()
        return "".join(known.get(letter, letter) for letter in letters)

    def read(self, text: str) -> Response | Misread:
        """Read `1b 2a 3c`, or `b a c` for the lefts in their order."""
        if (misread := overlong(text)) or not text.strip():
            return misread or Misread("nothing was typed")
        pairs = _pairs_in(undecorated(text).lower(), len(self.pairs))
        last = ascii_lowercase[max(0, len(self.rights) - 1)]
        if pairs is None:
            return Misread(f"pair numbers with letters from a to {last}, such as 1b 2a")
        chosen: dict[int, int] = {}
        for number, letter in pairs:
            if not 1 <= number <= len(self.pairs):
                return Misread(f"there is no {number}: pair 1 to {len(self.pairs)}")
            if letter > last:
                return Misread(f"there is no {letter}: choose from a to {last}")
            if number in chosen:
                return Misread(f"{number} is paired twice; give it one letter")
            chosen[number] = ascii_lowercase.index(letter) + 1
        return self._complete(chosen)

    def truth(self, outcome: Outcome | None) -> str | None:
        """Return the pairs, a line each."""
        return "\n".join(f"- {pair.left}: {pair.right}" for pair in self.pairs)

    def key(self, outcome: Outcome | None) -> str | None:
        """Return the pairs by number and letter."""
        return written(self.answers)

    def flaws(self) -> tuple[Flaw, ...]:
        """Lefts differ, rights are distinct, and nothing is empty."""
        return (*self._flaws_of_all(), *self._flaws_of_pairs(), *self._flaws_of_extra())

    def _complete(self, chosen: dict[int, int]) -> Response | Misread:
        numbers = range(1, len(self.pairs) + 1)
        missing = [str(number) for number in numbers if number not in chosen]
        if missing:
            return Misread(f"still without a letter: {', '.join(missing)}")
        return Matched(self, tuple(chosen[number] for number in numbers))

    def _flaws_of_all(self) -> Iterator[Flaw]:
        if len(self.pairs) < 2:
            yield Flaw(("pairs",), "needs at least two pairs")
        elif len(self.rights) < 2:
            yield Flaw(
                ("pairs",), "has the same right everywhere; add others in `extra`"
            )
        if len(self.rights) > MAX_RIGHTS:
            yield Flaw(("pairs",), f"has more than {MAX_RIGHTS} rights; split the card")

    def _flaws_of_pairs(self) -> Iterator[Flaw]:
        lefts: set[str] = set()
        for index, pair in enumerate(self.pairs):
            left = pair.left.strip()
            if not left or not pair.right.strip():
                yield Flaw(("pairs", index), "has an empty side; fill it")
            elif left in lefts:
                yield Flaw(("pairs", index), "repeats the left of another; change it")
            lefts.add(left)

    def _flaws_of_extra(self) -> Iterator[Flaw]:
        taken = {pair.right.strip() for pair in self.pairs}
        for index, text in enumerate(self.extra):
            if not text.strip():
                yield Flaw(("extra", index), "is empty; remove it")
            elif text.strip() in taken:
                yield Flaw(("extra", index), "is a right already; change its text")
            taken.add(text.strip())


def written(chosen: tuple[int, ...]) -> str:
    """Return pairs as text, in the file's numbers and letters."""
    numbered = enumerate(chosen, start=1)
    return " ".join(f"{left}{ascii_lowercase[right - 1]}" for left, right in numbered)


def _pairs_in(typed: str, lefts: int) -> list[tuple[int, str]] | None:
    """Return the pairs in a text, None if it holds anything else."""
    text = " ".join(typed.split())  # long gaps would be searched again and again
    if _LETTERS.fullmatch(text):
        letters = re.findall(r"[a-z]", text)
        run_on = re.search(r"[a-z]{2}", text) is not None
        fits = not run_on or len(letters) == lefts  # else it is a word
        return list(enumerate(letters, start=1)) if fits else None
    pairs, end = [], 0
    for match in _PAIR.finditer(text):
        if match.start() != end:
            return None
        pairs.append((int(match[1]), match[2]))
        end = match.end()
    return pairs if end == len(text) else None
