"""A sheet: chosen cards with their answers, to read or to print.

The value is the same for text and HTML; `sheet_page` writes the HTML. What only a run
can tell is not guessed: such a card has its explanation instead. The text is Markdown
in lines that fit a width, with formulas in Unicode. Text of decks is sanitized here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from textwrap import dedent
from typing import TypeAlias, assert_never

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.cards.interview_line import divided
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.search.texts import SEED
from quizapp.core.stats.weakest import recall_percent
from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.formulas import set_formulas, with_formulas
from quizapp.core.terminal.markdown import (
    BULLET,
    Fence,
    Paragraph,
    Table,
    blocks,
    table_lines,
)
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.core.terminal.wrapping import cut_code, wrap_words

BY_RUN = "Only a run gives the answer."
"""Instead of an answer."""
NARROWEST_SHEET = 20
"""Columns; narrower text would be cut into pieces."""
_CODE = "    "
_OPTION = re.compile(r"  ([0-9]+\.|[a-z]\.) (.*)", re.DOTALL)
"""A line of a kind's listing, unless that is code or running text."""


class Prose(Struct, frozen=True):
    """Prose in Markdown."""

    markdown: str


class Aside(Struct, frozen=True):
    """A quiet line, in Markdown."""

    line: str


class Verbatim(Struct, frozen=True):
    """Code or a value, shown as it is."""

    text: str
    is_python: bool = False


class Listed(Struct, frozen=True):
    """Options to choose from: a number or letter with a period, and Markdown."""

    options: tuple[tuple[str, str], ...]


SheetPart: TypeAlias = Prose | Aside | Verbatim | Listed


class SheetCard(Struct, frozen=True):
    """One card; all texts are as its deck has them."""

    id: CardId
    facts: tuple[str, ...]
    """Its kind and level, and what the log says about it."""
    question: tuple[SheetPart, ...]
    answer: tuple[SheetPart, ...]
    line: str
    """What to say in the interview, in Markdown; empty if the card has none."""


class Sheet(Struct, frozen=True):
    """A title, a note on what is below, and the cards in order."""

    title: str
    note: str
    cards: tuple[SheetCard, ...]


class CardHistory(Struct, frozen=True):
    """What the log says about the cards at a moment."""

    now: Moment
    memories: Mapping[CardId, Memory] = {}
    misses: Mapping[CardId, Reviewed] = {}
    """The last miss of each card, as far as it is to be mentioned."""
    settings: SchedulerSettings = SchedulerSettings()


def sheet_of(title: str, cards: Iterable[Card], history: CardHistory) -> Sheet:
    """Return the sheet of these cards, in this order."""
    entries = tuple(_entry(card.draw(SEED), history) for card in cards)
    seen = sum(entry.id in history.memories for entry in entries)
    order = "weakest first" if seen == len(entries) else "weakest first, new cards last"
    parts = [history.now.date.isoformat(), quantity(len(entries), "card")]
    return Sheet(title, " · ".join([*parts, *([order] if seen else [])]), entries)


def _entry(card: Card, history: CardHistory) -> SheetCard:
    facts = (card.kind.name, card.level.label, *_standing(card.id, history))
    explained = divided(card.explain)
    parts = tuple(asked_parts(card)), tuple(_answer(card))
    return SheetCard(card.id, facts, *parts, explained.line)


def _standing(card: CardId, history: CardHistory) -> Iterator[str]:
    """Yield what is known about how well the card is known."""
    memory = history.memories.get(card)
    if memory is None:
        yield "new"
    else:
        yield f"recall {recall_percent(memory, history.now, history.settings)}%"
        if memory.lapses:
            yield quantity(memory.lapses, "lapse")
    if miss := history.misses.get(card):
        again = miss.verdict is None or miss.grade is Grade.AGAIN
        how = "Again" if again else miss.verdict
        yield f"{how} on {miss.moment.date.isoformat()}"


def asked_parts(card: Card) -> Iterator[SheetPart]:
    """Yield what a drawn card shows before the answer."""
    if card.drawn.values:
        yield Aside(f"Example values: `{card.drawn}`")
    yield Prose(card.prompt)
    if card.code:
        yield Verbatim(card.code, is_python=True)
    yield from _listing(card)
    if card.kind.poses_code and card.kind.truth(None) is None:
        yield Aside(card.task)  # what is asked about the code


def _listing(card: Card) -> Iterator[SheetPart]:
    """Yield what is below the prompt: lines of code, options, or a text with gaps."""
    lines = card.kind.listing(SEED)
    if card.kind.truth_is_code and lines:
        yield Verbatim(dedent("\n".join(lines)))
        return
    for is_empty, group in groupby(lines, lambda line: not line.strip()):
        block = list(group)
        options = [_OPTION.fullmatch(line) for line in block]
        if all(options):
            yield Listed(tuple((each[1], each[2]) for each in options if each))
        elif not is_empty:
            yield Prose("\n".join(block))


def _answer(card: Card) -> Iterator[SheetPart]:
    truth = card.kind.truth(None)
    if truth is None:
        yield Aside(BY_RUN)
        parts = divided(card.explain)
        yield from (Prose(text) for text in (parts.before, parts.after) if text.strip())
    elif card.kind.truth_is_code or card.kind.truth_is_value:
        yield Verbatim(truth, is_python=card.kind.truth_is_code)
    else:
        yield Prose(truth)
    if card.kind.scored_by is not None:
        yield Aside("It makes these points:")
        points = (" ".join(p.point.split()) for p in card.kind.scored_by.points)
        yield Prose("\n".join(f"- {point}" for point in points))


# as text


def sheet_lines(sheet: Sheet, width: int) -> Iterator[str]:
    """Yield the sheet as Markdown in lines of at most so many columns.

    Below `NARROWEST_SHEET` they are as for `NARROWEST_SHEET`.
    """
    width = max(NARROWEST_SHEET, width)
    yield from _wrapped(f"# {sanitize_line(sheet.title)}", width)
    yield ""
    yield from _wrapped(sanitize_line(sheet.note), width)
    for number, card in enumerate(sheet.cards, start=1):
        yield from ("", "")
        yield from _wrapped(f"## {number}. {sanitize_line(str(card.id))}", width)
        yield from _wrapped(sanitize_line(" · ".join(card.facts)), width)
        yield from _parts(card.question, width)
        yield from ("", "**Answer**")
        yield from _parts(card.answer, width)
        if card.line:
            spoken = set_formulas(sanitize_line(card.line))
            yield ""
            for line in wrap_words(f"**In the interview:** {spoken}", width - 2):
                yield f"> {line}"


def _parts(parts: Iterable[SheetPart], width: int) -> Iterator[str]:
    """Yield the lines of each part, an empty one before it."""
    for part in parts:
        yield ""
        match part:
            case Prose(markdown=markdown):
                yield from _prose(markdown, width)
            case Aside(line=line):
                yield from _wrapped(set_formulas(sanitize_line(line)), width)
            case Verbatim(text=text):
                yield from _code(sanitize(text).strip("\n").split("\n"), width)
            case Listed(options=options):
                for mark, text in options:
                    line = set_formulas(sanitize_line(f"{mark} {text}"))
                    yield from wrap_words(line, width, " " * (len(mark) + 1))
            case _:
                assert_never(part)


def _prose(markdown: str, width: int) -> Iterator[str]:
    for number, block in enumerate(blocks(sanitize(markdown))):
        if number:
            yield ""
        match with_formulas(block):
            case Paragraph(lines=lines):
                for line in lines:
                    yield from _wrapped(line, width)
            case Fence(lines=lines):
                yield from _code(lines, width)
            case Table() as table:
                for line in table_lines(table, width):
                    yield from (
                        _wrapped(line, width) if _is_long(line, width) else [line]
                    )


def _code(lines: Iterable[str], width: int) -> Iterator[str]:
    for line in lines:
        for piece in cut_code(line.rstrip(), width - len(_CODE)):
            yield f"{_CODE}{piece}".rstrip()


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Yield a line of Markdown; what follows a bullet hangs below it."""
    bullet = BULLET.match(line)
    return wrap_words(line, width, " " * (len(bullet[1]) + 1) if bullet else "")


def _is_long(line: str, width: int) -> bool:
    return cell_count(line) > width
