"""Note types of ours, as Anki's schema 11 writes them.

Their ids never change, so importing again finds them. Anki replaces a note type if the
file's is newer: `TYPES_CHANGED` is the time of the last change here, not of the export,
so that what a user changes in Anki stays.
"""

from typing import Any

from msgspec import Struct

from quizapp.exchange.anki.identity import derived_id
from quizapp.exchange.anki.package.look import (
    BASIC_BACK,
    BASIC_FRONT,
    CARD_STYLE,
    CLOZE_BACK,
    CLOZE_FRONT,
    numbered_back,
    numbered_front,
)

TYPES_CHANGED = 1_795_737_600
"""2026-11-27 in seconds since 1970; a test fails if only the note types change."""
_SIZES = (2, 3, 4, 6, 10, 20, 50, 100)
_LATEX_HEAD = (
    "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n"
    "\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n"
    "\\setlength{\\parindent}{0in}\n\\begin{document}\n"
)


class Template(Struct, frozen=True):
    """One card of a note type."""

    name: str
    front: str
    back: str


class NoteType(Struct, frozen=True):
    """A kind of note: its fields, and the cards that Anki makes of them."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    is_cloze: bool = False

    @property
    def id(self) -> int:
        """Its id in every collection."""
        return derived_id(f"note type {self.name}")

    def json(self) -> dict[str, Any]:
        """Return it as `col.models` has it."""
        return {
            "id": self.id,
            "name": self.name,
            "type": int(self.is_cloze),
            "mod": TYPES_CHANGED,
            "usn": -1,
            "sortf": 0,
            "did": None,
            "tmpls": [self._template(n) for n in range(len(self.templates))],
            "flds": [self._field(n) for n in range(len(self.fields))],
            "css": CARD_STYLE.strip(),
            "latexPre": _LATEX_HEAD,
            "latexPost": "\\end{document}",
            "latexsvg": False,
            "req": [[n, "any", [0]] for n in range(len(self.templates))],
            "tags": [],
            "vers": [],
        }

    def _template(self, number: int) -> dict[str, Any]:
        template = self.templates[number]
        return {
            "name": template.name,
            "ord": number,
            "qfmt": template.front,
            "afmt": template.back,
            "bqfmt": "",
            "bafmt": "",
            "did": None,
            "bfont": "",
            "bsize": 0,
            "id": derived_id(f"template {self.name} {template.name}"),
        }

    def _field(self, number: int) -> dict[str, Any]:
        name = self.fields[number]
        return {
            "name": name,
            "ord": number,
            "sticky": False,
            "rtl": False,
            "font": "Arial",
            "size": 20,
            "media": [],
            "id": derived_id(f"field {self.name} {name}"),
        }


_BEHIND = ("Explanation", "Interview", "Note", "Sources", "Id")
BASIC = NoteType(
    "quizapp",
    ("Question", "Answer", *_BEHIND),
    (Template("Card", BASIC_FRONT, BASIC_BACK),),
)
CLOZE = NoteType(
    "quizapp (cloze)",
    ("Text", *_BEHIND),
    (Template("Cloze", CLOZE_FRONT, CLOZE_BACK),),
    is_cloze=True,
)


def several(count: int) -> NoteType:
    """Return the note type for notes that have at least so many cards.

    For notes that came from Anki with more than one: they keep their numbers.
    """
    size = next((size for size in _SIZES if size >= count), count)
    numbers = range(1, size + 1)
    pairs = ((f"Question {n}", f"Answer {n}") for n in numbers)
    templates = (
        Template(f"Card {n}", numbered_front(n), numbered_back(n)) for n in numbers
    )
    fields = ("Id", *(name for pair in pairs for name in pair))
    return NoteType(f"quizapp ({size} cards)", fields, tuple(templates))
