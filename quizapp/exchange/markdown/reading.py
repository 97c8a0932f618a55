"""Reading Markdown: the blocks of a note, or of all notes of a folder, become cards.

Where a file has `Q:` or `C:`, other paragraphs are cards only if a tag such as
`#flashcards` says so. Elsewhere, a paragraph with `::`, `?` or `==` is one.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.english import quantity
from quizapp.errors import ExchangeError
from quizapp.exchange.anki.identity import anki_origin
from quizapp.exchange.cloze import (
    CLOZE_PROMPT,
    Hole,
    cards_of_parts,
    cloze_cards,
    has_holes,
    literal,
)
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import (
    Imported,
    ImportedCard,
    LeftOut,
    Origin,
)
from quizapp.exchange.markdown.blocks import (
    BlockKind,
    MarkdownBlock,
    blocks_of,
    deck_of_tags,
    deck_tags,
)
from quizapp.exchange.markdown.inline import (
    brackets,
    find_outside_code,
    highlights,
    plain_links,
    tags_in,
)
from quizapp.exchange.markdown.lines import (
    LineKind,
    MarkdownLine,
    shown_comment,
    source_of,
)
from quizapp.exchange.text_file import text_in
from quizapp.exchange.text_id import short_id, text_id

MARKDOWN = "markdown"
MAX_NOTE_FILES = 10_000
"""Files of a folder."""
_NO_ANSWER = "it has no answer"
_COLONS = re.compile(":{2,}")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?")
_LEVELS = ("screen", "onsite", "expert")

FoundCard = ImportedCard | LeftOut


class _Note(Struct, frozen=True):
    """A file, and what its cards have in common."""

    deck: str
    place: str
    """Before a line's number in messages."""
    is_tagged: bool
    has_questions: bool


def holds_notes(folder: Path) -> bool:
    """Return whether a folder has Markdown in it."""
    return any(True for _ in _notes(folder))


def read_markdown(reading: Reading) -> Imported:
    """Read a note, or the notes of a folder."""
    path = reading.path
    if not path.is_dir():
        return _imported(path.stem, _read(text_in(path), "", ""))
    found: list[FoundCard] = []
    for count, file in enumerate(_notes(path)):
        if count >= MAX_NOTE_FILES:
            raise ExchangeError(
                f"{path} has more than {MAX_NOTE_FILES} notes", "import it in parts"
            )
        inside = file.relative_to(path)
        deck = "::".join((*inside.parent.parts, file.stem))
        try:
            text = text_in(file)
        except ExchangeError as error:
            if file.stat().st_size:
                reason = error.message.removeprefix(f"{file} ")
                found.append(LeftOut(str(inside), file.name, reason))
            continue
        found += _read(text, f"{inside}, ", deck)
    return _imported(path.name, found)


def _notes(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*.md")):
        is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not is_hidden and file.is_file():
            yield file


def _imported(title: str, found: Sequence[FoundCard]) -> Imported:
    cards = tuple(one for one in found if isinstance(one, ImportedCard))
    left_out = tuple(one for one in found if isinstance(one, LeftOut))
    pictures = sum("[image" in str(card.fields) for card in cards)
    remarks: tuple[str, ...] = ()
    if pictures:
        some = quantity(pictures, "card")
        remarks = (f"images are kept as names only, in {some}",)
    return Imported(title, cards, left_out, remarks)


def _read(text: str, place: str, deck: str) -> list[FoundCard]:
    source = source_of(text)
    blocks = list(blocks_of(source))
    tagged = any(deck_tags(block.tags)[0] for block in blocks)
    asked = any(block.kind is not BlockKind.PARAGRAPH for block in blocks)
    note = _Note(source.front.title or deck, place, tagged, asked)
    seen: set[Origin] = set()
    found: list[FoundCard] = []
    for block in blocks:
        for one in _of_block(block, note):
            if isinstance(one, ImportedCard):
                seen.add((one := _distinct(one, block, seen)).origin)
            found.append(one)
    return found


def _distinct(
    card: ImportedCard, block: MarkdownBlock, seen: set[Origin]
) -> ImportedCard:
    """Return a card whose id has its headings too, if another asks the same."""
    if card.origin not in seen or not block.headings:
        return card
    longer = text_id(" > ".join((*block.headings, card.origin.id)))
    return replace(card, origin=Origin(MARKDOWN, longer))


def _of_block(block: MarkdownBlock, note: _Note) -> Iterator[FoundCard]:
    match block.kind:
        case BlockKind.ASKED:
            yield _asked(block, note)
        case BlockKind.GAPPED:
            yield from _gapped(block, note)
        case BlockKind.PARAGRAPH:
            if note.is_tagged or not note.has_questions:
                yield from _of_paragraph(block, note)


def _asked(block: MarkdownBlock, note: _Note) -> FoundCard:
    is_ours = bool(block.keys)
    question = _text(block.lines, as_is=is_ours)
    answer = _text(block.answer or (), as_is=is_ours)
    if not question or not answer:
        reason = _NO_ANSWER if question else "it has no question"
        return LeftOut(f"{note.place}line {block.line}", question or answer, reason)
    fields = {"kind": "flashcard", "prompt": question, "answer": answer}
    return _card(block, note, question, fields)


def _gapped(block: MarkdownBlock, note: _Note) -> Iterator[FoundCard]:
    text = _text(block.lines, as_is=True)
    if block.keys:
        blanks = (
            f"[[{piece.parts[0]}]]" if isinstance(piece, Hole) else literal(piece)
            for piece in brackets(text, with_links=False)
        )
        prompt = block.keys.get("prompt") or CLOZE_PROMPT
        fields = {"kind": "cloze", "prompt": prompt, "text": "".join(blanks)}
        yield _card(block, note, text, fields)
        return
    cards = list(cards_of_parts(brackets(text)))
    if not cards:
        yield LeftOut(f"{note.place}line {block.line}", text, "it has no [hole]")
    for number, fields in cards:
        yield _card(block, note, text, fields, number - 1)


def _of_paragraph(block: MarkdownBlock, note: _Note) -> Iterator[FoundCard]:
    first, *others = block.lines
    tags, rest = tags_in(first.text)
    lines = block.lines
    if tags and rest and first.kind is LineKind.TEXT:
        lines = (MarkdownLine(first.number, rest), *others)
        block = replace(block, tags=(*_kept(block.tags, tags), *tags))
    for number, line in enumerate(lines):
        sign = line.text.strip() if line.kind is LineKind.TEXT else ""
        if sign in ("?", "??") and 0 < number < len(lines) - 1:
            front, back = _text(lines[:number]), _text(lines[number + 1 :])
            yield from _sides(block, note, (front, back), both=sign == "??")
            return
    text = _text(lines)
    if has_holes(text):
        for number, fields in cloze_cards(text):
            yield _card(block, note, text, fields, number - 1)
        return
    lined = [card for line in lines for card in _of_line(block, note, line)]
    yield from lined
    if not lined:
        for number, fields in cards_of_parts(highlights(text)):
            yield _card(block, note, text, fields, number - 1)


def _kept(tags: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags of a note for a card that has some of its own."""
    return deck_tags(tags)[1] if deck_tags(own)[0] else tags


def _of_line(
    block: MarkdownBlock, note: _Note, line: MarkdownLine
) -> Iterator[ImportedCard]:
    """Yield the cards of a line with `::`, two of one with `:::`."""
    if line.kind is not LineKind.TEXT:
        return
    text = _BULLET.sub("", line.text, count=1)
    for match in find_outside_code(_COLONS, text):
        front, back = text[: match.start()].strip(), text[match.end() :].strip()
        if len(match[0]) <= 3 and front and back:
            sides = (plain_links(front), plain_links(back))
            yield from _sides(
                replace(block, line=line.number), note, sides, both=len(match[0]) == 3
            )
            return


def _sides(
    block: MarkdownBlock, note: _Note, sides: tuple[str, str], *, both: bool
) -> Iterator[ImportedCard]:
    front, back = sides
    for number, (prompt, answer) in enumerate((sides, (back, front))[: 1 + both]):
        fields = {"kind": "flashcard", "prompt": prompt, "answer": answer}
        yield _card(block, note, front, fields, number)


def _text(lines: Sequence[MarkdownLine], *, as_is: bool = False) -> str:
    """Return lines as text, in which links to other notes are words."""
    change = shown_comment if as_is else plain_links
    texts = (
        line.text if line.kind is LineKind.CODE else change(line.text) for line in lines
    )
    return "\n".join(texts).strip("\n").rstrip()


def _card(
    block: MarkdownBlock,
    note: _Note,
    name: str,
    fields: dict[str, Any],
    number: int = 0,
) -> ImportedCard:
    """Return a card with what its note says about it."""
    decks, tags = deck_tags(block.tags)
    explain = _text(block.explain, as_is=True)
    prompt, deck = fields["prompt"], deck_of_tags(decks) or note.deck or block.title
    if not block.keys:
        prompt = f"{_context(block, note)}{prompt}"
    fields = {**fields, "prompt": prompt, **({"explain": explain} if explain else {})}
    listed = block.keys.get("tags", list(dict.fromkeys(tags)))
    if listed and isinstance(listed, list):
        fields["tags"] = [str(tag) for tag in listed]
    if block.keys.get("level") in _LEVELS:
        fields["level"] = block.keys["level"]
    origin = _origin(block, name, number)
    return ImportedCard(origin, name, fields, f"{note.place}line {block.line}", deck)


def _origin(block: MarkdownBlock, name: str, number: int) -> Origin:
    guid, own = block.keys.get("guid"), block.keys.get("number", 0)
    if isinstance(guid, str) and guid and type(own) is int and own >= 0:
        return anki_origin(short_id(guid), own)
    suffix = f"/{number}" if number else ""
    return Origin(MARKDOWN, f"{text_id(name)}{suffix}")


def _context(block: MarkdownBlock, note: _Note) -> str:
    """Return the headings above a card as a line of its prompt."""
    titles = [*block.headings]
    if note.deck and block.title and not note.deck.endswith(block.title):
        titles = [block.title, *titles]
    line = " > ".join(titles)
    if not line:
        return ""
    return f"{line if re.search(r'[*`$]', line) else f'*{line}*'}\n\n"
