"""A single-use interpreter's own program: load torch, get confined, serve once."""

import signal
import sys

from quizapp.runner.child import worker


def main(*layers: str) -> None:
    """Read one program and report its result."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    worker.preload()
    worker.be_the_first_to_go()
    worker.bound_resources()
    if sys.platform == "linux":
        from quizapp.runner.child.sandbox import Layers, Sandbox

        sandbox = Sandbox(Layers.parse(list(layers)))
        sandbox.shut_files()
        sandbox.shut_kernel()
    worker.rehearse()
    worker.serve()
