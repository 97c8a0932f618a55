"""The notice: a sheet of keys over the screen."""

from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from support.cards import card
from support.screens import WIDE, on_screen, seen


async def test_help_lists_the_keys_and_closes():
    """`?` shows every key of the screen."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("question_mark")
            assert isinstance(app.screen, NoticeScreen)
            assert "Undo the last step" in seen(app)
            await pilot.press("escape")
            assert isinstance(app.screen, StudyScreen)
