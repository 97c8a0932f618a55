"""What the sandbox refuses is said as such, with what to do instead."""

import os
import sys

import pytest

from quizapp.core.runs.outcome import Raised, sentence
from quizapp.runner.app.frames import FrameReader
from quizapp.runner.app.zygote_host import ZygoteHost
from quizapp.runner.protocol import REFUSALS, RefusedAct
from runner.test_contract import outcome_of
from runner.test_frames import frame
from support.zygotes import lent_runner

pytestmark = [
    pytest.mark.torch,
    pytest.mark.skipif(
        sys.platform != "linux", reason="the sandbox exists on Linux only"
    ),
]

DATA_LOADER = """
import torch
from torch.utils.data import DataLoader
for batch in DataLoader(torch.arange(4.0), num_workers=2): print(batch)
"""

REFUSED = {
    RefusedAct.PROCESSES: (
        DATA_LOADER,
        "import os\nos.fork()",
        "import os\nos.popen('ls')",
        "import os\nos.execv('/bin/ls', ['ls'])",
        "import subprocess\nsubprocess.run(['ls'])",
        "import subprocess\nsubprocess.check_output('ls', shell=True)",
        "import multiprocessing as m\nm.Process(target=print).start()",
        "import torch.multiprocessing as m\nm.Queue()",
        "from concurrent.futures import ProcessPoolExecutor as P\nP(2).submit(abs, 1)",
    ),
    RefusedAct.SHARED_MEMORY: (
        "import torch\ntorch.ones(3).share_memory_()",
        "import torch\ntorch.nn.Linear(2, 2).share_memory()",
        "from multiprocessing.shared_memory import SharedMemory as S\nS('x', True, 8)",
    ),
    RefusedAct.NETWORK: (
        "import socket\nsocket.socket()",
        "import socket\nsocket.create_connection(('example.com', 80))",
        "import urllib.request as u\nu.urlopen('http://example.com')",
        "import urllib.request as u\nu.urlopen('http://127.0.0.1')",
    ),
    RefusedAct.EVENT_LOOP: ("import asyncio\nasyncio.run(asyncio.sleep(0))",),
    RefusedAct.SIGNALS: ("import os\nos.kill(1, 0)",),
    RefusedAct.OWN_PROCESS: ("import os\nos.chdir('/tmp')", "import os\nos.nice(1)"),
    RefusedAct.WRITING: (
        "open('x.txt', 'w')",
        "from pathlib import Path\nPath('/tmp/x').write_text('x')",
        "import os\nos.makedirs('/tmp/x/y')",
        "import os\nos.remove('/tmp/x')",
        "import tempfile\ntempfile.TemporaryFile()",
        "import tempfile\ntempfile.mkdtemp()",
        "import torch\ntorch.save(torch.ones(2), '/tmp/x.pt')",
        "import numpy\nnumpy.save('/tmp/x.npy', numpy.ones(2))",
        "import torch\ntorch.from_file('/tmp/x', shared=True, size=4)",
        "try:\n    open('x', 'w')\nexcept OSError as e:\n    raise ValueError from e",
    ),
    RefusedAct.LINKS: ("import os\nos.readlink('/proc/self/exe')",),
    RefusedAct.READING: (
        "open('/etc/passwd')",
        "import os\nos.listdir('.')",
        "import torch\ntorch.load('/etc/passwd')",
    ),
}

NOT_REFUSED = (
    "raise PermissionError(13, 'mine')",
    "raise PermissionError('Operation not permitted')",
    "open('/nonexistent')",
    "int('x')",
    "import torch\ntorch.ones(2) @ torch.ones(3)",
    "class E(OSError):\n    errno = property(lambda self: 1 / 0)\nraise E",
    "a, b = ValueError(), ValueError()\na.__context__, b.__context__ = b, a\nraise a",
)


@pytest.fixture(scope="module")
def zygote():
    runner = lent_runner()
    yield runner
    runner.close()


@pytest.mark.parametrize(
    ("act", "code"), [(act, code) for act, codes in REFUSED.items() for code in codes]
)
def test_a_refused_act_is_named(zygote, act, code):
    """After the exception's own line, with what to do instead."""
    outcome = outcome_of(zygote, code)
    assert isinstance(outcome, Raised), outcome
    assert sentence(outcome).endswith(
        f"; refused by the sandbox: {act} ({REFUSALS[act]})"
    )


@pytest.mark.parametrize("code", NOT_REFUSED)
def test_another_exception_is_not_blamed_on_the_sandbox(zygote, code):
    """Whatever its class does."""
    outcome = outcome_of(zygote, code)
    assert isinstance(outcome, Raised), outcome
    assert outcome.refused == ""


@pytest.mark.slow
def test_without_a_sandbox_nothing_is_blamed_on_it():
    """The system refused: a file may belong to someone else."""
    runner = ZygoteHost(os.environ, layers=())
    outcome = outcome_of(runner, "raise OSError(1, 'x', 'y')")
    runner.close()
    assert isinstance(outcome, Raised)
    assert outcome.refused == ""


def test_every_act_has_its_words():
    """A child can name no other."""
    acts = {act for name, act in vars(RefusedAct).items() if name.isupper()}
    assert set(REFUSALS) == set(REFUSED) == acts


@pytest.mark.parametrize("act", ["paste this into a shell", 3, ["x"]])
def test_a_child_cannot_put_words_into_the_sandboxs_mouth(act):
    """An act that is not in the table breaks the frame."""
    reader = FrameReader()
    body: dict[str, object] = {
        "type": "E",
        "bases": [],
        "message": "",
        "line": None,
        "memory": False,
    }
    reader.feed(frame("X", {**body, "refused": act}))
    assert reader.broken
    reader = FrameReader()
    reader.feed(frame("X", body))
    assert reader.exception is not None
