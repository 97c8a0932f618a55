"""Writing a table: with Anki's headers, so that Anki and quizapp know its columns.

By the guid, Anki updates its notes when it reads the file again. A `.txt` is for Anki:
its cells are HTML. A `.csv` or `.tsv` has Markdown, for spreadsheets and scripts.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.core.kinds.cloze import Cloze
from quizapp.exchange.anki.identity import name_of_note, note_of
from quizapp.exchange.anki.package.fields import anki_text
from quizapp.exchange.cloze import CLOZE_PROMPT
from quizapp.exchange.formats import Writing, Written
from quizapp.exchange.imported import LeftOut
from quizapp.exchange.sides import NOT_RUN, sides_of
from quizapp.exchange.table.layout import MARKDOWN_HEADER

COLUMN_NAMES = ("guid", "notetype", "deck", "question", "answer", "explanation", "tags")
BASIC, CLOZE = "Basic", "Cloze"
"""Types of notes that every Anki has."""


def write_csv(writing: Writing) -> Written:
    """Write Markdown with commas."""
    return _written(writing, ",", is_html=False)


def write_tsv(writing: Writing) -> Written:
    """Write Markdown with tabs."""
    return _written(writing, "\t", is_html=False)


def write_anki_text(writing: Writing) -> Written:
    """Write HTML with tabs, as Anki exports its notes."""
    return _written(writing, "\t", is_html=True)


def _written(writing: Writing, separator: str, *, is_html: bool) -> Written:
    left_out: list[LeftOut] = []
    rows = StringIO()
    writer = csv.writer(
        rows, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    count = 0
    for deck in writing.decks:
        for card in deck.cards:
            cells = _html(card, writing) if is_html else _markdown(card, writing)
            if cells is None:
                left_out.append(LeftOut(str(card.id), card.prompt, NOT_RUN))
            else:
                writer.writerow(_row(card, deck, cells))
                count += 1
    text = _head(separator, is_html=is_html) + rows.getvalue()
    return Written(text.encode(errors="replace"), count, tuple(left_out))


def _head(separator: str, *, is_html: bool) -> str:
    names = "tab" if separator == "\t" else "comma"
    places = {name: COLUMN_NAMES.index(name) + 1 for name in COLUMN_NAMES}
    return (
        f"#separator:{names}\n#html:{str(is_html).lower()}\n"
        f"#{MARKDOWN_HEADER}:{str(not is_html).lower()}\n"
        f"#columns:{separator.join(COLUMN_NAMES)}\n"
        f"#guid column:{places['guid']}\n#notetype column:{places['notetype']}\n"
        f"#deck column:{places['deck']}\n#tags column:{places['tags']}\n"
    )


Cells = tuple[str, str, str, str]
"""The type of the note, the question, the answer and the explanation."""


def _html(card: Card, writing: Writing) -> Cells | None:
    answer = writing.answers.get(card.id)
    if answer is None and card.kind.settled_by_run and card.kind.coding is None:
        return None
    text = anki_text(card, answer)
    if text.is_cloze:
        return CLOZE, text.question, text.explanation, ""
    back = "\n".join(filter(None, (text.answer, text.explanation)))
    return BASIC, text.question, back, ""


def _markdown(card: Card, writing: Writing) -> Cells | None:
    if isinstance(card.kind, Cloze) and (text := _with_holes(card, card.kind)):
        return CLOZE, text, "", card.explain.strip()
    sides = sides_of(card, writing)
    if sides is None:
        return None
    return BASIC, sides.question, sides.answer, sides.explain


def _with_holes(card: Card, kind: Cloze) -> str | None:
    """Return the text with Anki's holes; None if it has their signs already."""
    answers = [blank.answer for blank in kind.blanks]
    if any(
        sign in part for sign in ("{{", "}}", "::") for part in (*answers, kind.text)
    ):
        return None
    text = kind.filled([f"{{{{c1::{answer}}}}}" for answer in answers]).strip()
    return text if card.prompt == CLOZE_PROMPT else f"{card.prompt.strip()}\n\n{text}"


def _row(card: Card, deck: Deck, cells: Cells) -> Iterator[str]:
    guid, number = note_of(card, deck)
    kind, *texts = cells
    yield name_of_note(guid, number)
    yield kind
    yield deck.title
    yield from texts
    yield " ".join(tag.replace(" ", "_") for tag in card.tags)
