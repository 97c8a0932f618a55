"""Positions: the place of each key in a TOML text.

A scanner that knows strings, comments, arrays and tables, for text that a TOML
parser has already accepted. It finds exactly the paths of the parsed document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

import tomli

from quizapp.core.basics.toml_limits import TOML_STRINGS

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the root of the document: `("card", 0, "prompt")`."""

_STRING = re.compile(TOML_STRINGS, re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_SPACE = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_KEY = re.compile(rf"[A-Za-z0-9_-]++|{TOML_STRINGS}", re.DOTALL)
_HEADER = re.compile(r"""^[ \t]*(\[\[[ \t]*["']?card["']?[ \t]*\]\])""", re.MULTILINE)
_DOT = re.compile(r"[ \t]*\.[ \t]*")


class Positions:
    """The line and column of every path of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @cached_property
    def _scan(self) -> "_Scanner":
        scanner = _Scanner(self._text)
        scanner.scan()
        return scanner

    @property
    def _offsets(self) -> Mapping[KeyPath, int]:
        return self._scan.offsets

    @property
    def pairs(self) -> Mapping[KeyPath, tuple[int, int]]:
        """From where to where in the text each `key = value` is, by its path."""
        return self._scan.pairs

    def cards(self, count: int) -> Iterator[tuple[int, int]]:
        """Yield the line and column of each [[card]]; `count` is how many there are.

        If exactly `count` lines look like a header, they are the headers. That holds
        for nearly every deck, and saves the scan of decks without problems.
        """
        headers = [match.start(1) for match in _HEADER.finditer(self._text)]
        for index in range(count):
            if len(headers) == count:
                yield self.place(headers[index])
            else:
                yield self.find(("card", index))

    @property
    def paths(self) -> frozenset[KeyPath]:
        """Every path except that of the root."""
        return frozenset(self._offsets)

    def find(self, path: KeyPath) -> tuple[int, int]:
        """Return the line and column, from 1, of a path or of its nearest parent."""
        while path and path not in self._offsets:
            path = path[:-1]
        return self.place(self._offsets.get(path, 0))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class _Scanner:
    """One pass over the text; `_at` is the offset of the next character to read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.offsets: dict[KeyPath, int] = {}
        self.pairs: dict[KeyPath, tuple[int, int]] = {}
        self._counts: dict[KeyPath, int] = {}
        """How many tables of each array of tables the scan has passed."""

    def scan(self) -> None:
        """Fill `offsets` and `pairs`."""
        table: KeyPath = ()
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()

    def _skip(self, more: str = "") -> None:
        """Move past space and comments, and past the characters in `more`."""
        self._move(_SPACE)
        while more and self._text[self._at] in more:
            self._at += 1
            self._move(_SPACE)

    def _move(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _header(self) -> KeyPath:
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        self._skip()
        table: KeyPath = ()
        *parents, last = self._keys()
        for key in parents:
            table = self._inside((*table, key), start)
        table = (*table, last)
        if many:
            self.offsets.setdefault(table, start)
            self._counts[table] = self._counts.get(table, 0) + 1
        table = self._inside(table, start)
        self.offsets.setdefault(table, start)
        self._at = self._text.index("]", self._at) + (2 if many else 1)
        return table

    def _inside(self, path: KeyPath, offset: int) -> KeyPath:
        """Return the path of a table, or of the last table of an array."""
        self.offsets.setdefault(path, offset)
        count = self._counts.get(path)
        return path if count is None else (*path, count - 1)

    def _keys(self) -> list[str]:
        keys = [self._key()]
        while self._move(_DOT):
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        raw = self._move(_KEY)
        if raw[0] in "\"'":
            return str(tomli.loads(f"key = {raw}")["key"])
        return raw

    def _pair(self, table: KeyPath) -> None:
        start = self._at
        path = table
        for key in self._keys():
            path = (*path, key)
            self.offsets.setdefault(path, start)
        self._at = self._text.index("=", self._at) + 1
        self._skip()
        self._value(path)
        end = self._at
        while self._text[end - 1] in " \t":  # before a comment
            end -= 1
        self.pairs[path] = start, end

    def _value(self, path: KeyPath) -> None:
        match self._text[self._at]:
            case "[":
                self._array(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._move(_STRING)
            case _:
                self._move(_SCALAR)

    def _array(self, path: KeyPath) -> None:
        self._at += 1
        self._skip()
        index = 0
        while self._text[self._at] != "]":
            self.offsets[(*path, index)] = self._at
            self._value((*path, index))
            self._skip(",")
            index += 1
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._at += 1
        self._skip()
        while self._text[self._at] != "}":
            self._pair(path)
            self._skip(",")
        self._at += 1
