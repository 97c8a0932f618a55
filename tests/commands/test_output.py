"""Output that nobody reads, or that no device takes, changes no result."""

import os
import subprocess
from pathlib import Path

import pytest

from support.program import command, environment

MANY_PROBLEMS = "format = 1\n" + "".join(f"key{n} = 1\n" for n in range(5000))


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    file = tmp_path / "bad.toml"
    file.write_text(MANY_PROBLEMS)
    return file


def test_problems_are_no_success_when_the_reader_leaves(home, bad):
    """`quizapp check bad.toml | head -1`: a script with pipefail must see it."""
    with subprocess.Popen(
        command("check", "--json", bad),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home),
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
    assert process.returncode in {1, 141}
    assert b"Traceback" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("words", [("decks",), ("due", "--json"), ("help",)])
def test_a_full_device_is_named(home, words):
    """One line with the reason, and the exit code of the environment."""
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            command(*words),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(home),
            timeout=180,
            check=False,
        )
    reason = os.strerror(28)
    assert ended.stderr == f"quizapp: cannot write the output: {reason}\n"
    assert ended.returncode == 3
