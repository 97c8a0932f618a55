"""Settings that need the log to be read again: the screens stay usable meanwhile."""

from threading import Event

import pytest

from quizapp.errors import LogError
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui import setting_moves
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.screens.browse import BrowseScreen
from quizapp.tui.screens.home import HomeScreen
from support.cards import card
from support.screens import SMALL, seen, wait_for
from support.workspaces import FakeSessions, workspace_of


@pytest.fixture
def sessions(monkeypatch):
    monkeypatch.setattr(setting_moves, "QUIET", 0)
    monkeypatch.setattr(setting_moves, "SHOWN", 60)
    return FakeSessions()


@pytest.fixture
def app(sessions, tmp_path):
    """Return an app with settings of its own."""
    settings = TomlSettings(tmp_path / "config.toml")
    workspace = workspace_of(card("one"), sessions=sessions)
    return QuizApp(workspace, app_options=AppOptions(settings=settings))


async def change_a_setting(pilot):
    """Change the first one on the screen, and leave it."""
    await pilot.press("comma", "right", "escape")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


@pytest.mark.slow
async def test_keys_work_while_the_log_is_read(app, sessions):
    """How far it is, is said; then the settings are used, on whatever screen."""
    gate = Event()

    def rebuild(progress):
        progress(0.25)
        assert gate.wait(30)
        progress(1.0)

    sessions.rebuilding = rebuild
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await change_a_setting(pilot)
        await wait_for(pilot, lambda: "25%." in seen(app))
        await pilot.press("b")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        assert sessions.renewed == 0
        gate.set()
        await wait_for(pilot, lambda: sessions.renewed == 1)


@pytest.mark.slow
async def test_settings_are_used_at_once_if_nothing_is_to_be_read(app, sessions):
    """Most of them change no memory."""
    async with app.run_test(size=SMALL) as pilot:
        await change_a_setting(pilot)
        await wait_for(pilot, lambda: sessions.renewed == 1)


@pytest.mark.slow
async def test_a_log_that_cannot_be_read_is_reported(app, sessions):
    """The settings of before stay in use."""

    def rebuild(progress):
        raise LogError("the log is gone")

    sessions.rebuilding = rebuild
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await change_a_setting(pilot)
        await wait_for(pilot, lambda: "the log is gone" in seen(app))
        assert sessions.renewed == 0


@pytest.mark.slow
async def test_to_quit_ends_the_reading(app, sessions):
    """The program does not wait for it."""
    ended = Event()

    def rebuild(progress):
        try:
            while True:
                progress(0.5)
        finally:
            ended.set()

    sessions.rebuilding = rebuild
    async with app.run_test(size=SMALL) as pilot:
        await change_a_setting(pilot)
        await pilot.press("q")
        await pilot.pause()
    assert ended.wait(30)
    assert sessions.renewed == 0
