"""Settings that machines share: each ends with the value that was set last."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.setting_fact import SettingFact
from quizapp.sync.agreement import (
    Agreed,
    Announce,
    Apply,
    Confirm,
    Unchanged,
    next_step,
)


def fact(at: int, value: object, id_: str = "x") -> SettingFact:
    """Return what another machine set at this time."""
    return SettingFact(id_, "there", at, "retention", value)


def test_what_nobody_set_or_changed_stays():
    """There is nothing to say."""
    assert next_step(None, 9, None, None) == Unchanged()
    assert next_step(0.9, 9, Agreed(0.9, 5, "x"), fact(5, 0.9)) == Unchanged()


def test_a_setting_of_this_machine_becomes_a_fact():
    """Also if it was set before the last one that counts: it was changed since."""
    assert next_step(0.9, 9, None, None) == Announce(9, None)
    assert next_step(0.8, 9, Agreed(0.9, 5, "x"), fact(5, 0.9)) == Announce(9, None)
    assert next_step(0.8, 4, Agreed(0.9, 5, "x"), fact(5, 0.9)) == Announce(6, None)
    assert next_step(None, 9, Agreed(0.9, 5, "x"), fact(5, 0.9)) == Announce(9, None)


def test_a_setting_of_another_machine_is_applied():
    """Also its return to the default."""
    other = fact(7, 0.8, "y")
    assert next_step(None, 9, None, other) == Apply(other, is_conflict=False)
    assert next_step(0.9, 9, Agreed(0.9, 5, "x"), other) == Apply(
        other, is_conflict=False
    )
    default = fact(7, None, "y")
    assert next_step(0.9, 9, Agreed(0.9, 5, "x"), default) == Apply(
        default, is_conflict=False
    )


def test_if_both_changed_it_the_later_one_counts():
    """And the other one is shown."""
    other, agreed = fact(7, 0.8, "y"), Agreed(0.9, 5, "x")
    assert next_step(0.7, 9, agreed, other) == Announce(9, other)
    assert next_step(0.7, 6, agreed, other) == Apply(other, is_conflict=True)
    assert next_step(0.8, 6, agreed, other) == Confirm(other)


def test_an_older_fact_changes_nothing():
    """The log of a backup may have only that."""
    agreed = Agreed(0.9, 5, "x")
    assert next_step(0.9, 9, agreed, fact(3, 0.8, "y")) == Unchanged()
    assert next_step(0.9, 9, agreed, None) == Unchanged()


class Setting:
    """One setting on three machines, and the facts that all of them have."""

    def __init__(self) -> None:
        self.facts: list[SettingFact] = []
        self.here: list[object] = [None] * 3
        self.changed = [0] * 3
        self.agreed: list[Agreed | None] = [None] * 3

    def change(self, machine: int, value: object, now: int) -> None:
        """Set it on a machine whose clock is wrong."""
        self.here[machine], self.changed[machine] = value, now + 7 * machine

    def sync(self, machine: int, now: int) -> None:
        """Do what a sync does."""
        here, latest = self.here[machine], max(self.facts, key=in_order, default=None)
        step = next_step(here, self.changed[machine], self.agreed[machine], latest)
        match step:
            case Unchanged():
                return
            case Confirm(fact=same):
                latest = same
            case Announce(at=at):
                latest = fact(at, here, f"{now:04}")
                self.facts.append(latest)
            case Apply(fact=theirs):
                self.here[machine] = theirs.value
                latest = theirs
        self.agreed[machine] = Agreed(latest.value, latest.at, latest.id)


def in_order(one: SettingFact) -> tuple[int, str]:
    """Return the order of a fact."""
    return one.order


MACHINES = st.integers(0, 2)
CHANGES = st.tuples(MACHINES, st.none() | st.integers(1, 3))


@given(st.lists(CHANGES, max_size=25))
def test_all_machines_end_with_one_value(changes):
    """Whatever is set where, in any order of syncs (None)."""
    setting = Setting()
    for now, (machine, value) in enumerate(changes):
        if value is None:
            setting.sync(machine, now)
        else:
            setting.change(machine, value, now)
    for now in range(9):
        setting.sync(now % 3, 100 + now)
    values = {value for _, value in changes if value is not None} or {None}
    assert setting.here[0] in values
    assert setting.here == [setting.here[0]] * 3
