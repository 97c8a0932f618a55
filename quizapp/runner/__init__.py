"""Runner: the only part of quizapp that starts processes for snippets.

- `protocol`: what the two sides agree on, stated once.
- `app/`: the app's side, trusted. Starts children, reads frames, kills. Three runners
  with one contract: `zygote_host` (Linux) has a zygote fork a child ahead of each
  run; `spare` starts an interpreter ahead (macOS; Windows as `SocketSpare`); `fresh`
  starts one for each run, and is the reference.
- `child/`: the code in the process of the snippet, where nothing can be trusted. Only
  here is torch imported.
- `system/`: what each operating system offers to start and control processes.

The app and the child never import each other, and a snippet never runs in the app.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the child loads this package too, but nothing else of quizapp
    from collections.abc import Mapping

    from quizapp.flow.ports import Runner
    from quizapp.runner.app.shared_zygote import SharedZygote


def runner_for(
    platform: str, environment: "Mapping[str, str]", lent: int | None = None
) -> "Runner":
    """Return the best runner for a platform, named as in `sys.platform`.

    `lent` is the socket of a zygote that was started for this app.
    """
    if platform == "win32":
        from quizapp.runner.app.spare import SocketSpare

        return SocketSpare(environment)
    if platform == "linux" and hasattr(os, "pidfd_open"):
        from quizapp.runner.app.zygote_host import ZygoteHost

        return ZygoteHost(environment, lent=lent)
    from quizapp.runner.app.spare import Spare

    return Spare(environment)


def shared_zygote_for(
    platform: str, environment: "Mapping[str, str]"
) -> "SharedZygote | None":
    """Return what many apps share, where there are zygotes."""
    if platform == "linux" and hasattr(os, "pidfd_open"):
        from quizapp.runner.app.shared_zygote import SharedZygote

        return SharedZygote(environment)
    return None
