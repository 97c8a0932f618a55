"""`quizapp optimize`: own weights, if they predict what they were not trained on."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from quizapp.cli import main
from quizapp.commands import doctor
from quizapp.core.scheduling.fitting import TrainingTrial, training_trials
from quizapp.core.scheduling.fsrs import DEFAULT_WEIGHTS, Weights
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.memory import Memories, fold
from quizapp.core.scheduling.review import Reviewed
from quizapp.errors import ExitCode, QuizError
from quizapp.store.log import open_log
from quizapp.store.weights import WeightsFile
from quizapp.wiring.assembly import Flags, assembled
from support.learner import FORGETFUL, learner
from support.shipped import warm

LOG = learner()
USED = len(training_trials(LOG))


def keep(home: Path, events: Sequence[Reviewed]) -> None:
    """Append reviews to the log of a home, without waiting for the disk."""
    log = open_log(home / "reviews.db", lambda _: 7)
    log._connection.execute("PRAGMA synchronous = OFF")
    for event in events:
        log.append(event)
    log.close()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the log of a forgetful learner."""
    folder = tmp_path_factory.mktemp("kept")
    keep(folder, LOG)
    return folder


@pytest.fixture
def home(kept: Path, tmp_path: Path) -> Path:
    """Return the home of the learner, with a cache of the shipped decks."""
    return shutil.copytree(kept, warm(tmp_path), dirs_exist_ok=True)


@pytest.fixture
def train_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[Weights], None]:
    """Return what makes the optimizer find these weights, whatever it is given."""

    def set_up(weights: Weights) -> None:
        monkeypatch.setattr(
            "quizapp.external.optimizer.trainer", lambda: lambda _: weights
        )

    return set_up


def optimize(home: Path, *words: str) -> int:
    """Run the command."""
    return main(["optimize", "--home", str(home), *words])


def memories_of(home: Path) -> Memories:
    """Return what the next start remembers."""
    with assembled(Flags(home=home)) as assembly:
        return assembly.memories


def test_better_weights_are_kept_and_the_log_is_folded_again(home, train_to, capsys):
    """With the comparison, in words and numbers; exit 0."""
    train_to(FORGETFUL)
    assert memories_of(home) == fold(LOG)
    assert optimize(home) == ExitCode.FINE
    said = " ".join(capsys.readouterr().out.split())
    assert f"960 reviews, {USED} of them usable" in said
    assert "trained only on earlier reviews" in said
    assert "kept: they predict better" in said
    assert memories_of(home) == fold(LOG, SchedulerSettings(weights=FORGETFUL))


def test_weights_that_predict_worse_are_not_kept(home, train_to, capsys):
    """It is not a problem: exit 0."""
    train_to((100.0, 100.0, 100.0, 100.0, *DEFAULT_WEIGHTS[4:]))
    assert optimize(home) == ExitCode.FINE
    assert "not kept: they predict no better" in capsys.readouterr().out
    assert WeightsFile(home / "weights.json").read() is None


def test_a_dry_run_keeps_nothing(home, train_to, capsys):
    """It only compares."""
    train_to(FORGETFUL)
    assert optimize(home, "--dry-run") == ExitCode.FINE
    assert "better; not kept, because of --dry-run" in capsys.readouterr().out
    assert optimize(home, "--dry-run", "--json") == ExitCode.FINE
    assert json.loads(capsys.readouterr().out)["kept"] is False
    assert not (home / "weights.json").exists()


def test_json_is_one_object(home, train_to, capsys):
    """With both scores, and the weights."""
    train_to(FORGETFUL)
    assert optimize(home, "--json") == ExitCode.FINE
    row = json.loads(capsys.readouterr().out)
    before, after = row.pop("before"), row.pop("after")
    assert after["log_loss"] < before["log_loss"]
    assert set(before) == set(after) == {"log_loss", "calibration_error"}
    assert row == {
        "reviews": 960,
        "used": USED,
        "held_out": USED - USED // 5,
        "in_use": "default",
        "kept": True,
        "weights": list(FORGETFUL),
        "file": str(home / "weights.json"),
    }


@pytest.mark.slow
def test_weights_in_use_are_compared_on_later_reviews(tmp_path, train_to, capsys):
    """Right after training there is nothing to compare on yet; later there is."""
    earlier, later = LOG[:700], LOG[700:]
    keep(tmp_path, earlier)
    train_to(FORGETFUL)
    optimize(tmp_path)
    capsys.readouterr()
    assert optimize(tmp_path) == ExitCode.PROBLEMS
    last = training_trials(earlier)[-1].at
    message = capsys.readouterr().err
    assert f"since {last:%Y-%m-%d}, when the weights in use were trained" in message
    assert "0 of the 100 needed" in message
    keep(tmp_path, later)
    assert optimize(tmp_path, "--json") == ExitCode.FINE
    row = json.loads(capsys.readouterr().out)
    assert (row["in_use"], row["held_out"]) == (
        "own",
        USED - len(training_trials(earlier)),
    )
    assert row["before"] == row["after"]


@pytest.mark.slow
def test_too_few_reviews_are_refused(tmp_path, train_to, capsys):
    """Exit 1, one line, and no file; a missing log is not created."""
    train_to(FORGETFUL)
    assert optimize(tmp_path) == ExitCode.PROBLEMS
    message = capsys.readouterr().err
    assert message == (
        "quizapp: too few reviews to learn from: 0 of the 400 needed (each on"
        " a later day than the card's previous review); the weights in use are"
        " unchanged\n"
    )
    assert list(tmp_path.iterdir()) == []
    keep(tmp_path, LOG[:300])
    assert optimize(tmp_path, "--json") == ExitCode.PROBLEMS
    row = json.loads(capsys.readouterr().out)
    assert row == {"kept": False, "have": len(training_trials(LOG[:300])), "need": 400}


def test_without_the_extra_the_error_says_how_to_install_it(home, monkeypatch, capsys):
    """Exit 3, one line."""
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    assert optimize(home) == ExitCode.ENVIRONMENT
    assert capsys.readouterr().err == (
        "quizapp: FSRS's optimizer is not installed; pip install 'quizapp[optimize]'\n"
    )


def test_reset_goes_back_to_the_defaults_whatever_the_file_is(home, capsys):
    """It is removed without being read; a second reset does nothing."""
    (home / "weights.json").write_text("broken")
    assert optimize(home, "--reset") == ExitCode.FINE
    assert "back to FSRS's defaults" in capsys.readouterr().out
    assert not (home / "weights.json").exists()
    assert optimize(home, "--reset", "--json") == ExitCode.FINE
    assert json.loads(capsys.readouterr().out)["reset"] is False


def test_a_broken_weights_file_is_an_error_of_one_line(home, capsys):
    """It is not ignored silently: due dates would jump."""
    (home / "weights.json").write_text("broken")
    assert main(["due", "--home", str(home)]) == ExitCode.ENVIRONMENT
    message = capsys.readouterr().err
    assert message.startswith(
        f"quizapp: cannot use the weights in {home}/weights.json: "
    )
    assert message.endswith(
        "`quizapp optimize --reset` removes them; your reviews are kept\n"
    )


def test_ctrl_c_changes_nothing(home, monkeypatch, capsys):
    """Exit 1, one line, and no file but the cache of the decks."""
    calls = []

    def train(past: Sequence[TrainingTrial]) -> Weights:
        calls.append(past)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return FORGETFUL

    monkeypatch.setattr("quizapp.external.optimizer.trainer", lambda: train)
    assert optimize(home) == ExitCode.PROBLEMS
    assert capsys.readouterr().err == "quizapp: interrupted\n"
    files = {file.name for file in home.iterdir()}
    assert files - {"cache", "reviews.db-turn"} == {"reviews.db", "reviews.db-head"}


def test_a_dry_run_and_a_reset_exclude_each_other(home, capsys):
    """Exit 2."""
    assert optimize(home, "--reset", "--dry-run") == ExitCode.USAGE
    assert "not allowed with argument" in capsys.readouterr().err


def test_doctor_shows_which_weights_are_used(home, train_to):
    """The defaults, or the user's own with their training data."""

    def weights() -> str:
        with assembled(Flags(home=home)) as assembly:
            (finding,) = doctor._weights(assembly)
        return finding.text

    assert weights() == "FSRS's defaults; retention 90%"
    train_to(FORGETFUL)
    optimize(home)
    until = f"{LOG[-1].moment.at:%Y-%m-%d}"
    assert (
        weights() == f"your own, trained on {USED} reviews until {until}; retention 90%"
    )


def test_the_real_optimizer_learns_that_a_learner_forgets(home, capsys):
    """The same weights each time, and better ones."""
    pytest.importorskip("fsrs_rs_python")
    rows = []
    for _ in range(2):
        assert optimize(home, "--json", "--dry-run") == ExitCode.FINE
        rows.append(json.loads(capsys.readouterr().out))
    assert rows[0] == rows[1]
    assert rows[0]["after"]["log_loss"] < rows[0]["before"]["log_loss"]
    assert rows[0]["weights"][2] < DEFAULT_WEIGHTS[2]  # days after a first Good


def test_an_error_of_the_real_optimizer_is_reported():
    """No card was reviewed on a second day for the first time: it has no beginning."""
    pytest.importorskip("fsrs_rs_python")
    from quizapp.external.optimizer import trainer

    late = [trial for trial in training_trials(LOG) if len(trial.steps) > 6]
    with pytest.raises(QuizError, match="FSRS's optimizer failed"):
        trainer()(late)
