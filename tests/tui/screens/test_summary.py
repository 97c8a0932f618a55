"""The summary screen: the result of a session, and the keys that lead to it."""

import pytest

from quizapp.core.scheduling.review import reviews_in_force
from quizapp.core.session.phases import Asking, Finished, Revealed
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from support.cards import card, dropout_card
from support.fakes import FakeLog
from support.screens import SMALL, answer, on_screen, seen, wait_for


async def test_the_summary_shows_the_result_and_undoes_the_last_card():
    """The last grade of a session can be undone too."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1.25, 0, 3.75]")
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert "1 of 1 judged (100%)" in seen(app)
            await pilot.press("u")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            assert isinstance(session.phase, Revealed)
            assert "1 Again 1m" in seen(app)
    assert reviews_in_force(log.rows) == ()


async def test_ctrl_c_ends_with_the_summary():
    """A second one quits."""
    with on_screen(dropout_card(), card("two")) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert isinstance(session.phase, Finished)
            await pilot.press("ctrl+c")
        assert app.return_code == 0


async def test_ctrl_q_ends_with_the_summary():
    """Like every other way out."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+q")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))


@pytest.mark.slow
async def test_what_was_missed_can_be_studied_again_without_a_record():
    """The summary lists the beginning of its question; `m` asks it once more."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("1")
            await wait_for(pilot, lambda: isinstance(session.phase, Asking))
            await pilot.press("escape", "q")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert "What is scaling?" in seen(app)
            written = len(log.rows)
            await pilot.press("m")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            assert "What is scaling?" in seen(app)
            await pilot.press("ctrl+g", "4")
    assert len(log.rows) == written


async def test_the_summary_says_what_tomorrow_brings():
    """And how ready the user is now."""
    with on_screen(dropout_card(), card("two")) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1.25, 0, 3.75]")
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(session.phase, Asking))
            await pilot.press("escape", "q")
            await wait_for(pilot, lambda: "Tomorrow: 1 card" in seen(app))
            assert "of all cards" in seen(app)
