"""The notice: a sheet of keys over the screen."""

import pytest

from quizapp.core.session.phases import Revealed
from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from support.cards import card, choice_card
from support.screens import SMALL, WIDE, click_on, on_screen, seen, wait_for


async def test_help_lists_the_keys_and_closes():
    """`?` shows every key of the screen."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("question_mark")
            assert isinstance(app.screen, NoticeScreen)
            assert "Undo the last step" in seen(app)
            await pilot.press("escape")
            assert isinstance(app.screen, StudyScreen)


async def test_help_begins_with_the_keys_of_the_card_at_hand():
    """Digits of options share a row; after the reveal, grades have their own words."""
    with on_screen(choice_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("question_mark")
            await wait_for(pilot, lambda: "Your answer: choice" in seen(app))
            first = seen(app).partition("At other times")[0]
            assert "1-9" in first
            assert "Pick that option" in first
            assert "Easy: knew it at once" not in first
            await pilot.press("escape", "1", "1")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await pilot.press("question_mark")
            await wait_for(pilot, lambda: "After the answer" in seen(app))
            assert "Easy: knew it at once" in seen(app)
            assert "certain" not in seen(app).partition("At other times")[0]
            assert "Your answer" not in seen(app)


@pytest.mark.slow
async def test_help_that_is_too_long_says_so():
    """With an arrow in its border, gone at the end."""
    with on_screen(choice_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("question_mark")
            await wait_for(pilot, lambda: "↓ more" in seen(app))
            assert "Esc closes" in seen(app)
            await pilot.press("end")
            await wait_for(pilot, lambda: "↑ more" in seen(app))


async def test_a_click_beside_the_sheet_closes_it():
    """One in the text does not."""
    with on_screen(choice_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("question_mark")
            await wait_for(pilot, lambda: "Your answer: choice" in seen(app))
            await click_on(pilot, "Pick that option")
            assert "Your answer: choice" in seen(app)
            await pilot.click(offset=(1, 5))
            await wait_for(pilot, lambda: "Your answer: choice" not in seen(app))
