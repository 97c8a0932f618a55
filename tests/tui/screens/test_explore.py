"""The explore screen: edit, run again, compare, go back; nothing is recorded."""

from threading import Event as Signal

import pytest

from quizapp.core.cards.card import Modify
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Completed, Killed, Output
from quizapp.core.session.phases import Revealed
from quizapp.tui.app import QuizApp
from quizapp.tui.screens.explore import ExploreScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.widgets.answers.code_area import CodeArea
from support.cards import card, fix_card
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.screens import SMALL, WIDE, begun, seen, sees, wait_for

MODIFY = Modify("Make `y` even.", "assert y % 2 == 0, 'even'")
SNIPPET = "x = 2\ny = x + 1"


def predict_card(**fields):
    """Return a card with a goal."""
    return card("p", Predict(ask="y"), snippet=SNIPPET, modify=MODIFY, **fields)


async def opened(pilot, session, *answer: str) -> CodeArea:
    """Answer, and press `e`."""
    await pilot.press(*answer)
    await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
    await pilot.press("e")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, ExploreScreen))
    await sees(pilot, "Original")
    area: CodeArea = pilot.app.screen.query_one(CodeArea)
    return area


def busy(app: QuizApp) -> bool:
    """Return whether a run is under way."""
    assert isinstance(app.screen, ExploreScreen)
    return app.screen.run.is_active


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, (120, 36)])
async def test_before_and_now_are_side_by_side(size):
    """Value, output and how it ended."""
    session, app = begun(predict_card())
    async with app.run_test(size=size) as pilot:
        await opened(pilot, session, "3", "enter")
        await sees(pilot, "y % 2 = 1")
        await pilot.press("enter", *"y=8", "enter", *"print(y)", "ctrl+r")
        await sees(pilot, "│ 8")
        (line,) = [line for line in seen(app).splitlines() if "ran in" in line]
        assert line.count("ran in 2 ms") == 2
        values = [line.replace("│", "").split() for line in seen(app).splitlines()]
        assert ["3", "8"] in values


@pytest.mark.slow
async def test_a_reached_goal_is_reported():
    """Its checks run with every try."""
    session, app = begun(predict_card())
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, session, "3", "enter")
        await sees(pilot, "○ Goal  Make y even.")
        await pilot.press("enter", *"y=8", "ctrl+r")
        await sees(pilot, "✓ Goal reached")
        assert "✓ even" in seen(app)


async def test_nothing_explored_is_recorded():
    """Escape goes back to the same verdict."""
    log = FakeLog()
    session, app = begun(predict_card(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, session, "3", "enter")
        before = session.phase
        await pilot.press("x", "ctrl+r")
        await wait_for(pilot, lambda: not busy(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert session.phase is before
        await sees(pilot, "✓ Correct")
        assert log.rows == []
        await pilot.press("space")
    assert len(log.rows) == 1


async def test_edits_are_undone_one_by_one_or_all_at_once():
    """Ctrl+_ undoes, Ctrl+O goes back to the original, which Ctrl+_ undoes too."""
    session, app = begun(predict_card())
    async with app.run_test(size=SMALL) as pilot:
        area = await opened(pilot, session, "3", "enter")
        await pilot.press("enter", *"z=1")
        await sees(pilot, "Ctrl+O original")
        await pilot.press("ctrl+o")
        assert area.text == SNIPPET
        await pilot.press("ctrl+underscore")
        assert area.text == f"{SNIPPET}\nz=1"
        await pilot.press(*["ctrl+underscore"] * 3)
        assert area.text == SNIPPET
        await wait_for(pilot, lambda: "Ctrl+O" not in seen(app))


@pytest.mark.slow
async def test_an_exception_is_shown_with_its_line():
    """In the column of the edited code."""
    session, app = begun(predict_card())
    async with app.run_test(size=WIDE) as pilot:
        area = await opened(pilot, session, "3", "enter")
        await pilot.press("enter", *"y.foo", "ctrl+r")
        await sees(pilot, "AttributeError in line 3")
        assert area.marked == {3}


@pytest.mark.slow
async def test_escape_stops_a_long_run():
    """Then Escape goes back."""
    stopped = Signal()

    class Stoppable(FakeRunner):
        def stop(self) -> None:
            stopped.set()

    def script(program):
        if "loop" not in program.code:
            return executed(program)
        assert stopped.wait(5)
        return Killed(Output("round\n"), 1.0, "stopped")

    session, app = begun(predict_card(), runner=Stoppable(script))
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, session, "3", "enter")
        await wait_for(pilot, lambda: not busy(app))
        await pilot.press("enter", *"loop", "ctrl+r", "escape")
        await sees(pilot, "no result: you stopped it")
        assert isinstance(app.screen, ExploreScreen)
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))


async def test_a_code_card_is_explored_from_the_users_code_with_its_checks():
    """It starts from the submitted code."""
    session, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        area = await opened(pilot, session, "ctrl+s")
        assert area.text.endswith("return x")
        await sees(pilot, "✗ halves")
        await pilot.press("/", "2", "ctrl+r")
        await sees(pilot, "✓ halves")


async def test_a_card_without_code_says_so():
    """And stays."""
    session, app = begun(card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        await pilot.press("e")
        assert isinstance(app.screen, StudyScreen)
        (notice,) = app._notifications
        assert notice.message == "This card has no code to explore."
        assert isinstance(session.phase, Revealed)


@pytest.mark.slow
async def test_no_markup_or_control_character_is_obeyed():
    """Of the goal, of labels, of output."""
    evil = "[@click=app.quit]quit[/] \x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    modify = Modify(evil, f"assert y == 4, {evil!r}")
    bad = card(
        "bad", Predict(ask="y"), snippet=f"y = 3\nprint({evil!r})", modify=modify
    )

    def script(program):
        outcome = executed(program)
        assert isinstance(outcome, Completed)
        return outcome

    session, app = begun(bad, runner=FakeRunner(script))
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot, session, "3", "enter")
        await sees(pilot, "[@click=app.quit]quit[/] ␛]52;c;")
        assert not set(seen(app)) & {"\x1b", "\x07", "\x9b", "\u202e"}
