"""Blocks of Markdown that may be cards, each with its heading, deck and tags.

A block begins with `Q:` or `C:`, or it is a paragraph. It ends with the next one, with
a heading, or with a line of dashes. A paragraph ends with an empty line too, but not
within code.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct, field

from quizapp.exchange.markdown.inline import tags_in
from quizapp.exchange.markdown.lines import (
    LineKind,
    MarkdownLine,
    MarkdownSource,
    heading_in,
    marked_keys,
)

_START = re.compile(r"(?:\*\*)?([QAC])(?:\*\*)?:(?:\*\*)?[ \t]*(.*)")
_ESCAPED = re.compile(r"\\+")
_RULES = ({"-"}, {"*"}, {"_"}, {"+"})
_DECK_TAGS = frozenset({"flashcards", "flashcard", "cards", "card"})
"""The first parts of tags that say that a note has cards."""


class BlockKind(Enum):
    """How a block is written."""

    ASKED = "Q:"
    GAPPED = "C:"
    PARAGRAPH = "paragraph"


class MarkdownBlock(Struct, frozen=True):
    """Some lines that may be a card."""

    kind: BlockKind
    line: int
    lines: tuple[MarkdownLine, ...]
    """The question or the text."""
    title: str
    """The heading of the first level that it is below."""
    headings: tuple[str, ...]
    """The other headings that it is below."""
    tags: tuple[str, ...]
    answer: tuple[MarkdownLine, ...] | None = None
    explain: tuple[MarkdownLine, ...] = ()
    keys: Mapping[str, Any] = field(default_factory=dict)
    """What quizapp wrote about it, when it exported it."""


def blocks_of(source: MarkdownSource) -> Iterator[MarkdownBlock]:
    """Yield the blocks of a file in order."""
    reader = _BlockReader(source)
    for line in source.lines:
        yield from reader.take(line)
    yield from reader.end()


def deck_tags(tags: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tags that say that there are cards, and the others."""
    decks = tuple(t for t in tags if t.split("/")[0].casefold() in _DECK_TAGS)
    return decks, tuple(tag for tag in tags if tag not in decks)


def deck_of_tags(tags: Sequence[str]) -> str:
    """Return the deck that tags such as `flashcards/math/algebra` name."""
    named = (tag.partition("/")[2] for tag in deck_tags(tags)[0])
    return next(("::".join(name.split("/")) for name in named if name), "")


def guarded(line: str) -> str:
    """Return a line of a card that neither ends it nor begins another one."""
    return f"\\{line}" if _is_special(line.lstrip("\\")) else line


def _unguarded(line: str) -> str:
    escape = _ESCAPED.match(line)
    is_guarded = escape is not None and _is_special(line[escape.end() :])
    return line[1:] if is_guarded else line


def _is_special(line: str) -> bool:
    starts = _START.fullmatch(line) or heading_in(line)
    return starts is not None or _is_rule(line)


def _is_rule(line: str) -> bool:
    """Return whether a line is three dashes or more, with spaces between them."""
    signs = line.replace(" ", "").rstrip()
    return len(signs) >= 3 and set(signs) in _RULES


class _BlockReader:
    """Goes through the lines once."""

    def __init__(self, source: MarkdownSource) -> None:
        self._title = ""
        self._headings: list[tuple[int, str]] = []
        self._tags = source.front.tags
        self._keys: Mapping[str, Any] = {}
        self._kind: BlockKind | None = None
        self._parts: list[list[MarkdownLine]] = []
        """The lines of a question, its answer, its explanation."""
        self._first = 0
        self._in_explanation = False

    def take(self, line: MarkdownLine) -> Iterator[MarkdownBlock]:
        """Take the next line; yield the block that it ends."""
        match line.kind:
            case LineKind.CODE:
                self._add(line)
            case LineKind.MARK:
                yield from self.end()
                self._keys = marked_keys(line.text)
            case LineKind.EXPLAIN:
                self._explain()
            case LineKind.TEXT:
                yield from self._take_text(line)

    def _take_text(self, line: MarkdownLine) -> Iterator[MarkdownBlock]:
        start = _START.fullmatch(line.text)
        if start is not None and (start[1] != "A" or self._is_asking):
            yield from self._start(start[1], MarkdownLine(line.number, start[2]))
        elif (heading := heading_in(line.text)) is not None:
            yield from self.end()
            self._enter(*heading)
        elif _is_rule(line.text):
            yield from self.end()
        elif self._kind in (BlockKind.ASKED, BlockKind.GAPPED):
            self._add(MarkdownLine(line.number, _unguarded(line.text)))
        elif not line.text.strip():
            yield from self.end()
        else:
            yield from self._take_paragraph(line)

    @property
    def _is_asking(self) -> bool:
        return self._kind is BlockKind.ASKED and len(self._parts) == 1

    def _start(self, letter: str, line: MarkdownLine) -> Iterator[MarkdownBlock]:
        if letter == "A":
            self._parts.append([])
        else:
            yield from self.end(keep_keys=True)
            self._kind = BlockKind.ASKED if letter == "Q" else BlockKind.GAPPED
            self._parts, self._first = [[]], line.number
        self._add(line)

    def _take_paragraph(self, line: MarkdownLine) -> Iterator[MarkdownBlock]:
        tags, rest = tags_in(line.text)
        if tags and not rest and self._kind is None:
            self._tags = tags
            return
        if tags and rest and self._kind is not None:
            yield from self.end()  # another card, with its own tags
        self._add(line)

    def _add(self, line: MarkdownLine) -> None:
        if self._kind is None:
            self._kind, self._parts = BlockKind.PARAGRAPH, [[]]
            self._first = line.number
        self._parts[-1].append(line)

    def _explain(self) -> None:
        if self._kind is BlockKind.GAPPED or (
            self._kind is BlockKind.ASKED and not self._is_asking
        ):
            self._in_explanation = True
            self._parts.append([])

    def _enter(self, level: int, title: str) -> None:
        self._headings = [each for each in self._headings if each[0] < level]
        if level == 1:
            self._title = title
        else:
            self._headings.append((level, title))

    def end(self, *, keep_keys: bool = False) -> Iterator[MarkdownBlock]:
        """Yield the block that is being read, if there is one."""
        if self._kind is not None:
            yield self._block(self._kind)
        if self._kind is not None or not keep_keys:
            self._keys = {}
        self._kind, self._parts, self._in_explanation = None, [], False

    def _block(self, kind: BlockKind) -> MarkdownBlock:
        parts = [tuple(part) for part in self._parts]
        explain = parts.pop() if self._in_explanation else ()
        return MarkdownBlock(
            kind,
            self._first,
            parts[0],
            self._title,
            tuple(title for _, title in self._headings),
            self._tags,
            parts[1] if len(parts) > 1 else None,
            explain,
            self._keys,
        )
