"""What the app and the child share, and that they share nothing else."""

import json
import pkgutil
import subprocess
import sys

import pytest

from quizapp.core.runs.outcome import Limits
from quizapp.runner import child, protocol

CHILD = [module.name for module in pkgutil.iter_modules(child.__path__)]
SHARED = {"", ".runner", ".runner.child", ".runner.protocol"}
VALUES = {"encoding", "drawing", "leaves"}
WORKER = {"worker", "refusals", *VALUES}
LOADED = {
    "drawing": VALUES,
    "encoding": {"leaves"},
    "leaves": set(),
    "one_shot": WORKER,
    "probe": set(),
    "refusals": set(),
    "sandbox": {"probe"},
    "worker": WORKER,
    "zygote": {*WORKER, "sandbox", "probe"},
    "shared_zygote": {*WORKER, "sandbox", "probe", "zygote"},
}
"""Modules of the child that each one imports."""

LIST = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps([name for name in sys.modules if name.split(".")[0] == "quizapp"]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", CHILD)
def test_a_child_loads_only_its_own_modules_and_the_protocol(name):
    """No card, no schedule, no file access of the app next to a snippet."""
    ended = subprocess.run(
        [sys.executable, "-c", LIST, f"quizapp.runner.child.{name}"],
        capture_output=True,
        text=True,
        check=True,
    )
    own = {f".runner.child.{module}" for module in {name, *LOADED[name]}}
    assert set(json.loads(ended.stdout)) == {f"quizapp{path}" for path in SHARED | own}


def test_the_memory_limit_of_a_run_is_the_limit_of_its_process():
    """More could not be granted: the process is limited before the code arrives."""
    assert Limits().memory == protocol.MAX_MEMORY


def test_frame_types_are_different():
    """Each is one byte."""
    types = [
        type_ for name, type_ in vars(protocol.FrameType).items() if name.isupper()
    ]
    assert len(set(types)) == len(types) == 6
    assert all(len(type_) == 1 for type_ in types)


@pytest.mark.parametrize("size", [0, 1, protocol.MAX_FRAME, 2**32 - 1])
def test_a_header_states_the_length_of_its_body(size):
    """In the bytes that both sides expect."""
    header = protocol.header(protocol.FrameType.VALUE, size)
    assert len(header) == protocol.HEADER_BYTES
    assert protocol.body_size(header + b"body") == size
