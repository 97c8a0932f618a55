r"""Formulas: LaTeX sources of decks as one line of Unicode.

`\frac{a}{b}` becomes a/b, with parentheses only where they are needed; scripts become
Unicode's where it has them. A command that is not known stays as it is written, and so
does a whole formula with braces that do not match. The time is linear in the length:
deeply nested and very long formulas stay as they are.
"""

import re
import unicodedata
from collections.abc import Sequence

from quizapp.core.terminal.markdown import Block, Fence, Paragraph, Table
from quizapp.core.terminal.pieces import Piece, compact, enclosed, fraction_of, written
from quizapp.core.terminal.signs import (
    ACCENTS,
    ALPHABETS,
    CHARACTERS,
    COMMANDS,
    FONTS,
    GAPS,
    IGNORED,
    LOWERED,
    RAISED,
    WORDS,
)

_MAX_LENGTH = 4_000
_MAX_DEPTH = 24
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|[:<>=!]?=|[-=]>|.", re.DOTALL)
_ARROWS = {"->": "→", "=>": "⇒", "<=": "≤", ">=": "≥", "!=": "≠"}
_ROOTS = {"3": "∛", "4": "∜"}
_IN_PROSE = re.compile(
    r"`[^`\n]+`|(\$\$[^$\n]+\$\$|\$(?!\s)[^$\n]*[^$\s]\$(?!\d))", re.DOTALL
)

_GAP = Piece("", "gap")


class _Unreadable(Exception):
    """Braces do not match, or nest too deeply."""


def typeset(source: str) -> str:
    """Return a LaTeX formula, without its dollars, in Unicode; never raises."""
    if len(source) > _MAX_LENGTH or "__" in source:  # a cloze's blank is ____
        return source
    try:
        return written(_Reader(source).everything())
    except _Unreadable:
        return source


def without_dollars(formula: str) -> str:
    """Return `$...$` or `$$...$$` on one line in Unicode."""
    return typeset(formula.strip("$").strip()).replace("\n", "; ")


def displayed(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines between two `$$` in Unicode."""
    return tuple(typeset("\n".join(lines)).split("\n"))


def set_formulas(markdown: str) -> str:
    """Return Markdown with its formulas in Unicode; `code` stays as it is."""
    return _IN_PROSE.sub(
        lambda match: without_dollars(match[0]) if match[1] else match[0], markdown
    )


def with_formulas(block: Block) -> Block:
    """Return a block of Markdown with its formulas in Unicode."""
    match block:
        case Fence(lines=lines, formula=True):
            return Fence(displayed(lines), formula=True)
        case Fence():
            return block
        case Paragraph(lines=lines):
            return Paragraph(tuple(map(set_formulas, lines)))
        case Table(rows=rows, sides=sides):
            return Table(tuple(tuple(map(set_formulas, row)) for row in rows), sides)


class _Reader:
    """Reads pieces from a source."""

    def __init__(self, source: str) -> None:
        self._tokens = _TOKEN.findall(source)
        self._at = 0
        self._depth = 0
        self._rows: list[str] = []  # the signs between cells of open environments

    def everything(self) -> list[Piece]:
        pieces = self._until("")
        if self._at < len(self._tokens):
            raise _Unreadable
        return pieces

    def _until(self, end: str) -> list[Piece]:
        """Read up to a token, which is taken too."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Unreadable
        pieces: list[Piece] = []
        while (part := self._peek()) not in {"", end, "}"}:
            self._at += 1
            if part in "^_":
                self._scripts(pieces, part)
            else:
                pieces += self._token(part)
        if part != end:
            raise _Unreadable
        self._at += bool(end)
        self._depth -= 1
        return pieces

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _token(self, part: str) -> list[Piece]:
        if part.isspace() or part == "~":
            lasting = "\n" in part and self._depth == 1 and not self._rows
            return [Piece("\n", "line") if lasting else _GAP]
        if part == "{":
            return self._until("}")
        if part == "&":
            return [Piece(",", "comma") if self._rows[-1:] == ["matrix"] else _GAP]
        if part[0] == "\\" and len(part) > 1:
            return self._command(part[1:])
        text, kind = CHARACTERS.get(part[-1], (part, "atom"))
        if len(part) > 1:
            return [Piece(_ARROWS.get(part, part), "relation")]
        return [Piece(text, kind)]

    def _command(self, name: str) -> list[Piece]:
        if name in COMMANDS:
            self._skip_space(name)
            text, kind = COMMANDS[name]
            return [Piece(text, kind, word=len(text) > 1 and text.isalpha())]
        if name in IGNORED:
            self._skip_space(name)
            if name in {"left", "right"} and self._peek() == ".":
                self._at += 1
            return []
        if name in GAPS:
            return [_GAP]
        if name == "\\":
            return [Piece(";", "comma") if self._rows else Piece("\n", "line")]
        return self._with_arguments(name)

    def _with_arguments(self, name: str) -> list[Piece]:
        match name:
            case "frac" | "dfrac" | "tfrac" | "cfrac":
                return [fraction_of(self._argument(), self._argument())]
            case "binom":
                chosen = f"{written(self._argument())}, {written(self._argument())}"
                return [Piece(f"C({chosen})")]
            case "sqrt":
                return [self._root()]
            case "begin" | "end":
                return self._environment(name)
            case "pmod":
                return [_GAP, Piece(f"(mod {written(self._argument())})")]
            case _:
                return self._styled(name)

    def _styled(self, name: str) -> list[Piece]:
        if name in FONTS:
            return self._argument()
        if name in WORDS:
            return self._words()
        if name in ACCENTS:
            text = written(self._argument())
            if len(text) == 1:
                marked = unicodedata.normalize("NFC", text + ACCENTS[name])
                return [Piece(marked)]
            return [Piece(f"{name}({text})")]
        if name in ALPHABETS:
            text = written(self._argument())
            signs = ALPHABETS[name]
            return [Piece("".join(signs.get(sign, sign) for sign in text))]
        return self._as_written(name)

    def _as_written(self, name: str) -> list[Piece]:
        """Return a command that is not known, with the arguments in its braces."""
        start = self._at
        while self._peek() == "{":
            self._at += 1
            self._until("}")
        return [Piece(f"\\{name}{''.join(self._tokens[start : self._at])}", word=True)]

    def _skip_space(self, name: str) -> None:
        if name[-1].isalpha() and self._peek().isspace():
            self._at += 1

    def _argument(self) -> list[Piece]:
        """Read a group or one token, as TeX does."""
        while self._peek().isspace():
            self._at += 1
        part = self._peek()
        if part in {"", "}"}:
            raise _Unreadable
        self._at += 1
        self._depth += 1  # \hat\hat\hat nests without braces
        if self._depth > _MAX_DEPTH:
            raise _Unreadable
        pieces = self._token(part)
        self._depth -= 1
        return pieces

    def _words(self) -> list[Piece]:
        if self._peek() != "{":
            return self._argument()
        start = self._at + 1
        inner = self._argument()
        raw = "".join(self._tokens[start : self._at - 1])
        text = raw if not re.search(r"[\\{}$]", raw) else written(inner)
        before, after = text[:1].isspace(), text[-1:].isspace()
        name = Piece(" ".join(text.split()), "atom", word=True)
        return [*([_GAP] * before), name, *([_GAP] * after)]

    def _root(self) -> Piece:
        degree: list[Piece] = []
        if self._peek() == "[":
            self._at += 1
            degree = self._until("]")
        index = compact(degree)
        sign = _ROOTS.get(index) or (_script(index, RAISED) or f"{index} ") + "√"
        return Piece((sign if degree else "√") + enclosed(self._argument()))

    def _environment(self, name: str) -> list[Piece]:
        kind = compact(self._argument()).rstrip("*")
        matrix = kind.endswith("matrix") or kind == "array"
        if name == "end":
            closed = self._rows.pop() if self._rows else ""
            return [Piece("]", "close")] if closed == "matrix" else []
        if matrix:
            self._rows.append("matrix")
            return [Piece("[", "open")]
        if kind == "cases":
            self._rows.append("cases")
            return [Piece("{", "open")]
        return []

    def _scripts(self, pieces: list[Piece], part: str) -> None:
        """Add one or two scripts to the last piece; the lower one comes first."""
        while pieces and pieces[-1].kind == "gap":
            pieces.pop()
        scripts = {part: self._argument()}
        while self._peek() in {"^", "_"} and self._peek() not in scripts:
            part = self._peek()
            self._at += 1
            scripts[part] = self._argument()
        base = pieces.pop() if pieces else Piece("")
        text = f"({base.text})" if base.kind == "fraction" else base.text
        word = base.word
        for sign, table in (("_", LOWERED), ("^", RAISED)):
            if sign in scripts:
                added, plain = _scripted(sign, scripts[sign], table)
                text, word = text + added, word or plain
        kind = "atom" if base.kind in {"fraction", "gap", "line"} else base.kind
        pieces.append(Piece(text, kind, word))


def _scripted(
    sign: str, pieces: list[Piece], table: dict[str, str]
) -> tuple[str, bool]:
    """Return a script, and whether it had to be written with `_` or `^`."""
    text = compact(pieces)
    word = len(text) > 2 and text.isalpha() and text.isascii()
    small = "" if word else _script(text, table)
    if small or text == "":
        return small, False
    if text == "*" and sign == "^":
        return "*", False
    single = word or len(text) == 1 or text.isalnum()
    return f"{sign}{text if single else f'({text})'}", True


def _script(text: str, table: dict[str, str]) -> str:
    """Return a text in small letters; empty if one of them does not exist."""
    small = [table.get(character, "") for character in text]
    return "".join(small) if all(small) else ""
