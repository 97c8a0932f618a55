"""Mentions: which points of a rubric an answer made, by the words that are in it.

A phrase is found as whole words, whatever the case, the spacing, the hyphens and the
emphasis; a /regular expression/ anywhere in the text. What is found proves nothing: the
user has the last word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from quizapp.core.judging.rubric import Point
from quizapp.core.kinds import Flaw
from quizapp.core.kinds.pattern import (
    MAX_SEARCH_WAYS,
    MAX_TYPED_LENGTH,
    Pattern,
    is_pattern,
    read_pattern,
)
from quizapp.core.values.folding import fold

MAX_ANSWER_LENGTH = 10_000
"""Characters of an answer that are searched: more than ten minutes of speech."""
MAX_MENTIONS = 30
"""Of one point."""

_EMPHASIS = str.maketrans("`*", "  ")
_WORD = re.compile(r"\w+|[^\w\s-]|(?<![^\W\d_])-|-(?![^\W\d_])")
"""A word or a sign; a hyphen between two letters is neither."""


def mentioned(points: Sequence[Point], answer: str) -> Mapping[int, tuple[str, ...]]:
    """Return the points that an answer mentions, by number, with the words found."""
    text = _Text(answer)
    found = ((n, text.found(point.mentions)) for n, point in enumerate(points, start=1))
    return {number: words for number, words in found if words}


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
        self._plain = _plain(answer[:MAX_ANSWER_LENGTH])
        self._places = [match.span() for match in _WORD.finditer(self._plain)]
        self._words = _joined(self._plain)

    def found(self, mentions: Iterable[str]) -> tuple[str, ...]:
        """Return the words that match, each once, in order of the mentions."""
        words = (self._find(mention) for mention in mentions)
        return tuple(dict.fromkeys(word for word in words if word))

    def _find(self, mention: str) -> str | None:
        if is_pattern(mention):
            pattern = read_pattern(mention[1:-1])
            return pattern.find(self._plain) if isinstance(pattern, Pattern) else None
        wanted = _joined(_plain(mention))
        at = self._words.find(wanted)
        if at < 0 or not wanted.strip():
            return None
        first = self._words.count(" ", 0, at)
        last = first + wanted.count(" ") - 2
        return self._plain[self._places[first][0] : self._places[last][1]]


def _plain(text: str) -> str:
    """Return text as typed answers are read, without emphasis, on one line."""
    return " ".join(fold(text).translate(_EMPHASIS).split())


def _joined(plain: str) -> str:
    """Return the words and signs of a text with a space around each, in lower case."""
    return "".join(f" {word.casefold()}" for word in _WORD.findall(plain)) + " "
