"""Pilots: an app over a sitting whose code is really run, driven by keys."""

from collections.abc import Callable

from textual.pilot import Pilot

from builders import ListLog, ScriptedRunner, executed, study
from quizapp.core.card import Card, Deck, Library
from quizapp.core.ports import Runner
from quizapp.study import Study
from quizapp.tui.app import QuizApp

SMALL, WIDE = (80, 24), (200, 60)


def begun(
    *cards: Card, runner: Runner | None = None, log: ListLog | None = None
) -> tuple[Study, QuizApp]:
    """Return a sitting over these cards and an app that shows it."""
    sitting = study(*cards, runner=runner or ScriptedRunner(executed), log=log)
    deck = Deck("deck", "A deck", "A topic", "", cards, "deck.toml")
    return sitting, QuizApp(sitting, Library((deck,)))


async def wait_for(pilot: "Pilot[None]", condition: Callable[[], bool]) -> None:
    """Let the app work until something holds."""
    for _ in range(300):
        await pilot.pause(0.01)
        if condition():
            await pilot.pause()
            return
    raise AssertionError(f"it did not come to pass:\n{seen(pilot.app)}")


async def sees(pilot: "Pilot[None]", text: str) -> None:
    """Wait until the screen shows a text."""
    await wait_for(pilot, lambda: text in seen(pilot.app))


def seen(app) -> str:
    """Return the text of the screen, as it is painted."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip()
        for strip in app.screen._compositor.render_strips()
    )
