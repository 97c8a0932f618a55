"""Contrast of the screens around a session, as they are painted."""

from collections.abc import Sequence

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.pilot import Pilot

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.interview.phases import Ended
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.base import BaseApp
from support.cards import card, choice_card, dropout_card
from support.contrast import contrast, faint, painted
from support.fakes import MORNING, FakeLog
from support.interviews import Desk
from support.rooms import asked, go_on
from support.screens import SMALL, WIDE, on_screen, sees
from support.workspaces import FakeSessions, study, workspace_of

pytestmark = pytest.mark.slow
OURS = ("dark", "light", "contrast")
THEMES = (*OURS, "nord", "gruvbox", "catppuccin-latte")
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


def app_with(settings: TomlSettings) -> QuizApp:
    """Return an app at home, with one card that was reviewed."""
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
    return app


async def faint_in(
    themes: Sequence[str], pilot: Pilot[None], part: str = ""
) -> dict[str, list[tuple[str, float]]]:
    """Return what is hard to read in the themes that have such text."""
    app, found = pilot.app, dict[str, list[tuple[str, float]]]()
    assert isinstance(app, BaseApp)
    for theme in themes:
        app.use_theme(theme)
        await pilot.pause(0.1)
        region = app.screen.query_one(part).region if part else None
        found[theme] = faint(app, 4.5, region)
    return {theme: texts for theme, texts in found.items() if texts}


@pytest.mark.parametrize("size", [SMALL, WIDE])
@pytest.mark.parametrize("place", PLACES)
async def test_text_around_a_session_is_readable(place, size, tmp_path):
    """At least 4.5 to 1, with borders and without, in every theme."""
    keys, text, part = PLACES[place]
    app = app_with(TomlSettings(tmp_path / "config.toml"))
    async with app.run_test(size=size) as pilot:
        await sees(pilot, "A deck")
        await pilot.press(*({" ": "space"}.get(key, key) for key in keys))
        await sees(pilot, text)
        assert await faint_in(THEMES, pilot, part) == {}


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_text_of_an_interview_is_readable(size):
    """Set up, at every phase, and in the debrief and its list."""
    desk = Desk()
    with asked(desk, confidence=True) as (interview, app):
        app.console._color_system = ColorSystem.TRUECOLOR
        async with app.run_test(size=size) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            while not isinstance(interview.phase, Ended):
                desk.clock.pass_(seconds=150)
                assert await faint_in(OURS, pilot) == {}, interview.phase
                await go_on(pilot, interview)
            for shown in ("Which of these points", "Knowledge"):
                await sees(pilot, shown)
                assert await faint_in(OURS, pilot) == {}
                for _ in interview.record.answers:
                    await pilot.press("enter" if app.screen.focused else "right")
                    await pilot.pause()
            app.action_interviews()
            await sees(pilot, "Timed and silent")
            assert await faint_in(OURS, pilot) == {}


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_field_with_the_focus_stands_out(size):
    """Its sign is lit, and dimmed once the field is left: 3 to 1 and more."""
    with on_screen(dropout_card()) as (_, app):
        app.console._color_system = ColorSystem.TRUECOLOR
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "› ")
            lit = await colors_in_themes(pilot)
            assert all(contrast(*colors) >= 3 for colors in lit)
            await pilot.press("escape")
            await sees(pilot, "back to the answer")
            dimmed = await colors_in_themes(pilot)
            assert all(one != other for one, other in zip(lit, dimmed, strict=True))


async def colors_in_themes(pilot: Pilot[None]) -> list[tuple[Color, Color]]:
    """Return the colors of the answer field's sign in every theme."""
    app, found = pilot.app, list[tuple[Color, Color]]()
    assert isinstance(app, QuizApp)
    for theme in THEMES:
        app.use_theme(theme)
        await pilot.pause(0.1)
        found.append(colors_of(app))
    return found


def colors_of(app: QuizApp) -> tuple[Color, Color]:
    """Return the colors of the answer field's sign and of its ground."""
    sign = next(each for _, each in painted(app) if each.text == "› ")
    assert sign.style is not None
    assert sign.style.color is not None
    assert sign.style.bgcolor is not None
    return Color.from_rich_color(sign.style.color), Color.from_rich_color(
        sign.style.bgcolor
    )
