"""`quizapp check` in a process: what it prints, and its exit codes."""

import re

import pytest

from support.program import (
    BROKEN_DECK,
    TORCH_DECK,
    quizapp,
)

pytestmark = pytest.mark.torch


def test_a_good_deck_is_verified_card_by_card(home, good):
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
        "line": TORCH_DECK.splitlines().index('id = "scaling"'),
        "ok": True,
        "truth": "[1.25, 0.0, 3.75]",
        "problems": [],
    }


@pytest.mark.slow
def test_all_problems_are_reported_in_one_pass(home, broken):
    """Load errors and run errors: `file:line:col: the problem; the fix`."""
    ended = quizapp(home, "check", broken)
    *problems, total = ended.out.splitlines()
    places = [re.match(r"(.+?):(\d+):(\d+): (.+)", line) for line in problems]
    assert ended.code == 1
    assert total.endswith(f"{len(problems)} problems")
    assert {place and place[1] for place in places} == {str(broken)}
    typo = BROKEN_DECK.splitlines().index('anwser = "That."') + 1
    assert (
        f"{broken}:{typo}:1: unknown key `anwser`; did you mean `answer`?" in problems
    )
    assert "NameError" in problems[-1]
    assert "fix `snippet` or `ask`" in problems[-1]


def test_the_rules_of_check_are_explained(home, tmp_path):
    """A name and a sentence per line; no deck is needed or loaded."""
    ended = quizapp(home, "check", "--explain", "--decks", tmp_path / "nowhere")
    rules = [line.split(": ", 1) for line in ended.out.splitlines()]
    assert ended.code == 0
    assert {"run-answers", "mutants-fail", "wrong-responses-are-wrong"} <= {
        name for name, _ in rules
    }
    assert all(sentence.endswith(".") for _, sentence in rules)
    rows = quizapp(home, "check", "--explain", "--json").rows
    assert [[row["rule"], row["sentence"]] for row in rows] == rules


def test_a_card_that_does_not_load_has_a_row_too(home, tmp_path):
    """JSON has every problem, with its file and line."""
    file = tmp_path / "mistyped.toml"
    file.write_text(BROKEN_DECK[: BROKEN_DECK.index('[[card]]\nid = "untrue"')])
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
    """By id or by deck/card, in the order of the deck; even a card with errors."""
    *rows, total = quizapp(
        home, "check", good, "--only", "small/scaling", "--json"
    ).rows
    assert [row["card"] for row in rows] == ["small/scaling"]
    assert total == {"decks": 1, "cards": 1, "problems": 0}
    ended = quizapp(home, "check", broken, "--only", "mistyped")
    assert "unknown key `anwser`" in ended.out
    unknown = quizapp(home, "check", good, "--only", "scalng")
    assert (unknown.code, unknown.out) == (2, "")
    assert "no card is called 'scalng'; did you mean" in unknown.err


@pytest.mark.parametrize(
    ("name", "content", "message"),
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
def test_a_file_that_is_not_a_deck_is_reported_in_one_line(
    home, tmp_path, name, content, message
):
    """With the place and the fix, whatever the file is; exit 1."""
    file = tmp_path / name
    if content == "folder":
        file.mkdir()
    elif content is not None:
        file.write_bytes(content)
    ended = quizapp(home, "check", file)
    assert ended.code == 1
    assert ended.out.startswith(f"{file}{message}")
