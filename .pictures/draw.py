"""Draw the README's pictures: `.venv/bin/python .pictures/draw.py`.

Real screens over the shipped decks and the real runner, driven by keys, with a log in
a temporary folder. Each picture is one SVG next to this file; `first-minute.svg` plays.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import animation
import learner
from msgspec.structs import replace
from textual.pilot import Pilot

from quizapp.core.session.phases import Revealed
from quizapp.flow.study import Study
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.look.theme import FULL_COLOR_THEMES
from quizapp.tui.screens.study import StudyScreen
from quizapp.wiring import sessions
from quizapp.wiring.assembly import Assembly, Flags, assembled
from quizapp.wiring.screens import build_workspace
from quizapp.wiring.selection import chosen, paths_of

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Scene:
    """One card on the screen, and the keys that lead to the picture."""

    name: str
    card: str
    typed: str = ""
    keys: tuple[str, ...] = ("enter",)
    size: tuple[int, int] = (88, 30)
    themes: tuple[str, ...] = ("dark",)
    until: Callable[[Study], bool] = lambda study: isinstance(study.phase, Revealed)


SCENES = (
    Scene(
        "practice",
        "dropout/inverted-scaling",
        "[1, 0, 3, 4, 5]",
        size=(88, 60),
        themes=("dark", "light"),
    ),
    Scene("heatmap", "dropout-demos/masks-of-one-draw", "[500, 100]", size=(88, 64)),
    Scene("curves", "dropout-demos/training-losses", "B A C", size=(88, 56)),
    Scene(
        "code",
        "train-and-eval/noisy-block",
        keys=("ctrl+r",),
        size=(88, 38),
        until=lambda _: True,
    ),
    Scene(
        "order",
        "dropout-in-transformers/block-by-lines",
        keys=("space", "down", "space"),
        until=lambda _: True,
    ),
)


@dataclass(frozen=True)
class Place:
    """A screen around the flow, after three weeks of study."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (100, 30)
    theme: str = "dark"


PLACES = (
    Place("home"),
    Place("home", theme="light"),
    Place("browse", ("b", *"tag:attention", "enter", "down"), size=(140, 34)),
    Place("statistics", ("s",), size=(100, 46)),
)


async def visit(assembly: Assembly, place: Place) -> str:
    """Go to a place and return the screen as SVG."""
    library = assembly.library
    learner.study(assembly.log, library)
    workspace = build_workspace(assembly, library, paths_of(assembly, ()))
    app = QuizApp(workspace, None, AppOptions(place.theme, pause_seconds=0))
    app.theme = FULL_COLOR_THEMES[place.theme].name
    async with app.run_test(size=place.size) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*(_KEYS.get(key, key) for key in place.keys))
        await pilot.pause(2)
        svg = app.export_screenshot(title="quizapp")
    return re.sub(r"terminal-\d+", "terminal", svg)


async def draw(assembly: Assembly, scene: Scene, theme: str) -> str:
    """Play a scene and return the screen as SVG."""
    library, cards = chosen(assembly, (scene.card,))
    study = sessions.start_session(assembly, cards, cram=True)
    workspace = build_workspace(assembly, library, paths_of(assembly, (scene.card,)))
    app = QuizApp(workspace, study, AppOptions(theme, pause_seconds=0))
    app.theme = FULL_COLOR_THEMES[theme].name  # whatever terminal this is drawn from
    async with app.run_test(size=scene.size) as pilot:
        await pilot.press(*(_KEYS.get(key, key) for key in scene.typed))
        await pilot.press(*scene.keys)
        screen = app.screen
        assert isinstance(screen, StudyScreen)
        await _until(lambda: scene.until(study) and not screen.run.is_active, pilot)
        svg = app.export_screenshot(title="quizapp practice")
    return re.sub(r"terminal-\d+", "terminal", svg)


FIRST_CARD = "dropout/inverted-scaling"
FIRST_ANSWER = "[1, 0, 3, 4, 5]"
SIZE = (96, 30)
KEYSTROKE, LOOK, READ = 0.14, 1.2, 5.0
"""Seconds that a frame is shown: a key, a change of the screen, a verdict."""


class Film:
    """Frames of an app that is driven by keys."""

    def __init__(self, app: QuizApp, pilot: "Pilot[None]") -> None:
        self._app, self._pilot = app, pilot
        self.frames: list[animation.Frame] = []

    async def press(self, key: str, seconds: float) -> None:
        """Press a key, and show what follows for some seconds."""
        await self._pilot.press(_KEYS.get(key, key))
        await self._pilot.pause(0.3 if len(key) > 1 else 0)
        self.show(seconds)

    def show(self, seconds: float) -> None:
        """Show the screen as it is for some seconds."""
        lines = tuple(self._app.screen._compositor.render_strips())  # noqa: SLF001
        self.frames.append(animation.Frame(lines, seconds))


async def play(assembly: Assembly) -> str:
    """Return the first card as an animation: the question, an answer, its verdict."""
    library, cards = chosen(assembly, (FIRST_CARD,))
    study = sessions.start_session(assembly, cards, cram=True)
    workspace = build_workspace(assembly, library, paths_of(assembly, (FIRST_CARD,)))
    app = QuizApp(workspace, study, AppOptions("dark"))
    app.theme = FULL_COLOR_THEMES["dark"].name
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1)
        film = Film(app, pilot)
        film.show(2 * LOOK)
        for character in FIRST_ANSWER:
            await film.press(character, KEYSTROKE)
        film.show(LOOK)
        await film.press("enter", LOOK)
        await pilot.press("3")  # fairly sure
        await _until(lambda: isinstance(study.phase, Revealed), pilot)
        film.show(READ)
        poster = len(film.frames) - 1
        await film.press("pagedown", READ)
    background = app.theme_variables["background"]
    return animation.svg(
        film.frames, title="quizapp practice", poster=poster, background=background
    )


async def _until(condition: Callable[[], bool], pilot: "Pilot[None]") -> None:
    for _ in range(600):
        await pilot.pause(0.1)
        if condition():
            await pilot.pause(0.3)
            return
    raise TimeoutError("the scene did not end")


_KEYS = {
    " ": "space",
    ",": "comma",
    ":": "colon",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


def main() -> None:
    """Draw every picture."""
    with TemporaryDirectory() as home:
        flags = replace(_flags(home), confidence=True)
        with assembled(flags) as assembly:
            svg = asyncio.run(play(assembly))
    (FOLDER / "first-minute.svg").write_text(svg, encoding="utf-8")
    for place in PLACES:
        with TemporaryDirectory() as home, assembled(_flags(home)) as assembly:
            svg = asyncio.run(visit(assembly, place))
        (FOLDER / f"{place.name}-{place.theme}.svg").write_text(svg, encoding="utf-8")
    for scene in SCENES:
        for theme in scene.themes:
            with TemporaryDirectory() as home, assembled(_flags(home)) as assembly:
                svg = asyncio.run(draw(assembly, scene, theme))
            name = f"{scene.name}-{theme}.svg"
            (FOLDER / name).write_text(svg, encoding="utf-8")


def _flags(home: str) -> Flags:
    return Flags(home=Path(home), allow_root=True, confidence=False)


if __name__ == "__main__":
    main()
