"""Each benchmark can run, briefly."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.browser import CHROMIUM

FOLDER = Path(__file__).parent / "benchmarks"

BRIEFLY = {
    "anki_round_trip": ("--cards", "30", "--reviews", "400", "--days", "2"),
    "browse": ("1000",),
    "candidates": ("--n", "1", "--minutes", "15"),
    "check": (),
    "judging": ("--n", "2"),
    "reviews": ("--n", "5", "--repeats", "2"),
    "runner": ("--n", "2", "--cold", "1"),
    "scale": ("--sizes", "1000/3000", "--n", "1"),
    "syncing": ("--reviews", "300"),
    "screen": ("--n", "1", "--keys", "1"),
    "served": ("--n", "1", "--windows", "1"),
}


NEED_ANKI = {"anki_round_trip", "reviews"}


def test_every_benchmark_is_run_here():
    """The other files there belong to them."""
    files = {file.stem for file in FOLDER.glob("*.py")}
    assert files - {"bare", "floor"} == BRIEFLY.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", BRIEFLY)
def test_a_benchmark_runs(name, tmp_path):
    """It ends, and prints numbers."""
    if name in NEED_ANKI and find_spec("anki") is None:
        pytest.skip("Anki's backend comes with the extra `oracle`")
    if name == "served" and CHROMIUM is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    ended = subprocess.run(
        [sys.executable, FOLDER / f"{name}.py", *BRIEFLY[name]],
        env={**os.environ, "HOME": str(tmp_path), "QUIZAPP_ALLOW_ROOT": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert any(character.isdigit() for character in ended.stdout)
