"""The scripts of `quizapp completion`, asked in real shells what they offer."""

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.decks.loader import load_decks
from quizapp.decks.names import read_names
from quizapp.grammar.commands import COMMANDS
from quizapp.wiring.assembly import shipped_content
from support.paths import ROOT
from support.program import environment, quizapp, unmeasured

BASH = """
set -- {words}
source "$SCRIPT"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
[[ $(complete -p quizapp) == *"-F _quizapp_complete quizapp" ]] || exit 9
_quizapp_complete
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
ZSH = b"""autoload -U compinit; compinit -u; eval "$(<script.zsh)"; print begun\n"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a deck and a folder, and with every shell's script."""
    home = tmp_path_factory.mktemp("home")
    (home / "my-decks").mkdir()
    (home / "mine.toml").write_text("")
    (home / "notes.txt").write_text("")
    for shell in ("bash", "zsh", "fish"):
        ended = quizapp(home, "completion", shell)
        assert (ended.code, ended.err) == (0, "")
        (home / f"script.{shell}").write_text(ended.out)
    return home


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which shells in any folder find this quizapp."""
    return {**environment(home), "PYTHONPATH": str(ROOT), **more}


def asked(home: Path, shell: str, code: str) -> list[str]:
    """Return the lines that a shell prints for this code."""
    ended = subprocess.run(
        [shell, "-c", code],
        cwd=home,
        env=surroundings(home, SCRIPT=str(home / f"script.{shell}")),
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    assert ended.stderr == ""
    return [line for line in ended.stdout.splitlines() if line]


def in_bash(home: Path, *words: str) -> list[str]:
    """Ask the function that bash calls when Tab is pressed."""
    return asked(home, "bash", BASH.format(words=shlex.join(words)))


def in_fish(home: Path, *words: str) -> list[str]:
    """Ask fish, without the descriptions."""
    line = shlex.quote(" ".join(words))
    offered = asked(home, "fish", f"source $SCRIPT; complete -C {line}")
    return [line.partition("\t")[0] for line in offered]


def in_zsh(home: Path, *words: str) -> list[str]:
    """Press Tab in a real zsh, and read what it lists or puts into the line."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["zsh", "-f", "-i"],
        cwd=home,
        env=surroundings(home, TERM="dumb", COLUMNS="200"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    with process, closing(os.fdopen(ours, "r+b", buffering=0)) as terminal:
        os.write(ours, ZSH)
        _read(terminal.fileno(), lambda said: "\nbegun" in said)
        os.write(ours, f"{' '.join(words)}\t".encode())
        said = _read(terminal.fileno(), lambda said: False, quiet=1.5)
        process.kill()
    return said.split()


def _read(terminal: int, done: Callable[[str], bool], quiet: float = 20) -> str:
    """Read until it is done, or nothing has come for that many seconds."""
    said, began = "", time.monotonic()
    while not done(said) and select.select([terminal], [], [], quiet)[0]:
        said += os.read(terminal, 4096).decode(errors="replace").replace("\r", "\n")
        assert time.monotonic() - began < 60, said
    return said


SHELLS = [
    pytest.param(
        ask,
        id=shell,
        marks=pytest.mark.skipif(shutil.which(shell) is None, reason="no such shell"),
    )
    for shell, ask in (("bash", in_bash), ("zsh", in_zsh), ("fish", in_fish))
]


@pytest.mark.slow
@pytest.mark.parametrize("ask", SHELLS)
def test_every_shell_offers_commands_options_and_names(home, ask):
    """Of decks and cards as they are now, of files, and of the options' values."""
    assert "practice" in ask(home, "quizapp", "pra")
    assert "--minutes" in ask(home, "quizapp", "practice", "--mi")
    assert "dropout-rates" in ask(home, "quizapp", "practice", "dropout-r")
    assert {"dropout-rates", "dropout-demos"} <= {
        *ask(home, "quizapp", "practice", "q18", "dropout-")
    }
    card = "dropout/inverted-scaling"
    assert card in ask(home, "quizapp", "try", "dropout/inverted-s")
    assert "mine.toml" in ask(home, "quizapp", "check", "min")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no such shell")
def test_bash_completes_behind_a_colon(home):
    """It splits `tag:q18` at the colon; nothing else is offered there."""
    assert in_bash(home, "quizapp", "practice", "tag", ":", "q1") == ["q18"]
    assert "q18" in in_bash(home, "quizapp", "practice", "tag", ":")
    assert "tag:q18" in in_bash(home, "quizapp", "practice", "ta")


@pytest.mark.skipif(shutil.which("bash") is None, reason="no such shell")
def test_all_words_of_a_short_list_are_offered(home):
    """Commands for `help`, shells, grades; decks and folders for a path."""
    assert in_bash(home, "quizapp", "help", "") == list(COMMANDS)
    assert in_bash(home, "quizapp", "completion", "") == ["bash", "zsh", "fish"]
    assert in_bash(home, "quizapp", "practice", "--grades", "") == ["2", "4"]
    assert in_bash(home, "quizapp", "check", "my") == ["my-decks/"]
    assert "notes.txt" not in in_bash(home, "quizapp", "check", "")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no such shell")
def test_resume_offers_suspended_cards(home):
    """And nothing else; completion creates no log."""
    assert in_bash(home, "quizapp", "resume", "") == []
    assert not (home / "quizapp").exists()
    quizapp(home, "suspend", "dropout/inverted-scaling")
    offered = in_bash(home, "quizapp", "resume", "")
    assert offered == ["dropout/inverted-scaling"]


def test_the_shell_has_to_be_named(home):
    """Exit 2, with an example."""
    ended = quizapp(home, "completion")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("choose a shell: quizapp completion bash, zsh or fish\n")


@pytest.mark.slow
def test_names_are_those_that_practice_knows():
    """Although nothing else of the decks is read."""
    library = load_decks([shipped_content()])
    read = read_names([shipped_content()])
    assert sorted(read.cards) == sorted(map(str, library.cards))  # shells sort
    decks = {name for deck in library.decks for name in (deck.id, deck.topic)}
    tags = {f"tag:{tag}" for card in library.cards.values() for tag in card.tags}
    assert set(read.selectors) == decks | tags


def test_names_skip_files_that_are_not_decks(tmp_path):
    """Silently: an error would disturb the user's line."""
    wrong = {
        "empty": "",
        "torn": "[deck",
        "bare": "format = 1",
        "odd": "deck = 1\ncard = 2",
        "tags": '[deck]\nid = "a"\n[[card]]\nid = "b"\ntags = [1]',
        "good": '[deck]\nid = "d"\ntopic = "My topic"\n[[card]]\nid = "c"',
    }
    for name, text in wrong.items():
        (tmp_path / f"{name}.toml").write_text(text)
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    read = read_names([tmp_path, tmp_path / "missing.toml"])
    assert (read.selectors, read.cards) == (("d", "My topic"), ("d/c",))


def test_names_skip_hidden_files_as_practice_does(tmp_path):
    """A checkout or an editor's backup may hold copies of decks."""
    deck = '[deck]\nid = "d"\n[[card]]\nid = "c"'
    (tmp_path / ".backup").mkdir()
    for name in ("visible.toml", ".hidden.toml", ".backup/old.toml"):
        (tmp_path / name).write_text(deck.replace('"d"', f'"{Path(name).stem}"'))
    assert read_names([tmp_path]).cards == ("visible/c",)


def test_words_are_printed_without_loading_the_rest(home):
    """The shell waits for them: no torch, no screens, no scheduler, no log."""
    code = (
        "import sys; from quizapp.cli import main;"
        "main(['completion', '--words', 'what']); print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=unmeasured(surroundings(home)),
        capture_output=True,
        text=True,
        check=True,
    )
    *words, loaded = ended.stdout.splitlines()
    assert "dropout" in words
    heavy = {"torch", "textual", "sqlite3", "dataclasses", "quizapp.core.cards.card"}
    assert not heavy & set(loaded.split())
