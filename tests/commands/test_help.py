"""The help pages: every command, option, exit code and JSON key."""

import re
import subprocess
from pathlib import Path

import pytest

from quizapp.grammar.commands import COMMANDS, build_parser
from quizapp.grammar.front_page import SUMMARIES, front_page
from support.program import (
    command,
    environment,
    quizapp,
)

pytestmark = pytest.mark.torch


COMMON = ("--help", "--decks", "--home", "--allow-root")

OPTIONS = {
    "home": (
        *("--new", "--limit", "--minutes", "--until", "--seed"),
        *("--no-confidence", "--grades"),
    ),
    "practice": (
        *("--new", "--limit", "--minutes", "--cram", "--watch", "--plain", "--seed"),
        *("--no-confidence", "--grades", "--until"),
    ),
    "plan": ("--until", "--minutes", "--json"),
    "interview": (
        *("--minutes", "--level", "--seed", "--plain", "--report"),
        *("--list", "--show", "--second-look", "--json"),
    ),
    "check": ("--only", "--changed", "--watch", "--explain", "--json"),
    "try": ("--seed", "--json"),
    "run": ("--ask", "--limit", "--json"),
    "new": ("--from", "--edit"),
    "schema": (),
    "approve": ("--yes",),
    "decks": ("--figures", "--json"),
    "topics": ("--json",),
    "due": ("--json",),
    "suspend": ("--json",),
    "resume": ("--json",),
    "undo": ("--yes", "--json"),
    "stats": ("--days", "--json"),
    "sheet": ("--missed", "--days", "--html", "--output"),
    "import": ("--to", "--as", "--topic", "--history", "--dry-run", "--json"),
    "export": ("--history",),
    "optimize": ("--dry-run", "--reset", "--json"),
    "restore": ("--yes", "--json"),
    "serve": ("--port", "--open", "--lan"),
    "sync": ("--git", "--status", "--json"),
    "doctor": ("--json", "--reset-terminal"),
    "completion": (),
    "help": (),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIONS)
def test_a_help_page_has_every_option_and_describes_the_output(home, name):
    """Synopsis, options, examples, exit codes, and JSON keys where there are any."""
    ended = quizapp(home, name, "--help", COLUMNS="80")
    options = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", ended.out))
    assert (ended.code, ended.err) == (0, "")
    assert options == {*COMMON, *OPTIONS[name]}
    assert ended.out.startswith(f"usage: quizapp {name} ")
    assert re.search(rf"^examples:\n(  .+\n)*  .*quizapp {name}", ended.out, re.M)
    assert "\nexit codes:\n  0  " in ended.out
    assert ("\nwith --json, one object per line:\n" in ended.out) == (
        "--json" in options
    )
    assert max(map(len, ended.out.splitlines())) <= 80


@pytest.mark.slow
def test_a_help_page_names_the_keys_that_the_command_prints(home, good):
    """In one row of every fast command."""
    printed = {
        "check": ("check", good, "--only", "rate"),
        "try": ("try", "rate", "1", "--decks", good),
        "decks": ("decks", "--decks", good),
        "due": ("due",),
        "suspend": ("suspend", "rate", "--decks", good),
        "resume": ("resume", "rate", "--decks", good),
        "undo": ("undo", "--yes"),
    }
    for name, words in printed.items():
        rows = quizapp(home, *words, "--json").rows
        page = quizapp(home, name, "--help").out
        keys = set(re.findall("[a-z_]+", page[page.index("one object per line:") :]))
        assert {key for row in rows for key in row} <= keys, name


def test_help_is_a_command_too(home):
    """`quizapp help COMMAND` shows the same page, `quizapp help` the first."""
    assert quizapp(home, "help", "try").out == quizapp(home, "try", "-h").out
    assert quizapp(home, "help").out == quizapp(home, "--help").out
    ended = quizapp(home, "help", "chek")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "quizapp: there is no command 'chek'; did you mean check?\n"


def test_help_lists_every_command_and_exit_code(home):
    """The first page."""
    ended = quizapp(home, "--help")
    listed = re.findall(r"^    ([a-z]+) {2,}\w", ended.out, re.M)
    assert listed == list(OPTIONS)
    assert (
        "0 success, 1 problems found, 2 usage error, 3 environment error" in ended.out
    )


def test_the_version_is_printed(home):
    """On stdout, exit 0."""
    ended = quizapp(home, "--version")
    assert ended.code == 0
    assert re.fullmatch(r"quizapp \d+\.\d+\.\d+\n", ended.out)


def test_the_front_page_is_the_one_that_the_parser_would_print(monkeypatch):
    """It is printed without argparse, but from the same commands and options."""
    monkeypatch.setenv("COLUMNS", "80")
    assert front_page() == build_parser("--help").format_help()
    assert list(SUMMARIES) == list(COMMANDS)
    assert front_page().isascii()  # any terminal can print it


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_reported_by_the_front_page_too(home):
    """In a line, with exit code 3."""
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command("--help"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(home),
            check=False,
        )
    expected = b"quizapp: cannot write the output: No space left on device\n"
    assert (ended.returncode, ended.stderr) == (3, expected)
