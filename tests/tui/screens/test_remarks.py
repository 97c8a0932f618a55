"""Stars, notes and reports by keys, while studying and in the list of cards."""

import pytest
from textual.app import App
from textual.pilot import Pilot

from quizapp.core.basics.remark import Report
from quizapp.core.scheduling.review import Remarked, facts
from quizapp.core.session.phases import Revealed
from quizapp.tui.base import BaseApp
from quizapp.tui.screens.browse import BrowseScreen
from support.cards import card, dropout_card
from support.fakes import FakeLog
from support.reviews import reviewed
from support.screens import SMALL, WIDE, answer, on_screen, seen, sees, type_, wait_for
from support.workspaces import workspace_of

ONE = card("one", prompt="Why a mask?", explain="Because " * 900 + "of variance.")
TWO = card("two", prompt="What of eval?")


class Listed(BaseApp):
    """An app with the list of cards alone."""

    def __init__(self, *cards, **fields) -> None:
        super().__init__()
        self.workspace = workspace_of(*cards, **fields)

    def on_mount(self) -> None:
        self.push_screen(BrowseScreen(self.workspace))


async def write(pilot: "Pilot[None]", key: str, text: str) -> None:
    """Press a key, and write into the field that it opens."""
    await pilot.press(key)
    await type_(pilot, text)
    await pilot.press("enter")


def body(app: App[None]) -> str:
    """Return what is painted, in single spaces."""
    return " ".join(seen(app).split())


@pytest.mark.slow
async def test_a_star_and_a_note_are_made_while_the_question_is_open():
    """The note is shown after the answer; undo takes them back one by one."""
    with on_screen(dropout_card(), log=FakeLog()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("escape", "*")
            await sees(pilot, "★ Starred")
            assert "★ predict" in seen(app)
            await write(pilot, "a", "mind the [scale]")
            await sees(pilot, "Note saved")
            assert "Your note" not in seen(app)
            await pilot.press("escape")
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("end")
            await sees(pilot, "Your note  mind the [scale]")
            await pilot.press("u", "u")
            await wait_for(pilot, lambda: "★" not in seen(app))
            assert "Your note" not in seen(app)
            assert isinstance(session.phase, Revealed)


async def test_a_report_has_the_answer_and_undo_takes_it_back():
    """It is no step of the schedule: the verdict stays."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await write(pilot, "!", "p is not given")
            await sees(pilot, "Reported.")
            await pilot.press("u")
            await sees(pilot, "Undone")
            assert isinstance(session.phase, Revealed)
    (said, _) = log.rows
    assert isinstance(said, Remarked)
    assert isinstance(said.remark, Report)
    assert (said.remark.reason, said.remark.response) == ("p is not given", "[1, 0, 3]")
    assert facts(log.rows) == ()


async def test_a_note_that_is_not_saved_changes_nothing():
    """Esc leaves the field; the letters of a note are no commands."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("escape", "a", *"q1", "escape")
            await wait_for(pilot, lambda: len(app.screen_stack) == 2)
            assert "predict" in seen(app)
    assert log.rows == []


@pytest.mark.slow
async def test_a_listed_card_is_starred_noted_and_found_again():
    """Its row and its preview show both; `is:` and `has:` find the card."""
    app = Listed(ONE, TWO)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press("enter", "down", "*")
        await write(pilot, "a", "ask\x1b[2J them")
        await sees(pilot, "★✎ What of eval?")
        await sees(pilot, "Your note  ask")
        await pilot.press("/", *"is:starred has:note")
        await sees(pilot, "1 of 2 cards")
        await pilot.press("enter", "u", "u")
        await wait_for(pilot, lambda: "★" not in body(app))
    assert facts(app.workspace.ledger._log.events()) == ()


@pytest.mark.slow
async def test_a_word_of_the_explanation_is_shown_where_it_is():
    """The line names its part, and the preview scrolls to the word."""
    app = Listed(ONE, TWO)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"variance")
        await sees(pilot, "explanation  …")
        await sees(pilot, "of variance.")
        scroll = app.screen.query_one("#scroll")
        await wait_for(pilot, lambda: scroll.scroll_y > 0)


@pytest.mark.slow
async def test_a_slip_that_no_card_has_gets_the_nearest_word():
    """And it is said where words are looked for."""
    app = Listed(ONE, TWO)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"variamce")
        await wait_for(pilot, lambda: "Did you mean “variance”?" in body(app))
        assert "was looked for in id, title" in body(app)


@pytest.mark.slow
async def test_an_unknown_term_says_how_many_are_shown_without_it():
    """The list is that of the other terms."""
    app = Listed(ONE, TWO)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.press(*"eval is:foo")
        await sees(pilot, "Without it, 1 of 2 cards match.")


async def test_a_question_to_reset_goes_away_at_escape():
    """The next press asks again, and the screen stays."""
    app = Listed(ONE, facts=[reviewed("one")])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "x")
        await sees(pilot, "again to reset")
        await pilot.press("escape")
        await wait_for(pilot, lambda: "again to reset" not in seen(app))
        await pilot.press("x")
        await sees(pilot, "again to reset")
