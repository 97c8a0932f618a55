"""Writing a table: with Anki's headers, and with the columns' names.

By the guid, Anki updates its notes when it reads the file again.
"""

import csv
from collections.abc import Iterator
from io import StringIO

from quizapp.core.cards.card import Card
from quizapp.core.cards.deck import Deck
from quizapp.exchange.anki.identity import note_of
from quizapp.exchange.formats import Writing, Written
from quizapp.exchange.imported import LeftOut
from quizapp.exchange.sides import Sides, sides_of

NOT_RUN = "only a run gives its answer"
COLUMN_NAMES = ("guid", "deck", "question", "answer", "explanation", "tags")
_HEAD = """\
#separator:{separator}
#html:false
#columns:{columns}
#guid column:1
#deck column:2
#tags column:6
"""


def write_table(writing: Writing) -> Written:
    """Write a table with one card a row."""
    left_out: list[LeftOut] = []
    rows = StringIO()
    writer = csv.writer(rows, quoting=csv.QUOTE_ALL, lineterminator="\n")
    count = 0
    for deck in writing.decks:
        for card in deck.cards:
            sides = sides_of(card, writing)
            if sides is None:
                left_out.append(LeftOut(str(card.id), card.prompt, NOT_RUN))
            else:
                writer.writerow(_row(card, deck, sides))
                count += 1
    head = _HEAD.format(separator="comma", columns=",".join(COLUMN_NAMES))
    text = head + rows.getvalue()
    return Written(text.encode(errors="replace"), count, tuple(left_out))


def _row(card: Card, deck: Deck, sides: Sides) -> Iterator[str]:
    guid, number = note_of(card, deck)
    yield f"{guid}/{number}" if number else guid
    yield deck.title
    yield sides.question
    yield sides.answer
    yield sides.explain
    yield " ".join(tag.replace(" ", "_") for tag in card.tags)
