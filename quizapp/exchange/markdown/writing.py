"""Writing Markdown: `Q:`, `A:` and `C:`, as hashcards reads them.

What that syntax has no place for is in comments, which no program shows: the id of a
card, its tags and level, and where its explanation begins. Reading the file gives the
same flashcards and blanks; cards of other kinds become flashcards.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.kinds.cloze import Cloze
from quizapp.exchange.anki.identity import note_of
from quizapp.exchange.cloze import CLOZE_PROMPT
from quizapp.exchange.formats import Writing, Written
from quizapp.exchange.imported import LeftOut
from quizapp.exchange.markdown.blocks import guarded
from quizapp.exchange.markdown.inline import with_escapes
from quizapp.exchange.markdown.lines import (
    EXPLAIN,
    MARK,
    LineKind,
    hidden_comment,
    kinds_of,
)
from quizapp.exchange.sides import NOT_RUN, sides_of

_PLACE = re.compile("\ue000([0-9]+)\ue001")
_NO_PLACES = str.maketrans("", "", "\ue000\ue001")


def write_markdown(writing: Writing) -> Written:
    """Write all cards, deck by deck."""
    parts: list[str] = []
    left_out: list[LeftOut] = []
    count = 0
    for deck in writing.decks:
        if len(writing.decks) > 1:
            parts.append(f"# {deck.title}\n")
        for card in deck.cards:
            text = _card(card, deck, writing)
            if text is None:
                left_out.append(LeftOut(str(card.id), card.prompt, NOT_RUN))
            else:
                parts.append(text)
                count += 1
    head = ""
    if len(writing.decks) == 1:
        name = writing.decks[0].title.replace("\\", "\\\\").replace('"', '\\"')
        head = f'---\nname = "{name}"\n---\n\n'
    text = head + "\n".join(parts)
    return Written(text.encode(errors="replace"), count, tuple(left_out))


def _card(card: Card, deck: Deck, writing: Writing) -> str | None:
    guid, number = note_of(card, deck)
    keys: dict[str, Any] = {"guid": guid, **({"number": number} if number else {})}
    keys |= {"tags": list(card.tags)} if card.tags else {}
    keys["level"] = card.level.value
    if isinstance(card.kind, Cloze):
        if card.prompt != CLOZE_PROMPT:
            keys["prompt"] = card.prompt
        sides = [("C", _gapped(card.kind)), (EXPLAIN, card.explain)]
    else:
        found = sides_of(card, writing)
        if found is None:
            return None
        sides = [("Q", found.question), ("A", found.answer), (EXPLAIN, found.explain)]
    return "".join([_mark(keys), *_lines(sides)])


def _mark(keys: dict[str, Any]) -> str:
    """Return a comment with the keys; nothing in it ends the comment."""
    said = msgspec.json.encode(keys).decode().replace(">", "\\u003e")
    return f"<!-- {MARK}{said} -->\n"


def _lines(sides: list[tuple[str, str]]) -> Iterator[str]:
    for sign, side in sides:
        text = _guarded(side.strip("\n").rstrip())
        if sign == EXPLAIN:
            yield f"\n<!-- {EXPLAIN} -->\n{text}\n" if text else ""
        elif "\n" in text or text != side.strip():
            yield f"{sign}:\n{text}\n"
        else:
            yield f"{sign}: {text}\n"


def _guarded(text: str) -> str:
    """Return text in which nothing ends it or begins another card."""
    lines = text.split("\n")
    found = kinds_of(lines)
    safe = [
        line if kind is LineKind.CODE else guarded(hidden_comment(line))
        for line, kind in zip(lines, found.kinds, strict=True)
    ]
    return "\n".join([*safe, found.closing] if found.closing else safe)


def _gapped(kind: Cloze) -> str:
    """Return the text of a cloze card with `[holes]`."""
    kind = replace(kind, text=kind.text.translate(_NO_PLACES))
    places = [f"\ue000{number}\ue001" for number in range(len(kind.blanks))]
    text = kind.filled(places)
    parts, end = [], 0
    for match in _PLACE.finditer(text):
        answers = "|".join(kind.blanks[int(match[1])].accepted)
        before = with_escapes(text[end : match.start()], before_hole=True)
        parts += [before, f"[{with_escapes(answers, before_hole=True)}]"]
        end = match.end()
    return "".join([*parts, with_escapes(text[end:], before_hole=False)])
