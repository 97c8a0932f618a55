"""A page tells its size while the app still starts: the first screen has that size."""

import asyncio

import pyte
import pytest

from support.program import DECK
from support.serving import serving, shown, visit
from support.shipped import warm


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0, 0.3, 0.6, 0.9])
async def test_a_size_that_comes_early_is_used(home, seconds):
    """Whenever it comes."""
    warm(home / "quizapp")
    (home / "deck.toml").write_text(DECK)
    (home / "quizapp/config.toml").write_text(
        f'decks = ["{home}/deck.toml"]\ntopics = ["Testing"]\n'
    )
    screen = pyte.Screen(80, 50)  # larger: what is left of the first size shows
    with serving(home) as program:
        async with visit(program) as browser, shown(program, browser) as page:
            await asyncio.sleep(seconds)
            await page.send("resize", {"width": 55, "height": 40})
            await page.sees("Testing")
            await asyncio.sleep(1.5)
            pyte.ByteStream(screen).feed(page.seen)
    rows = [row for row, line in enumerate(screen.display) if "Enter deck" in line[:55]]
    assert rows
    assert min(rows) >= 37, "\n".join(screen.display)  # once, at the bottom
