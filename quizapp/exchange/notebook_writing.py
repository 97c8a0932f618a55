"""Writing a notebook: a question, its code in a cell to run, and the answer, folded.

What a cell gives when it is run is the answer of its card, so no output is stored.
The same cards give the same bytes. Reading the file gives the predict cards again.
"""

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, TypeAlias

from quizapp.core.cards.card import Card
from quizapp.core.kinds.predict import Predict
from quizapp.exchange.formats import Writing, Written
from quizapp.exchange.sides import Sides, sides_of
from quizapp.wording.interview_markdown import fenced

ANSWER_TAG = "answer"
NOT_ASKED_TAG = "no-card"
_Cell: TypeAlias = dict[str, Any]
_SUMMARY = "<details><summary>Answer</summary>"
_HOW = "Answer a question first, then run its cell or open the answer."


def write_notebook(writing: Writing) -> Written:
    """Write all cards, deck by deck."""
    cells = [_text("title", [f"# {writing.title}", _HOW], NOT_ASKED_TAG)]
    for deck in writing.decks:
        if len(writing.decks) > 1:
            cells.append(
                _text(deck.id, [f"## {deck.title}", deck.about], NOT_ASKED_TAG)
            )
        for card in deck.cards:
            cells += _cells(card, writing)
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)
    count = sum(len(deck.cards) for deck in writing.decks)
    return Written(f"{text}\n".encode(errors="replace"), count)


def _cells(card: Card, writing: Writing) -> Iterator[_Cell]:
    """Yield the question, the code that it asks about, and the answer.

    Code that only shows why the answer is right comes after it, folded.
    """
    is_asked = isinstance(card.kind, Predict) and card.kind.expect != "raises"
    tags = [] if is_asked else [NOT_ASKED_TAG]
    sides = sides_of(card, writing)
    question = [card.prompt, "" if is_asked else card.task]
    if sides is not None and not card.kind.poses_code:
        question = [sides.question]
    yield _text(f"{card.id}/question", question, card.level.value, *tags)
    code = _asked(card)
    if code and card.kind.poses_code:
        yield _code(f"{card.id}/code", code, *tags)
    if (coding := card.kind.coding) is not None:
        checks = coding.checks.strip("\n")
        yield _code(f"{card.id}/checks", f"# The checks.\n{checks}", NOT_ASKED_TAG)
    answer = _answer(card, sides)
    if any(part.strip() for part in answer):
        yield _text(f"{card.id}/answer", [_SUMMARY, *answer, "</details>"], ANSWER_TAG)
    if code and not card.kind.poses_code:
        cell = _code(f"{card.id}/code", code, NOT_ASKED_TAG)
        cell["metadata"]["jupyter"] = {"source_hidden": True}
        yield cell


def _answer(card: Card, sides: Sides | None) -> list[str]:
    if card.kind.coding is not None:
        return ["\n".join(fenced(card.kind.coding.solution, "python")), card.explain]
    if sides is None or card.kind.poses_code:
        return [card.explain]
    return [sides.answer, sides.explain]


def _asked(card: Card) -> str:
    """Return the code of a card's cell: its last line gives the answer."""
    if card.code and card.kind.coding is not None:
        return card.code.strip("\n")
    if not card.kind.settled_by_run:
        return ""
    lines = [card.snippet.strip("\n")]
    ask = card.kind.ask
    if ask is not None:
        expect = card.kind.expect if isinstance(card.kind, Predict) else "value"
        part = expect if expect in ("shape", "dtype") else ""
        lines.append(f"({ask}).{part}" if part else ask)
    return "\n".join(line for line in lines if line)


def _text(name: str, parts: Sequence[str], *tags: str) -> _Cell:
    source = "\n\n".join(part.strip("\n").rstrip() for part in parts if part.strip())
    return _cell("markdown", name, source, tags)


def _code(name: str, source: str, *tags: str) -> _Cell:
    cell = _cell("code", name, source, tags)
    return {**cell, "execution_count": None, "outputs": []}


def _cell(kind: str, name: str, source: str, tags: Sequence[str]) -> _Cell:
    id_ = blake2b(name.encode(), digest_size=8).hexdigest()
    return {
        "cell_type": kind,
        "id": id_,
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source.splitlines(keepends=True),
    }
