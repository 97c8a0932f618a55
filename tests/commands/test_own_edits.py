"""Own edits of a deck, on the command line: written, checked, studied, approved."""

from pathlib import Path

import pytest

from quizapp.commands.approve import _approve
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.wiring.assembly import Assembly, Flags, assembled
from quizapp.wiring.shipped import shipped_content
from support.fakes import FakeRunner
from support.program import DECK, quizapp

OVER = 'format = 1\n[deck]\nextends = "small"\n'
CODE = (
    '[[card]]\nid = "rate"\nkind = "predict"\nlevel = "screen"\nprompt = "?"\n'
    'snippet = "x = {}"\nask = "x"\n'
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Return a file with a deck of two cards."""
    file = tmp_path / "small.toml"
    file.write_text(DECK)
    return file


@pytest.fixture
def edits(tmp_path: Path) -> Path:
    """Return a file with an edit of one of them."""
    file = tmp_path / "edits.toml"
    file.write_text(OVER + '[[card]]\nid = "recall"\nanswer = "Mine."\n')
    return file


def test_an_edit_is_written_and_changes_nothing_yet(home, tmp_path):
    """The author's text is there as comments; a second card joins the file."""
    file = tmp_path / "mine.toml"
    for name in ("inverted-scaling", "write-dropout"):
        ended = quizapp(home, "new", file, "--edit", f"dropout/{name}")
        assert (ended.code, ended.err) == (0, "")
    assert "# explain = " in file.read_text()
    checked = quizapp(home, "check", file)
    assert (checked.code, checked.out) == (0, "1 deck, 2 cards, 0 problems\n")
    again = quizapp(home, "new", file, "--edit", "dropout/write-dropout")
    assert again.code == 2
    assert "is already in" in again.err
    other = quizapp(home, "new", file, "--edit", "overfitting/more-data")
    assert other.code == 2


@pytest.mark.slow
def test_an_edit_is_asked_in_place_of_the_author_s_card(home, deck, edits):
    """With the deck, and alone; its identity is the same."""
    for name, paths in {"a": (deck, edits), "b": (edits, "--decks", deck)}.items():
        words = ("practice", "--plain", *paths)
        ended = quizapp(home / name, *words, typed="\n3\n" * 3)
        assert "Mine." in ended.out
        assert "card: small/recall" in ended.out
        assert "Everything." not in ended.out
    due = quizapp(home, "due", "--decks", deck, "--decks", edits, "--json")
    assert due.code == 0


def test_check_changed_notices_a_changed_edit(home, deck, edits):
    """A deck has passed with all of its files as they are."""
    words = ("check", deck, edits, "--changed")
    assert "2 cards" in quizapp(home, *words).out
    assert "0 cards" in quizapp(home, *words).out
    edits.write_text(edits.read_text().replace("Mine", "Ours"))
    assert "2 cards" in quizapp(home, *words).out


@pytest.fixture
def flags(home: Path) -> Flags:
    """Return the flags of a home of its own."""
    return Flags(home=home / "quizapp", allow_root=True)


def weak_assembly(monkeypatch: pytest.MonkeyPatch) -> FakeRunner:
    weak = FakeRunner(protection=Protection(ProtectionLevel.LIMITS_ONLY))
    monkeypatch.setattr("quizapp.runner.runner_for", lambda *_: weak)
    return weak


def rulings(assembly: Assembly, *paths: Path) -> list[str]:
    library = assembly.load(paths)
    return [assembly.ruling(deck).value for deck in library.decks]


def test_code_of_an_edit_is_approved_by_itself(deck, edits, monkeypatch, flags):
    """Words need no approval; approving a deck does not approve later edits of it."""
    weak_assembly(monkeypatch)
    with assembled(flags) as assembly:
        assert rulings(assembly, deck, edits) == ["run"]
        edits.write_text(OVER + CODE.format(1))
        assert rulings(assembly, deck, edits) == ["ask"]
        (lone,) = assembly.load((edits,)).decks or (None,)
        assert lone is None  # its deck is not among those that are loaded
        (whole,) = assembly.load((deck, edits)).decks
        _approve(assembly, whole)
        assert rulings(assembly, deck, edits) == ["run"]
        edits.write_text(OVER + CODE.format(2))
        assert rulings(assembly, deck, edits) == ["ask"]


def test_code_of_an_edit_of_a_shipped_deck_did_not_come_with_quizapp(
    tmp_path, monkeypatch, flags
):
    """It is asked about alone, and counts in the whole library too."""
    weak_assembly(monkeypatch)
    file = tmp_path / "edits.toml"
    file.write_text(OVER.replace("small", "dropout") + CODE.format(1))
    with assembled(flags) as assembly:
        assert rulings(assembly, file) == ["ask"]
        (lone,) = assembly.load((file,)).decks
        _approve(assembly, lone)
        assert rulings(assembly, file) == ["run"]
        assert set(rulings(assembly, shipped_content(), file)) == {"run"}
