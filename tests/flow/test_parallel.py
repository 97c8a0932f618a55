"""Many runners prove many cards, and the order stays that of the decks."""

from collections.abc import Generator
from threading import Barrier, Event

from quizapp.core.runs.outcome import Killed, Output
from quizapp.flow.parallel import prove_all
from support.cards import dropout_card
from support.fakes import FakeRunner
from support.outcomes import completed


def cards(count: int):
    """Return so many predict cards."""
    return [dropout_card(f"c{number}", wrong=()) for number in range(count)]


def test_proofs_come_in_the_order_of_the_cards():
    """Whichever runner was quicker."""
    many = cards(20)
    proofs = prove_all(many, [FakeRunner(), FakeRunner()])
    assert [proof.card for proof in proofs] == many


def test_runners_work_at_the_same_time():
    """Each waits for the other: one at a time would never end."""
    both = Barrier(2, timeout=5)

    def script(_):
        both.wait()
        return completed()

    runners = [FakeRunner(script), FakeRunner(script)]
    assert len(list(prove_all(cards(2), runners))) == 2
    assert all(runner.programs for runner in runners)


def test_leaving_early_stops_what_runs_and_starts_nothing_more():
    """Ctrl-C in the middle of a check does not wait for the rest of it."""
    stopped = Event()

    def script(_):
        if len(runner.programs) > 2:
            assert stopped.wait(5)
        return Killed(Output(), 1.0, "stopped")

    class Stops(FakeRunner):
        def stop(self) -> None:
            stopped.set()

    runner = Stops(script)
    proofs = prove_all(cards(50), [runner])
    next(proofs)
    assert isinstance(proofs, Generator)
    proofs.close()
    assert stopped.is_set()
    assert len(runner.programs) <= 5
