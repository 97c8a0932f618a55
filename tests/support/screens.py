"""Screens under test: an app over a session, keys sent to it, the text it paints."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.core.cards.card import Card, Position
from quizapp.core.session.phases import Revealed
from quizapp.flow.ports import Runner
from quizapp.flow.study import Study
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.widgets.page import CardPage
from quizapp.tui.widgets.reveal.verdict import VerdictPanel
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.workspaces import study, workspace_of

SMALL, WIDE = (80, 24), (200, 60)


def sizes(*all_sizes: tuple[int, int]) -> list[object]:
    """Return sizes to parametrize a test with: the first, the others with slow."""
    first, *others = all_sizes
    return [first, *(pytest.param(size, marks=pytest.mark.slow) for size in others)]


def app_of(session: Study, *cards, opened: Callable[[Position], bool] | None = None):
    """Return an app that shows a session, and in which no key comes too soon."""
    options = AppOptions(open_editor=opened, pause_seconds=0)
    return QuizApp(workspace_of(*cards), session, options)


@contextmanager
def on_screen(*cards, size=SMALL, **ports) -> Iterator[tuple[Study, QuizApp]]:
    """Return a session over these cards, and an app that shows it."""
    session = study(*cards, **ports)
    yield session, app_of(session, *cards)


def begun(
    *cards: Card, runner: Runner | None = None, log: FakeLog | None = None
) -> tuple[Study, QuizApp]:
    """Return the same with a runner that really runs the code."""
    session = study(*cards, runner=runner or FakeRunner(executed), log=log)
    return session, app_of(session, *cards)


async def type_(pilot: "Pilot[None]", text: str) -> None:
    """Type into the focused field, as a paste does."""
    field = pilot.app.screen.focused
    assert isinstance(field, Input)
    field.insert_text_at_cursor(text)
    await pilot.pause()


async def wait_for(pilot: "Pilot[None]", condition: Callable[[], bool]) -> None:
    """Let the app work until a condition holds."""
    for _ in range(500):
        await pilot.pause(0.01)
        if condition():
            await pilot.pause()
            return
    raise AssertionError(f"the condition never held:\n{seen(pilot.app)}")


async def sees(pilot: "Pilot[None]", text: str) -> None:
    """Wait until the screen shows a text."""
    await wait_for(pilot, lambda: text in seen(pilot.app))


async def click_on(pilot: "Pilot[None]", text: str, row: str = "") -> None:
    """Click the last place where a text is painted, in a row that has another one."""
    await wait_for(pilot, lambda: bool(_places(pilot.app, text, row)))
    await pilot.click(offset=_places(pilot.app, text, row)[-1])


def _places(app: App[Any], text: str, row: str) -> list[tuple[int, int]]:
    """Return where a text is painted: columns and rows of the screen."""
    lines = enumerate(seen(app).splitlines())
    found = ((y, line, line.rfind(text)) for y, line in lines if row in line)
    return [(cell_len(line[:at]), y) for y, line, at in found if at >= 0]


def seen(app: App[Any]) -> str:
    """Return the text that is painted on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip).rstrip()
        for strip in app.screen._compositor.render_strips()
    )


async def answer(pilot: "Pilot[None]", session: Study, text: str) -> Revealed:
    """Type an answer, press Enter, and return what is revealed, once it is painted."""
    await type_(pilot, text)
    await pilot.press("enter")
    await wait_for(pilot, lambda: verdict_is_in_sight(pilot.app))
    assert isinstance(session.phase, Revealed)
    return session.phase


def verdict_is_in_sight(app: App[Any]) -> bool:
    """Return whether a verdict is laid out, and the page is scrolled to it."""
    page, panel = app.screen.query_one(CardPage), app.screen.query_one(VerdictPanel)
    graded = "grade" in seen(app).splitlines()[-1]  # the keys come with the verdict
    at_top = 0 <= panel.region.y - page.region.y <= 1  # the line above is a margin
    at_end = page.scroll_offset.y == page.max_scroll_y
    return bool(graded and panel.region and (at_top or at_end))
