"""Whatever a snippet tries, it changes, reads and reaches nothing, and ends in time.

The corpus runs once, in a program of its own and as an unprivileged user; the tests
read its report. Without one of the layers, the same corpus reports the known holes:
this shows that it can detect holes at all.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import Any

import pytest

from runner.as_nobody import CANNOT
from runner.hostile import (
    CORPUS,
    GROUPS,
    WITHOUT_BOTH,
    WITHOUT_LANDLOCK,
    WITHOUT_SECCOMP,
)
from support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.torch,
    pytest.mark.skipif(
        sys.platform != "linux" or os.uname().machine != "x86_64",
        reason="the corpus makes the system calls of Linux on x86_64",
    ),
]

NOBODY = 40123
"""An unused user id."""

SECRET = "the-secret-of-the-canary"  # noqa: S105
LATE = 0.5
"""Seconds after the limit: generous, because the machine may be busy."""


@dataclass
class Report:
    """What one run of the harness printed."""

    lines: list[dict[str, Any]]
    reason: str = ""
    """Why it ran as root; empty if it did not."""

    def value(self, key: str) -> Any:
        return next(line[key] for line in self.lines if key in line)

    def of(self, name: str) -> dict[str, Any]:
        return next(line for line in self.lines if line.get("name") == name)

    @property
    def holes(self) -> set[str]:
        """Names of the snippets with a wrong outcome or with effects."""
        return {line["name"] for line in self.lines if "name" in line and _leaks(line)}


def _leaks(line: dict[str, Any]) -> bool:
    return bool(line["effects"]) or not line["outcome"].startswith(
        CORPUS[line["name"]].ends
    )


def run_harness(layers: str, names: tuple[str, ...] = ()) -> Report:
    """Run the harness, as an unprivileged user if this is root."""
    home = tempfile.mkdtemp()
    environment = {
        **os.environ,
        "HOME": home,
        "TMPDIR": home,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
        "APP_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "runner.harness", layers, "|".join(names)]
    try:
        if os.getuid() != 0:
            return Report(_lines(command, environment))
        os.chown(home, NOBODY, NOBODY)
        paths = f"{ROOT}:{sys.prefix}:{sys.base_prefix}"
        stage = [sys.executable, str(ROOT / "tests/runner/as_nobody.py")]
        try:
            wrapped = [*stage, str(NOBODY), paths, "--", *command]
            return Report(_lines(wrapped, environment))
        except PermissionError as error:
            os.chown(home, 0, 0)
            return Report(_lines(command, environment), str(error))
    finally:
        shutil.rmtree(home)


def _lines(command: list[str], environment: dict[str, str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode == CANNOT:
        raise PermissionError(done.stderr.strip())
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def report() -> Report:
    """The whole corpus, with every layer."""
    return run_harness("landlock,seccomp")


def test_the_corpus_runs_unprivileged(report):
    """Not as root, for whom file modes do not count."""
    if report.reason:
        pytest.skip(report.reason)
    assert report.value("uid") != 0


def test_the_protection_is_strong(report):
    """Both layers are applied, and the kernel refused every act of the probe."""
    assert report.value("level") == "strong"


def test_names_are_unique():
    """A name in two groups would hide a snippet."""
    assert len(CORPUS) == sum(map(len, GROUPS.values()))


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_snippet_does_no_harm(report, name):
    """It ends correctly and in time, leaves no trace, and the next run is right."""
    line = report.of(name)
    assert line["outcome"].startswith(CORPUS[name].ends), line["outcome"]
    assert line["effects"] == []
    assert line["late"] <= LATE
    assert line["next is right"]


def test_two_hundred_runs_leave_no_descriptor_and_no_process(report):
    """Neither in the app nor in the zygote."""
    growth = report.value("growth")
    assert growth["before"] == growth["after"]


def test_an_exit_code_cannot_end_the_zygote(report):
    """A snippet that exits like a child that failed to start is not taken for one."""
    assert report.value("forged failed starts") is None


MUTATIONS = {
    "seccomp alone": ("seccomp", "no-read-shield", WITHOUT_LANDLOCK),
    "Landlock alone": ("landlock", "limits only", WITHOUT_SECCOMP),
    "neither": ("none", "limits only", WITHOUT_BOTH),
}


@pytest.fixture(scope="module", params=MUTATIONS)
def mutation(request) -> tuple[Report, str, tuple[str, ...]]:
    layers, level, holes = MUTATIONS[request.param]
    return run_harness(layers, holes), level, holes


@pytest.mark.slow
def test_a_missing_layer_is_not_called_strong(mutation):
    """The level that is shown is what the kernel really refuses."""
    report, level, _ = mutation
    assert report.value("level") == level


@pytest.mark.slow
def test_the_corpus_detects_a_missing_layer(mutation):
    """Every snippet that is known to get through does, and is reported."""
    report, _, holes = mutation
    if report.reason:  # file modes and capabilities differ for root
        pytest.skip(report.reason)
    assert report.holes == set(holes)
