"""`quizapp practice --plain` in a process: keys in; text, exit code and log out."""

import re
import signal

import pytest

from support.program import (
    HEAD,
    RATE,
    RECALL,
    log_of,
    quizapp,
    started,
    type_in,
    wait_for,
)

pytestmark = pytest.mark.torch


PROMPT = "answer (:? for help)> "


def test_a_session_ends_when_all_is_done(studied):
    """With a summary: what was right, what was missed."""
    _, ended = studied
    assert (ended.code, ended.err) == (0, "")
    assert "[1] expected" not in ended.out
    assert "[0] expected 1.25, you typed 1" in ended.out
    assert "=== All done for now. The next card is due in " in ended.out
    assert "\n4 reviews, 3 cards, 2 of 3 correct" in ended.out
    assert ended.out.endswith("missed: small/scaling\n")


def test_the_log_has_exactly_what_was_done(studied):
    """One row per grade, in order."""
    home, _ = studied
    assert log_of(home) == [
        ("recall", "", None, 4),
        ("rate", "4/5", "correct", 4),
        ("scaling", "[1, 0, 3]", "wrong", 1),
        ("scaling", "[1.25, 0, 3.75]", "correct", 4),
    ]


def test_what_was_learned_today_is_not_asked_again(studied, good):
    """The next start finds nothing to ask, and writes nothing."""
    home, _ = studied
    before = log_of(home, "*")
    ended = quizapp(home, "practice", "--plain", good, typed="\n4\n")
    assert ended.code == 0
    assert "---" not in ended.out
    assert "=== Nothing is due." in ended.out
    assert log_of(home, "*") == before


def test_cramming_asks_everything_and_records_nothing(studied, good):
    """Due or not. It says so, and promises no return."""
    home, _ = studied
    before = log_of(home, "*")
    ended = quizapp(
        home, "practice", "--plain", "--cram", good, typed="\n4\n.8\n4\n4\n:q\n"
    )
    asked = "| A small deck | predict | phone screen | not recorded\nWhat is `y`?"
    assert asked in ended.out
    assert "3 Good  [4 Easy]" in ended.out or "[3 Good]  4 Easy" in ended.out
    assert "2 reviews, 2 cards, not recorded, " in ended.out
    assert log_of(home, "*") == before


def test_what_was_learned_is_no_longer_new(studied, good):
    """`due` reads the same log."""
    home, _ = studied
    rows = quizapp(home, "due", "--json", "--decks", good).rows
    (row,) = [row for row in rows if row.get("deck") == "small"]
    assert (row["due"], row["today"], row["new"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--new", "All done for now. The next card is due in "),
        ("--limit", "Session limit reached. 2 more cards today."),
    ],
)
def test_a_session_can_be_limited(home, good, option, message):
    """It is over after one card, whatever else is typed."""
    words = ("practice", "--plain", good, option, "1")
    ended = quizapp(home, *words, typed="\n4\n.8\n4\n")
    assert f"=== {message}" in ended.out
    assert log_of(home, "card") == [("recall",)]


def test_a_session_can_be_timed(home, good):
    """Nothing is asked after its minutes."""
    words = ("practice", "--plain", good, "--minutes", "0.000001")
    ended = quizapp(home, *words, typed="\n4\n.8\n4\n")
    assert "=== Time is up." in ended.out
    assert len(log_of(home)) < 2  # 60 microseconds may be over before the first


def test_words_choose_what_is_asked(home, good):
    """One card, by its id; the other cards of the deck are not asked."""
    words = ("practice", "--plain", "--decks", good, "small/rate")
    ended = quizapp(home, *words, typed=".8\n\n4\n")
    assert log_of(home, "card") == [("rate",)]
    assert "=== All done for now." in ended.out


def test_how_sure_is_asked_before_the_reveal_unless_switched_off(home, good):
    """A flag or the config switches it off, and offers two grades."""
    words = ("practice", "--plain", "--decks", good, "small/rate", "--cram")
    asked = quizapp(home, *words, typed=".8\n")
    assert asked.out.index("how sure? 1 guess") < asked.out.index("=== Session ended.")
    assert "✓ Correct" not in asked.out
    straight = quizapp(home, *words, "--no-confidence", "--grades", "2", typed=".8\n")
    assert "how sure?" not in straight.out
    assert re.search(r"grade: 1 Again  \[3 Good\] \(:\? for", straight.out)
    (home / "quizapp").mkdir(parents=True, exist_ok=True)
    (home / "quizapp/config.toml").write_text("confidence = false\ngrades = 2\n")
    by_config = quizapp(home, *words, typed=".8\n")
    assert by_config.out == straight.out


@pytest.mark.slow
def test_interrupting_a_question_prints_the_summary(home, good):
    """Ctrl-C is a way to quit: exit 0, and all grades are saved."""
    words = ("practice", "--plain", good)
    with started(home, *words, until=PROMPT) as process:
        type_in(process, "\n4\n")
        wait_for(process, PROMPT)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert b"=== Session ended.\n1 review, 1 card" in out
    assert log_of(home, "card") == [("recall",)]


def test_a_grade_survives_kill_9_once_the_next_question_is_shown(home, good):
    """It was committed before."""
    words = ("practice", "--plain", good)
    with started(home, *words, until=PROMPT) as process:
        type_in(process, "\n4\n")
        wait_for(process, PROMPT)
        process.kill()
        process.wait(timeout=30)
    assert log_of(home, "card, grade") == [("recall", 4)]


def test_without_a_terminal_practice_suggests_plain(no_home, good):
    """Exit 2, and no log is created."""
    ended = quizapp(no_home, "practice", good)
    assert ended.code == 2
    assert "--plain" in ended.err
    assert not no_home.exists()


def test_a_deck_is_studied_without_its_cards_that_have_problems(home, broken):
    """Its problems are printed on stderr, from top to bottom."""
    ended = quizapp(home, "practice", "--plain", broken)
    assert ended.code == 0
    first, second = ended.err.splitlines()[:2]
    assert first.startswith(f"{broken}:8:1: needs `answer`")
    assert second.startswith(f"{broken}:13:1: unknown key `anwser`; did you mean")
    assert "1, 1 left | A broken deck | predict | phone screen" in ended.out


def test_no_card_at_all_is_a_problem(home):
    """Exit 1 rather than an empty studied."""
    ended = quizapp(home, "practice", "--plain", "no.toml")
    assert ended.code == 1
    assert ended.err.startswith("no.toml:1:1: does not exist; check the path\n")


def test_a_card_is_named_only_after_the_reveal(home, good):
    """Its id may give the answer away."""
    words = ("practice", "--plain", "small/rate", "--decks", good, "--no-confidence")
    asked, shown = quizapp(home, *words, typed=".8\n:q\n").out.split("answer (", 1)
    assert "1, 1 left | A small deck | numeric | phone screen" in asked
    assert "small/rate" not in asked
    assert "card: small/rate\n" in shown


def test_a_prerequisite_may_be_named_by_its_former_id(home, tmp_path):
    """A deck that requires a renamed card of another one is not locked."""
    file, other = tmp_path / "small.toml", tmp_path / "other.toml"
    file.write_text(HEAD + RATE)
    words = ("practice", "--plain", "--no-confidence", file, other)
    other.write_text(
        HEAD.replace('"small"', '"other"') + RECALL + 'requires = ["small/rate"]\n'
    )
    assert "What is kept?" not in quizapp(home, *words, typed=".8\n4\n").out
    file.write_text(HEAD + RATE.replace('"rate"', '"keep"') + 'formerly = ["rate"]\n')
    assert "What is kept?" in quizapp(home, *words).out
