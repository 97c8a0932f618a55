"""Cloze: holes as Anki writes them, `{{c1::answer::hint}}`, become blanks.

A text with holes c1 and c2 is two cards: each asks for its own holes and shows the
others filled in. A text whose answers cannot be typed becomes a flashcard, so that no
card is lost.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from quizapp.core.kinds.pattern import MAX_TYPED_LENGTH
from quizapp.core.kinds.phrases import tidy

CLOZE_PROMPT = "Complete the text."
OPEN_HOLE = "____"
DEEPEST_HOLE = 8
"""Of holes within holes; what is deeper stays as it is written."""
MAX_HOLES = 500
"""Of one text."""
MAX_WORDS = 5
"""Of an answer that is typed: a sentence is recalled, and not word by word."""

_MARK = re.compile(r"\{\{c(\d{1,3})(?:,\d{1,3})*::|\}\}", re.IGNORECASE)
_LITERAL = re.compile(r"(?<!\\)(\[\[|\]\])")
_LINES = re.compile(r"\\\n|\n\s*\n")
_EMPHASIS = re.compile(r"(?<![\w*)\]])(\*\*|\*)(?=\S)([^*]+)(?<=\S)\1")
_WRAPPED = re.compile(r"(\*\*|\*|`|\$\$|\$)(?=\S)(.+?)(?<=\S)\1")


class Hole(Struct, frozen=True):
    """A hole: its number, what fills it, and a hint."""

    number: int
    parts: "Parts"
    hint: str = ""


Parts: TypeAlias = tuple[str | Hole, ...]
"""A text, in pieces."""


def has_holes(text: str) -> bool:
    """Return whether a text may have holes."""
    return bool(re.search(r"\{\{c\d", text, re.IGNORECASE))


def cloze_cards(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the keys of each card of a text with Anki's holes."""
    yield from cards_of_parts(parts_of(text))


def cards_of_parts(parts: "Parts") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the keys of each card of a text in pieces."""
    for number in sorted(set(_numbers(parts))):
        yield number, fields_of_cloze(_flat(parts, number))


def fields_of_cloze(pieces: Sequence[str | Hole]) -> dict[str, Any]:
    """Return the keys of a card with these holes, a flashcard if they must be."""
    holes = [piece for piece in pieces if isinstance(piece, Hole)]
    if holes and all(_can_be_typed(filled_in(hole.parts)) for hole in holes):
        text = "".join(
            _blank(piece) if isinstance(piece, Hole) else literal(piece)
            for piece in pieces
        )
        return {"kind": "cloze", "prompt": CLOZE_PROMPT, "text": text}
    gaps = "".join(_gap(p) if isinstance(p, Hole) else p for p in pieces)
    answer = "\n\n".join(filled_in(hole.parts).strip() for hole in holes)
    return {"kind": "flashcard", "prompt": gaps, "answer": answer}


def typed_answer(text: str) -> str:
    """Return an answer as it is typed: without the signs of code, bold or formulas."""
    text = " ".join(text.split())
    match = _WRAPPED.fullmatch(text)
    return match[2].strip() if match else _EMPHASIS.sub(r"\2", text)


def filled_in(parts: Parts) -> str:
    """Return the text with everything filled in."""
    return "".join(
        filled_in(part.parts) if isinstance(part, Hole) else part for part in parts
    )


def parts_of(text: str) -> Parts:
    """Return the pieces of a text with Anki's holes; what is unclosed stays text."""
    stack: list[tuple[int, str, list[str | Hole]]] = [(0, "", [])]
    at = count = 0
    for match in _MARK.finditer(text):
        if match[0] != "}}":
            count += 1
            if len(stack) > DEEPEST_HOLE or count > MAX_HOLES:
                continue
            stack[-1][2].append(text[at : match.start()])
            stack.append((int(match[1]), match[0], []))
        elif len(stack) > 1:
            number, _, inner = stack.pop()
            inner.append(text[at : match.start()])
            stack[-1][2].append(_hole(number, inner))
        else:
            continue
        at = match.end()
    stack[-1][2].append(text[at:])
    while len(stack) > 1:  # unclosed: its beginning is text
        _, opening, inner = stack.pop()
        stack[-1][2].extend([opening, *inner])
    return tuple(part for part in stack[0][2] if part != "")


def _hole(number: int, inner: list[str | Hole]) -> Hole:
    """Return a hole; what follows `::` in its last piece is a hint."""
    last = inner[-1] if inner else ""
    if isinstance(last, str) and "::" in last:
        answer, _, hint = last.partition("::")
        return Hole(number, (*inner[:-1], answer), hint.strip())
    return Hole(number, tuple(inner))


def _numbers(parts: Parts) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Hole):
            yield part.number
            yield from _numbers(part.parts)


def _flat(parts: Parts, number: int) -> list[str | Hole]:
    """Return the pieces with the holes of one number; the others are filled in."""
    flat: list[str | Hole] = []
    for part in parts:
        if isinstance(part, str) or part.number == number:
            flat.append(part)
        else:
            flat += _flat(part.parts, number)
    return flat


def _blank(hole: Hole) -> str:
    hint = f" ({literal(hole.hint)})" if hole.hint else ""
    return f"[[{typed_answer(filled_in(hole.parts))}]]{hint}"


def _gap(hole: Hole) -> str:
    return f"{OPEN_HOLE} ({hole.hint})" if hole.hint else OPEN_HOLE


def literal(text: str) -> str:
    """Return text whose brackets are no blanks."""
    return _LITERAL.sub(r"\\\1", text)


def _can_be_typed(text: str) -> bool:
    """Return whether an answer fits into a blank, and is right if it is typed."""
    answer = typed_answer(text)
    if not answer.isprintable() or len(answer) > MAX_TYPED_LENGTH:
        return False
    if not answer or re.search(r"[|\[\]]", answer):
        return False
    if len(answer.split()) > MAX_WORDS or _LINES.search(text.strip()):
        return False
    from quizapp.core.kinds.leniency import accepts, unreadable
    from quizapp.core.values.formula import as_formula

    if "\\" in answer and as_formula(answer) is None:
        return False
    is_right = accepts(answer, answer) and unreadable((answer,), answer) is None
    return bool(tidy(answer)) and is_right
