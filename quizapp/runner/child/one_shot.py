"""One shot: an interpreter that loads torch, is confined, and runs one program."""

import signal
import sys

from quizapp.runner.child import worker


def main(*layers: str) -> None:
    """Read one program and report its result."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    worker.preload()
    worker.lower_priority()
    worker.set_base_limits()
    is_confined = False
    if sys.platform == "linux":
        from quizapp.runner.child.sandbox import Sandbox

        sandbox = Sandbox(layers)
        sandbox.restrict_files()
        sandbox.restrict_syscalls()
        is_confined = sandbox.is_complete
    worker.warm_up()
    worker.serve(is_confined=is_confined)
