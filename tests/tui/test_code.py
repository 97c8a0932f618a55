"""The code editor: typed, tried, handed in or given up."""

from threading import Event as Signal

import pytest

from builders import (
    BROKEN,
    HALVED,
    ListLog,
    ScriptedRunner,
    executed,
    fix_card,
    implement_card,
)
from pilots import SMALL, WIDE, begun, seen, sees, wait_for
from quizapp.core.grade import Grade
from quizapp.core.outcome import Killed, Output, TimedOut
from quizapp.core.review import Reviewed
from quizapp.core.session import Asking, Finished, Revealed
from quizapp.tui.widgets.code_area import CodeArea

RIGHT = HALVED.rstrip()


def write(app, code: str) -> CodeArea:
    """Replace what is in the editor, as a paste over everything does."""
    area = app.screen.query_one(CodeArea)
    area.replace(code, (0, 0), area.document.end)
    return area


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_the_editor_begins_with_the_cards_code(size):
    """Once, and with line numbers: the snippet is not shown a second time."""
    _, app = begun(fix_card())
    async with app.run_test(size=size) as pilot:
        await sees(pilot, "2      return x")
        assert seen(app).count("def half(x):") == 1
        assert "Ctrl+R run checks   Ctrl+S hand in   Ctrl+G give up" in seen(app)


async def test_a_try_shows_every_check_and_keeps_the_card():
    """Values of the failing ones; nothing is recorded."""
    log = ListLog()
    sitting, app = begun(fix_card(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "1 of 2 checks pass, 2 ms")
        text = seen(app)
        assert isinstance(sitting.phase, Asking)
        assert app.screen.query_one(CodeArea).has_focus
    assert "✗ halves\n  not so: half(4) == 2\n  half(4) = 4" in "\n".join(
        line[2:] for line in text.splitlines()
    )
    assert "✓ half(0) == 0" in text
    assert log.rows == []


async def test_a_try_that_succeeds_reveals_at_once():
    """With the solution, to compare."""
    sitting, app = begun(implement_card())
    async with app.run_test(size=WIDE) as pilot:
        await sees(pilot, "def half")
        write(app, "half = lambda x: x * 0.5")
        await pilot.press("ctrl+r")
        await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
        await sees(pilot, "✓ Correct")
        assert "Answer" in seen(app)
        assert "return x / 2" in seen(app)
        assert "half = lambda x: x * 0.5" in seen(app)


async def test_handing_in_ends_the_card_whatever_the_checks_say():
    """The log keeps the code and its share."""
    log = ListLog()
    sitting, app = begun(fix_card(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
        assert "◐ Partly right, 50%" in seen(app)
        await pilot.press("space")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.score) == (BROKEN.rstrip(), 0.5)


async def test_giving_up_shows_the_solution_and_suggests_again():
    """What was written stays on the screen."""
    log = ListLog()
    sitting, app = begun(fix_card(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+g")
        await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
        assert "✗ Wrong" in seen(app)
        assert "return x / 2" in seen(app)
        assert app.screen.query_one(CodeArea).text == BROKEN.strip()
        await pilot.press("space")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.grade) == ("", Grade.AGAIN)


@pytest.mark.parametrize("key", ["ctrl+r", "ctrl+s"])
async def test_a_run_that_is_cut_short_keeps_the_code(key):
    """It is said, and the editor goes on."""
    runner = ScriptedRunner(lambda _: TimedOut(Output("round\n"), 3.0))
    sitting, app = begun(fix_card(), runner=runner)
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        write(app, "while True: pass")
        await pilot.press(key)
        await sees(pilot, "○ no result: stopped after 3.0 s, its time limit")
        assert "│ round" in seen(app)
        assert isinstance(sitting.phase, Asking)
        await pilot.press("x")
        assert app.screen.query_one(CodeArea).text == "while True: passx"


async def test_the_line_that_raised_is_shown_and_marked():
    """Cut to the user's lines; a mark is gone with the next edit."""
    _, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        area = write(app, "def half(x):\n    return y")
        await pilot.press("ctrl+r")
        await sees(pilot, "NameError: name 'y' is not defined")
        assert "▸2  return y" in seen(app)
        assert area.marked == {2}
        await pilot.press("x")
        assert area.marked == frozenset()


async def test_code_that_does_not_compile_is_told_by_its_line():
    """The harness behind it is never mentioned."""
    _, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        write(app, "x = 1\ny = = 2")
        await pilot.press("ctrl+r")
        await sees(pilot, "✗ SyntaxError in line 2: invalid syntax")
        assert "▸2  y = = 2" in seen(app)


async def test_a_try_can_be_stopped():
    """Escape ends the run, not the editing."""
    stopped = Signal()

    class Stoppable(ScriptedRunner):
        def stop(self) -> None:
            stopped.set()

    def script(_):
        assert stopped.wait(5)
        return Killed(Output(), 1.0, "stopped")

    sitting, app = begun(fix_card(), runner=Stoppable(script))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r", "ctrl+s", "ctrl+g", "escape")
        await sees(pilot, "no result: you stopped it")
        assert isinstance(sitting.phase, Asking)


async def test_keys_of_an_editor():
    """Enter indents, Tab goes to the next stop, Backspace back, Ctrl+Z undoes."""
    _, app = begun(implement_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        area = write(app, "")
        await pilot.press(*"if x:", "enter", "y", "enter", "tab", "z")
        assert area.text == "if x:\n    y\n        z"
        await pilot.press("backspace", "backspace", "backspace")
        assert area.text == "if x:\n    y\n"
        await pilot.press("ctrl+z")
        assert area.text != "if x:\n    y\n"


async def test_escape_leaves_the_editor_for_the_keys_and_returns():
    """Letters are code inside, keys outside."""
    sitting, app = begun(fix_card(hints=("Divide.",)))
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        await pilot.press("h")
        assert isinstance(sitting.phase, Asking)
        assert sitting.phase.hints == 0
        await pilot.press("escape", "h")
        assert sitting.phase.hints == 1
        await pilot.press("escape", "x")
        assert app.screen.query_one(CodeArea).text.endswith("return xhx")


async def test_ctrl_c_does_not_throw_code_away_at_once():
    """It warns; once more ends the sitting."""
    sitting, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        await pilot.press("x", "ctrl+c")
        assert isinstance(sitting.phase, Asking)
        await pilot.press("ctrl+c")
        assert isinstance(sitting.phase, Finished)


async def test_code_that_is_too_long_is_told_and_kept():
    """Before anything is run."""
    runner = ScriptedRunner(executed)
    _, app = begun(fix_card(), runner=runner)
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        write(app, "#" * 17_000)
        await pilot.press("ctrl+s")
        await sees(pilot, "the code is 16.6 KiB long; keep it below 16 KiB")
    assert runner.programs == []


async def test_what_is_pasted_cannot_drive_the_terminal():
    """Control characters become pictures; markup is text."""
    _, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        write(app, "[red]x[/] \x1b]52;c;ZXZpbA==\x07\x9b2J\u202e\ty")
        await sees(pilot, "[red]x[/] ␛]52;c;ZXZpbA==␇")
        assert not set(seen(app)) & {"\x1b", "\x07", "\x9b", "\u202e", "\t"}


async def test_colours_follow_the_code_over_its_lines():
    """A string over several lines is one colour, and the theme's."""
    _, app = begun(fix_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "def half")
        area = write(app, 'def f():\n    """one\n\n    two"""\n    return 1  # three')
        await pilot.pause()
        colours = [
            {str(span.style) for span in area.get_line(row).spans} for row in range(5)
        ]
    assert colours[1] == colours[3] != set()
    assert len(colours[4]) == 3


async def test_the_next_card_begins_with_its_own_code():
    """And an undone grade shows the verdict again."""
    sitting, app = begun(fix_card(), implement_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+s")
        await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
        await pilot.press("4")
        await sees(pilot, "...")
        assert app.screen.query_one(CodeArea).text == "def half(x):\n    ..."
        assert not app.screen.query_one(CodeArea).read_only
        await pilot.press("escape", "u")
        assert isinstance(sitting.phase, Revealed)
        await sees(pilot, "◐ Partly right")
