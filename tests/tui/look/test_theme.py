"""Themes: all text is readable, in every theme and without colors."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from rich._palettes import STANDARD_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.terminal_theme import TerminalTheme
from textual.color import Color
from textual.pilot import Pilot
from textual.theme import BUILTIN_THEMES

from quizapp.core.cards.card import Card
from quizapp.core.session.phases import Asking
from quizapp.flow.study import Study
from quizapp.settings.themes import THEMES
from quizapp.tui.app import QuizApp
from quizapp.tui.look.theme import (
    FULL_COLOR_THEMES,
    SIXTEEN_COLOR_THEMES,
    THEME_NAMES,
    theme_named,
)
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    match_card,
    order_card,
)
from support.contrast import contrast, faint, painted
from support.screens import SMALL, on_screen, seen, wait_for

TEXT = ("foreground", "primary", "secondary", "success", "warning", "error", "string")
SURFACES = ("background", "surface", "panel")
ONE_AND_SLOWLY_SOME = [
    theme if theme == "dark" else pytest.param(theme, marks=pytest.mark.slow)
    for theme in (*FULL_COLOR_THEMES, "solarized-dark")
]
"""Painting every card takes seconds for each theme."""
CGA = TerminalTheme(
    (0, 0, 0),
    (255, 255, 255),
    [STANDARD_PALETTE[n] for n in range(8)],
    [STANDARD_PALETTE[n] for n in range(8, 16)],
)
"""The sixteen colors as Rich defines them."""
CARDS = (
    dropout_card(),
    choice_card(),
    cloze_card(),
    match_card(),
    order_card(),
    card("flash"),
)
ANSWERS = {
    "predict": ["7", "enter"],
    "choice": ["1", "enter"],
    "cloze": ["x", "enter", "enter"],
    "match": ["a", "a", "a", "enter"],
    "order": ["space", "down", "space", "enter"],
    "flashcard": ["space"],
}
"""Keys that give an answer, mostly a wrong one."""


def color(theme: str, name: str) -> Color:
    """Return one of a theme's colors."""
    known = theme_named(theme, few_colors=False)
    return Color.parse(known.variables.get(name) or getattr(known, name))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("theme", "text", "quiet"),
    [
        ("contrast", 7, 4.5),
        *((name, 4.5, 4.5) for name in THEME_NAMES if name != "contrast"),
    ],
)
def test_text_stands_out_from_every_surface(theme, surface, text, quiet):
    """WCAG AA, and AAA in high contrast."""
    ground = color(theme, surface)
    for name in TEXT:
        assert contrast(color(theme, name), ground) >= text, name
    assert contrast(color(theme, "quiet"), ground) >= quiet


def test_the_settings_allow_every_theme_there_is():
    """They list the names themselves, because they do not load Textual."""
    assert THEMES == THEME_NAMES


@pytest.mark.parametrize("name", ["nord", "catppuccin-latte"])
def test_a_theme_of_textual_keeps_its_colors_where_they_are_readable(name):
    """Only what is too pale is changed."""
    ours, theirs = theme_named(name, few_colors=False), BUILTIN_THEMES[name]
    assert ours.background == theirs.background
    assert ours.surface == theirs.surface
    assert ours.dark == theirs.dark


@contextmanager
def session_in(theme: str, *cards: Card) -> Iterator[tuple[Study, QuizApp]]:
    """Return a session and its app in the colors of a theme, on any terminal."""
    with on_screen(*cards) as (session, app):
        app.console._color_system = ColorSystem.TRUECOLOR
        app.use_theme(theme)
        yield session, app


@pytest.mark.parametrize("theme", ONE_AND_SLOWLY_SOME)
async def test_all_painted_text_is_readable(theme):
    """Placeholders, cursors, marks: before each answer and after it."""
    with session_in(theme, *CARDS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            async for _ in screens(pilot, session):
                assert faint(app, 4.5) == []


async def screens(pilot: "Pilot[None]", session: Study) -> AsyncIterator[None]:
    """Play a session, with a stop at each question and verdict."""
    while isinstance(phase := session.phase, Asking):
        await pilot.pause()
        yield
        await pilot.press(*ANSWERS[phase.posed.card.kind.name])
        await settled(pilot)
        yield
        await pilot.press("4")


async def settled(pilot: "Pilot[None]") -> None:
    """Wait until the verdict is shown."""
    await wait_for(pilot, lambda: bool(re.search("Space(:| accepts)", seen(pilot.app))))


def ground_of(app: QuizApp, text: str) -> Color:
    """Return the background of the last painted segment with this text."""
    *_, segment = (each for _, each in painted(app) if text in each.text)
    assert segment.style is not None
    assert segment.style.bgcolor is not None
    return Color.from_rich_color(segment.style.bgcolor)


@pytest.fixture
def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """As https://no-color.org specifies."""
    monkeypatch.setitem(os.environ, "NO_COLOR", "1")


@pytest.mark.slow
@pytest.mark.usefixtures("no_color")
@pytest.mark.parametrize(
    "theme", ["dark", pytest.param("light", marks=pytest.mark.slow)]
)
async def test_without_colors_only_readable_grays_are_painted(theme):
    """Only grays are painted."""
    with session_in(theme, *CARDS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            async for _ in screens(pilot, session):
                assert all(map(is_grey, colors(app)))
                assert faint(app, 4.5) == []


def colors(app: QuizApp) -> Iterator[RichColor]:
    """Yield the painted colors."""
    for _, segment in painted(app):
        style = segment.style
        yield from (
            each for each in (style and style.color, style and style.bgcolor) if each
        )


def is_grey(each: RichColor) -> bool:
    """Return whether a color is a gray."""
    return each.triplet is None or len(set(each.triplet)) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("no_color")
@pytest.mark.parametrize("theme", FULL_COLOR_THEMES)
async def test_without_colors_the_suggested_grade_is_visible(theme):
    """By a sign, and by its background."""
    with session_in(theme, dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("1", "enter")
            await settled(pilot)
            assert "›1 Again" in seen(app)
            assert contrast(ground_of(app, "Again"), ground_of(app, "Good")) > 3


@pytest.mark.slow
@pytest.mark.usefixtures("no_color")
@pytest.mark.parametrize("theme", FULL_COLOR_THEMES)
async def test_without_colors_the_cursor_is_visible(theme):
    """In the field, among options, in a text with blanks."""
    with session_in(theme, dropout_card(), cloze_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("7")
            row = next(row for row, each in painted(app) if "› " in each.text)
            grounds = [
                Color.from_rich_color(each.style.bgcolor)
                for place, each in painted(app)
                if place == row and each.style and each.style.bgcolor
            ]
            assert max(contrast(grounds[0], each) for each in grounds) > 3
    with session_in(theme, cloze_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("a", "tab", "b")
            assert contrast(ground_of(app, " b "), ground_of(app, " a ")) > 3
    with session_in(theme, choice_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("down", "1")
            assert "› ● 1" in seen(app)


@pytest.mark.parametrize("theme", SIXTEEN_COLOR_THEMES)
def test_themes_of_sixteen_colors_use_only_these(theme):
    """No color is replaced by a neighbor."""
    known = SIXTEEN_COLOR_THEMES[theme]
    parts = {name: getattr(known, name) for name in (*TEXT[:-1], *SURFACES)}
    for name, value in (parts | known.variables).items():
        asked = Color.parse(value).rich_color
        got = asked.downgrade(ColorSystem.STANDARD).get_truecolor(CGA)
        assert got == asked.triplet, name
    ground = Color.parse(known.background or "")
    for name in TEXT[:-1]:
        assert contrast(Color.parse(parts[name]), ground) >= 4.5, name


async def test_a_terminal_of_sixteen_colors_gets_its_own_theme():
    """Others do not."""
    with on_screen(dropout_card()) as (_, app):
        app.console._color_system = ColorSystem.STANDARD
        app.use_theme("light")
        assert app.theme == "quizapp-light-16"
        app.use_theme("catppuccin-latte")
        assert app.theme == "quizapp-light-16"
        app.use_theme("nord")
        assert app.theme == "quizapp-dark-16"
        app.console._color_system = ColorSystem.EIGHT_BIT
        app.use_theme("light")
        assert app.theme == "quizapp-light"
