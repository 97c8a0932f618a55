"""Renewal: an assembly takes over settings that were changed while it runs.

Its decks and its keys stay those of the start: they are joined with much that is
already built.
"""

from typing import TYPE_CHECKING, Any

from quizapp.settings.config import Config, environment, load_config
from quizapp.wiring.assembly import Assembly

if TYPE_CHECKING:
    from quizapp.core.scheduling.intervals import SchedulerSettings
    from quizapp.flow.ports import Rebuild

AT_THE_START = ("decks", "keys")
"""Settings that only a start reads."""
_DERIVED = ("config", "interview", "schedule")
"""What an assembly derives from the config file, and keeps."""


def rebuild(assembly: Assembly) -> "Rebuild | None":
    """Return what to do before the settings of the file are used; None if it is fast.

    Raises QuizError if the file is not valid.
    """
    before = _taken(assembly)
    try:
        schedule, rollover = _renewed(assembly), assembly.rollover
    finally:
        _put_back(assembly, before)
    return assembly.ledger.rebuild(schedule, rollover)


def use_settings(assembly: Assembly) -> tuple[str, ...]:
    """Use the settings as the file has them now; return the names of those that wait.

    The log is folded again if its schedule or its days change. Raises QuizError, and
    keeps the settings, if the file is not valid.
    """
    old, before = assembly.config, _taken(assembly)
    try:
        schedule = _renewed(assembly)
    except Exception:
        _put_back(assembly, before)
        raise
    assembly.plans.clear()
    assembly.ledger.reschedule(schedule, assembly.rollover)
    return _waiting(old, assembly.config)


def _taken(assembly: Assembly) -> dict[str, Any]:
    """Return what is derived from the config file, and forget it."""
    return {
        name: vars(assembly).pop(name) for name in _DERIVED if name in vars(assembly)
    }


def _put_back(assembly: Assembly, before: dict[str, Any]) -> None:
    _taken(assembly)
    vars(assembly).update(before)


def _renewed(assembly: Assembly) -> "SchedulerSettings":
    """Read the config file, and return the schedule by it."""
    assembly.config = load_config(environment(), assembly.flags)
    return assembly.schedule


def _waiting(old: Config, new: Config) -> tuple[str, ...]:
    return tuple(
        name for name in AT_THE_START if getattr(old, name) != getattr(new, name)
    )
