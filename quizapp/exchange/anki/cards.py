"""Cards: what quizapp asks for each of Anki's, or why it asks nothing.

A card with a cloze becomes a cloze, one that wants its answer typed becomes a text
card, and any other a flashcard. Images and sounds stay as words in brackets; a card
that has nothing else is left out.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from quizapp.core.kinds.pattern import MAX_TYPED_LENGTH, is_pattern
from quizapp.exchange.anki.collection import (
    AnkiCard,
    AnkiNote,
    AnkiNoteType,
    Collection,
)
from quizapp.exchange.anki.deletions import Deletion
from quizapp.exchange.anki.faces import (
    HOLE_END,
    HOLE_START,
    CardPlace,
    Faces,
    cloze_numbers,
    faces_of,
    flag_name,
)
from quizapp.exchange.anki.identity import anki_origin
from quizapp.exchange.anki.template import TemplateFault
from quizapp.exchange.cloze import Hole, fields_of_cloze
from quizapp.exchange.html import markdown_of
from quizapp.exchange.imported import ImportedCard, LeftOut

MAX_HTML = 200_000
"""Characters of one note, without the images that it has inside."""
MAX_SIDE = 50_000
"""Characters of one text of a card, as in any deck."""
_EXCERPT = 60
MARKED, LEECH = "marked", "leech"
"""Tags that Anki itself sets."""
_HOLE = re.compile(f"{HOLE_START}([0-9]{{1,6}}){HOLE_END}")
_MEDIA = re.compile(r"\[(?:image|sound|video|audio)(?:: ([^\]\n]{0,500}))?\]")
_SOURCE = re.compile(
    r"""\[sound:([^\]\n]+)\]|<(?:img|video|audio|source)\b[^<>]*?\bsrc\s*=\s*"""
    r"""(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"data:[^\"'\s<>]*", re.IGNORECASE)
_SIGNS = re.compile(r"[*`$#|\\\[\]]+")


class _Unfit(Exception):
    """Why a card is left out."""


def asked_card(
    card: AnkiCard, note: AnkiNote, collection: Collection, where: str
) -> ImportedCard | LeftOut:
    """Return a card of a note as quizapp asks it, or why it does not."""
    deck = collection.decks.get(card.deck, "")
    try:
        faces = _faces(card, note, collection.note_types.get(note.type), deck)
        fields = _fields(faces)
    except TemplateFault as fault:
        return LeftOut(where, note_excerpt(note), f"its template is broken: {fault}")
    except _Unfit as unfit:
        return LeftOut(where, note_excerpt(note), str(unfit))
    tags = tuple(_tags(note, card))
    return ImportedCard(
        origin=anki_origin(note.guid, card.number),
        name=_name(fields, faces, card.number),
        fields=fields | ({"tags": list(tags)} if tags else {}),
        where=where,
        deck="" if deck == "Default" else deck,
    )


def is_starred(note: AnkiNote) -> bool:
    """Return whether a note is marked in Anki."""
    return any(tag.casefold() == MARKED for tag in note.tags)


def note_excerpt(note: AnkiNote) -> str:
    """Return the first words of a note, to recognize it by."""
    fields = (markdown_of(_INSIDE.sub("", text)[:2_000]) for text in note.fields)
    words = filter(None, map(_words, fields))
    text = next(words, None) or ", ".join(media_of(note))
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"


def media_of(note: AnkiNote) -> tuple[str, ...]:
    """Return the names of the media that a note shows or plays."""
    names: dict[str, None] = {}
    for text in note.fields:
        for match in _SOURCE.finditer(_INSIDE.sub("an image inside", text)):
            name = next(filter(None, match.groups()), "")
            names[name[:100]] = None
    return tuple(names)


def _faces(
    card: AnkiCard, note: AnkiNote, type_: AnkiNoteType | None, deck: str
) -> Faces:
    if type_ is None:
        raise _Unfit("its note type is missing")
    if sum(len(_INSIDE.sub("", text)) for text in note.fields) > MAX_HTML:
        raise _Unfit(f"its note has more than {MAX_HTML} characters")
    if type_.is_occlusion or any("::image-occlusion:" in text for text in note.fields):
        raise _Unfit("it hides parts of an image, which quizapp does not show")
    template = type_.templates.get(0 if type_.is_cloze else card.number)
    if template is None:
        raise _Unfit("its template is missing")
    if type_.is_cloze and card.number + 1 not in cloze_numbers(note):
        raise _Unfit(f"its note has no cloze c{card.number + 1}")
    return faces_of(note, type_, template, CardPlace(card.number, deck, card.flag))


def _fields(faces: Faces) -> dict[str, Any]:
    question, answer = _markdown(faces.question), _markdown(faces.answer)
    if faces.holes:
        fields = fields_of_cloze(tuple(_pieces(question, faces)))
        _check_shown(_HOLE.sub("", question), "text", others=True)
        if fields["kind"] == "flashcard":
            _check_shown(fields["answer"], "answer")
        extra = {"explain": answer} if answer.strip() else {}
    else:
        _check_shown(question, "question", others=faces.typed is not None)
        fields, extra = _of_sides(question, answer, faces)
    hints = [f"{each.name}: {_markdown(each.html)}" for each in faces.hints]
    fields = fields | extra | ({"hints": hints} if hints else {})
    for name, value in fields.items():
        if isinstance(value, str) and len(value) > MAX_SIDE:
            raise _Unfit(f"its {name} has more than {MAX_SIDE} characters")
    return fields


def _of_sides(
    question: str, answer: str, faces: Faces
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the keys of a card without clozes: what it asks, and what explains it."""
    if faces.typed is None:
        _check_shown(answer, "answer")
        return {"kind": "flashcard", "prompt": question, "answer": answer}, {}
    typed = _markdown(faces.typed)
    _check_shown(typed, "answer")
    word = " ".join(_SIGNS.sub("", typed).split()) if "$" not in typed else typed
    explain = answer if answer.strip() not in {"", typed} else ""
    if "\n" in typed or not word or len(word) > MAX_TYPED_LENGTH or is_pattern(word):
        both = "\n\n".join(filter(None, (typed, explain)))
        return {"kind": "flashcard", "prompt": question, "answer": both}, {}
    extra = {"explain": explain} if explain else {}
    return {"kind": "text", "prompt": question, "accept": [word]}, extra


def _check_shown(markdown: str, what: str, *, others: bool = False) -> None:
    """Raise _Unfit for a side that has nothing but media, or nothing at all."""
    if _SIGNS.sub("", _MEDIA.sub("", markdown)).strip():
        return
    media = [name or "unnamed" for name in _MEDIA.findall(markdown)]
    if media:
        raise _Unfit(f"its {what} is only media: {', '.join(media[:5])}")
    if not others:
        raise _Unfit(f"its {what} is empty")


def _pieces(question: str, faces: Faces) -> Iterator[str | Hole]:
    """Yield a text and its holes."""
    end = 0
    for match in _HOLE.finditer(question):
        yield question[end : match.start()]
        end = match.end()
        if (deletion := _hidden_at(match, faces)) is None:
            continue
        hint = _markdown(deletion.hint or "")
        yield Hole(0, (_markdown(deletion.text),), " ".join(hint.split()))
    yield question[end:]


def _hidden_at(match: re.Match[str], faces: Faces) -> Deletion | None:
    """Return what is hidden in a place; None if the file itself has such signs."""
    number = int(match[1])
    return faces.holes[number] if number < len(faces.holes) else None


def _name(fields: dict[str, Any], faces: Faces, number: int) -> str:
    if not faces.holes:
        return _words(fields["prompt"]) or _words(fields.get("answer", ""))

    def filled(match: re.Match[str]) -> str:
        deletion = _hidden_at(match, faces)
        return "" if deletion is None else _markdown(deletion.text)

    shown = _HOLE.sub(filled, _markdown(faces.question))
    return f"{_words(shown)} c{number + 1}" if number else _words(shown)


@lru_cache(maxsize=1_000)
def _markdown(html: str) -> str:
    """Convert a text; the cards of a note have much in common."""
    return markdown_of(html)


def _words(markdown: str) -> str:
    """Return the first words of a text, without signs and media."""
    text = markdown[:2_000]
    return " ".join(_SIGNS.sub(" ", _MEDIA.sub(" ", text)).split())[:200]


def _tags(note: AnkiNote, card: AnkiCard) -> Iterator[str]:
    for tag in dict.fromkeys(note.tags):
        if tag.casefold() not in {MARKED, LEECH}:
            yield tag
    if flag := flag_name(card.flag):
        yield f"flag-{flag}"
