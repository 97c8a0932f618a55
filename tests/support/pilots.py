"""Pilots: an app over a sitting whose code is really run, driven by keys."""

from textual.pilot import Pilot

from quizapp.core.cards.card import Card
from quizapp.flow.ports import Runner
from quizapp.flow.study import Study
from quizapp.tui.app import QuizApp
from support.builders import FakeLog, FakeRunner, executed, study, workspace_of
from support.tui_helpers import SMALL, WIDE, seen, wait_for

__all__ = ["SMALL", "WIDE", "begun", "seen", "sees", "wait_for"]


def begun(
    *cards: Card, runner: Runner | None = None, log: FakeLog | None = None
) -> tuple[Study, QuizApp]:
    """Return a sitting over these cards and an app that shows it."""
    sitting = study(*cards, runner=runner or FakeRunner(executed), log=log)
    return sitting, QuizApp(workspace_of(*cards), sitting)


async def sees(pilot: "Pilot[None]", text: str) -> None:
    """Wait until the screen shows a text."""
    await wait_for(pilot, lambda: text in seen(pilot.app))
