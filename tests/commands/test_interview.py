"""`quizapp interview` in a process: a whole one through a pipe, and killed halfway."""

import json
import shutil
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quizapp.store.backups import back_up_day
from support.program import HEAD, quizapp, started, type_in, wait_for
from support.shipped import warm

pytestmark = pytest.mark.torch

TALK = """\
[[card]]
id = "talk"
kind = "open"
level = "onsite"
tags = ["q"]
prompt = "What does dropout do?"
answer = "It zeroes activations and scales the others."
minutes = 1
rubric = [
  { point = "it zeroes activations", mentions = ["zeroes"] },
  { point = "it scales the others", mentions = ["scales"] },
]
follow_up = [{ ask = "And at evaluation?", if_made = [1] }]

[[card]]
id = "half"
kind = "implement"
level = "onsite"
tags = ["q"]
prompt = "Write `half(x)`."
starter = "def half(x):\\n    ...\\n"
solution = "def half(x):\\n    return x / 2\\n"
checks = "assert half(4) == 2"
mutants = ["def half(x):\\n    return x\\n"]
"""
WORDS = ("interview", "--plain", "--seed", "1", "--minutes", "15")
PROMPT = "answer (:? for help)> "
SURE = "4 certain (Enter skips)> "


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a deck with one open card and one with code."""
    file = tmp_path_factory.mktemp("decks") / "talk.toml"
    file.write_text(HEAD + TALK)
    return file


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory, talk: Path) -> tuple[Path, str]:
    """Return a home after an interview that came to its end, and what was printed."""
    home = tmp_path_factory.mktemp("held")
    warm(home / "quizapp")
    answers = ("It zeroes them.", "", "3", "Nothing.", ".")
    code = ("def half(x):", "    return x / 2", ".", "4")
    typed = "".join(f"{line}\n" for line in (*answers, *code, "1, 2"))
    ended = quizapp(home, *WORDS, talk, typed=typed)
    assert (ended.code, ended.err) == (0, "")
    return home, ended.out


def test_an_interview_is_held_through_a_pipe(held):
    """Questions, silence about right and wrong, then debrief and scorecard."""
    _, out = held
    asked, debrief = out.split("\n=== ", 1)
    assert "--- Question 1, new topic. 1:00 for this one, 15:00 left." in asked
    assert "--- Question 2, follow-up. 1:30 for this one, 15:00 left." in asked
    assert "--- Question 3, code. " in asked
    assert "✓" not in asked
    assert "found: zeroes" in debrief
    assert "ticked, though its words were not found" not in debrief
    assert "✓ Correct" in debrief
    assert "=== Scorecard: Strong no" not in debrief
    assert "  knowledge    100%: " in debrief
    assert "  code         100%: " in debrief


def test_earlier_interviews_are_listed_and_shown(held, talk):
    """By number, id or `last`; as text or as JSON."""
    home, _ = held
    (row,) = quizapp(home, "interview", "--list", "--json").rows
    assert (row["number"], row["answers"], row["ending"]) == (1, 3, "all-asked")
    assert row["signal"] in {"yes", "strong yes"}
    listed = quizapp(home, "interview", "--list").out
    assert listed.startswith("  1  2")
    assert "3 answers" in listed
    documents = [
        quizapp(home, "interview", "--show", word, "--json").out
        for word in ("1", "last", row["id"])
    ]
    assert len(set(documents)) == 1
    document = json.loads(documents[0])
    assert document["format"] == 1
    assert [each["role"] for each in document["questions"]] == [
        "lead",
        "follow-up",
        "code",
    ]
    assert [point["ticked"] for point in document["questions"][0]["points"]] == [
        True,
        True,
    ]
    text = quizapp(home, "interview", "--show", "1").out
    assert "ticked, though its words were not found" in text
    assert "=== Scorecard: " in text


def test_showing_is_read_only_and_says_what_is_not_there(no_home):
    """No log is created; an unknown interview is a usage error."""
    listed = quizapp(no_home, "interview", "--list")
    assert (listed.code, "no interviews yet" in listed.out) == (0, True)
    shown = quizapp(no_home, "interview", "--show", "7")
    assert (shown.code, "there is no interview '7'" in shown.err) == (2, True)
    assert quizapp(no_home, "interview", "--json").code == 2
    assert not no_home.exists()


def test_a_killed_interview_is_resumed_with_its_answers(home, talk):
    """Kill -9 after an answer: it is in the log, and the same question comes next."""
    with started(home, *WORDS, talk, until=PROMPT) as process:
        type_in(process, "It zeroes them.\n\n")
        wait_for(process, SURE)
        type_in(process, "3\n")
        wait_for(process, PROMPT)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    (row,) = quizapp(home, "interview", "--list", "--json").rows
    assert (row["answers"], row["ending"]) == (1, None)
    again = quizapp(home, *WORDS, typed="r\n:leave\ny\n\n")
    assert "was interrupted after 1 answer" in again.out
    assert "--- Question 2, follow-up. " in again.out
    assert "And at evaluation?" in again.out
    assert "1 interruption" in again.out
    (row,) = quizapp(home, "interview", "--list", "--json").rows
    assert (row["answers"], row["ending"]) == (1, "left")


@pytest.mark.slow
def test_interrupting_keeps_every_answer(home, talk):
    """Ctrl-C: exit 0, and how to go on; then it is ended with what was answered."""
    with started(home, *WORDS, talk, until=PROMPT) as process:
        type_in(process, "It zeroes them.\n.\n")
        wait_for(process, SURE)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert b"Start quizapp interview again to resume or end it." in out
    ended = quizapp(home, *WORDS, typed="e\n\n")
    assert "=== Scorecard: No signal" in ended.out
    (row,) = quizapp(home, "interview", "--list", "--json").rows
    assert row["ending"] == "interrupted"


def test_a_report_takes_its_form_from_the_name_of_its_file(held, tmp_path):
    """Of an earlier interview; the same report each time."""
    home, _ = held
    shows = ("interview", "--show", "1", "--report")
    for name, begins in (
        ("a.md", "# Mock interview of "),
        ("a.html", "<!doctype html>"),
        ("a.json", '{"format":1,'),
    ):
        ended = quizapp(home, *shows, tmp_path / name)
        assert ended.out.endswith(f"wrote {tmp_path / name}\n")
        assert (tmp_path / name).read_text("utf-8").startswith(begins)


@pytest.mark.slow
def test_a_report_that_cannot_be_written_is_refused_before_the_interview(
    no_home, talk, tmp_path
):
    """Another ending, a deck, or a folder that is not there: exit 2, nothing begun."""
    for file in ("a.txt", talk, tmp_path / "no-such" / "a.md", tmp_path):
        ended = quizapp(no_home, *WORDS, "--report", file)
        assert (ended.code, ended.out) == (2, "")
    assert quizapp(no_home, "interview", "--list", "--report", "a.md").code == 2
    assert not no_home.exists()


def test_an_interview_writes_its_report_at_the_end(home, talk, tmp_path):
    """Also one that was left early."""
    file = tmp_path / "report.md"
    typed = ":skip\n:leave\ny\n"
    ended = quizapp(home, *WORDS, talk, "--report", file, typed=typed)
    assert ended.out.endswith(f"wrote {file}\n")
    assert "You ended the interview." in file.read_text("utf-8")


def test_without_an_open_question_there_is_no_interview(home, good):
    """Exit 1, one line."""
    ended = quizapp(home, *WORDS, good)
    assert ended.code == 1
    assert "no open question" in ended.err


def test_screens_are_still_to_come(home):
    """One line says what to use."""
    ended = quizapp(home, "interview")
    assert ended.code == 2
    assert "--plain" in ended.err


def test_a_program_gives_its_opinion_at_the_debrief(held, talk, tmp_path):
    """Once per answer; reports show it as such."""
    home = Path(shutil.copytree(held[0], tmp_path / "home"))
    reply = json.dumps(
        {"points": [{"number": 1, "verdict": "met", "quote": "zeroes  them"}]}
    )
    (tmp_path / "opinion.py").write_text(f"print({reply!r})")
    command = json.dumps([sys.executable, str(tmp_path / "opinion.py")])
    (home / "quizapp" / "config.toml").write_text(
        f"[second_opinion]\ncommand = {command}\n"
    )
    show = ("interview", "--show", "last", "--decks", talk)
    first, second = (quizapp(home, *show, "--plain").out for _ in range(2))
    assert "for a second opinion on 1 answer ..." in first
    assert "Asking" not in second
    assert "second opinion: met, “zeroes them”" in quizapp(home, *show).out


def test_a_second_look_is_asked_in_lines(held):
    """Of an interview that is named."""
    home, _ = held
    look = quizapp(home, "interview", "--show", "1", "--plain", "--second-look")
    assert "points you made (1 to 2, all, none; :later)> " in look.out
    assert quizapp(home, "interview", "--second-look").code == 2


@pytest.mark.slow
def test_statistics_and_doctor_know_of_interviews(held):
    """A log with interviews alone is checked like any other."""
    home, _ = held
    (row,) = [
        row
        for row in quizapp(home, "stats", "--json").rows
        if row["section"] == "interview"
    ]
    assert row["signal"] in {"yes", "strong yes"}
    assert (row["points"], row["ticked"]) == (2, 2)
    keys = quizapp(home, "help", "stats").out.partition("  interview ")[2]
    named = "".join(keys.split("\n")[0].split()).split(",")
    assert [key for key in row if key != "section"] == named
    assert "\nInterviews " in quizapp(home, "stats").out
    findings = {row["topic"]: row for row in quizapp(home, "doctor", "--json").rows}
    assert findings["log"]["ok"]


def test_a_backup_keeps_the_interviews(held, tmp_path):
    """A log that was lost comes back with them."""
    home = Path(shutil.copytree(held[0], tmp_path / "home"))
    before = quizapp(home, "interview", "--list").out
    log = home / "quizapp" / "reviews.db"
    assert back_up_day(log, datetime.now(UTC).date() + timedelta(days=1))
    for file in log.parent.glob("reviews.db*"):
        file.unlink()
    restored = quizapp(home, "restore", "latest", "--yes")
    assert restored.code == 0, restored.err
    assert quizapp(home, "interview", "--list").out == before
