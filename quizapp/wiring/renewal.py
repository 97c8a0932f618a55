"""Renewal: an assembly takes over settings that were changed while it runs.

Its decks and its keys stay those of the start: they are joined with much that is
already built.
"""

from quizapp.settings.config import Config, environment, load_config
from quizapp.wiring.assembly import Assembly

AT_THE_START = ("decks", "keys")
"""Settings that only a start reads."""
_DERIVED = ("config", "interview", "schedule")
"""What an assembly derives from the config file, and keeps."""


def use_settings(assembly: Assembly) -> tuple[str, ...]:
    """Use the settings as the file has them now; return the names of those that wait.

    The log is folded again if its schedule or its days change. Raises QuizError, and
    keeps the settings, if the file is not valid.
    """
    before = {name: vars(assembly)[name] for name in _DERIVED if name in vars(assembly)}
    old = assembly.config
    try:
        for name in _DERIVED:
            vars(assembly).pop(name, None)
        new = assembly.config = load_config(environment(), assembly.flags)
        schedule = assembly.schedule
    except Exception:
        vars(assembly).update(before)
        raise
    assembly.plans.clear()
    assembly.ledger.reschedule(schedule, assembly.rollover)
    return _waiting(old, new)


def _waiting(old: Config, new: Config) -> tuple[str, ...]:
    return tuple(
        name for name in AT_THE_START if getattr(old, name) != getattr(new, name)
    )
