"""`quizapp import`: a file's cards become decks, and importing again updates them."""

from pathlib import Path

import pytest

from support.anki_packages import collection, note, package
from support.program import Ended, quizapp

TABLE = """\
question,answer,tags
What is dropout?,"It zeroes units, at random.",reg q18
What is {{p}}?,The drop probability,reg
{{c1::Adam}} is from {{c2::2014}},,
Nothing to say,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of four cards, and one without an answer."""
    file = tmp_path / "cards.csv"
    file.write_text(TABLE)
    return file


def decks_in(home: Path) -> Path:
    """Return the folder of imported decks."""
    return home / "quizapp" / "decks"


def total(ended: Ended) -> dict[str, object]:
    """Return the last line of --json, without what is empty."""
    return {key: value for key, value in ended.rows[-1].items() if value}


def test_a_table_becomes_a_deck_that_passes_and_is_there(home, table):
    """It is loaded without being named, and what is not taken is listed."""
    ended = quizapp(home, "import", table)
    assert (ended.code, ended.err) == (0, "")
    assert "line 5, “Nothing to say”: it has no answer" in ended.out
    assert "5 cards: 4 added, 1 skipped" in ended.out
    assert "to study it: quizapp practice cards" in ended.out
    checked = quizapp(home, "check", decks_in(home))
    assert (checked.code, checked.out) == (0, "1 deck, 4 cards, 0 problems\n")
    assert any(
        row.get("deck") == "cards" for row in quizapp(home, "decks", "--json").rows
    )


def test_importing_again_changes_no_byte(home, table):
    """Cards are found again by their origin."""
    quizapp(home, "import", table)
    before = (decks_in(home) / "cards.toml").read_bytes()
    ended = quizapp(home, "import", table, "--json")
    assert total(ended)["unchanged"] == 4
    assert "added" not in total(ended)
    assert (decks_in(home) / "cards.toml").read_bytes() == before


def test_a_card_that_was_edited_here_is_kept_and_others_are_updated(home, table):
    """Comments stay too."""
    quizapp(home, "import", table)
    deck = decks_in(home) / "cards.toml"
    text = deck.read_text().replace(
        "It zeroes units", "# my own words: it zeroes units"
    )
    deck.write_text(text.replace("[[card]]", "# mine\n[[card]]", 1))
    new = TABLE.replace("at random", "by chance").replace("The drop", "The share")
    table.write_text(new)
    ended = quizapp(home, "import", table)
    assert (
        "cards/what-is-dropout: edited here; it has changed in the file too"
        in ended.out
    )
    assert "5 cards: 1 updated, 2 unchanged, 1 kept, 1 skipped" in ended.out
    now = deck.read_text()
    assert "# my own words: it zeroes units, at random" in now
    assert "# mine\n[[card]]" in now
    assert "The share probability" in now


def test_a_card_that_the_file_no_longer_has_is_kept(home, table):
    """And listed."""
    quizapp(home, "import", table)
    table.write_text("question,answer\nWhat is {{p}}?,The drop probability\n")
    ended = quizapp(home, "import", table)
    assert "cards/what-is-dropout: no longer in cards.csv" in ended.out
    assert len(quizapp(home, "check", decks_in(home), "--json").rows) == 5


def test_a_dry_run_writes_nothing(home, table):
    """It says the same."""
    ended = quizapp(home, "import", table, "--dry-run")
    assert "5 cards: 4 added, 1 skipped\ndry run: nothing was written\n" in ended.out
    assert not decks_in(home).exists()


def test_a_deck_of_another_title_keeps_its_history(home, table):
    """The first deck is renamed, and says what it was called."""
    quizapp(home, "import", table)
    ended = quizapp(home, "import", table, "--as", "My notes", "--topic", "Nets")
    assert ended.code == 0
    assert [file.name for file in decks_in(home).iterdir()] == ["my-notes.toml"]
    text = (decks_in(home) / "my-notes.toml").read_text()
    assert 'formerly = ["cards"]' in text
    assert 'topic = "Nets"' in text
    assert quizapp(home, "check", decks_in(home)).code == 0


@pytest.mark.parametrize(
    ("name", "data", "code", "why"),
    [
        ("gone.csv", None, 2, "there is no file"),
        ("empty.csv", b"", 1, "is empty"),
        ("blank.csv", b" \n\n", 1, "is empty"),
        ("latin.csv", b"caf\xe9,coffee\n", 1, "is not UTF-8 (line 1); save"),
        ("binary.csv", b"PK\x03\x04\0\0\0\1", 1, "is not a text file"),
        (
            "cards.xyz",
            b"a,b",
            2,
            "cards.xyz: unknown format .xyz; known are .apkg",
        ),
        ("prose.md", b"Just prose.\n", 1, "no cards were found in"),
        ("none", b"a,b", 2, "its name has no extension"),
        ("cards.cvs", b"a,b", 2, "did you mean .csv?"),
    ],
)
def test_what_cannot_be_read_is_one_line(home, tmp_path, name, data, code, why):
    """And nothing is written."""
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    ended = quizapp(home, "import", file)
    assert (ended.code, ended.out) == (code, "")
    assert why in ended.err
    assert ended.err.count("\n") == 1
    assert not decks_in(home).exists()


def test_a_command_to_copy_has_its_path_as_one_word(home, table, tmp_path):
    """Folders may have spaces."""
    folder = tmp_path / "my decks"
    ended = quizapp(home, "import", table, "--to", folder)
    assert f"quizapp practice '{folder}/cards.toml'" in ended.out


def test_a_file_that_is_no_deck_is_not_in_the_way(home, table):
    """The new deck gets another name."""
    decks_in(home).mkdir(parents=True)
    (decks_in(home) / "cards.toml").write_text("[broken")
    ended = quizapp(home, "import", table)
    assert "to study it: quizapp practice cards-2" in ended.out
    assert (decks_in(home) / "cards.toml").read_text() == "[broken"


def test_reviews_of_skipped_cards_are_counted(home, tmp_path):
    """No deck may have so many tags; the file itself is sound."""
    tags = " ".join(f"t{number}" for number in range(101))
    notes = [note(1, "one", "1", tags=tags), note(2, "two", "2")]
    at = 1_700_000_000_000
    reviews = [(at + n, card, 3, 1, 2500, 900, 0) for n, card in ((0, 100), (9, 200))]
    data = collection(notes=notes, reviews=reviews)
    file = package(tmp_path / "a.apkg", data)
    ended = quizapp(home, "import", file, "--history")
    assert "1 new review, 1 of skipped cards\n" in ended.out
