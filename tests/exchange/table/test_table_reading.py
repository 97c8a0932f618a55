"""Tables: whatever wrote them, each row is a card or is named with the reason."""

from pathlib import Path

import pytest

from quizapp.errors import ExchangeError
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported
from quizapp.exchange.table.reading import read_table
from support.reviews import NOW

ROWS = [("What is a?", "one, two"), ("What is b; c?", 'say "hi"')]


def read(folder: Path, text: str | bytes, name: str = "cards.csv") -> Imported:
    """Read a table."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_table(Reading(path, NOW))


def sides(found: Imported) -> list[tuple[str, str]]:
    """Return the question and the answer of each card."""
    fields = (card.fields for card in found.cards)
    return [(each["prompt"], each.get("answer") or each["text"]) for each in fields]


def table(separator: str) -> str:
    """Return the rows with a separator, quoted as spreadsheets do."""
    quoted = [[cell.replace('"', '""') for cell in row] for row in ROWS]
    return "".join(f'"{a}"{separator}"{b}"\n' for a, b in quoted)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["cards.csv", "cards.txt"])
def test_the_separator_is_found(tmp_path, separator, name):
    """By the number of columns of all rows."""
    assert sides(read(tmp_path, table(separator), name)) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_encodings_and_line_ends_of_spreadsheets(tmp_path, encoding, end):
    """With a mark of the byte order, or without one."""
    data = table(",").replace("\n", end).encode(encoding)
    assert sides(read(tmp_path, data)) == ROWS


def test_lines_in_quotes_stay_lines(tmp_path):
    """And the next row has the number of its own line."""
    found = read(tmp_path, 'one,"1\nand\n\nmore"\ntwo,2\n')
    assert sides(found)[0] == ("one", "1\\\nand\n\nmore")
    assert found.cards[1].where == "line 5"


def test_code_and_tables_in_quotes_are_as_they_are(tmp_path):
    """Other lines end with a backslash, so that they stay lines."""
    code = "see\n```\na\nb\n```\n| a | b |\n|---|---|\nend\nhere"
    found = read(tmp_path, f'one,"{code}"\n')
    assert sides(found)[0][1] == code.replace("end\n", "end\\\n")


def test_columns_are_recognized_by_their_names(tmp_path):
    """In any order; what is not known is named."""
    found = read(tmp_path, "Tags,Back,ease,Front,Deck\na b,1,2.5,one,Nets\n")
    (card,) = found.cards
    assert (card.fields["prompt"], card.fields["answer"]) == ("one", "1")
    assert (card.fields["tags"], card.deck) == (["a", "b"], "Nets")
    assert found.remarks == ("skipped columns: ease",)


def test_without_names_the_first_two_columns_count(tmp_path):
    """The others are named."""
    found = read(tmp_path, "one,1,x\ntwo,2,y\n")
    assert sides(found) == [("one", "1"), ("two", "2")]
    assert found.remarks == ("skipped columns: column 3",)


def test_a_file_of_anki_is_read_by_its_headers(tmp_path):
    """Guids, decks, tags and types of notes; a comment is no row."""
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n"
        "#deck column:3\n#tags column:6\n"
        "G1\tBasic\tML::Nets\tone&nbsp;<b>x</b>\t1\ta b\n"
        "# a comment\n"
        "G2\tBasic (and reversed card)\tML\ttwo\t2\t\n"
        "G3\tCloze\tML\t{{c1::Adam}} and {{c2::SGD::other}}\textra\t\n"
    )
    found = read(tmp_path, text, "notes.txt")
    assert [str(card.origin) for card in found.cards] == [
        *("anki:G1/0", "anki:G2/0", "anki:G2/1", "anki:G3/0", "anki:G3/1"),
    ]
    first, _, reverse, cloze, hinted = found.cards
    assert first.fields["prompt"] == "one **x**"
    assert (first.deck, first.fields["tags"]) == ("ML::Nets", ["a", "b"])
    assert (reverse.fields["prompt"], reverse.fields["answer"]) == ("2", "two")
    assert cloze.fields["text"] == "[[Adam]] and SGD"
    assert cloze.fields["explain"] == "extra"
    assert hinted.fields["text"] == "Adam and [[SGD]] (other)"


def test_plain_text_is_no_html(tmp_path):
    """Unless it has tags, or a header says so."""
    assert sides(read(tmp_path, "is a<b?,if a < b &amp; c\n")) == [
        ("is a<b?", "if a < b &amp; c")
    ]
    assert sides(read(tmp_path, "one<br>two,<b>1</b>\n")) == [("one\\\ntwo", "**1**")]
    header = "#separator:comma\n#html:false\n"
    assert sides(read(tmp_path, header + "one,<b>1</b>\n")) == [("one", "<b>1</b>")]


def test_a_row_that_is_no_card_is_named(tmp_path):
    """With its line, and what it lacks."""
    found = read(tmp_path, "one,1\ntwo,\n\n,3\n")
    assert [(one.where, one.excerpt, one.reason) for one in found.left_out] == [
        ("line 2", "two", "it has no answer"),
        ("line 4", "3", "it has no question"),
    ]


def test_media_are_reported(tmp_path):
    """Their names stay in the text."""
    found = read(tmp_path, '"<img src=""a.png"">",[sound:b.mp3]\n')
    assert sides(found) == [("[image: a.png]", "[sound: b.mp3]")]
    assert found.remarks == ("images and sounds are kept as names only: 2",)


def test_a_huge_cell_is_read(tmp_path):
    """The planner says that it is too long; the reader does not fail."""
    found = read(tmp_path, f'one,"{"x" * 1_000_000}"\n')
    assert len(sides(found)[0][1]) == 1_000_000


def test_a_table_without_rows_is_an_error(tmp_path):
    """One line says so."""
    with pytest.raises(ExchangeError, match="has no rows"):
        read(tmp_path, "#separator:tab\n#html:true\n")


def test_names_of_columns_may_have_spaces_around_them(tmp_path):
    """As people write them behind commas; those that are not taken are listed."""
    found = read(tmp_path, "question, answer, Level , tags\nq,a,hard,t\n")
    (card,) = found.cards
    assert (card.fields["prompt"], card.fields["answer"]) == ("q", "a")
    assert card.fields["tags"] == ["t"]
    assert found.remarks == ("skipped columns: Level",)


@pytest.mark.parametrize("name", ["#columns:Front, Back, X ", "#columns:Front,Back,X"])
def test_names_in_a_header_are_columns_too(tmp_path, name):
    found = read(tmp_path, f"{name}\n#separator:comma\nq,a,x\n")
    assert found.remarks == ("skipped columns: X",)


@pytest.mark.parametrize(
    ("stated", "sign"),
    [(" ;", ";"), ("Semicolon", ";"), (" ", " "), ("a semicolon", ";"), ('"', ";")],
)
def test_the_separator_that_a_header_states_is_used(tmp_path, stated, sign):
    """Unless it is none; then it is found."""
    found = read(tmp_path, f"#separator:{stated}\nx{sign}a\ny{sign}b\n")
    assert [card.fields["answer"] for card in found.cards] == ["a", "b"]


@pytest.mark.parametrize("number", ["0", "1" * 5000, "0001" + "1" * 5000, "²"])
def test_a_header_with_an_impossible_column_says_nothing(tmp_path, number):
    found = read(tmp_path, f"#guid column:{number}\n#separator:tab\nx\ty\n")
    (card,) = found.cards
    assert str(card.origin).startswith("table:")


def test_utf_16_that_is_cut_is_named(tmp_path):
    """Also where no mark at the beginning says what it is."""
    path = tmp_path / "x.csv"
    path.write_bytes("question,answer\nq,a\n".encode("utf-16-le") + b"q")
    with pytest.raises(ExchangeError, match="is not UTF-16"):
        read_table(Reading(path, NOW))
