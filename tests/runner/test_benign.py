"""Ordinary torch works in the sandbox, and prints what plain Python prints."""

import json
import os
import subprocess
import sys

import pytest

from quizapp.core.runs.outcome import Completed, Limits, Program
from quizapp.runner.app.zygote_host import ZygoteHost
from quizapp.runner.system.launch import clean_environment
from runner.benign import BENIGN

pytestmark = [
    pytest.mark.torch,
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="the sandbox exists on Linux only"
    ),
]

PLAIN = """
import contextlib, io, json, linecache, random, sys, types
import numpy, torch
torch.set_num_threads(1)
for name, code in json.load(sys.stdin).items():
    random.seed(0); numpy.random.seed(0); torch.manual_seed(0); torch.set_num_threads(1)
    torch.set_printoptions(profile="default", sci_mode=None)
    linecache.cache["<snippet>"] = (len(code), None, code.splitlines(True), "<snippet>")
    sys.modules["__main__"] = module = types.ModuleType("__main__")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        try: exec(compile(code, "<snippet>", "exec"), module.__dict__)
        except Exception as error: print(repr(error))
    print(json.dumps([name, printed.getvalue()]), flush=True)
"""
"""Runs all snippets in one interpreter: starting one for each takes two minutes."""


@pytest.fixture(scope="module")
def plain() -> dict[str, str]:
    """What each snippet prints without a sandbox."""
    done = subprocess.run(
        [sys.executable, "-P", "-s", "-c", PLAIN],
        check=False,
        input=json.dumps(BENIGN),
        env=clean_environment(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.fixture(scope="module")
def zygote():
    runner = ZygoteHost(os.environ)
    runner.warm()
    yield runner
    runner.close()


@pytest.mark.parametrize("name", BENIGN)
def test_a_benign_snippet_prints_what_plain_python_prints(zygote, plain, name):
    """To the last digit, from the same seed."""
    outcome = zygote.run(Program(BENIGN[name], limits=Limits(wall=10.0, cpu=10.0)))
    assert isinstance(outcome, Completed), outcome
    assert outcome.output.stdout == plain[name]
