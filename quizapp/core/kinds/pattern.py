"""Patterns: the regular expressions in decks.

Python's matcher backtracks, so a pattern from someone else's deck could block the app
forever. Only cheap patterns are accepted: the ways to match are counted before a
pattern runs, and nothing that repeats may be repeated.
"""

import math
import re
import warnings
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

MAX_TYPED_LENGTH = 200
"""The most characters of a typed answer in words, and of text for a pattern."""

WINDOW = 120
"""Long text is searched in overlapping pieces of this many characters."""

MAX_SEARCH_WAYS = 20_000_000
"""The most ways to find all patterns of a rubric in one such piece: a few seconds for
the longest answer at worst, and a moment for the answers that people give."""

MAX_WAYS = 10_000_000
"""The most ways to match the longest text: about a second at worst."""

_WORD = re.compile(
    r"""(?P<escape>\\.) | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<open>\((?:\?:)?) | (?P<close>\)) | (?P<bar>\|)
    | (?P<repeat>(?:[*+]|\{\d*,?\d*\})[?+]?) | (?P<option>\?[?+]?) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


class Pattern(Struct, frozen=True):
    """A regular expression that is safe to run on short text."""

    compiled: re.Pattern[str]
    search_ways: int = 0
    """The most ways in which a search for it in one piece of text can go."""

    def matches(self, text: str) -> bool:
        """Return whether the whole text matches, whatever its case."""
        return self.compiled.fullmatch(text[:MAX_TYPED_LENGTH]) is not None

    def matches_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each match within a long text.

        A match longer than half a piece may be missed where two pieces meet.
        """
        latest = -1
        for start in range(0, max(1, len(text)), WINDOW // 2):
            end = start + WINDOW
            if end < len(text):  # do not cut a word: `\b` would match there
                end = max(text.rfind(" ", start, end), start + WINDOW // 2)
            for match in self.compiled.finditer(text, start, end):
                if match.start() > latest:
                    latest = match.start()
                    yield match.span()


class _Group(Struct):
    """A group in parentheses, as far as it has been read."""

    branches: int = 1
    varies: bool = False
    """Whether it can match in more than one way."""


@lru_cache(maxsize=256)
def read_pattern(source: str) -> Pattern | str:
    """Compile a pattern, or return why it must not be run."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # refuse what Python warns about
            compiled = re.compile(source, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        return f"is not a regular expression: {error}; fix it"
    scan = _Scan(source)
    return scan.fault() or Pattern(compiled, scan.search_ways)


def is_pattern(text: str) -> bool:
    """Return whether an author wrote text as a /regular expression/."""
    return len(text) > 2 and text[0] == text[-1] == "/"


class _Scan:
    """Counts the ways in which one pattern can match."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._stack = [_Group()]
        self._closed: _Group | None = None
        """The group that ended just before the current word."""
        self._repeats = 0
        self._factor = 1

    def fault(self) -> str | None:
        """Return why the pattern must not be run, None if it may."""
        for word in _WORD.finditer(self._source):
            fault = self._fault_of(str(word.lastgroup), word[0], word.start())
            if fault is not None:
                return fault
            self._take(str(word.lastgroup))
        factor = self._factor * self._stack[0].branches
        ways = math.comb(MAX_TYPED_LENGTH + self._repeats, self._repeats) * factor
        if ways > MAX_WAYS:
            return "has too many repeats and choices to be quick; split it into several"
        return None

    @property
    def search_ways(self) -> int:
        """Count the ways in a piece of text: a search repeats its start as well."""
        repeats = self._repeats + 1
        factor = self._factor * self._stack[0].branches
        return math.comb(WINDOW + repeats, repeats) * factor

    def _fault_of(self, sort: str, word: str, at: int) -> str | None:
        if sort == "escape" and word[1] in "123456789":
            return "refers back to a group, which can be slow; repeat its text"
        if sort == "open" and self._source.startswith("(?", at) and word != "(?:":
            return "uses `(?…`; only `(?:…)` is supported"
        if sort == "repeat" and self._closed is not None and self._closed.varies:
            return "repeats a group that repeats or chooses within; it can hang"
        return None

    def _take(self, sort: str) -> None:
        """Count what a word adds."""
        self._closed = None
        match sort:
            case "open":
                self._stack.append(_Group())
            case "close":
                self._close()
            case "bar":
                self._stack[-1].branches += 1
                self._stack[-1].varies = True
            case "repeat":
                self._repeats += 1
                self._stack[-1].varies = True
            case "option":
                self._factor *= 2
                self._stack[-1].varies = True
            case _:
                pass

    def _close(self) -> None:
        self._closed = self._stack.pop()
        self._factor *= self._closed.branches
        self._stack[-1].varies |= self._closed.varies
