"""The code editor by keys: indenting, trying, giving up."""

import pytest
from textual.widgets.text_area import Selection

from quizapp.core.judging.verdict import name_of
from quizapp.core.session.phases import Asking, Revealed
from quizapp.tui.widgets.answers.code_area import CodeArea
from support.cards import HALVED, fix_card
from support.screens import SMALL, begun, seen, sees, wait_for

THREE = "a = 1\n\nif a:\n    b = 2"


def area_of(app) -> CodeArea:
    """Return the editor on the screen."""
    area: CodeArea = app.screen.query_one(CodeArea)
    return area


@pytest.mark.slow
@pytest.mark.parametrize(
    "selection", [Selection((0, 0), (3, 9)), Selection((3, 2), (0, 1))]
)
async def test_tab_indents_the_selected_lines(selection):
    """Both ways of selecting; empty lines stay empty; Shift+Tab is the way back."""
    _, app = begun(fix_card(snippet=THREE))
    async with app.run_test(size=SMALL) as pilot:
        area = area_of(app)
        area.selection = selection
        await pilot.press("tab")
        assert area.text == "    a = 1\n\n    if a:\n        b = 2"
        await pilot.press("shift+tab")
        assert area.text == THREE
        assert area.selected_text
        await pilot.press("shift+tab", "shift+tab")
        assert area.text == "a = 1\n\nif a:\nb = 2"


async def test_shift_tab_dedents_the_line_of_the_cursor():
    """The cursor stays on its character; Ctrl+_ undoes it."""
    _, app = begun(fix_card(snippet=THREE))
    async with app.run_test(size=SMALL) as pilot:
        area = area_of(app)
        area.move_cursor((3, 6))
        await pilot.press("shift+tab")
        assert area.text == "a = 1\n\nif a:\nb = 2"
        assert area.cursor_location == (3, 2)
        assert area.has_focus
        await pilot.press("ctrl+underscore")
        assert area.text == THREE


async def test_running_the_checks_never_submits():
    """Passing code stays in the editor; the key that submits is named."""
    session, app = begun(fix_card(snippet=HALVED))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "2 of 2 checks pass")
        assert "Ctrl+S submits your code." in seen(app)
        assert isinstance(session.phase, Asking)
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
        assert isinstance(session.phase, Revealed)
        assert name_of(session.phase.judged) == "correct"


async def test_giving_up_asks_once_something_was_typed():
    """Editing on takes the question back."""
    session, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x", "ctrl+g")
        await sees(pilot, "Ctrl+G again shows the solution")
        await pilot.press("y", "ctrl+g")
        assert isinstance(session.phase, Asking)
        assert area_of(app).text.endswith("xy")
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
        await sees(pilot, "you gave up")


async def test_leaving_the_code_takes_back_what_was_asked():
    """Ctrl+G does nothing while the code has no focus."""
    session, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("x", "ctrl+g")
        await sees(pilot, "Ctrl+G again shows the solution")
        await pilot.press("escape")
        await wait_for(pilot, lambda: "again shows" not in seen(app))
        await pilot.press("escape", "ctrl+g")
        await sees(pilot, "Ctrl+G again shows the solution")
        assert isinstance(session.phase, Asking)


async def test_giving_up_on_untouched_code_takes_one_press():
    """There is nothing to lose."""
    session, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: isinstance(session.phase, Revealed))


async def test_code_with_a_long_line_opens_at_its_beginning():
    """Not scrolled sideways to the end of the line at the cursor."""
    _, app = begun(fix_card(snippet="first = 1\nlast = [" + "1, " * 60 + "]"))
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "first = 1")
        await sees(pilot, "last = [1, 1")
        assert area_of(app).scroll_offset.x == 0
