"""Pieces: the parts of a formula, and the spaces and parentheses between them."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from quizapp.core.terminal.signs import Spacing

_DIFFERENTIALS = frozenset("∂∇dΔδ")

PieceKind: TypeAlias = Spacing | Literal["fraction", "gap", "line"]


class Piece(Struct, frozen=True):
    """A stretch of a formula that is spaced as one."""

    text: str
    kind: PieceKind = "atom"
    word: bool = False
    """Whether letters around it must not touch it."""


def fraction_of(above: list[Piece], below: list[Piece]) -> Piece:
    """Return a fraction on one line."""
    numerator = written(above)
    products = {"binary", "relation", "comma", "fraction", "name"}
    if _outer_kinds(above) & products and not _is_call(above):
        numerator = f"({numerator})"
    return Piece(f"{numerator}/{enclosed(below)}", "fraction")


def enclosed(pieces: list[Piece]) -> str:
    """Return pieces as one factor, with parentheses unless they are one already."""
    text = written(pieces)
    inner = [piece for piece in pieces if piece.kind != "gap"]
    if len(inner) > 1 and all(p.text.isdigit() or p.text == "." for p in inner):
        return text
    if len(inner) < 2:
        return f"({text})" if inner and inner[0].kind == "fraction" else text
    if len(inner) == 2 and inner[0].text in _DIFFERENTIALS:
        return text
    return text if _is_call(inner) or _is_parenthesized(inner) else f"({text})"


def _is_call(pieces: Sequence[Piece]) -> bool:
    """Whether this is the name of a function and its argument in parentheses."""
    return bool(pieces) and pieces[0].word and _is_parenthesized(pieces[1:])


def _is_parenthesized(pieces: Sequence[Piece]) -> bool:
    depth = 0
    for at, piece in enumerate(pieces):
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth <= 0:
            return at == len(pieces) - 1 and piece.kind == "close"
    return False


def _outer_kinds(pieces: Sequence[Piece]) -> set[PieceKind]:
    """Return the kinds outside of parentheses; a sign at the start does not count."""
    depth = 0
    kinds: set[PieceKind] = set()
    inner = [piece for piece in pieces if piece.kind != "gap"]
    for at, piece in enumerate(inner):
        depth += (piece.kind == "open") - (piece.kind == "close")
        if depth == 0 and (at or piece.kind != "binary") and len(inner) > 1:
            kinds.add(piece.kind)
    return kinds | ({inner[0].kind} & {"fraction"} if inner else set())


def compact(pieces: list[Piece]) -> str:
    """Return pieces without spaces, as scripts have them."""
    return "".join(
        f"({piece.text})"
        if piece.kind == "fraction" and len(pieces) > 1
        else piece.text
        for piece in pieces
        if piece.kind != "line"
    )


def written(pieces: list[Piece]) -> str:
    """Return pieces with the spaces between them."""
    parts: list[str] = []
    last, gap = Piece("", "line"), False
    for at, piece in enumerate(pieces):
        if piece.kind == "gap":
            gap = True
            continue
        if piece.kind == last.kind == "line":
            continue
        following = next((p for p in pieces[at + 1 : at + 3] if p.kind != "gap"), None)
        seated = _seated(piece, last, following)
        if _spaced(last, seated, gap=gap):
            parts.append(" ")
        parts.append(seated.text)
        last, gap = seated, False
    return "".join(parts).rstrip("\n")


def _seated(piece: Piece, last: Piece, following: Piece | None) -> Piece:
    """Return a piece as it is read in its place: a unary sign, a factor."""
    if piece.kind == "binary" and (
        last.kind in {"binary", "relation", "open", "comma", "line"}
        or (last.kind == "name" and last.word)
    ):
        return Piece(piece.text, "open")
    factor = following is not None and following.kind in {"atom", "open"}
    if piece.kind == "fraction" and factor:
        return Piece(f"({piece.text})", "fraction")
    return piece


def _spaced(left: Piece, right: Piece, *, gap: bool) -> bool:
    """Whether a space is set between two pieces."""
    if left.kind in {"open", "line"} or right.kind in {"close", "comma", "line"}:
        return False
    if {left.kind, right.kind} & {"binary", "relation"}:
        return True
    if left.kind == "comma":
        return gap or not right.text[:1].isdigit()
    if right.kind == "open" and right.text in "([⟨":
        return gap and left.kind != "name"
    words = left.word or right.word or left.kind == "fraction"
    return gap or words or "name" in {left.kind, right.kind}
