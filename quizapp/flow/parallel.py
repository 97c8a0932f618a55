"""Parallel: many cards proved or tried at once, and reported in their order.

Each thread has its own runner. A runner is a tree of processes, so the work is spread
over all cores although Python's threads share one.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

from quizapp.core.cards.card import Card
from quizapp.core.runs.outcome import Killed, Outcome, Output, Program
from quizapp.core.runs.protection import Protection
from quizapp.flow.ports import Listener, Runner
from quizapp.flow.proof import Proof, prove

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def prove_all(cards: Sequence[Card], runners: Sequence[Runner]) -> Iterator[Proof]:
    """Prove cards with these runners; leaving early stops all runs."""
    return in_parallel(prove, cards, runners)


def in_parallel(
    work: Callable[[_Item, Runner], _Result],
    items: Sequence[_Item],
    runners: Sequence[Runner],
) -> Iterator[_Result]:
    """Do some work for each item with one of the runners, in order."""
    stopped = Event()
    free: SimpleQueue[Runner] = SimpleQueue()
    for runner in runners:
        runner.warm()  # here, and all at once: threads are short-lived
        free.put(Stoppable(runner, stopped))

    def do_one(item: _Item) -> _Result:
        runner = free.get()
        try:
            return work(item, runner)
        finally:
            free.put(runner)

    pool = ThreadPoolExecutor(len(runners))
    try:
        yield from pool.map(do_one, items)
    finally:
        stopped.set()
        pool.shutdown(wait=False, cancel_futures=True)
        for runner in runners:
            runner.stop()
        pool.shutdown()


class Stoppable:
    """A runner that starts no more programs once `stopped` is set."""

    def __init__(self, runner: Runner, stopped: Event) -> None:
        self._runner = runner
        self._stopped = stopped

    @property
    def protection(self) -> Protection:
        """That of the runner."""
        return self._runner.protection

    def warm(self) -> None:
        """Start processes ahead of the first run."""
        self._runner.warm()

    def run(self, program: Program, listen: Listener | None = None) -> Outcome:
        """Run a program; once stopped, return that it was stopped."""
        if self._stopped.is_set():
            return Killed(Output(), 0.0, "stopped")
        return self._runner.run(program, listen)

    def stop(self) -> None:
        """End the current run."""
        self._runner.stop()

    def news(self) -> str | None:
        """Return the notice of the runner, None if it has none."""
        return self._runner.news()

    def close(self) -> None:
        """End every process."""
        self._runner.close()
