"""Five devices, in any order, with all that carriers, disks and people do to them.

Whatever happened, once everything is carried everywhere no event is lost, all logs have
the same ones, and their fold is the same.

    python -m pytest tests/sync/test_interleavings.py            # a few
    python -m pytest -m long tests/sync/test_interleavings.py    # 10,000
"""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.logged import Logged, LoggedCell
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.remark import Note, Star
from quizapp.core.scheduling.review import Event, EventId, Marked, Remarked, Retracted
from quizapp.settings.settings_file import TomlSettings
from quizapp.store.journal import LogJournal
from quizapp.store.maintenance import Maintenance
from quizapp.sync import own
from support.machines import FakeMachine, carry, deliver, files_in
from support.reviews import reviewed

MOST = 5
MEMORY = Path("/dev/shm")  # noqa: S108  # a disk would take hours
WHERE = MEMORY if os.access(MEMORY, os.W_OK) else None
CARDS = [CardId("deck", name) for name in "ab"]
DEVICES = st.integers(0, MOST - 1)


class PowerCut(BaseException):
    """The machine is gone in the middle of a write."""


class Machines(RuleBasedStateMachine):
    """The learner's machines, and what is known to have been made on them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(dir=WHERE, prefix="quizapp-machines-"))
        self.machines: list[FakeMachine] = []
        self.made: set[str] = set()
        """Events that no one may lose."""

    @initialize(
        seed=st.integers(0, 2**32),
        days=st.lists(st.integers(-1, 1), min_size=2, max_size=4),
    )
    def begin(self, seed, days) -> None:
        self.random = Random(seed)  # noqa: S311  # chance that repeats
        for number, ahead in enumerate(days):
            chance = Random(seed + number)  # noqa: S311
            root, clock = self.root / str(number), timedelta(days=ahead)
            machine = FakeMachine(root, chance, clock)
            self.machines.append(machine)
            self.log(machine)

    def log(self, machine: FakeMachine, *events: Event | Logged) -> None:
        """Append events to the log of a machine."""
        with machine.log() as log:
            for event in events:
                if isinstance(event, Logged):
                    LogJournal(machine.config.log, log).take_in([event])
                else:
                    log.append(event)
                self.made.add(event.id)

    def at(self, number: int) -> FakeMachine:
        return self.machines[number % len(self.machines)]

    @rule(number=DEVICES, card=st.sampled_from(CARDS), grade=st.sampled_from(Grade))
    def grade(self, number, card, grade) -> None:
        machine = self.at(number)
        with machine.log() as log:
            device = log.device
        fields: dict[str, Any] = {"id": machine.new_id(), "device": device}
        self.log(machine, reviewed(card, grade=grade, moment=machine.clock(), **fields))

    @rule(number=DEVICES, card=st.sampled_from(CARDS), mark=st.sampled_from(Mark))
    def mark(self, number, card, mark) -> None:
        machine = self.at(number)
        self.log(machine, Marked(machine.new_id(), "any", card, mark, machine.clock()))

    @rule(
        number=DEVICES,
        card=st.sampled_from(CARDS),
        remark=st.sampled_from([Star(on=True), Note("x")]),
    )
    def remark(self, number, card, remark) -> None:
        machine = self.at(number)
        moment = machine.clock()
        self.log(machine, Remarked(machine.new_id(), "any", card, remark, moment))

    @rule(number=DEVICES, which=st.integers(0, 50))
    def undo(self, number, which) -> None:
        """Undo anything, also what another machine graded or undid."""
        machine = self.at(number)
        if known := sorted(machine.events()):
            fact = EventId(known[which % len(known)])
            moment = machine.clock()
            self.log(machine, Retracted(machine.new_id(), "any", fact, moment))

    @rule(number=DEVICES)
    def do_what_only_a_newer_quizapp_knows(self, number) -> None:
        machine = self.at(number)
        at = int(machine.clock().at.timestamp() * 1e6)
        names: dict[str, LoggedCell] = {
            "id": machine.new_id(),
            "device": "any",
            "kind": "dream",
            "at": at,
        }
        rest: dict[str, LoggedCell] = {
            "deck": None,
            "card": None,
            "body": "{}",
            "utc_offset": 0,
        }
        self.log(machine, Logged("facts", {**names, **rest}))

    @rule(first=DEVICES, second=DEVICES, card=st.sampled_from(CARDS))
    def import_the_same_on_two_machines(self, first, second, card) -> None:
        """The ids of imported reviews come from their source."""
        review = reviewed(card, id=self.at(first).new_id())
        for number in {first, second}:
            self.log(self.at(number), review)

    @rule(number=DEVICES, retention=st.sampled_from([0.8, 0.85, 0.95]))
    def set_the_retention(self, number, retention) -> None:
        machine = self.at(number)
        machine.home.mkdir(exist_ok=True)
        TomlSettings(machine.config.config_file).set("retention", retention)
        at = machine.clock().at.timestamp()
        os.utime(machine.config.config_file, (at, at))

    @rule(number=DEVICES)
    def sync(self, number) -> None:
        report = self.at(number).sync()
        assert not report.problems or self.is_hurt

    is_hurt = False
    """Whether lines may be missing in the middle: a copied home went on unnoticed."""

    @rule(number=DEVICES, share=st.floats(0, 1), at=st.integers(1, 3))
    def lose_power_during_a_sync(self, number, share, at) -> None:
        """After any part of a write, or before or after it was noted."""
        machine, real, left = self.at(number), own._add, at

        def cut(folder, device, chunk, size):
            nonlocal left
            left -= 1
            if left:
                real(folder, device, chunk, size)
                return
            (folder / device / chunk.end.last).touch()
            with (folder / device / chunk.end.last).open("ab") as file:
                file.write(chunk.lines[: int(len(chunk.lines) * share)])
            raise PowerCut

        with pytest.MonkeyPatch.context() as patch, suppress(PowerCut):
            patch.setattr(own, "_add", cut)
            patch.setattr(own, "SEAL", 300)
            machine.sync()

    @rule(first=DEVICES, other=DEVICES, which=st.integers(0, 50), whole=st.booleans())
    def carry_a_file(self, first, other, which, whole) -> None:
        source, target = self.at(first), self.at(other)
        if source is not target and (paths := files_in(source.folder)):
            path = paths[which % len(paths)]
            carry(source.folder, target.folder, path, self.random, whole=whole)

    @rule(first=DEVICES, other=DEVICES)
    def carry_everything(self, first, other) -> None:
        source, target = self.at(first), self.at(other)
        if source is not target:
            for path in files_in(source.folder):
                carry(source.folder, target.folder, path, self.random, whole=True)

    @precondition(lambda self: len(self.machines) < MOST)
    @rule(number=DEVICES, unnoticed=st.booleans())
    def copy_a_home(self, number, unnoticed) -> None:
        other = self.root / str(len(self.machines))
        self.machines.append(self.at(number).copy_to(other, unnoticed=unnoticed))
        self.is_hurt |= unnoticed

    @rule(number=DEVICES)
    def lose_the_cache(self, number) -> None:
        shutil.rmtree(self.at(number).home / "cache", ignore_errors=True)

    @rule(number=DEVICES)
    def lose_what_a_sync_remembers(self, number) -> None:
        (self.at(number).home / "sync.json").unlink(missing_ok=True)

    @rule(number=DEVICES)
    def empty_the_folder(self, number) -> None:
        """What only was in this copy of it is still in the log."""
        machine = self.at(number)
        with suppress(PowerCut):
            machine.sync()  # else a file that just came would be lost with it
        shutil.rmtree(machine.folder)
        machine.folder.mkdir()

    @rule(number=DEVICES)
    def restore_a_backup(self, number) -> None:
        """An older log comes back; what was made since is in the folder."""
        machine = self.at(number)
        with machine.log():
            pass  # closes the write-ahead log
        backup = machine.root / "backup.db"
        if backup.exists():
            machine.sync()
            shutil.copy(backup, machine.config.log)
            (machine.home / "reviews.db-head").unlink(missing_ok=True)
        else:
            shutil.copy(machine.config.log, backup)

    @rule(number=DEVICES, days=st.integers(-2, 2))
    def move_the_clock(self, number, days) -> None:
        self.at(number).now += timedelta(days=days)

    def teardown(self) -> None:
        try:
            if self.machines:
                self.agree()
        finally:
            shutil.rmtree(self.root)

    def agree(self) -> None:
        """Carry everything everywhere, and see that nothing is lost."""
        for _ in range(3):
            for machine in self.machines:
                machine.sync()
            deliver(self.machines, self.random)
        logs = [machine.events() for machine in self.machines]
        assert all(self.made <= log for log in logs)
        assert all(log == logs[0] for log in logs)
        memories = [machine.memories() for machine in self.machines]
        assert all(memory == memories[0] for memory in memories)
        settings = [
            TomlSettings(machine.config.config_file).values()["retention"]
            for machine in self.machines
        ]
        assert len(set(settings)) == 1
        for machine in self.machines:
            Maintenance(machine.config.log).check()
        again = [machine.sync() for machine in self.machines]
        assert [(each.arrivals.new, each.sent) for each in again] == [(0, 0)] * len(
            logs
        )


def interleave(count: int, steps: int) -> None:
    """Run so many interleavings, and raise for the first that loses an event."""
    run_state_machine_as_test(
        Machines,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


@pytest.mark.slow
def test_no_interleaving_loses_an_event():
    """A few of them."""
    interleave(5, 20)


@pytest.mark.slow
def test_a_hundred_interleavings_lose_no_event():
    """With more steps each."""
    interleave(100, 30)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_interleavings_lose_no_event(part):
    """A thousand a part, so that they can run side by side."""
    assert part < 10
    interleave(1_000, 30)
