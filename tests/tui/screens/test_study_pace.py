"""The study screen and hasty keys: no card is lost to one, and undo gives it back."""

import pytest

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.scheduling.review import reviews_in_force
from quizapp.core.session.phases import Asking, Finished, Revealed
from quizapp.flow.session_options import SessionOptions
from quizapp.tui.app import AppOptions, QuizApp
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    match_card,
    order_card,
)
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.screens import SMALL, WIDE, answer, on_screen, seen, sees, type_, wait_for
from support.workspaces import study, workspace_of

LONG_SECONDS = 60.0


def hasty(*cards, log: FakeLog | None = None):
    """Return a session and an app in which every key comes too soon."""
    session = study(*cards, log=log)
    options = AppOptions(pause_seconds=LONG_SECONDS)
    return session, QuizApp(workspace_of(*cards), session, options)


@pytest.mark.slow
@pytest.mark.parametrize("make", [card, dropout_card, choice_card])
async def test_keys_that_come_too_soon_reveal_and_grade_nothing(make):
    """Neither Enter nor Space nor a digit, pressed twice."""
    log = FakeLog()
    session, app = hasty(make(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        before = session.phase
        await pilot.press("enter", "enter")
        if make is not dropout_card:  # there they are typed
            await pilot.press("space", "2", "2", "enter")
        assert session.phase is before
    assert log.rows == []


@pytest.mark.slow
@pytest.mark.parametrize("make", [dropout_card, cloze_card, match_card, order_card])
async def test_enter_without_an_answer_asks_first(make):
    """The message is in sight; the second Enter shows the solution."""
    with on_screen(make(prompt="A long question.\n\n" * 30)) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("enter")
            await sees(pilot, "No answer yet. Enter again shows the solution.")
            assert isinstance(session.phase, Asking)
            await pilot.press("enter")
            assert isinstance(session.phase, Revealed)


@pytest.mark.slow
async def test_undo_after_a_reveal_goes_back_to_the_question():
    """Not to the grade before it; what follows is not recorded."""
    log = FakeLog()
    with on_screen(card("one"), dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "3", "enter", "enter", "u")
            assert isinstance(session.phase, Asking)
            assert len(reviews_in_force(log.rows)) == 1
            await sees(pilot, "again, not recorded")
            await answer(pilot, session, "[1.25, 0, 3.75]")
            await pilot.press("space", "1")
    last = reviews_in_force(log.rows)[-1]
    assert (last.response, last.grade) == ("", Grade.AGAIN)


@pytest.mark.slow
async def test_undo_goes_on_to_the_grade_before():
    """One step at each press."""
    log = FakeLog()
    with on_screen(card("one"), dropout_card(), log=log) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "3", "enter", "enter", "u", "ctrl+underscore")
            assert not reviews_in_force(log.rows)
            await sees(pilot, "○ Your call")


async def test_a_message_is_removed_by_the_next_key():
    """The keys are back in its place."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1")
            await pilot.press("ctrl+underscore")
            await sees(pilot, "Clear the answer first")
            assert "Esc shortcuts" not in seen(app)
            await pilot.press("backspace")
            await sees(pilot, "Esc shortcuts")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("key", "does"),
    [("@", "@ again suspends this card"), ("q", "q again ends the session")],
)
async def test_a_warning_names_what_the_same_key_does_next(key, does):
    """Another key is warned of too."""
    log = FakeLog()
    with on_screen(fix_card(), card("two"), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("x", "escape", "-")
            await sees(pilot, "- again buries this card and discards it")
            await pilot.press(key)
            await sees(pilot, does)
            assert isinstance(session.phase, Asking)
            assert log.rows == []
            await pilot.press(key)
            await wait_for(
                pilot, lambda: bool(log.rows) or isinstance(session.phase, Finished)
            )


@pytest.mark.slow
async def test_giving_up_keeps_the_code_for_exploring():
    """The verdict says so; explore has the user's code, and Ctrl+O the solution."""
    with on_screen(fix_card(), runner=FakeRunner(executed)) as (session, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("#", "m", "e", "ctrl+g", "ctrl+g")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await sees(pilot, "you gave up")
            await pilot.press("e")
            await sees(pilot, "Ctrl+O solution")
            assert "#me" in seen(app)
            await pilot.press("ctrl+o")
            await sees(pilot, "return x / 2")
            assert "#me" not in seen(app)
            await pilot.press("ctrl+o")
            await sees(pilot, "#me")


async def test_grades_of_one_interval_say_why():
    """After an error that was sure."""
    options = SessionOptions(confidence=True)
    with on_screen(dropout_card(), session_options=options) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter", "4")
            await sees(pilot, "You were sure, but wrong: it comes back soon")
            assert "Space: did not know it" in seen(app)


@pytest.mark.slow
async def test_arrows_choose_how_sure():
    """Space takes the step that they chose, which is recorded."""
    log, options = FakeLog(), SessionOptions(confidence=True)
    with on_screen(dropout_card(), log=log, session_options=options) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1.25, 0, 3.75]")
            await pilot.press("enter")
            await sees(pilot, "How sure?")
            await pilot.press("right", "right", "space")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await sees(pilot, "Space: ")
            await pilot.press("right", "space")
            await wait_for(pilot, lambda: bool(log.rows))
    (review,) = reviews_in_force(log.rows)
    assert review.confidence is Confidence.UNSURE
    assert review.grade is Grade.EASY


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, (140, 36), WIDE])
async def test_arrows_choose_where_the_question_is_asked(size):
    """Below the answer, then below the verdict on a wide screen, else at the bottom."""
    options = SessionOptions(confidence=True)
    with on_screen(dropout_card(), session_options=options) as (session, app):
        async with app.run_test(size=size) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            await sees(pilot, "How sure?")
            await pilot.press("right", "right", "right")
            await sees(pilot, "›3 fairly sure")
            await pilot.press("space")
            await sees(pilot, "›1 Again")
            assert isinstance(session.phase, Revealed)
            assert session.phase.confidence is Confidence.FAIRLY_SURE
            assert "it comes back soon" in seen(app)
            await pilot.press("right")
            await sees(pilot, "›2 Hard")


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, (120, 36), WIDE])
async def test_the_tour_explains_each_step(size):
    """Above the grades; an ordinary session explains nothing."""
    options = SessionOptions(confidence=True, coached=True)
    with on_screen(dropout_card(), session_options=options) as (session, app):
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "Type what you think")
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            await sees(pilot, "Say how sure you are.")
            await pilot.press("2")
            await sees(pilot, "Now grade yourself")
            assert "Type what you think" not in seen(app)
            assert "Wrong" in seen(app)
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "Predict")
            assert isinstance(session.phase, Asking)
            assert "Type what you think" not in seen(app)
