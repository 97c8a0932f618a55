"""Lines of Markdown: which are code or formulas, without front matter and comments.

Nothing within a fence is anything but code. A comment is not shown by other programs;
those of quizapp carry what their syntax has no place for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any

import msgspec
from msgspec import Struct, field

from quizapp.exchange.text_file import unix_lines

MARK = "quizapp "
"""The beginning of a comment with the keys of the card below it, as JSON."""
EXPLAIN = "explain"
"""A comment: the explanation begins."""

_FENCE = re.compile(r" {0,3}(`{3,20}|~{3,20})(.*)")
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_KEY = re.compile(r"([A-Za-z_-]+)[ \t]*[:=](.*)")
_ITEM = re.compile(r"[ \t]*-[ \t](.*)")


class LineKind(Enum):
    """What a line is."""

    TEXT = "text"
    CODE = "code"
    """Of a fence or a formula, its first and last line included."""
    MARK = "mark"
    EXPLAIN = "explain"


class MarkdownLine(Struct, frozen=True):
    """A line, and its number in the file."""

    number: int
    text: str
    kind: LineKind = LineKind.TEXT


class FrontMatter(Struct, frozen=True):
    """What the front matter of a note says."""

    title: str = ""
    tags: tuple[str, ...] = ()


class MarkdownSource(Struct, frozen=True):
    """A file in lines."""

    lines: tuple[MarkdownLine, ...]
    front: FrontMatter = field(default_factory=FrontMatter)


def source_of(text: str) -> MarkdownSource:
    """Return the lines of a text, without its front matter and comments."""
    lines = unix_lines(text).split("\n")
    end = _end_of_front(lines)
    front = _front(lines[1:end]) if end else FrontMatter()
    start = end + 1 if end else 0
    return MarkdownSource(tuple(_lines(lines, start)), front)


def marked_keys(mark: str) -> Mapping[str, Any]:
    """Return what a comment of quizapp says about the card below it."""
    try:
        keys = msgspec.json.decode(mark.encode(errors="replace"))
    except (msgspec.DecodeError, RecursionError):
        return {}
    return keys if isinstance(keys, dict) else {}


def _end_of_front(lines: list[str]) -> int:
    """Return the index of the line that ends the front matter, 0 without one."""
    if lines[0].strip() != "---":
        return 0
    for index, line in enumerate(lines[1:200], 1):
        if line.strip() == "---":
            return index if all(map(_is_front, lines[1:index])) else 0
    return 0


def _is_front(line: str) -> bool:
    blank = not line.strip() or line.lstrip().startswith("#") or line.startswith(" ")
    return blank or bool(_KEY.fullmatch(line) or _ITEM.fullmatch(line))


def _front(lines: list[str]) -> FrontMatter:
    """Read `key: value`, `key = "value"` and lists; what is more is not needed."""
    values: dict[str, str] = {}
    tags: list[str] = []
    key = ""
    for line in lines:
        if (match := _KEY.fullmatch(line)) is not None:
            key = match[1].casefold()
            values[key] = _unquoted(match[2].strip())
        elif (item := _ITEM.fullmatch(line)) is not None and key in {"tags", "tag"}:
            tags.append(item[1].strip().strip("\"'"))
    listed = values.get("tags") or values.get("tag") or ""
    tags += re.split(r"[\s,]+", re.sub(r"[\[\]\"']", " ", listed))
    title = next((values[k] for k in ("deck", "name", "title") if values.get(k)), "")
    return FrontMatter(title, tuple(tag.lstrip("#") for tag in tags if tag))


def _unquoted(value: str) -> str:
    """Return a value as its language means it: in double quotes, with escapes."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        with suppress(msgspec.DecodeError):
            return " ".join(msgspec.json.decode(value.encode(), type=str).split())
    return value.strip("\"'")


def heading_in(line: str) -> tuple[int, str] | None:
    """Return the level and the text of a heading; signs that close it are not text."""
    if (match := _HEADING.fullmatch(line)) is None:
        return None
    return len(match[1]), _CLOSING.sub("", match[2].strip(" \t")).strip(" \t")


def hidden_comment(line: str) -> str:
    """Return a line whose comments are text."""
    return re.sub(r"<(\\*)!--", r"<\\\1!--", line)


def shown_comment(line: str) -> str:
    """Return a line as it was before `hidden_comment`."""
    return re.sub(r"<\\(\\*)!--", r"<\1!--", line)


class Kinds(Struct, frozen=True):
    """What some lines are."""

    kinds: list[LineKind]
    closing: str = ""
    """What ends the fence that was left open."""
    opened: int = 0
    """The line that opened it."""


def kinds_of(lines: Sequence[str], unclosed: tuple[str, ...] = ()) -> Kinds:
    """Return which lines are code; fences that nothing closes are text."""
    kinds: list[LineKind] = []
    closing, opened = "", 0
    for number, line in enumerate(lines):
        if closing:
            kinds.append(LineKind.CODE)
            closing = "" if _closes(line, closing) else closing
            continue
        closing, opened = _opens(line), number
        closing = "" if closing.startswith(unclosed or ("\n",)) else closing
        kinds.append(LineKind.CODE if closing else LineKind.TEXT)
    return Kinds(kinds, closing, opened)


def _kinds_in_file(lines: Sequence[str]) -> list[LineKind]:
    """Return which lines are code; a fence left open hides none of those below it."""
    kinds: list[LineKind] = []
    unclosed: tuple[str, ...] = ()
    while True:
        rest = kinds_of(lines[len(kinds) :], unclosed)
        if not rest.closing:
            return [*kinds, *rest.kinds]
        kinds += [*rest.kinds[: rest.opened], LineKind.TEXT]
        unclosed = (*unclosed, rest.closing)


def _opens(line: str) -> str:
    """Return what closes the fence or formula that a line opens; empty for none."""
    match = _FENCE.match(line)
    if match is not None and not ("`" in match[2] and match[1][0] == "`"):
        return match[1]
    return "$$" if line.strip() == "$$" else ""


def _closes(line: str, closing: str) -> bool:
    if closing == "$$":
        return line.strip().endswith("$$")
    match = _FENCE.match(line)
    is_end = match is not None and not match[2].strip()
    return is_end and match is not None and match[1].startswith(closing)


def _lines(lines: list[str], start: int) -> Iterator[MarkdownLine]:
    kinds = _kinds_in_file(lines[start:])
    closed = (number for number, line in enumerate(lines) if "-->" in line)
    last = max(closed, default=-1)
    at = start
    while at < len(lines):
        line, number, kind = lines[at], at + 1, kinds[at - start]
        at += 1
        if kind is LineKind.CODE or "<!--" not in line:
            yield MarkdownLine(number, line, kind)
        else:
            text, at = _whole_comments(lines, at, last)
            yield from _without_comments(text, number)


def _whole_comments(lines: list[str], at: int, last: int) -> tuple[str, int]:
    """Return the line before `at`, with those that its last comment goes on in."""
    text = lines[at - 1]
    if text.rfind("-->") > text.rfind("<!--"):
        return text, at
    for end in range(at, last + 1):
        if "-->" in lines[end]:
            return "\n".join(lines[at - 1 : end + 1]), end + 1
    return text, at


def _without_comments(text: str, number: int) -> Iterator[MarkdownLine]:
    comment = _COMMENT.fullmatch(text.strip())
    said = comment[1].strip() if comment is not None else ""
    if said.startswith(MARK):
        yield MarkdownLine(number, said.removeprefix(MARK), LineKind.MARK)
    elif said == EXPLAIN:
        yield MarkdownLine(number, "", LineKind.EXPLAIN)
    else:
        plain = "".join(_outside_comments(text))
        if plain.strip():
            yield MarkdownLine(number, plain.rstrip())


def _outside_comments(text: str) -> Iterator[str]:
    """Yield the parts of a text that are in no comment; one left open is text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        yield text[at:start]
        at = end + 3
    yield text[at:]
