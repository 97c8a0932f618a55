"""Draw the README's pictures: `.venv/bin/python .pictures/draw.py`.

Real screens over the shipped deck and the real runner, driven by keys; a log in
a temporary folder. Each picture is one SVG beside this file.
"""

import asyncio
import re
import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from quizapp.core.session import Revealed
from quizapp.study import Study
from quizapp.tui.app import QuizApp
from quizapp.wiring import Assembly, assembled, chosen

FOLDER = Path(__file__).parent
WRONG = "[1, 0, 3, 4, 5]"


async def draw(assembly: Assembly, theme: str, size: tuple[int, int]) -> str:
    """Answer the first card wrongly and return the screen as SVG."""
    library, cards = chosen(assembly, ["dropout"])
    study = assembly.study(cards, cram=False)
    app = QuizApp(study, library, theme)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*(_key(character) for character in WRONG), "enter")
        await _until_revealed(study, pilot)
        svg = app.export_screenshot(title="quizapp practice")
    return re.sub(r"terminal-\d+", "terminal", svg)


async def _until_revealed(study: Study, pilot: "Pilot[None]") -> None:
    for _ in range(600):
        await pilot.pause(0.05)
        if isinstance(study.phase, Revealed):
            await pilot.pause(0.2)
            return
    raise TimeoutError("the run did not end")


def _key(character: str) -> str:
    return _KEYS.get(character, character)


_KEYS = {
    " ": "space",
    ",": "comma",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}


def main() -> None:
    """Draw every picture, in both themes."""
    size = tuple(map(int, sys.argv[1].split("x"))) if sys.argv[1:] else (88, 30)
    for theme in ("dark", "light"):
        with TemporaryDirectory() as home:
            options = Namespace(
                home=Path(home), decks=[], minutes=None, seed=0, allow_root=True
            )
            with assembled(options) as assembly:
                svg = asyncio.run(draw(assembly, theme, (size[0], size[1])))
        (FOLDER / f"practice-{theme}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
