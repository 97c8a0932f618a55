"""Home with a large log: the decks at once, their figures when they are read."""

from contextlib import closing
from threading import Event
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.flow.overview import overviews
from quizapp.store import kept_memories
from quizapp.store.log import open_log
from quizapp.store.memory_index import MemoryIndex
from quizapp.tui.app import QuizApp
from quizapp.tui.screens.browse import BrowseScreen
from quizapp.tui.screens.study import StudyScreen
from support.cards import card
from support.fakes import FakeBits, FakeClock
from support.learner import learner
from support.screens import SMALL, WIDE, seen, wait_for
from support.workspaces import FakeSessions, workspace_of

COUNTED = "for today"


@pytest.fixture
def workspace(tmp_path):
    """Return a workspace over an index of which no record is read at once."""
    cards = [card(f"c{number}") for number in range(4)]
    events = [
        replace(event, card=cards[int(event.card.card[1:])].id)
        for event in learner(cards=3, reviews=2)
    ]
    workspace = workspace_of(*cards, sessions=FakeSessions())
    with (
        patch.object(kept_memories, "FEW", 0),
        closing(open_log(tmp_path / "reviews.db", FakeBits())) as log,
    ):
        log.append_all(events)
        index = MemoryIndex(tmp_path / "cache", log, worth=0)
        settings = SchedulerSettings()
        workspace.ledger = Ledger(log, FakeClock(), FakeBits(), settings, index)
        yield workspace
        workspace.ledger.close()


@pytest.fixture
def gate(workspace, monkeypatch):
    """Return an event without which no figure is read."""
    gate, studies = Event(), workspace.ledger.studies

    def gated():
        def wait_for_gate():
            assert gate.wait(30)
            return first()

        first, *others = studies()
        return (wait_for_gate, *others)

    monkeypatch.setattr(workspace.ledger, "studies", gated)
    yield gate
    gate.set()


def row(app):
    """Return what is in the row of the deck."""
    (line,) = [line for line in seen(app).splitlines() if "A deck" in line]
    return line.replace("╌", "").replace("━", "").split()[2:]


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_decks_are_shown_before_their_figures(workspace, gate, size):
    """What is known at once is there; the figures come into their places."""
    app = QuizApp(workspace)
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        await wait_for(pilot, lambda: "Counting…" in seen(app))
        assert "past 28 days" in seen(app)
        assert COUNTED not in seen(app)
        assert not any(word[0].isdigit() for word in row(app))
        places = [seen(app).splitlines().index(line) for line in lines(app)]
        gate.set()
        await wait_for(pilot, lambda: COUNTED in seen(app))
        assert "Counting…" not in seen(app)
        assert sum(word[0].isdigit() for word in row(app)) >= 3
        assert [seen(app).splitlines().index(line) for line in lines(app)] == places


def lines(app):
    """Return lines that must not move."""
    found = seen(app).splitlines()
    return [
        next(line for line in found if text in line)
        for text in ("past 28 days", "learned")
    ]


async def test_keys_work_before_the_figures(workspace, gate):
    """The deck at the cursor is studied at once."""
    app = QuizApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Counting…" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        gate.set()  # the end of the app waits for what is reading


async def test_to_leave_home_ends_the_reading(workspace, gate):
    """No figure is read for a screen that is not seen; back at home, they are."""
    app = QuizApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        home = app._home
        await wait_for(pilot, lambda: len(reading(app)) == 1)
        (worker,) = reading(app)
        await pilot.press("b")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        assert worker.is_cancelled
        gate.set()
        await wait_for(pilot, lambda: not reading(app))
        assert home is not None
        assert home._overview is None
        await pilot.press("escape", "escape")
        await wait_for(pilot, lambda: COUNTED in seen(app))


def reading(app):
    """Return the workers that read figures."""
    return [w for w in app.workers if w.group == "figures" and not w.is_finished]


async def test_figures_that_cannot_be_read_are_reported(workspace, monkeypatch):
    """In the place of the headline; the decks can be studied."""

    def failing():
        raise LogError("the log is gone")

    monkeypatch.setattr(workspace.ledger, "studies", lambda: (failing,))
    app = QuizApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "the log is gone" in seen(app))


def test_figures_of_a_thread_are_those_of_the_log_in_use(workspace):
    """They are read over another connection."""
    assert workspace.is_large
    *_, read = workspace.overviews()()
    *_, counted = overviews(workspace.tally(), workspace.sessions)
    assert read == counted
    assert read.load.cards
