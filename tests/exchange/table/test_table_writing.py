"""Tables that are exported are read back, and the real Anki takes them once."""

import csv
from io import StringIO

import pytest

from quizapp.core.cards.card import CardOrigin
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.table.reading import read_table
from quizapp.exchange.table.writing import write_anki_text, write_csv, write_tsv
from support.anki import collection_in, deck_of, writing_of
from support.cards import card, choice_card, cloze_card

NASTY = 'a, b;\t"c"\n\n- d\n\n```python\nx = [[1]]\n```\n\n$x_i$ | {{p}} #tag'


def cards():
    """Return a flashcard, a cloze and a choice card."""
    return deck_of(
        card("one", Flashcard(NASTY), prompt="# What?", explain="Why.", tags=("t",)),
        cloze_card(),
        choice_card(),
    )


@pytest.mark.parametrize(
    ("write", "name"), [(write_csv, "x.csv"), (write_tsv, "x.tsv")]
)
def test_a_table_reads_back(tmp_path, write, name):
    """Flashcards as they are, and blanks as holes."""
    path = tmp_path / name
    path.write_bytes(write(writing_of(cards())).data)
    found: Imported = read_table(Reading(path, writing_of().now))
    first, cloze, choice = found.cards
    assert first.fields["prompt"] == "# What?"
    assert first.fields["answer"] == NASTY
    assert (first.fields["explain"], first.fields["tags"]) == ("Why.", ["t"])
    assert str(first.origin) == "quizapp:deck/one"
    assert cloze.fields["text"].count("[[") == 2
    assert "right one" in choice.fields["answer"]
    assert found.left_out == ()


def test_a_cell_cannot_be_taken_for_a_header(tmp_path):
    """Every cell is quoted, so a row never begins with `#`."""
    rows = write_csv(writing_of(cards())).data.decode().splitlines()
    table = list(csv.reader(StringIO("\n".join(rows[8:]))))
    assert {len(row) for row in table if row} == {7}


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_anki_text, write_csv])
def test_anki_takes_a_table_once(tmp_path, write):
    """Importing it again updates its notes."""
    path = tmp_path / "cards.txt"
    path.write_bytes(write(writing_of(cards())).data)
    with collection_in(tmp_path) as anki:
        from anki.collection import ImportCsvRequest

        counts = []
        for _ in range(2):
            metadata = anki.get_csv_metadata(path=str(path), delimiter=None)
            anki.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))
            counts.append((anki.note_count(), anki.card_count()))
        assert counts[0] == counts[1] == (3, 3)
        kinds = anki.db.list("select distinct mid from notes")
        assert len(kinds) == 2
        assert anki.decks.by_name("A deck")


@pytest.mark.parametrize("write", [write_csv, write_tsv, write_anki_text])
@pytest.mark.parametrize(
    "origin",
    ["anki:guid/0", "anki:guid/3", "anki:gu/1/0", "anki:gu/1/2", "quizapp:other/2024"],
)
def test_a_card_comes_back_under_the_id_that_it_had(tmp_path, write, origin):
    """So importing the table adds no card, whichever card of its note it was."""
    one = card("one", Flashcard("a"), origin=CardOrigin(origin))
    path = tmp_path / "x.txt"
    path.write_bytes(write(writing_of(deck_of(one))).data)
    (found,) = read_table(Reading(path, writing_of().now)).cards
    own = origin if origin.startswith("anki:") else "quizapp:deck/one"
    assert str(found.origin) == own
