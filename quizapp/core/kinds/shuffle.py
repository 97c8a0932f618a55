"""Shuffle: an order drawn by a seed alone, the same on every machine."""

import re
from collections.abc import Sequence

from quizapp.core.basics.draw import bits
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread

MAX_ANSWER = 10_000
"""Characters of an answer that names things by number."""


_DECORATION = re.compile(
    r"[`'\"\[\](){}#&+!]|(?<![<>=-])=(?![<>=])|(?<=\w)[.:](?=\s|$|,)|^\s*[.:]"
    r"|\b(?:and|then|options?|answers?|lines?|number|no\.)(?![\w@])",
    re.IGNORECASE,
)
"""What people write around numbers in a list: `(1) and (3).`"""


def undecorated(text: str) -> str:
    """Return folded text with blanks for what only surrounds its numbers."""
    return _DECORATION.sub(lambda match: " " * len(match[0]), fold(text))


def overlong(text: str) -> Misread | None:
    """Return a Misread for a text that is longer than any answer, else None."""
    message = f"too long: at most {MAX_ANSWER:,} characters"
    return Misread(message) if len(text) > MAX_ANSWER else None


def shuffled(count: int, seed: int, attempt: int = 0) -> tuple[int, ...]:
    """Return the numbers from 1 to `count` in an order drawn by the seed.

    Another attempt gives another order, in case the first is not usable.
    """
    salt = f"{seed}" if attempt == 0 else f"{seed}/{attempt}"
    numbers = range(1, count + 1)
    return tuple(sorted(numbers, key=lambda number: bits(f"{salt}:{number}")))


def from_places(text: str, order: Sequence[int]) -> str:
    """Turn places in a listing into numbers of the file, 0 for an unknown place.

    Only a number at the start of a word counts; the rest of the word stays as it is.
    """

    def number(match: re.Match[str]) -> str:
        place = int(match[2]) if len(match[2]) < 5 else 0
        known = 1 <= place <= len(order)
        return f"{match[1]}{order[place - 1] if known else 0}"

    if overlong(text):
        return text
    return re.sub(r"(^|[\s,;])([0-9]+)", number, undecorated(text))
