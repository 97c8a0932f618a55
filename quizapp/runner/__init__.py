"""The door to processes: snippets run in children, never in the app.

`worker` is what a child runs, and the only module that imports torch; `sandbox`
is what the kernel refuses it. `zygote` forks a child ahead of each run (Linux),
`spare` starts an interpreter ahead (elsewhere; on Windows as `relayed`), `fresh`
starts one at each run: the reference. All talk to the child by `dialogue` in
`frames`.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child loads this package too, and needs nothing of the app
    from collections.abc import Mapping

    from quizapp.flow.ports import Runner


def runner_for(platform: str, environment: "Mapping[str, str]") -> "Runner":
    """Return the best runner of a platform, as `sys.platform` names it."""
    if platform == "win32":
        from quizapp.runner.app.relayed import SocketSpare

        return SocketSpare(environment)
    if platform == "linux" and hasattr(os, "pidfd_open"):
        from quizapp.runner.app.zygote_host import ZygoteHost

        return ZygoteHost(environment)
    from quizapp.runner.app.spare import Spare

    return Spare(environment)
