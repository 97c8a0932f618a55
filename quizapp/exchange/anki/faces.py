"""Faces: the two sides of a card as HTML, and what a program does that shows them.

Anki renders a side with the note's fields, and its window does the rest: a hint opens
when it is clicked, a typed answer is compared, a cloze is hidden. Here, all of that is
taken out of the HTML and kept by itself.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from quizapp.exchange.anki.collection import AnkiNote, AnkiNoteType, CardTemplate
from quizapp.exchange.anki.deletions import (
    ClozePart,
    Deletion,
    deletions_in,
    numbers_of,
)
from quizapp.exchange.anki.template import Replacement, is_empty, rendered

HOLE_START, HOLE_END = "\ue010", "\ue011"
"""Around the place of a hidden cloze in `holes`."""
_OURS = re.compile("[\ue010\ue011]")
_ANSWER = re.compile(r"""<hr\b[^<>]*\bid\s*=\s*["']?answer\b[^<>]*>""", re.IGNORECASE)
_RUBY = re.compile(r" ?([^ >\[]{1,200}?)\[(?!sound:)(.{1,200}?)\]")
_READINGS = {
    "kanji": r"\1",
    "kana": r"\2",
    "furigana": r"<ruby>\1<rt>\2</rt></ruby>",
}
_TAG = re.compile(r"<[^<>]*>")
_FLAGS = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")
"""The colors of Anki's flags, by their numbers."""


class Hint(Struct, frozen=True):
    """A field that is shown on demand."""

    name: str
    html: str


class Faces(Struct, frozen=True):
    """A card as it is asked and answered."""

    question: str
    """HTML; the holes have numbers between the two signs above."""
    answer: str
    """HTML of what the answer adds to the question."""
    holes: tuple[Deletion, ...] = ()
    hints: tuple[Hint, ...] = ()
    typed: str | None = None
    """The HTML that is to be typed; None if nothing is."""


class CardPlace(Struct, frozen=True):
    """Where a card is, for templates that show it."""

    number: int
    deck: str
    flag: int


def flag_name(flag: int) -> str:
    """Return the color of a flag; empty for none."""
    return _FLAGS[flag] if 0 <= flag < len(_FLAGS) else ""


def faces_of(
    note: AnkiNote, type_: AnkiNoteType, template: CardTemplate, place: CardPlace
) -> Faces:
    """Render a card. Raises TemplateFault if it cannot be."""
    fields = {
        name: _OURS.sub("", text)
        for name, text in zip(
            type_.fields, (*note.fields, *[""] * len(type_.fields)), strict=False
        )
    }
    special = {
        "FrontSide": "",
        "Tags": " ".join(note.tags),
        "Type": type_.name,
        "Deck": place.deck,
        "Subdeck": place.deck.rpartition("::")[2],
        "Card": template.name,
        "CardFlag": f"flag{place.flag}",
    }
    front = _Side(special | fields, place.number + 1)
    question = front.rendered(template.question)
    return Faces(
        question=question,
        answer=_added(front, template.answer),
        holes=tuple(front.holes),
        hints=tuple(front.hints),
        typed=front.typed,
    )


def cloze_numbers(note: AnkiNote) -> frozenset[int]:
    """Return the numbers of a note's clozes, from 1."""
    return frozenset(
        number
        for text in note.fields
        if "{{c" in text
        for number in numbers_of(deletions_in(text))
    )


class _Side:
    """One side while it is rendered; an answer knows its question."""

    def __init__(
        self,
        fields: Mapping[str, str],
        number: int,
        front: "_Side | None" = None,
        hidden: Collection[str] = (),
    ) -> None:
        self.fields = fields
        self.number = number
        self.shown: set[str] = set()
        """The names of fields that are in this side."""
        self.holes: list[Deletion] = []
        self.hints: list[Hint] = []
        self.typed: str | None = None
        self._front = front
        self._hidden = hidden

    def rendered(self, template: str) -> str:
        present = {name: not is_empty(text) for name, text in self.fields.items()}
        present.setdefault(f"c{self.number}", True)
        return rendered(template, present, self._filled)

    def _filled(self, replacement: Replacement) -> str:
        name, filters = replacement.field, replacement.filters
        text = self.fields[name]
        if name == "FrontSide" or name in self._hidden:
            return ""  # the question stays on the screen
        if filters[-1:] == ("type",):
            if self._front is None and "cloze" not in filters:
                self.typed = text
            return ""
        self.shown.add(name)
        for each in filters:
            text = self._filtered(text, each, name)
        return text

    def _filtered(self, text: str, name: str, field_: str) -> str:
        match name:
            case "text":
                text = _TAG.sub("", text)
            case "cloze" | "cloze-only":
                text = "".join(self._cloze(deletions_in(text)))
            case "hint" if not is_empty(text):
                text = self._hint(Hint(field_, text))
            case "kanji" | "kana" | "furigana":
                text = _RUBY.sub(_READINGS[name], text.replace("&nbsp;", " "))
            case _ if name.startswith("tts "):
                text = ""  # it is there already, to be read
            case _:
                pass  # of an add-on
        return text

    def _hint(self, hint: Hint) -> str:
        if self._front is None:
            self.hints.append(hint)
            return ""
        if hint in self._front.hints:
            return ""
        return f"<div>{hint.name}: {hint.html}</div>"

    def _cloze(self, parts: tuple[ClozePart, ...]) -> Iterator[str]:
        """Yield the HTML of a field; the clozes of this card are holes."""
        for part in parts:
            if isinstance(part, str):
                yield part
            elif self.number in part.numbers and self._front is None:
                self.holes.append(part)
                yield f"{HOLE_START}{len(self.holes) - 1}{HOLE_END}"
            else:
                yield from self._cloze(part.parts)


def _added(front: _Side, template: str) -> str:
    """Return what an answer adds; many begin with the question."""
    hidden = front.shown if front.holes else frozenset()
    answer = _Side(front.fields, front.number, front, hidden).rendered(template)
    parts = _ANSWER.split(answer, maxsplit=1)
    if len(parts) == 2 and not is_empty(parts[1]):
        return parts[1]
    new = _Side(front.fields, front.number, front, front.shown).rendered(template)
    new = _ANSWER.sub("", new)
    asked_otherwise = front.holes or front.typed is not None
    return new if asked_otherwise or not is_empty(new) else answer
