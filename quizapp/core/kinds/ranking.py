"""Rankings: answers that are an order of items, such as `A C B`.

`A, C, B`, `ACB`, `a c b`, `A < C < B` and `A -> C -> B` are the same order. With `>`
the order is reversed, so it is read only where the right answer has a direction itself,
or the question: "best first".
"""

import re
from typing import Literal

from msgspec import Struct

from quizapp.core.kinds.phrases import same_words
from quizapp.core.values.folding import fold

_COMPARED = re.compile(r"\s*(?<![-=])([<>])=?\s*")
_LISTED = re.compile(r"\s*(?:->|=>|[,;\n]|\bthen\b)\s*", re.IGNORECASE)
_NUMBERING = re.compile(r"\b\d[.)]\s*(?=[A-Za-z]\b)")
_SEPARATED = re.compile(r"->|=>|[\s,;/&·-]|\b(?:and|then)\b", re.IGNORECASE)
_CHAIN = re.compile(r"\s*\w+(?:\s*<\s*\w+)+\s*|\s*\w+(?:\s*>\s*\w+)+\s*")
_HIGHEST = "best|highest|largest|greatest|biggest|most|longest|fastest"
_LOWEST = "worst|lowest|smallest|least|fewest|shortest|slowest"
_FIRST = re.compile(
    rf"\b(?:({_HIGHEST})|{_LOWEST})(?:\s+\w+)?\s+first\b", re.IGNORECASE
)
_FEWEST_PRINTED = 3
"""Words; two of them may be a phrase. Two letters are an order."""


class Ranking(Struct, frozen=True):
    """Items in order."""

    items: tuple[str, ...]
    sign: Literal["<", ">", ""] = ""
    """What is between them; empty where the order has no direction."""

    @property
    def single(self) -> bool:
        """Whether every item is one letter, or the items are the numbers from 1."""
        if all(len(item) == 1 and item.isalpha() for item in self.items):
            return True
        return sorted(self.items) == [str(n) for n in range(1, len(self.items) + 1)]


def as_ranking(accepted: str) -> Ranking | None:
    """Return the order that an accepted answer is; None if it is none."""
    text = fold(accepted).strip().strip("`").strip()
    signs = set(_COMPARED.findall(_LISTED.sub(",", text)))
    if len(signs) == 1:
        items = _COMPARED.split(text)[::2]
        sign: Literal["<", ">"] = "<" if signs == {"<"} else ">"
        return _distinct(items, sign)
    if signs:
        return None
    items = _LISTED.split(text)
    if len(items) > 1:
        return _distinct(items)
    ranking = _distinct(text.split())
    return ranking if ranking is not None and ranking.single else None


def same_ranking(right: str, given: str) -> bool:
    """Return whether a typed text is the accepted order; never if that is none."""
    wanted = as_ranking(right)
    if wanted is None:
        return False
    typed = _typed(given, wanted)
    if typed is None or len(typed) != len(wanted.items):
        return False
    return all(map(same_words, wanted.items, typed))


def same_printed_ranking(printed: str, given: str) -> bool:
    """Return whether a typed text is the order that a program prints, as in `A C B`."""
    wanted = as_ranking(printed)
    letters = wanted is not None and all(item.isalpha() for item in wanted.items)
    if wanted is None or not letters:
        return False
    if len(wanted.items) < _FEWEST_PRINTED and not wanted.single:
        return False
    return " ".join(wanted.items) == printed.strip() and same_ranking(printed, given)


def same_chain(printed: str, given: str) -> bool:
    """Return whether a typed text is an order that is printed with its signs."""
    chain = _CHAIN.fullmatch(printed) is not None
    return chain and "=" not in given and same_ranking(printed, given)


def one_way(given: str, question: str) -> str:
    """Return a typed `B > A > C` in the order that a question asks for: best first.

    Other text is returned as it is, and so is all of it where the question asks for
    no order, or for two.
    """
    chain = fold(given).strip("`")
    asked = {bool(match[1]) for match in _FIRST.finditer(question)}
    if len(asked) != 1 or _CHAIN.fullmatch(chain) is None:
        return given
    items = re.split("[<>]", chain)
    falls = ">" in chain
    return " ".join(map(str.strip, items if falls in asked else items[::-1]))


def _distinct(items: list[str], sign: Literal["<", ">", ""] = "") -> Ranking | None:
    names = tuple(item.strip() for item in items)
    unique = len({name.casefold() for name in names}) == len(names)
    return Ranking(names, sign) if len(names) > 1 and unique and all(names) else None


def _typed(given: str, wanted: Ranking) -> list[str] | None:
    """Return the typed items in the direction of the right ones."""
    text = fold(given).strip(" `.\n")
    if text[:1] + text[-1:] in {"[]", "()", "{}", '""', "''"}:
        text = text[1:-1].strip()
    if wanted.single:
        text = re.sub(r"['\"]", "", _NUMBERING.sub("", text))
    signs = set(_COMPARED.findall(_LISTED.sub(",", text)))
    if len(signs) > 1 or (signs == {">"} and not wanted.sign):
        return None
    if signs:
        items = _COMPARED.split(text)[::2]
        turned = wanted.sign != "" and signs != {wanted.sign}
        return items[::-1] if turned else items
    if not wanted.single:
        return [item for item in _LISTED.split(text) if item]
    return list(_SEPARATED.sub("", text))
