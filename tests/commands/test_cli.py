"""The program as its users start it: words and keys in; text, exit code, log out."""

import os
import re
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from quizapp.decks.loader import load_decks
from support.program import DECK, command, environment, log_of, quizapp

pytestmark = pytest.mark.torch

GOOD = f"""{DECK}
[[card]]
id = "scaling"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = \"\"\"
import torch
y = torch.tensor([1., 0., 3.]) / 0.8
\"\"\"
ask = "y"
"""

BROKEN = """\
format = 1

[deck]
id = "broken"
title = "A broken deck"
topic = "Testing"

[[card]]
id = "mistyped"
kind = "flashcard"
level = "screen"
prompt = "What?"
anwser = "That."

[[card]]
id = "untrue"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = "x = 1"
ask = "y"
"""

PROMPT = "answer (:? for help)> "
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
    "check": ("--only", "--explain", "--json"),
    "try": ("--seed", "--json"),
    "run": ("--ask", "--limit", "--json"),
    "new": (),
    "schema": (),
    "approve": ("--yes",),
    "decks": ("--json",),
    "due": ("--json",),
    "suspend": ("--json",),
    "resume": ("--json",),
    "undo": ("--yes", "--json"),
    "stats": ("--days", "--json"),
    "optimize": ("--dry-run", "--reset", "--json"),
    "restore": ("--yes", "--json"),
    "doctor": ("--json",),
    "completion": (),
    "help": (),
}


@contextmanager
def started(
    home: Path, *words: str | Path, until: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start the program and hand it over when it has printed `until`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:  # a child would inherit that SIGINT is ignored, but not a handler
        process = subprocess.Popen(
            command(*words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(home),
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            wait_for(process, until)
            yield process
        finally:
            process.kill()


def wait_for(process: "subprocess.Popen[bytes]", text: str) -> None:
    """Read what the process prints until that text stands at its end."""
    assert process.stdout is not None
    said = b""
    while not said.endswith(text.encode()):
        ready, _, _ = select.select([process.stdout], [], [], 30)
        piece = os.read(process.stdout.fileno(), 4096) if ready else b""
        assert piece, f"waited for {text!r}, got {said.decode()}"
        said += piece


def type_in(process: "subprocess.Popen[bytes]", text: str) -> None:
    """Type text into a process that goes on."""
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.flush()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("decks") / "good.toml"
    file.write_text(GOOD)
    return file


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("decks") / "broken.toml"
    file.write_text(BROKEN)
    return file


# check


def test_a_good_deck_is_proved_card_by_card(home, good):
    """Exit 0; one JSON object for each card, the totals last."""
    ended = quizapp(home, "check", good, "--json")
    *cards, total = ended.rows
    assert ended.code == 0
    assert total == {"decks": 1, "cards": 3, "problems": 0}
    assert [row["truth"] for row in cards] == [
        "Everything.",
        "0.8",
        "[1.25, 0.0, 3.75]",
    ]
    seconds = cards[-1].pop("seconds")
    assert 0 < seconds < 3
    assert cards[-1] == {
        "card": "small/scaling",
        "kind": "predict",
        "file": str(good),
        "line": GOOD.splitlines().index('id = "scaling"'),
        "ok": True,
        "truth": "[1.25, 0.0, 3.75]",
        "problems": [],
    }


@pytest.mark.slow
def test_all_problems_are_told_in_one_pass(home, broken):
    """What does not load and what does not run: `file:line:col: what, what to do`."""
    ended = quizapp(home, "check", broken)
    *problems, total = ended.out.splitlines()
    places = [re.match(r"(.+?):(\d+):(\d+): (.+)", line) for line in problems]
    assert ended.code == 1
    assert total.endswith(f"{len(problems)} problems")
    assert {place and place[1] for place in places} == {str(broken)}
    typo = BROKEN.splitlines().index('anwser = "That."') + 1
    assert (
        f"{broken}:{typo}:1: unknown key `anwser`; did you mean `answer`?" in problems
    )
    assert "NameError" in problems[-1]
    assert "fix `snippet` or `ask`" in problems[-1]


def test_the_rules_of_check_are_explained(home, tmp_path):
    """A name and a sentence a line; no deck is needed, and none is loaded."""
    ended = quizapp(home, "check", "--explain", "--decks", tmp_path / "nowhere")
    rules = [line.split(": ", 1) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert {"run-answers", "mutants-fail", "wrong-responses-are-wrong"} <= {
        name for name, _ in rules
    }
    assert all(sentence.endswith(".") for _, sentence in rules)
    rows = quizapp(home, "check", "--explain", "--json").rows
    assert [[row["rule"], row["sentence"]] for row in rows] == rules


def test_a_card_that_is_not_loaded_has_a_row_too(home, tmp_path):
    """Machines hear of every problem, with its file and line."""
    file = tmp_path / "mistyped.toml"
    file.write_text(BROKEN[: BROKEN.index('[[card]]\nid = "untrue"')])
    *rows, total = quizapp(home, "check", file, "--json").rows
    assert total == {"decks": 1, "cards": 0, "problems": len(rows)}
    (typo,) = [row for row in rows if row["line"] == 13]
    problem = f"{file}:13:1: unknown key `anwser`; did you mean `answer`?"
    assert typo == {
        "card": "broken/mistyped",
        "kind": None,
        "file": str(file),
        "line": 13,
        "ok": False,
        "truth": None,
        "seconds": 0.0,
        "problems": [problem],
    }


@pytest.mark.slow
def test_only_the_named_cards_are_checked(home, good, broken):
    """By id or by deck/card, in the order of the deck; a broken card is named too."""
    *rows, total = quizapp(
        home, "check", good, "--only", "small/scaling", "--json"
    ).rows
    assert [row["card"] for row in rows] == ["small/scaling"]
    assert total == {"decks": 1, "cards": 1, "problems": 0}
    (line, *_) = quizapp(home, "check", broken, "--only", "mistyped").out.splitlines()
    assert "unknown key `anwser`" in line
    unknown = quizapp(home, "check", good, "--only", "scalng")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no card is called 'scalng'; did you mean" in unknown.err


@pytest.mark.slow
def test_a_card_that_varies_is_tried_with_drawn_values(home, tmp_path):
    """The values are told; another seed may draw others."""
    file = tmp_path / "vary.toml"
    file.write_text(
        'format = 1\n[deck]\nid = "v"\ntitle = "T"\ntopic = "X"\n'
        '[[card]]\nid = "keep"\nkind = "numeric"\nlevel = "screen"\n'
        'prompt = "keep at {{p}}?"\nask = "1 - p"\nvary = { p = [0.2, 0.3, 0.4] }\n'
    )
    (card,) = load_decks([file]).cards.values()
    seeds = {str(card.draw(seed).drawn): seed for seed in range(9)}
    for drawn in ("p = 0.2", "p = 0.4"):
        words = ("try", "keep", "9", "--decks", file, "--seed", str(seeds[drawn]))
        assert quizapp(home, *words).out.startswith(f"with {drawn}\n")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("missing.toml", None, ":1:1: does not exist; check the path"),
        ("folder.toml", "folder", ":1:1: is a folder without decks; add a .toml file"),
        ("empty.toml", b"", ":1:1: is empty; start with `format = 1`"),
        ("latin.toml", b'a = "caf\xe9"', ":1:9: is not UTF-8 (byte 0xe9); save the"),
        (
            "binary.toml",
            b"\x00\x01",
            ":1:1: contains the control character U+0000; remove it",
        ),
        ("text.toml", b"hello\n", ":1:6: is not valid TOML: "),
    ],
)
def test_a_file_that_is_no_deck_is_told_in_one_line(
    home, tmp_path, name, content, told
):
    """With the place and what to do, whatever the file is; exit 1."""
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    ended = quizapp(home, "check", file)
    assert ended.code == 1
    assert ended.out.startswith(f"{file}{told}")


# try


def test_try_judges_by_a_run(home, good):
    """The verdict as JSON; the card's own id is enough where it is unique."""
    ended = quizapp(home, "try", "scaling", "[1, 0, 3.75]", "--json", "--decks", good)
    (row,) = ended.rows
    feedback = row.pop("feedback")
    assert ended.code == 0
    assert "[0] expected 1.25, you said 1" in feedback
    assert row == {
        "card": "small/scaling",
        "verdict": "wrong",
        "score": 0.0,
        "truth": "[1.25, 0.0, 3.75]",
    }


def test_try_reads_the_response_from_standard_input(home, good):
    """For pipes, and for what a shell would mangle. Nothing is recorded."""
    ended = quizapp(home, "try", "small/rate", "--decks", good, typed="4/5\n")
    assert (ended.code, ended.out) == (0, "✓ Correct\nanswer:\n  0.8\n")
    assert log_of(home) == []


def test_try_suggests_the_card_that_was_meant(home, good):
    """Exit 2, one line."""
    ended = quizapp(home, "try", "small/scalin", "1", "--decks", good)
    assert ended.code == 2
    assert ended.err.endswith("did you mean small/scaling?\n")


def test_try_tells_why_a_response_is_not_read(home, good):
    """Exit 2, with what the card asks for."""
    ended = quizapp(home, "try", "small/scaling", "[1.25,", "--decks", good)
    assert ended.code == 2
    assert ended.err.startswith("quizapp: not read: something is missing at the end")
    assert "Predict `y`" in ended.err


def test_a_response_may_begin_with_a_minus(home, good):
    """After `--`, as the message of the attempt without it says."""
    words = ("try", "--decks", good, "small/rate")
    assert "write -- before it" in quizapp(home, *words, "-8e-1").err
    assert quizapp(home, *words, "--", "-8e-1").out.startswith("✗ Wrong")


# run

RAISES = "def f():\n    raise KeyError('gone')\nf()"
EVIL = "print('\\x1b]52;c;ZXZpbA==\\x07 \\x9b2J \\u202e')"
FLOODS = "for _ in range(10**5): print('x' * 10**4)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "limit", "status"),
    [
        ("while True: pass", "0.2", "timed-out"),
        ("import os; os._exit(0)", "3", "crashed"),
    ],
)
def test_a_run_without_an_end_is_exit_1(home, tmp_path, code, limit, status):
    """Even if it left with the status 0."""
    file = tmp_path / "file.py"
    file.write_text(code)
    ended = quizapp(home, "run", file, "--json", "--limit", limit)
    (row,) = ended.rows
    assert (ended.code, row["status"]) == (1, status)
    assert (row["value"], row["exception"]) == (None, None)


@pytest.mark.slow
def test_a_longer_limit_is_one_of_processor_time_too(home):
    """Six seconds of work, where a run may usually take three and work five."""
    code = "import time\nwhile time.process_time() < 6: pass\n"
    ended = quizapp(home, "run", "-", "--limit", "50", "--json", typed=code)
    assert [row["status"] for row in ended.rows] == ["completed"]


@pytest.mark.slow
def test_a_byte_order_mark_is_no_code(home, tmp_path):
    """Some editors write one, and Python takes no notice."""
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbfprint(1)\n")
    assert quizapp(home, "run", tmp_path / "bom.py").out == "1\n"


def test_run_tells_the_exception_of_a_program_from_standard_input(home):
    """Its class, its message and the line of the file."""
    ended = quizapp(home, "run", "-", "--json", typed=RAISES)
    (row,) = ended.rows
    assert (ended.code, row["status"]) == (1, "raised")
    assert row["exception"] == {"type": "KeyError", "message": "'gone'", "line": 2}


@pytest.mark.slow
def test_a_gigabyte_of_output_is_cut(home):
    """The run is ended; the app keeps at most 64 KiB."""
    (row,) = quizapp(home, "run", "-", "--json", typed=FLOODS).rows
    assert (row["status"], row["truncated"]) == ("killed", True)
    assert len(row["stdout"]) <= 64 * 2**10


def test_control_characters_are_shown_not_obeyed(home):
    """What a program prints cannot drive the terminal."""
    ended = quizapp(home, "run", "-", typed=EVIL)
    assert (ended.code, ended.out) == (0, "␛]52;c;ZXZpbA==␇ ‹U+009B›2J ‹U+202E›\n")
    assert re.fullmatch(r"quizapp: ran in \d+ ms\n", ended.err)


def test_run_gives_the_output_and_a_value_as_json(home, tmp_path):
    """To the letter, in characters that a terminal cannot obey either."""
    file = tmp_path / "file.py"
    file.write_text(EVIL)
    ended = quizapp(home, "run", file, "--json", "--ask", "6 * 7")
    (row,) = ended.rows
    seconds = row.pop("seconds")
    assert ended.code == 0
    assert 0 < seconds < 3
    assert ended.out.strip().isascii()
    assert ended.out.strip().isprintable()
    assert row == {
        "status": "completed",
        "stdout": "\x1b]52;c;ZXZpbA==\x07 \x9b2J \u202e\n",
        "value": "42",
        "exception": None,
        "truncated": False,
    }


@pytest.mark.parametrize("content", [None, b"\xff"], ids=["missing", "not UTF-8"])
def test_a_file_that_cannot_be_run_is_a_fault_of_usage(home, tmp_path, content):
    """Exit 2, one line that names it."""
    file = tmp_path / "file.py"
    if content is not None:
        file.write_bytes(content)
    ended = quizapp(home, "run", file)
    assert ended.code == 2
    assert re.fullmatch(rf"quizapp: .*{re.escape(str(file))}.*; .+\n", ended.err)


@pytest.mark.slow
def test_an_interrupted_run_is_not_fine(home, tmp_path):
    """Ctrl-C is exit 1, so that `check && publish` does not publish."""
    file = tmp_path / "file.py"
    file.write_text("print('on', flush=True)\nwhile True: pass")
    words = ("run", file, "--limit", "60")
    with started(home, *words, until="on\n") as process:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (
        1,
        b"quizapp: no result: you stopped it\n",
    )


# decks, due, doctor


def test_decks_lists_decks_and_their_problems(home, good, broken):
    """What loads is counted; exit 1 for what does not."""
    ended = quizapp(home, "decks", "--decks", good, "--decks", broken)
    assert ended.code == 1
    line = re.search("^small .*$", ended.out, re.MULTILINE)
    assert line
    assert line[0].split()[1:7] == ["3", "cards", "0", "due", "3", "new"]
    assert f"{broken}:13:1: unknown key `anwser`" in ended.out


def test_decks_in_json_has_one_object_a_deck(home, good):
    """And one for each problem."""
    rows = quizapp(home, "decks", "--json", "--decks", good, "--decks", "no.toml").rows
    assert rows[-1] == {"problem": "no.toml:1:1: does not exist; check the path"}
    assert {
        "deck": "small",
        "title": "A small deck",
        "topic": "Testing",
        "cards": 3,
        "due": 0,
        "new": 3,
        "file": str(good),
    } in rows


def test_due_counts_what_waits(home, good):
    """By deck; and how many new cards are left for today."""
    ended = quizapp(home, "due", "--decks", good)
    assert ended.code == 0
    assert re.search(
        r"^small +0 due now +0 later today +0 tomorrow +3 new$", ended.out, re.M
    )
    assert ended.out.endswith("0 due now, 20 new cards left for today\n")


def test_common_options_may_stand_before_the_command(home, good, tmp_path):
    """`quizapp --decks FILE --home=DIR due` is what it looks like."""
    other = tmp_path / "other"
    ended = quizapp(home, "--decks", good, f"--home={other}", "doctor")
    assert f"{other}/config.toml" in ended.out
    assert "13 decks" in ended.out


def test_looking_creates_no_log(home, good):
    """`due`, `decks` and `stats` work on a folder that cannot be written."""
    for name in ("due", "decks", "stats"):
        quizapp(home, name, "--decks", good)
    assert not (home / "quizapp" / "reviews.db").exists()
    assert not (home / "quizapp").exists()


def test_a_deck_that_was_studied_is_known_until_it_changes(home, good, tmp_path):
    """The cache lies in one folder, may be deleted, and hides no fault."""
    deck = tmp_path / "deck.toml"
    deck.write_text(good.read_text())
    cache = home / "quizapp" / "cache"
    quizapp(home, "due", "--decks", deck)
    assert not cache.exists()  # who only looks leaves nothing behind
    quizapp(home, "practice", "--plain", deck)
    assert len(list(cache.iterdir())) == 1
    deck.write_text(good.read_text().replace("prompt", "promt"))
    ended = quizapp(home, "practice", "--plain", deck)
    assert "`promt`" in ended.err


@pytest.mark.slow
def test_doctor_looks_at_everything_even_where_something_fails(home, tmp_path):
    """Versions, folders, snippets and protection are told; a bad log is exit 3."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    ended = quizapp(home, "doctor", "--json", "--home", in_the_way)
    found = {row["topic"]: row for row in ended.rows}
    assert ended.code == 3
    assert {"versions", "config", "decks", "snippets", "protection"} <= set(found)
    assert found["snippets"]["ok"]
    assert not found["disk"]["ok"]
    assert "choose a folder you can write to with --home" in found["disk"]["text"]


def test_doctor_in_lines_names_the_folders(home):
    """Where the log and the settings are is asked most often."""
    out = quizapp(home, "doctor").out
    assert re.search(r"^ok  versions +quizapp \S+, torch \S+, Python \S+$", out, re.M)
    assert re.search(rf"^ok  config +{home}/quizapp/config.toml$", out, re.M)
    assert re.search(rf"^ok  data +{home}/quizapp$", out, re.M)
    assert "ok  snippets" in out


# practice


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory, good: Path):
    """One sitting of four grades; one card failed once and came back."""
    home = tmp_path_factory.mktemp("sitting")
    keys = ["", "4", "4/5", "", "4", "[1, 0, 3]", "", "", "[1.25, 0, 3.75]", "2", "4"]
    typed = "".join(f"{key}\n" for key in keys)
    return home, quizapp(home, "practice", "--plain", good, typed=typed)


def test_a_sitting_ends_when_all_is_done(sitting):
    """With its sum: what was right, what was missed."""
    _, ended = sitting
    assert (ended.code, ended.err) == (0, "")
    assert "[1] expected" not in ended.out
    assert "[0] expected 1.25, you said 1" in ended.out
    assert "=== All done for now. The next card is due in " in ended.out
    assert "\n4 reviews, 3 cards, 2 of 3 correct" in ended.out
    assert ended.out.endswith("missed: small/scaling\n")


def test_the_log_holds_exactly_what_was_done(sitting):
    """One row for each grade, in order."""
    home, _ = sitting
    assert log_of(home) == [
        ("recall", "", None, 4),
        ("rate", "4/5", "correct", 4),
        ("scaling", "[1, 0, 3]", "wrong", 1),
        ("scaling", "[1.25, 0, 3.75]", "correct", 4),
    ]


def test_what_was_learned_today_is_not_asked_again(sitting, good):
    """The next start finds nothing to ask, and writes nothing."""
    home, _ = sitting
    before = log_of(home, "*")
    ended = quizapp(home, "practice", "--plain", good, typed="\n4\n")
    assert ended.code == 0
    assert "---" not in ended.out
    assert "=== Nothing is due." in ended.out
    assert log_of(home, "*") == before


def test_cramming_asks_everything_and_records_nothing(sitting, good):
    """Due or not."""
    home, _ = sitting
    before = log_of(home, "*")
    ended = quizapp(
        home, "practice", "--plain", "--cram", good, typed="\n4\n.8\n4\n4\n:q\n"
    )
    assert "| small/scaling |" in ended.out
    assert "2 reviews, 2 cards" in ended.out
    assert log_of(home, "*") == before


def test_what_was_learned_is_no_longer_new(sitting, good):
    """`due` reads the same log."""
    home, _ = sitting
    rows = quizapp(home, "due", "--json", "--decks", good).rows
    (row,) = [row for row in rows if row.get("deck") == "small"]
    assert (row["due"], row["today"], row["new"]) == (0, 0, 0)


def test_stats_tell_what_was_done(sitting, good):
    """In sections, as text; of three cards there is no percentage yet."""
    home, _ = sitting
    ended = quizapp(home, "stats", good)
    assert (ended.code, ended.err) == (0, "")
    assert "\n4 reviews, 3 cards, 1 of 1 day, " in ended.out
    assert re.search("^Retention +target 90%$", ended.out, re.M)
    assert re.search("^Testing .* 3 of 3 cards seen$", ended.out, re.M)
    assert "not enough data" in ended.out
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_stats_in_json_have_the_keys_that_their_page_lists(sitting, good):
    """One object a fact; `help stats` has every section with its keys."""
    home, _ = sitting
    rows = quizapp(home, "stats", good, "--json").rows
    page = quizapp(home, "help", "stats").out.partition("with its keys:\n")[2]
    documented: dict[str, list[str]] = {}
    section = ""
    for name, keys in re.findall(r"^  ([a-z-]*) +(.+)$", page, re.M):
        section = name or section  # a row without a name goes on
        documented.setdefault(section, []).extend(
            re.findall(r"\w+", keys.split(";")[0])
        )
    documented |= dict.fromkeys(("topic", "level", "tag"), documented["deck"])
    for row in rows:
        assert [key for key in row if key != "section"] == documented[row["section"]]
    (reviews,) = [row for row in rows if row["section"] == "reviews"]
    assert (reviews["reviews"], reviews["cards"], reviews["days"]) == (4, 3, 1)
    (deck,) = [row for row in rows if row["section"] == "deck"]
    assert (deck["name"], deck["seen"], deck["reviews"]) == ("small", 3, 4)
    assert sum(row["due"] for row in rows if row["section"] == "due") == 3


def test_words_choose_what_stats_look_at(sitting, good):
    """As for practice; a word that names nothing gets a suggestion."""
    home, _ = sitting
    words = ("stats", "--decks", good, "--json")
    (reviews, *_) = quizapp(home, *words, "small/scaling").rows
    assert (reviews["reviews"], reviews["cards"]) == (2, 1)
    (reviews, *_) = quizapp(home, *words, "regularization").rows
    assert (reviews["reviews"], reviews["unloaded"]) == (0, 0)
    ended = quizapp(home, *words, "smal")
    assert ended.code == 2
    assert "did you mean small?" in ended.err


def test_reviews_of_cards_that_are_not_loaded_are_counted(sitting):
    """They are part of what was done, though of no deck."""
    home, _ = sitting
    (reviews, *_) = quizapp(home, "stats", "--json").rows
    assert (reviews["reviews"], reviews["unloaded"]) == (4, 4)


def test_without_reviews_stats_say_how_to_begin(home, good):
    """Exit 0; looking is no fault, and begins no log."""
    ended = quizapp(home, "stats", good)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "no reviews of these cards in the last 365 days;"
        f" begin with `quizapp practice {good}`\n"
    )
    out = quizapp(home, "stats", "--days", "7").out
    assert out.startswith("no reviews in the last 7 days; begin with `qui")
    assert not home.exists()


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("--new", "All done for now. The next card is due in "),
        ("--limit", "Session limit reached. 2 cards more today."),
    ],
)
def test_a_sitting_can_be_capped(home, good, option, told):
    """After one card it is over, whatever else is typed."""
    words = ("practice", "--plain", good, option, "1")
    ended = quizapp(home, *words, typed="\n4\n.8\n4\n")
    assert f"=== {told}" in ended.out
    assert log_of(home, "card") == [("recall",)]


def test_a_sitting_can_be_timed(home, good):
    """Nothing new is asked after its minutes."""
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


def test_how_sure_is_asked_before_the_reveal_unless_it_is_unwanted(home, good):
    """By default it is; a flag or the config switches it off, and grades to two."""
    words = ("practice", "--plain", "--decks", good, "small/rate", "--cram")
    asked = quizapp(home, *words, typed=".8\n")
    assert asked.out.index("how sure? 1 guess") < asked.out.index("=== Session ended.")
    assert "✓ Correct" not in asked.out
    straight = quizapp(home, *words, "--no-confidence", "--grades", "2", typed=".8\n")
    assert "how sure?" not in straight.out
    assert re.search(r"grade: 1 Again 1m  \[3 Good 10m\] \(:\? for", straight.out)
    (home / "quizapp").mkdir(parents=True, exist_ok=True)
    (home / "quizapp/config.toml").write_text("confidence = false\ngrades = 2\n")
    by_config = quizapp(home, *words, typed=".8\n")
    assert by_config.out == straight.out


def test_interrupting_a_question_sums_up(home, good):
    """Ctrl-C is a way to leave: exit 0, and what was graded is kept."""
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


def test_without_a_terminal_practice_tells_of_plain(home, good):
    """Exit 2, and no log is begun."""
    ended = quizapp(home, "practice", good)
    assert ended.code == 2
    assert "--plain" in ended.err
    assert not home.exists()


def test_a_deck_with_a_problem_is_studied_without_the_card_that_has_it(home, broken):
    """The problem is told on stderr."""
    ended = quizapp(home, "practice", "--plain", broken)
    assert ended.code == 0
    assert ended.err.startswith(f"{broken}:13:1: unknown key `anwser`")
    assert "1, 1 left | broken/untrue" in ended.out


def test_no_card_at_all_is_a_problem(home):
    """Exit 1 rather than an empty sitting."""
    ended = quizapp(home, "practice", "--plain", "no.toml")
    assert ended.code == 1
    assert ended.err.startswith("no.toml:1:1: does not exist; check the path\n")


# words, settings and streams


@pytest.mark.parametrize("name", OPTIONS)
def test_a_page_tells_of_every_option_and_of_what_comes_out(home, name):
    """Synopsis, options, examples, exit codes, and JSON keys where there are any."""
    ended = quizapp(home, name, "--help", COLUMNS="80")
    told = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", ended.out))
    assert (ended.code, ended.err) == (0, "")
    assert told == {*COMMON, *OPTIONS[name]}
    assert ended.out.startswith(f"usage: quizapp {name} ")
    assert re.search(rf"^examples:\n(  .+\n)*  .*quizapp {name}", ended.out, re.M)
    assert "\nexit codes:\n  0  " in ended.out
    assert ("\nwith --json, one object per line:\n" in ended.out) == ("--json" in told)
    assert max(map(len, ended.out.splitlines())) <= 80


def test_a_page_names_the_keys_that_the_command_prints(home, good):
    """Of one row of each command that takes no time."""
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
    """`quizapp help COMMAND` shows the same page; alone, the first one."""
    assert quizapp(home, "help", "try").out == quizapp(home, "try", "-h").out
    assert quizapp(home, "help").out == quizapp(home, "--help").out
    ended = quizapp(home, "help", "chek")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == "quizapp: there is no command 'chek'; did you mean check?\n"


def test_help_tells_of_every_command_and_exit_code(home):
    """The first page."""
    ended = quizapp(home, "--help")
    listed = re.findall(r"^    ([a-z]+) {2,}\w", ended.out, re.M)
    assert listed == list(OPTIONS)
    assert (
        "0 success, 1 problems found, 2 usage error, 3 environment error" in ended.out
    )


def test_the_version_is_told(home):
    """On stdout, exit 0."""
    ended = quizapp(home, "--version")
    assert ended.code == 0
    assert re.fullmatch(r"quizapp \d+\.\d+\.\d+\n", ended.out)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("chek",), "did you mean check?"),
        (("check", "--jsn"), "did you mean --json?"),
        (("--plian",), "did you mean --plain?"),
        (("practice", "--plain", "tag:"), "type a value after tag:"),
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
def test_words_that_make_no_sense_are_a_fault_of_usage(home, words, told):
    """Exit 2; one line says what is wrong and what to do."""
    ended = quizapp(home, *words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert re.fullmatch(r"quizapp: .+; .+\n", ended.err)


def test_a_word_that_names_nothing_gets_a_suggestion(home, good):
    """Of the decks, topics, tags and cards that there are."""
    ended = quizapp(home, "practice", "--plain", "--decks", good, "smal")
    assert ended.code == 2
    assert "nothing is called 'smal'; did you mean small?" in ended.err


def test_an_unknown_setting_gets_a_suggestion(home):
    """Exit 2, with the file; a setting that is ignored in silence is worse."""
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("new_per_dya = 5\n")
    ended = quizapp(home, "due")
    assert ended.code == 2
    assert f"{file}: unknown key 'new_per_dya'" in ended.err
    assert "did you mean 'new_per_day'?" in ended.err


@pytest.mark.parametrize("place", ["{file}", "/proc/nowhere"])
def test_a_home_that_cannot_be_written_is_told(home, good, place):
    """Exit 3: the environment failed; --home is the way out."""
    place = place.format(file=good)
    ended = quizapp(home, "practice", "--plain", good, QUIZAPP_HOME=place)
    assert ended.code == 3
    last = ended.err.splitlines()[-1]
    assert last.startswith(f"quizapp: cannot use {place}/reviews.db")
    assert "--home" in last


def test_bytes_that_are_no_text_do_not_end_a_sitting(home, good):
    """They are taken for what they are: a wrong answer, which can be recorded."""
    for locale in ("C.UTF-8", "C"):
        words = ("practice", "--plain", "--new", "9", good)
        ended = quizapp(home / locale, *words, typed=b"\xff\n4\n", LANG=locale)
        assert ended.code == 0
        assert log_of(home / locale, "card, response") == [("recall", "\ufffd")]


def test_a_terminal_without_unicode_gets_what_it_can_show(home, good):
    """A sign is replaced; the word beside it says the same."""
    words = ("try", "--decks", good, "small/rate", ".8")
    ended = quizapp(home, *words, PYTHONIOENCODING="ascii")
    assert (ended.code, ended.out) == (0, "? Correct\nanswer:\n  0.8\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("practice",), 2),
        (("practice", "--plain"), 0),
        (("try", "small/recall"), 0),
    ],
)
def test_a_closed_standard_input_is_an_empty_one(home, good, words, code):
    """As a job without a terminal may have it."""
    shell = ["sh", "-c", 'exec "$@" <&-', "sh"]
    ended = subprocess.run(
        [*shell, *command(*words, "--decks", good)],
        capture_output=True,
        env=environment(home),
        timeout=60,
        check=False,
    )
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr


def test_a_reader_that_leaves_is_no_fault(home):
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
