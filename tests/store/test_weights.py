"""The user's own weights: written whole or not at all; a broken file is reported."""

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


def test_written_weights_are_read_back(file):
    """To the last digit; any older file is replaced."""
    file.path.write_text("old")
    file.write(FITTED)
    assert file.read() == FITTED
    assert [entry.name for entry in file.path.parent.iterdir()] == ["weights.json"]


def test_without_a_file_there_are_no_own_weights(file):
    """Nothing can be removed."""
    assert file.read() is None
    assert file.remove() is False
    assert WeightsFile(file.path / "below" / "no-folder").read() is None


def test_removed_weights_are_gone(file):
    """Once."""
    file.write(FITTED)
    assert (file.remove(), file.remove(), file.read()) == (True, False, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "Expecting value"),
        (b"\xff", "utf-8"),
        (b"[" * 100_000, "recursion"),
        (b"[]", "its format is not 1"),
        (b"{}", "'format' is missing"),
        (json.dumps({**ROW, "format": 2}), "its format is not 1"),
        (json.dumps({**ROW, "weights": [0.1] * 19}), "FSRS-6 has 21 weights, not 19"),
        (json.dumps({**ROW, "weights": "abc"}), "'a' is not a number"),
        (json.dumps({**ROW, "weights": [float("nan")] * 21}), "weight w0 is nan"),
        (json.dumps({**ROW, "weights": [True] * 21}), "True is not a number"),
        (json.dumps({**ROW, "reviews": float("inf")}), "infinity"),
        (json.dumps({**ROW, "until": "soon"}), "Invalid isoformat"),
        (json.dumps({**ROW, "until": "2026-03-02"}), "'until' has no time zone"),
    ],
)
def test_a_broken_file_is_reported_with_the_fix(file, text, reason):
    """One line: the file, what is wrong with it, and how to remove it."""
    file.path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QuizError) as caught:
        file.read()
    message = str(caught.value)
    assert message.startswith(f"cannot use the weights in {file.path}: ")
    assert reason in message
    assert "`quizapp optimize --reset` removes them; your reviews are kept" in message
    assert "\n" not in message


def test_a_folder_in_its_place_is_reported(file):
    """It can be neither read nor replaced."""
    file.path.mkdir()
    with pytest.raises(QuizError, match="cannot use the weights"):
        file.read()
    with pytest.raises(QuizError, match=r"cannot write .*; the weights in use are"):
        file.write(FITTED)
    assert [entry.name for entry in file.path.parent.iterdir()] == ["weights.json"]


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_an_interrupted_write_keeps_the_old_weights(file, monkeypatch, fault):
    """A full disk or Ctrl-C: the old file is whole, and there is no other."""
    file.write(FITTED)

    def fail(descriptor: int) -> None:
        raise fault

    monkeypatch.setattr("quizapp.files.os.fsync", fail)
    with pytest.raises((QuizError, KeyboardInterrupt)):
        file.write(Fitted(FORGETFUL, 5000, FITTED.until))
    monkeypatch.undo()
    assert file.read() == FITTED
    assert [entry.name for entry in file.path.parent.iterdir()] == ["weights.json"]
