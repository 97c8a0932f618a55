"""Relayed: a spare worker whose pipes are carried to sockets. The runner of Windows.

Nothing in it is Windows' own, so that it can be tested everywhere: what only
Windows has is in `windows`.
"""

from quizapp.runner.app.dialogue import Child
from quizapp.runner.app.ends import Sockets
from quizapp.runner.app.spare import Spare
from quizapp.runner.system.launch import ChildHandle


class SocketSpare(Spare):
    """Keeps one interpreter with torch loaded, and talks to it by sockets."""

    def _held(self, pid: int, code: int, out: int, err: int, frames: int) -> Child:
        """Take a child and the ends of its pipes over. Raises OSError."""
        leash, ends = ChildHandle(pid), Sockets()
        return Child(
            pid=pid,
            code=ends.carry_to(code),
            out=ends.carry_from(out),
            err=ends.carry_from(err),
            frames=ends.carry_from(frames),
            kill=leash.kill,
            bound=leash.bound,
            ends=ends,
        )
