"""The summary screen: what a session amounted to, and the ways into it."""

from quizapp.core.scheduling.review import reviews_in_force
from quizapp.core.session.phases import Finished, Revealed
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from support.cards import card, dropout_card
from support.fakes import FakeLog
from support.screens import SMALL, answer, on_screen, seen, wait_for


async def test_the_summary_tells_what_was_done_and_undoes_the_last_card():
    """The last grade of a sitting can be taken back too."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1.25, 0, 3.75]")
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert "1 of 1 judged (100%)" in seen(app)
            await pilot.press("u")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            assert isinstance(sitting.phase, Revealed)
            assert "1 Again 1m" in seen(app)
    assert reviews_in_force(log.rows) == ()


async def test_ctrl_c_ends_with_the_summary():
    """A second one leaves."""
    with on_screen(dropout_card(), card("two")) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert isinstance(sitting.phase, Finished)
            await pilot.press("ctrl+c")
        assert app.return_code == 0


async def test_ctrl_q_ends_with_the_summary():
    """As every other way out does."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+q")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
