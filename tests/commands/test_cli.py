"""The command line: words, settings and streams, whatever the command."""

import re
import subprocess

import pytest

from support.program import (
    command,
    environment,
    log_of,
    quizapp,
)
from support.shipped import warm

pytestmark = pytest.mark.torch


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chek",), "did you mean check?"),
        (("check", "--jsn"), "did you mean --json?"),
        (("--plian",), "did you mean --plain?"),
        (("practice", "--plain", "tag:"), "tag: q18 "),
        (("practice", "--plain", "x" * 5000), "nothing is called 'xxx"),
        (("practice", "--limit", "few"), "'few' is not a whole number from 0"),
        (("practice", "--minutes", "0"), "'0' is not a number above 0"),
        (("stats", "--days", "0"), "look back on at least 1 day"),
        (("practice", "--home"), "expected one argument"),
        (("decks", "mine"), "unexpected argument 'mine'"),
        (("plan",), "there is no interview to plan for; set it with --until"),
        (("plan", "--until", "xmas"), "'xmas' is not a date; write it as 2026-12-15"),
        (("practice", "--plain", "--until", "2020-01-01"), "that date is in the past"),
        (("practice", "--plain", "--until", "+999d"), "more than two years away"),
        (("run",), "the following arguments are required: FILE"),
    ],
)
def test_wrong_words_are_a_usage_error(home, words, message):
    """Exit 2; one line says what is wrong and how to fix it."""
    ended = quizapp(home, *words)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert re.fullmatch(r"quizapp: .+; .+\n", ended.err)


@pytest.mark.slow
def test_a_forked_program_is_like_one_that_was_started(home, good):
    """What tests see of a command does not depend on how they run it."""
    typed = b"\xff\n:q\n"
    one, other = (warm(home / name / "quizapp").parent for name in ("one", "other"))
    for words in (
        ("chek",),
        ("--help",),
        ("decks", "--json"),
        ("try", "--decks", good, "small/rate"),
        ("practice", "--plain", good),
    ):
        forked = quizapp(one, *words, typed=typed)
        started = quizapp(other, *words, typed=typed, PYTHONHASHSEED="0")
        assert forked == started


def test_a_word_that_names_nothing_gets_a_suggestion(home, good):
    """From the loaded decks, topics, tags and cards."""
    ended = quizapp(home, "practice", "--plain", "--decks", good, "smal")
    assert ended.code == 2
    assert "nothing is called 'smal'; did you mean small?" in ended.err


def test_an_unknown_setting_gets_a_suggestion(home):
    """Exit 2, with the file; ignoring it silently would be worse."""
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("new_per_dya = 5\n")
    ended = quizapp(home, "due")
    assert ended.code == 2
    assert f"{file}: unknown key 'new_per_dya'" in ended.err
    assert "did you mean 'new_per_day'?" in ended.err


@pytest.mark.parametrize("place", ["{file}", "/proc/nowhere"])
def test_a_home_that_cannot_be_written_is_reported(home, good, place):
    """Exit 3; the message suggests --home."""
    place = place.format(file=good)
    ended = quizapp(home, "practice", "--plain", good, QUIZAPP_HOME=place)
    assert ended.code == 3
    last = ended.err.splitlines()[-1]
    assert last.startswith(f"quizapp: cannot use {place}/reviews.db")
    assert "--home" in last


def test_bytes_that_are_not_text_do_not_end_a_session(home, good):
    """They are a wrong answer, which can be recorded."""
    for locale in ("C.UTF-8", "C"):
        warm(home / locale / "quizapp")
        words = ("practice", "--plain", "--new", "9", good)
        ended = quizapp(home / locale, *words, typed=b"\xff\n4\n", LANG=locale)
        assert ended.code == 0
        assert log_of(home / locale, "card, response") == [("recall", "\ufffd")]


def test_a_terminal_without_unicode_gets_what_it_can_show(home, good):
    """A sign is replaced; the word after it says the same."""
    words = ("try", "--decks", good, "small/rate", ".8")
    ended = quizapp(home, *words, PYTHONIOENCODING="ascii")
    assert (ended.code, ended.out) == (0, "? Correct\nanswer:\n  0.8\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("practice",), 2),
        (("practice", "--plain"), 0),
        (("try", "small/recall"), 0),
    ],
)
def test_a_closed_standard_input_counts_as_empty(home, good, words, code):
    """As a job without a terminal may have it."""
    shell = ["sh", "-c", 'exec "$@" <&-', "sh"]
    ended = subprocess.run(
        [*shell, *command(*words, "--decks", good)],
        capture_output=True,
        env=environment(home),
        timeout=180,
        check=False,
    )
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_is_not_an_error(home):
    """`quizapp --help | head -1` says nothing on stderr."""
    with subprocess.Popen(
        command("--help"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
