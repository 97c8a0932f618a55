"""The user's own weights: kept whole or not at all, and told when they are broken."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.core.scheduling.fitting import Fitted
from quizapp.errors import QuizError
from quizapp.store.weights import WeightsFile
from support.learner import FORGETFUL

FITTED = Fitted(FORGETFUL, 1234, datetime(2026, 3, 2, 9, tzinfo=UTC))
ROW = {
    "format": 1,
    "weights": list(FORGETFUL),
    "reviews": 1234,
    "until": "2026-03-02T09:00:00+00:00",
}


@pytest.fixture
def file(tmp_path: Path) -> WeightsFile:
    return WeightsFile(tmp_path / "weights.json")


def test_what_was_written_is_read_again(file):
    """To the last digit, over whatever was there before."""
    file.path.write_text("old")
    file.write(FITTED)
    assert file.read() == FITTED
    assert [each.name for each in file.path.parent.iterdir()] == ["weights.json"]


def test_without_a_file_there_are_no_weights_of_ones_own(file):
    """Nor is there anything to remove."""
    assert file.read() is None
    assert file.remove() is False
    assert WeightsFile(file.path / "below" / "no-folder").read() is None


def test_removed_weights_are_gone(file):
    """Once."""
    file.write(FITTED)
    assert (file.remove(), file.remove(), file.read()) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "Expecting value"),
        (b"\xff", "utf-8"),
        (b"[" * 100_000, "recursion"),
        (b"[]", "it is not of format 1"),
        (b"{}", "no 'format'"),
        (json.dumps({**ROW, "format": 2}), "it is not of format 1"),
        (json.dumps({**ROW, "weights": [0.1] * 19}), "FSRS-6 has 21 weights, not 19"),
        (json.dumps({**ROW, "weights": "abc"}), "'a' is not a number"),
        (json.dumps({**ROW, "weights": [float("nan")] * 21}), "weight w0 is nan"),
        (json.dumps({**ROW, "weights": [True] * 21}), "True is not a number"),
        (json.dumps({**ROW, "reviews": float("inf")}), "infinity"),
        (json.dumps({**ROW, "until": "soon"}), "Invalid isoformat"),
        (json.dumps({**ROW, "until": "2026-03-02"}), "'until' has no time zone"),
    ],
)
def test_a_broken_file_is_told_with_the_way_out(file, text, told):
    """One line: the file, what is wrong with it, and how to be rid of it."""
    file.path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QuizError) as caught:
        file.read()
    message = str(caught.value)
    assert message.startswith(f"cannot use the weights in {file.path}: ")
    assert told in message
    assert "`quizapp optimize --reset` removes them; your reviews stay" in message
    assert "\n" not in message


def test_a_folder_in_its_place_is_told(file):
    """It can be neither read nor replaced."""
    file.path.mkdir()
    with pytest.raises(QuizError, match="cannot use the weights"):
        file.read()
    with pytest.raises(QuizError, match=r"cannot write .*; the weights in use are as"):
        file.write(FITTED)
    assert [each.name for each in file.path.parent.iterdir()] == ["weights.json"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_whatever_ends_a_write_leaves_the_old_weights(file, monkeypatch, fault):
    """A full disk, Ctrl-C: the old file is whole, and there is no other."""
    file.write(FITTED)

    def fail(descriptor: int) -> None:
        raise fault

    monkeypatch.setattr("quizapp.files.os.fsync", fail)
    with pytest.raises((QuizError, KeyboardInterrupt)):
        file.write(Fitted(FORGETFUL, 5000, FITTED.until))
    monkeypatch.undo()
    assert file.read() == FITTED
    assert [each.name for each in file.path.parent.iterdir()] == ["weights.json"]
