"""Sides: any card as two texts, for programs that know questions and answers only."""

from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

from quizapp.core.cards.card import Card
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.exchange.formats import Writing
from quizapp.wording.interview_markdown import fenced
from quizapp.wording.sheet import (
    Aside,
    CardHistory,
    Listed,
    Prose,
    SheetPart,
    Verbatim,
    sheet_of,
)

NOT_RUN = "only a run gives its answer"
"""Why a card is not written: see `sides_of`."""


class Sides(Struct, frozen=True):
    """A question, its answer and what explains it, in Markdown."""

    question: str
    answer: str
    explain: str = ""


def sides_of(card: Card, writing: Writing) -> Sides | None:
    """Return a card's two sides; None if only a run gives its answer."""
    match card.kind:
        case Flashcard(answer=answer):
            return Sides(*map(_trimmed, (card.prompt, answer, card.explain)))
        case Cloze():
            pass
        case kind if kind.settled_by_run and kind.coding is None:
            if card.id not in writing.answers:
                return None
    entry = sheet_of("", [card], CardHistory(writing.now)).cards[0]
    question = "\n\n".join(_texts(entry.question))
    if card.id in writing.answers:
        by_run = "\n".join(fenced(writing.answers[card.id], ""))
        return Sides(question, by_run, card.explain.strip())
    return Sides(question, "\n\n".join(_texts(entry.answer)))


def _trimmed(text: str) -> str:
    """Return text without empty lines around it."""
    return text.strip("\n").rstrip()


def _texts(parts: tuple[SheetPart, ...]) -> Iterator[str]:
    for part in parts:
        match part:
            case Prose(markdown=text):
                yield text.strip()
            case Aside(line=line):
                yield line
            case Verbatim(text=text, is_python=is_python):
                yield "\n".join(fenced(text, "python" if is_python else ""))
            case Listed(options=options):
                yield "\n".join(f"- {mark} {text}" for mark, text in options)
            case _:
                assert_never(part)
