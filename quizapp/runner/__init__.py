"""The door to processes: snippets run in children, never in the app.

`worker` is what a child runs, and the only module that imports torch. `fresh`
starts an interpreter for each run: the reference, and what runs everywhere.
`zygote` keeps one with torch loaded and forks it for each run. Both talk to
the child by `dialogue` in `frames`.
"""

from collections.abc import Mapping

from quizapp.core.ports import Runner


def runner_for(platform: str, environment: Mapping[str, str]) -> Runner:
    """Return the best runner of a platform, as `sys.platform` names it."""
    if platform == "linux":
        from quizapp.runner.zygote import Zygote

        return Zygote(environment)
    from quizapp.runner.fresh import Fresh

    return Fresh(environment)
