"""Agreement: a setting that all machines should have.

Each change of it is an event, and the latest one counts. What was agreed last is
remembered here, so that it is clear who changed it since: this machine, another one,
or both.
"""

from typing import TypeAlias

from msgspec import Struct

from quizapp.core.basics.setting_fact import SettingFact


class Agreed(Struct, frozen=True):
    """A setting as it was at the last sync, here and everywhere."""

    value: object
    """As JSON; None if it was not set."""
    at: int
    """When it was set, in microseconds since 1970,"""
    fact: str
    """and the id of the event that says so."""


class Unchanged(Struct, frozen=True):
    """There is nothing to do."""


class Confirm(Struct, frozen=True):
    """Another machine set what is set here: remember that."""

    fact: SettingFact


class Announce(Struct, frozen=True):
    """The value of this machine counts: make it an event."""

    at: int
    over: SettingFact | None
    """What another machine set meanwhile, earlier."""


class Apply(Struct, frozen=True):
    """The value of another machine counts: set it here."""

    fact: SettingFact
    is_conflict: bool
    """Whether this machine changed it as well, earlier."""


Settlement: TypeAlias = Unchanged | Confirm | Announce | Apply


def next_step(
    here: object, changed: int, agreed: Agreed | None, latest: SettingFact | None
) -> Settlement:
    """Return what to do about a setting.

    `here` is its value on this machine as JSON, None if it is not set; `changed` is
    when it may have been changed last, in microseconds since 1970.
    """
    mine = here is not None if agreed is None else here != agreed.value
    before = (agreed.at, agreed.fact) if agreed is not None else (0, "")
    if latest is None or latest.order <= before:
        at = max(changed, before[0] + 1)
        return Announce(at, None) if mine else Unchanged()
    if latest.value == here:
        return Confirm(latest)
    if mine and changed > latest.at:
        return Announce(changed, latest)
    return Apply(latest, mine)
