"""A shared zygote: many apps load torch once; each has a zygote that ends with it."""

import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from quizapp.core.runs.outcome import Completed, Program
from quizapp.core.runs.protection import ProtectionLevel
from quizapp.core.values.value import Array
from quizapp.runner.app.shared_zygote import SharedZygote, lent_sockets
from quizapp.runner.app.zygote_host import RESTARTED, ZygoteHost
from support.processes import children_of, kill, with_environment

pytestmark = [
    pytest.mark.slow,
    pytest.mark.torch,
    pytest.mark.skipif(
        sys.platform != "linux", reason="the zygote exists on Linux only"
    ),
]


class Apps:
    """The owner of a shared zygote, and hosts as apps have them."""

    def __init__(self) -> None:
        self._mark = f"/nowhere/{uuid.uuid4().hex}"
        self.shared = SharedZygote(self.environment)
        self._hosts: list[ZygoteHost] = []

    @property
    def environment(self) -> dict[str, str]:
        """An environment with a mark, in a variable that reaches every child."""
        return {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": self._mark}

    def host(self) -> ZygoteHost:
        """Return the host of a new app."""
        ours, theirs = lent_sockets()
        host = ZygoteHost(self.environment, lent=ours.detach())
        self._hosts.append(host)
        host.warm()
        self.shared.adopt(theirs)
        return host

    def processes(self) -> set[int]:
        """Return every process of these that runs."""
        return with_environment(self._mark)

    @property
    def owned(self) -> int:
        """The process that has loaded torch."""
        assert self.shared._process is not None
        return self.shared._process.pid

    def zygotes(self) -> set[int]:
        """Return the processes that it has forked."""
        return children_of(self.owned)

    def close(self) -> None:
        """End everything."""
        for host in self._hosts:
            host.close()
        self.shared.close()


@pytest.fixture
def apps() -> Iterator[Apps]:
    apps = Apps()
    yield apps
    apps.close()
    wait_for(lambda: not apps.processes())


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def is_right(host: ZygoteHost) -> bool:
    outcome = host.run(Program("import torch", "torch.ones(2)"))
    return isinstance(outcome, Completed) and outcome.value == Array(
        (2,), (1.0, 1.0), "float32"
    )


def test_each_app_runs_in_the_sandbox_and_torch_is_loaded_once(apps):
    """The second waits for a fork, not for torch."""
    first, second = apps.host(), apps.host()
    assert first.protection.level is ProtectionLevel.STRONG
    assert second.protection == first.protection
    assert is_right(first)
    began = time.monotonic()
    assert is_right(second)
    assert time.monotonic() - began < 1
    outcome = second.run(Program("open('/etc/passwd').read()", "1"))
    assert not isinstance(outcome, Completed)


def test_a_zygote_ends_with_its_app_and_the_others_go_on(apps):
    """With its children."""
    first, second = apps.host(), apps.host()
    assert is_right(first)
    assert is_right(second)
    assert len(apps.zygotes()) == 2
    first.close()
    wait_for(lambda: len(apps.zygotes()) == 1)
    wait_for(lambda: len(apps.processes()) == 3)  # with its standby
    assert is_right(second)
    assert is_right(apps.host())


def test_without_the_shared_process_apps_go_on_and_new_ones_start_it_again(apps):
    """It may be killed, as when memory runs out."""
    first = apps.host()
    assert is_right(first)
    kill(apps.owned)
    time.sleep(0.2)
    assert is_right(first)
    assert first.news() is None
    assert is_right(apps.host())


def test_an_app_that_loses_its_zygote_starts_one_of_its_own(apps):
    """The run that noticed is tried again, and the user is notified."""
    host = apps.host()
    assert is_right(host)
    for pid in apps.processes() - {apps.owned}:
        kill(pid)
    assert is_right(host)
    assert host.news() == RESTARTED
