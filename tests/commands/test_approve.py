"""Consent on the command line: untrusted decks where they are not confined."""

import io
from pathlib import Path

import pytest

from quizapp.cli import main
from quizapp.core.runs.protection import Protection, ProtectionLevel
from quizapp.errors import ExitCode
from support.fakes import FakeRunner

THEIR_DECK = """
format = 1
[deck]
id = "theirs"
title = "Theirs"
topic = "Tests"
[[card]]
id = "scaling"
kind = "predict"
level = "screen"
prompt = "What is output?"
snippet = "output = 'their own code'"
ask = "output"
[[card]]
id = "words"
kind = "flashcard"
level = "screen"
prompt = "Why?"
answer = "Because."
"""


pytestmark = pytest.mark.usefixtures("_used_home")


class Terminal(io.StringIO):
    """Lines typed at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    file = tmp_path / "theirs.toml"
    file.write_text(THEIR_DECK)
    return file


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> FakeRunner:
    """A runner that confines nothing, and is asked for on every start."""
    weak = FakeRunner(protection=Protection(ProtectionLevel.LIMITS_ONLY))
    monkeypatch.setattr("quizapp.runner.runner_for", lambda *_: weak)
    return weak


@pytest.fixture
def type_(monkeypatch: pytest.MonkeyPatch):
    """Return what types lines, at a terminal or into a pipe."""

    def typing(text: str, *, terminal: bool = True) -> None:
        stdin = Terminal(text) if terminal else io.StringIO(text)
        monkeypatch.setattr("sys.stdin", stdin)

    return typing


def quizapp(*words: str | Path) -> int:
    return main([str(word) for word in words])


@pytest.mark.parametrize(
    "words", [("check",), ("practice", "--plain"), ("try", "scaling", "1", "--decks")]
)
def test_a_refusal_names_the_deck_and_the_command(deck, runner, type_, capsys, words):
    """Exit 3; nothing is run."""
    type_("", terminal=False)
    assert quizapp(*words, deck) is ExitCode.ENVIRONMENT
    err = capsys.readouterr().err
    assert f"the deck {deck} has not been approved to run here (limits only)" in err
    assert f"quizapp approve {deck}" in err
    assert runner.programs == []


def test_approval_is_asked_with_the_code_on_the_screen(deck, runner, type_, capsys):
    """Only the whole word counts."""
    type_("y\n")
    assert quizapp("approve", deck) is ExitCode.PROBLEMS
    out = capsys.readouterr().out
    assert "output = 'their own code'" in out
    assert "A snippet can do anything you can" in out
    type_("yes\n")
    assert quizapp("approve", deck) is ExitCode.FINE


def test_an_approved_deck_runs_until_its_code_changes(deck, runner, type_, capsys):
    """Changing one byte ends the approval."""
    assert quizapp("approve", "--yes", deck) is ExitCode.FINE
    quizapp("check", deck)
    assert len(runner.programs) == 2
    deck.write_text(THEIR_DECK.replace("their own", "their 0wn"))
    assert quizapp("check", deck) is ExitCode.ENVIRONMENT
    assert len(runner.programs) == 2


def test_practice_asks_once_and_leaves_out_a_refused_deck(deck, runner, type_, capsys):
    """The cards that run nothing are still asked."""
    type_("no\n\n3\n")
    assert quizapp("practice", "--plain", deck) is ExitCode.FINE
    out = capsys.readouterr().out
    assert "theirs/words" in out
    assert "| theirs/scaling |" not in out
    assert runner.programs == []


def test_practice_goes_on_after_a_yes(deck, runner, type_, capsys):
    """And does not ask again."""
    type_("yes\n1\n3\n:q\n")
    assert quizapp("practice", "--plain", deck) is ExitCode.FINE
    assert len(runner.programs) == 1
    type_(":q\n")
    quizapp("practice", "--plain", deck)
    assert capsys.readouterr().out.count("Type yes") == 1


def test_a_deck_under_anothers_name_runs_nothing(deck, runner, type_, capsys):
    """A path and a name: the id is in use, so none of its cards is asked."""
    deck.write_text(THEIR_DECK.replace('"theirs"', '"dropout"'))
    type_("1\n" * 9 + ":q\n")
    quizapp("practice", "--plain", "--cram", "dropout/at-least-one-zero", deck)
    assert "deck id `dropout` is already used" in "".join(capsys.readouterr())
    assert not any("their own" in program.code for program in runner.programs)


def test_a_path_next_to_a_name_adds_its_cards(deck, runner, type_, capsys):
    """Both are asked, and the untrusted deck is introduced."""
    runner.protection = Protection(ProtectionLevel.STRONG)
    type_(":q\n")
    quizapp("practice", "--plain", "--cram", "dropout/at-least-one-zero", deck)
    out = capsys.readouterr().out
    assert "3 left" in out
    assert "“Theirs” did not come with quizapp." in out


def test_consent_is_for_the_file_however_its_path_is_written(
    deck, runner, type_, monkeypatch
):
    """A relative path and the absolute one are the same place."""
    assert quizapp("approve", "--yes", deck) is ExitCode.FINE
    monkeypatch.chdir(deck.parent)
    assert quizapp("check", deck.name) is not ExitCode.ENVIRONMENT


def test_a_confined_untrusted_deck_is_introduced_once(deck, runner, type_, capsys):
    """At level strong nothing is asked."""
    runner.protection = Protection(ProtectionLevel.STRONG)
    for _ in range(2):
        type_(":q\n")
        assert quizapp("practice", "--plain", deck) is ExitCode.FINE
    out = capsys.readouterr().out
    assert out.count("“Theirs” did not come with quizapp.") == 1


def test_opening_a_deck_runs_nothing(deck, runner, type_):
    """Not even where it may run."""
    runner.protection = Protection(ProtectionLevel.STRONG)
    type_(":q\n")
    quizapp("practice", "--plain", deck)
    quizapp("decks", "--decks", deck)
    assert runner.programs == []


def test_root_has_to_allow_it_explicitly(deck, monkeypatch, capsys):
    """One line, with both ways to allow it."""
    monkeypatch.setattr("quizapp.wiring.assembly.is_root", lambda: True)
    monkeypatch.delenv("QUIZAPP_ALLOW_ROOT")
    assert quizapp("check", deck) is ExitCode.ENVIRONMENT
    err = capsys.readouterr().err
    assert err.startswith("quizapp: snippets do not run as root; ")
    assert "--allow-root" in err
    assert "QUIZAPP_ALLOW_ROOT=1" in err
