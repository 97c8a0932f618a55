"""Contrast of the screens around a session, as they are painted."""

import pytest
from rich.color import ColorSystem
from textual.color import Color

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.interview.phases import Ended
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from support.cards import card, choice_card, dropout_card
from support.contrast import contrast, faint, painted
from support.fakes import MORNING, FakeLog
from support.interviews import Desk
from support.rooms import asked, go_on
from support.screens import SMALL, WIDE, on_screen, sees
from support.workspaces import FakeSessions, study, workspace_of

pytestmark = pytest.mark.slow
THEMES = [
    "dark",
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("light", "contrast", "nord", "gruvbox", "catppuccin-latte")
    ),
]
"""Ours, and three of Textual's."""
ANSWER = (*"1 0 3", "enter")
PLACES = {
    "home": ((), "A deck", ""),
    "browse": (("b", "down"), "3 of 3 cards", ""),
    "statistics": (("s",), "Retention", ""),
    "keys": (("question_mark",), "Keys", "#sheet"),
    "palette": (("ctrl+p", *"theme", "down"), "Shown while you move", "CommandList"),
    "settings": (("comma", "down"), "Session limit", ""),
    "plan": (("p", "down", "down"), "predicted recall", ""),
    "explore": (("enter", *ANSWER, "e"), "Ctrl+R", ""),
    "summary": (("enter", *ANSWER, "1", "q"), "Tomorrow", ""),
}
"""Keys from home, a text that is painted then, and what is looked at."""


def app_in(theme: str, settings: TomlSettings) -> QuizApp:
    """Return an app at home, in a theme, with one card that was reviewed."""
    cards = (dropout_card(), choice_card(), card("flash"))
    log = FakeLog()
    session = study(cards[2], log=log)
    session.respond("")
    session.grade(Grade.GOOD)
    sessions = FakeSessions(log)
    sessions.interview = days_after(StudyDay(MORNING.toordinal()), 21)
    options = AppOptions(settings=settings, pause_seconds=0)
    app = QuizApp(workspace_of(*cards, log=log, sessions=sessions), None, options)
    app.console._color_system = ColorSystem.TRUECOLOR
    app.use_theme(theme)
    return app


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("place", PLACES)
async def test_text_around_a_session_is_readable(place, theme, tmp_path):
    """At least 4.5 to 1, with borders and without."""
    keys, text, part = PLACES[place]
    for size in (SMALL, WIDE):
        app = app_in(theme, TomlSettings(tmp_path / "config.toml"))
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "A deck")
            await pilot.press(*({" ": "space"}.get(key, key) for key in keys))
            await sees(pilot, text)
            await pilot.pause(0.1)
            region = app.screen.query_one(part).region if part else None
            assert faint(app, 4.5, region) == []


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_text_of_an_interview_is_readable(size, theme):
    """Set up, at every phase, and in the debrief and its list."""
    desk = Desk()
    with asked(desk, confidence=True) as (interview, app):
        app.console._color_system = ColorSystem.TRUECOLOR
        app.use_theme(theme)
        async with app.run_test(size=size) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            while not isinstance(interview.phase, Ended):
                desk.clock.pass_(seconds=150)
                await pilot.pause(0.1)
                assert faint(app, 4.5) == [], interview.phase
                await go_on(pilot, interview)
            for shown in ("Which of these points", "Knowledge"):
                await sees(pilot, shown)
                assert faint(app, 4.5) == []
                for _ in interview.record.answers:
                    await pilot.press("enter" if app.screen.focused else "right")
                    await pilot.pause()
            app.action_interviews()
            await sees(pilot, "Timed and silent")
            await pilot.pause(0.1)
            assert faint(app, 4.5) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_field_with_the_focus_stands_out(size, theme):
    """Its sign is lit, and dimmed once the field is left: 3 to 1 and more."""
    with on_screen(dropout_card()) as (_, app):
        app.console._color_system = ColorSystem.TRUECOLOR
        app.use_theme(theme)
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "› ")
            lit = colors_of(app)
            assert contrast(*lit) >= 3
            await pilot.press("escape")
            await sees(pilot, "back to the answer")
            assert colors_of(app) != lit


def colors_of(app: QuizApp) -> tuple[Color, Color]:
    """Return the colors of the answer field's sign and of its ground."""
    sign = next(each for _, each in painted(app) if each.text == "› ")
    assert sign.style is not None
    assert sign.style.color is not None
    assert sign.style.bgcolor is not None
    return Color.from_rich_color(sign.style.color), Color.from_rich_color(
        sign.style.bgcolor
    )
