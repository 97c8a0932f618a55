"""The main screens as they are painted, at three sizes; see `support.snapshots`."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import Struct

from quizapp.core.basics.grade import Grade
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from support.cards import card, choice_card, dropout_card, fix_card, order_card
from support.fakes import FakeClock, FakeLog
from support.interviews import ROOT_CANDIDATES, Desk, take
from support.rooms import FakeInterviews
from support.screens import SMALL, WIDE, seen, wait_for
from support.snapshots import assert_like_before
from support.workspaces import FakeSessions, study, workspace_of

pytestmark = pytest.mark.slow
SIZES = (
    SMALL,
    (120, 36),
    WIDE,
)
CARDS = (
    dropout_card(prompt="Dropout with `p = 0.2` in training. What does `output` hold?"),
    choice_card(),
    fix_card(),
    order_card(),
    card(
        "formula", prompt="Is $\\frac{1}{1-p}$ the factor?", explain="Yes: $E[y] = x$."
    ),
)


class Scene(Struct, frozen=True):
    """Keys from the start to a screen, and a text that it shows at the end."""

    name: str
    keys: tuple[str, ...]
    shows: str
    at_home: bool = True


ANSWERED = (*"1 0 3", "enter")

SCENES = (
    Scene("home", (), "for today"),
    Scene("browse", ("b",), "What is"),
    Scene("statistics", ("s",), "Retention"),
    Scene("plan", ("p",), "date"),
    Scene("settings", ("comma",), "New cards"),
    Scene("help", ("question_mark",), "Show keys"),
    Scene("interviews", ("i",), "Strong"),
    Scene("interview", ("i", "enter"), "Question 1"),
    Scene("debrief", ("i", *["down"] * 3, "enter"), "How the signal is made"),
    Scene("question", (), "What does output hold?", at_home=False),
    Scene("verdict", ANSWERED, "Again", at_home=False),
    Scene("summary", (*ANSWERED, "1", "ctrl+c"), "Tomorrow", at_home=False),
)


def app_at(scene: Scene) -> QuizApp:
    """Return the app where a scene begins, with a little history."""
    log = FakeLog()
    earlier = study(CARDS[1], log=log, clock=FakeClock())
    earlier.respond("1")
    earlier.weigh(None)
    earlier.grade(Grade.EASY)
    workspace = workspace_of(*CARDS, log=log, sessions=FakeSessions(log))
    desk = Desk()
    take(desk.begin(), ROOT_CANDIDATES[0], desk.clock)
    desk.clock.step = timedelta(0)  # a screen reads it more often when it is slow
    options = AppOptions(
        settings=TomlSettings(Path("config.toml")),
        desk=lambda: FakeInterviews(desk),
        pause_seconds=0,
    )
    session = None if scene.at_home else study(*CARDS, log=log)
    return QuizApp(workspace, session, options)


@pytest.mark.parametrize("size", SIZES, ids=["small", "regular", "wide"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_screen_looks_as_it_did(scene, size, tmp_path, monkeypatch):
    """A difference is shown line by line; if it is meant, write the files again."""
    monkeypatch.chdir(tmp_path)
    app = app_at(scene)
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: app.screen.focused is not None)
        for key in scene.keys:
            await pilot.press({" ": "space"}.get(key, key))
            await pilot.pause(0.02)
        await wait_for(pilot, lambda: scene.shows in seen(app))
        await pilot.pause(0.1)
        screen = seen(app)
    assert_like_before(f"{scene.name}-{'x'.join(map(str, size))}", screen)
