"""Inline Markdown of notes: code, links between notes, pictures, tags and holes."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

from quizapp.exchange.cloze import Hole

_SPAN = re.compile(r"`+[^`]*`+|\$\$[^$]+\$\$|\$(?!\s)[^$\n]*[^$\s]\$(?!\d)")
"""Code and formulas: nothing in them is anything else."""
_PICTURE = re.compile(
    r"!\[\[([^\[\]|]+)[^\[\]]*\]\]|!\[([^\[\]]*)\]\(([^()\s]*)[^()]*\)"
)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_HIGHLIGHT = re.compile(
    r"==(?=\S)(?P<answer>(?:(?!==).)+?)(?<=\S)==(?:\^\[(?P<hint>[^\]]*)\])?"
    r"(?:\[\^(?P<number>\d{1,3})\])?",
    re.DOTALL,
)
_LINK = re.compile(r"!?\[[^\[\]]*\]\((?:https?:|mailto:|[./#])[^()]*\)|!\[[^\[\]]*\]")
_BRACKET = re.compile(r"(\\*)([\[\]])")
_TAG = re.compile(r"#(?=[^\s#]*[^\W\d_])([\w/-]+)\s*")


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change a text where it is neither code nor a formula."""
    parts, end = [], 0
    for match in _SPAN.finditer(text):
        parts += [change(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(text[end:])])


def find_outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that do not begin in code or in a formula."""
    spans = [match.span() for match in _SPAN.finditer(text)]
    for match in pattern.finditer(text):
        if not _is_within(spans, match.start()):
            yield match


def _is_within(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Return whether a place is in one of these spans, which are in order."""
    index = bisect_right(spans, at, key=itemgetter(0)) - 1
    return index >= 0 and at < spans[index][1]


def plain_links(text: str) -> str:
    """Return text whose links between notes are words, and pictures their names."""
    return outside_code(text, lambda part: _WIKI_LINK.sub(r"\1", _named(part)))


def _named(text: str) -> str:
    def name(match: re.Match[str]) -> str:
        shown = match[1] or match[2] or match[3]
        return f"[image: {shown}]" if shown else "[image]"

    return _PICTURE.sub(name, text)


def tags_in(line: str) -> tuple[tuple[str, ...], str]:
    """Return the tags that a line begins with, and the rest of the line."""
    tags = []
    at = len(line) - len(line.lstrip())
    while (match := _TAG.match(line, at)) is not None:
        tags.append(match[1])
        at = match.end()
    return tuple(tags), line[at:] if tags else line


def highlights(text: str) -> tuple[str | Hole, ...]:
    """Return a text in pieces, with `==holes==`; one without a number is a card."""
    pieces: list[str | Hole] = []
    end = 0
    for count, match in enumerate(find_outside_code(_HIGHLIGHT, text), 1):
        number = int(match["number"]) if match["number"] else count
        hint = (match["hint"] or "").strip()
        pieces += [text[end : match.start()], Hole(number, (match["answer"],), hint)]
        end = match.end()
    return (*pieces, text[end:])


def brackets(text: str, *, with_links: bool = True) -> tuple[str | Hole, ...]:
    """Return a text in pieces, with `[holes]`, in code too.

    A backslash before a bracket makes it one of the text. With `with_links`, links and
    pictures are text.
    """
    links = [match.span() for match in _LINK.finditer(text)] if with_links else []
    pieces: list[str | Hole] = []
    end, opened = 0, -1
    for match in _BRACKET.finditer(text):
        at = match.start(2)
        is_escaped = len(match[1]) % 2 == 1
        if is_escaped or _is_within(links, at):
            continue
        if match[2] == "[":
            opened = at
        elif opened >= 0 and at > opened + 1:
            answer = without_escapes(text[opened + 1 : at], before_hole=True)
            hole = Hole(len(pieces) // 2 + 1, (answer,))
            pieces += [without_escapes(text[end:opened], before_hole=True), hole]
            end, opened = at + 1, -1
    return (*pieces, without_escapes(text[end:], before_hole=False))


def with_escapes(text: str, *, before_hole: bool) -> str:
    """Return text whose brackets are no holes; `before_hole` if a bracket follows."""
    text = _BRACKET.sub(r"\1\1\\\2", text)
    return text + "\\" * _backslashes(text) if before_hole else text


def without_escapes(text: str, *, before_hole: bool) -> str:
    """Return text as it was before `with_escapes`."""
    if before_hole and (tail := _backslashes(text)):
        text = text[: len(text) - tail // 2]
    return _BRACKET.sub(lambda match: match[1][: len(match[1]) // 2] + match[2], text)


def _backslashes(text: str) -> int:
    """Count the backslashes at the end of a text."""
    return len(text) - len(text.rstrip("\\"))
