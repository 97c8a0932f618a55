"""Statistics come piece by piece; the screen shows the first ones, and the last."""

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.library import Deck, Library
from quizapp.tui.app import QuizApp
from support.cards import card
from support.fakes import FakeLog
from support.reviews import reviewed
from support.screens import SMALL, seen, sees, wait_for
from support.workspaces import workspace_over

NAMES = [f"deck{number:02}" for number in range(40)]
LIBRARY = Library(
    tuple(
        Deck(name, name, "Topic", "", (replace(card("a"), id=CardId(name, "a")),), "x")
        for name in NAMES
    )
)


async def test_the_screen_ends_with_all_statistics():
    """Also where the last pieces are small, so that not each is drawn."""
    log = FakeLog([reviewed(CardId(name, "a"), 1) for name in NAMES])
    app = QuizApp(workspace_over(LIBRARY, log))
    async with app.run_test(size=(SMALL[0], 140)) as pilot:
        await pilot.press("s")
        await sees(pilot, "Retention")
        await wait_for(pilot, lambda: "Levels" in seen(app))
        assert "still being read" not in seen(app)
