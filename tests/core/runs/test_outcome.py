"""How the end of a run is reported, to people and in JSON."""

import pytest

from quizapp.core.runs.outcome import (
    Completed,
    Crashed,
    Killed,
    Output,
    Raised,
    TimedOut,
    sentence,
    status,
)

NONE = Output()


@pytest.mark.parametrize(
    ("outcome", "word", "expected"),
    [
        (Completed(NONE, 0.0123, None), "completed", "ran in 12 ms"),
        (
            Raised(NONE, 0.1, "KeyError", ("KeyError",), "3", 2),
            "raised",
            "KeyError in line 2: 3",
        ),
        (Raised(NONE, 0.1, "MyError", ("MyError",), "", None), "raised", "MyError"),
        (
            TimedOut(NONE, 3.02),
            "timed-out",
            "no result: stopped after 3.0 s, its time limit",
        ),
        (
            Killed(NONE, 0.1, "memory"),
            "killed",
            "no result: stopped at its memory limit",
        ),
        (Killed(NONE, 0.1, "stopped"), "killed", "no result: you stopped it"),
        (
            Crashed(NONE, 0.1, "exited with status 0"),
            "crashed",
            "no result: the interpreter exited with status 0",
        ),
    ],
)
def test_each_end_has_a_word_and_a_sentence(outcome, word, expected):
    """Only what ran to its end has a result."""
    assert (status(outcome), sentence(outcome)) == (word, expected)


def test_a_message_of_several_lines_is_reported_in_one():
    """Those of torch are often longer."""
    outcome = Raised(NONE, 0.1, "RuntimeError", (), "size mismatch:\n\tgot 2\n", None)
    assert sentence(outcome) == "RuntimeError: size mismatch: got 2"


def test_a_refused_act_follows_the_exceptions_own_line():
    """With what to do instead."""
    refused = "starting processes (use threads)"
    outcome = Raised(NONE, 0.1, "PermissionError", (), "no", 2, refused)
    assert sentence(outcome) == (
        "PermissionError in line 2: no; refused by the sandbox: " + refused
    )
