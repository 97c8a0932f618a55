"""Mentions: which points of a rubric an answer made, by the words that are in it.

A phrase is found as whole words, whatever the case, the spacing, the hyphens and the
emphasis; a /regular expression/ anywhere in the text. Words that are denied ("does not
scale") do not count, unless the point itself says what is not so. What is found proves
nothing: the user has the last word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from quizapp.core.judging.rubric import Point
from quizapp.core.kinds import Flaw
from quizapp.core.kinds.negation import denied, negates, tells_of_absence
from quizapp.core.kinds.pattern import (
    MAX_SEARCH_WAYS,
    MAX_TYPED_LENGTH,
    Pattern,
    is_pattern,
    read_pattern,
)
from quizapp.core.kinds.places import Plain, Stretch, plainly, with_places

MAX_ANSWER_LENGTH = 10_000
"""Characters of an answer that are searched: more than ten minutes of speech."""
MAX_MENTIONS = 30
"""Of one point."""

_WORD = re.compile(r"\w+|[^\w\s-]|(?<![^\W\d_])-|-(?![^\W\d_])")
"""A word or a sign; a hyphen between two letters is neither."""


class Found(Struct, frozen=True):
    """Words of an answer that make a point."""

    words: str
    """In plain spelling."""
    span: Stretch
    """Where they are in the answer as it was typed, to mark them."""


def evidence(points: Sequence[Point], answer: str) -> Mapping[int, tuple[Found, ...]]:
    """Return what shows that an answer makes points, by number, without denied words.

    Each mention counts once, with the first words that match it.
    """
    text = _Text(answer)
    found = (
        (n, text.found(point.mentions, may_deny=tells_of_absence(point.point)))
        for n, point in enumerate(points, start=1)
    )
    return {number: each for number, each in found if each}


def mentioned(points: Sequence[Point], answer: str) -> Mapping[int, tuple[str, ...]]:
    """Return the points that an answer mentions, by number, with the words found."""
    return {
        number: tuple(dict.fromkeys(each.words for each in found))
        for number, found in evidence(points, answer).items()
    }


def only_begun(mention: str, answer: str) -> str | None:
    """Return the words of an answer that a phrase begins, if it is not there whole."""
    wanted = _joined(plainly(mention)).rstrip()
    if is_pattern(mention) or not wanted:
        return None
    words = _joined(plainly(answer[:MAX_ANSWER_LENGTH]))
    longer = re.search(re.escape(wanted) + r"\w+", words)
    return None if longer is None or f"{wanted} " in words else longer[0].strip()


def flaws_of_mentions(points: Iterable[Point]) -> Iterator[Flaw]:
    """Yield the flaws of phrases and patterns: empty, too many, too long, too slow."""
    ways = 0
    for index, point in enumerate(points):
        if len(point.mentions) > MAX_MENTIONS:
            message = f"has more than {MAX_MENTIONS} `mentions`; keep the likely ones"
            yield Flaw(("rubric", index), message)
        for number, mention in enumerate(point.mentions):
            path = ("rubric", index, "mentions", number)
            pattern = read_pattern(mention[1:-1]) if is_pattern(mention) else None
            if isinstance(pattern, Pattern):
                ways += pattern.search_ways
            if (fault := _fault(mention, pattern)) is not None:
                yield Flaw(path, fault)
    if ways > MAX_SEARCH_WAYS:
        message = "has `mentions` with too many repeats and choices to be quick"
        yield Flaw(("rubric",), f"{message}; use fewer or simpler patterns")


def _fault(mention: str, pattern: Pattern | str | None) -> str | None:
    if isinstance(pattern, str):
        return pattern
    if len(mention) > MAX_TYPED_LENGTH:
        return f"is longer than {MAX_TYPED_LENGTH} characters; use the telling words"
    if isinstance(pattern, Pattern):
        if pattern.matches(""):
            return "matches the empty text, so every answer has it; remove it"
        return None
    return None if re.search(r"\w", mention) else "has no word; remove it"


class _Text:
    """An answer, prepared for searching."""

    def __init__(self, answer: str) -> None:
        self._plain: Plain = with_places(answer[:MAX_ANSWER_LENGTH])
        self._places = [match.span() for match in _WORD.finditer(self._plain.text)]
        self._words = _joined(self._plain.text)

    def found(self, mentions: Iterable[str], *, may_deny: bool) -> tuple[Found, ...]:
        """Return what matches each mention, in order of the mentions."""
        first = (self._first(mention, may_deny=may_deny) for mention in mentions)
        return tuple(dict.fromkeys(found for found in first if found is not None))

    def _first(self, mention: str, *, may_deny: bool) -> Found | None:
        text = self._plain.text
        for start, end in self._matches(mention):
            if may_deny or negates(text[start:end]) or not denied(text[:start]):
                return Found(text[start:end], self._plain.span(start, end))
        return None

    def _matches(self, mention: str) -> Iterator[tuple[int, int]]:
        if is_pattern(mention):
            pattern = read_pattern(mention[1:-1])
            if isinstance(pattern, Pattern):
                yield from pattern.matches_in(self._plain.text)
            return
        wanted = _joined(plainly(mention))
        at = self._words.find(wanted) if wanted.strip() else -1
        while at >= 0:
            first = self._words.count(" ", 0, at)
            last = first + wanted.count(" ") - 2
            yield self._places[first][0], self._places[last][1]
            at = self._words.find(wanted, at + 1)


def _joined(text: str) -> str:
    """Return the words and signs of a text with a space around each, in lower case."""
    return "".join(f" {word.casefold()}" for word in _WORD.findall(text)) + " "
