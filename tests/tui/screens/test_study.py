"""The study screen, driven by keys: what is pressed, and its effect."""

from asyncio import timeout
from contextlib import nullcontext
from threading import Event as Signal

import pytest
from textual.widgets import Input

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import TWO, Grade
from quizapp.core.cards.variant import Vary
from quizapp.core.runs.outcome import (
    Killed,
    Outcome,
    Output,
    Program,
)
from quizapp.core.scheduling.review import Reviewed, facts, reviews_in_force
from quizapp.core.session.phases import Asking, Revealed, Running, Weighing
from quizapp.flow.session_options import SessionOptions
from quizapp.tui.screens.study import StudyScreen
from support.cards import card, choice_card, dropout_card, fix_card
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.screens import (
    SMALL,
    WIDE,
    answer,
    app_of,
    click_on,
    on_screen,
    seen,
    type_,
    wait_for,
)
from support.workspaces import study


async def test_grade_undo_grade_again_leaves_the_last_grade():
    """`u` at the next question goes back to the verdict; the log has every fact."""
    log = FakeLog()
    with on_screen(dropout_card(), card("two"), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("1")
            await pilot.press("u")
            assert isinstance(session.phase, Revealed)
            await pilot.press("4")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.EASY]
    assert len(log.rows) == 3


async def test_a_card_is_named_only_after_the_reveal():
    """Its id may give the answer away; kind and level are shown before."""
    with on_screen(dropout_card(), card("two")) as (session, app):
        async with app.run_test(size=WIDE) as pilot:
            await wait_for(pilot, lambda: "predict  ·  phone screen" in seen(app))
            assert "deck/scaling" not in seen(app)
            await answer(pilot, session, "[1, 0, 3]")
            await wait_for(
                pilot, lambda: "deck/scaling  ·  predict  ·  phone screen" in seen(app)
            )
            await pilot.press("4")
            await wait_for(pilot, lambda: "What is two?" in seen(app))
            assert "deck/" not in seen(app)


@pytest.mark.slow
async def test_details_name_the_card_only_after_the_reveal():
    """They can be opened before: level, file and sandbox."""
    with on_screen(card("one")) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("i")
            await wait_for(pilot, lambda: "Card details" in seen(app))
            assert "deck/one" not in seen(app)
            await pilot.press("escape", "space", "i")
            await wait_for(pilot, lambda: "deck/one" in seen(app))


async def test_space_takes_the_suggested_grade():
    """A right answer is Good with one key."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1.25, 0, 3.75]")
            await pilot.press("space")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.GOOD]


async def test_letters_are_inert_while_typing():
    """`q`, `u` and `1` go into the answer, not to the app."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("q", "u", "1", "h")
            assert app.screen.query_one(Input).value == "qu1h"
            assert isinstance(session.phase, Asking)


async def test_escape_leaves_the_field_and_the_footer_shows_the_keys():
    """After Escape letters are keys; a second Escape goes back to the answer."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await wait_for(pilot, lambda: "Enter answer" in seen(app))
            await pilot.press("escape")
            await wait_for(pilot, lambda: "Esc back to the answer" in seen(app))
            await pilot.press("h")
            assert isinstance(session.phase, Asking)
            assert session.phase.hints == 1
            await pilot.press("escape")
            await wait_for(pilot, lambda: "Enter answer" in seen(app))


async def test_an_unreadable_answer_is_reported_in_place_and_stays():
    """Nothing typed is lost; the caret is below the error."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 2")
            await pilot.press("enter")
            assert isinstance(session.phase, Asking)
            assert app.screen.query_one(Input).value == "[1, 2"
            assert "^ a closing ] is missing" in seen(app)


async def test_a_flashcard_is_revealed_and_graded_by_the_user():
    """Space shows the answer; the verdict is the user's."""
    log = FakeLog()
    with on_screen(card(), log=log) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            assert "an answer" not in seen(app)
            await pilot.press("space")
            assert "an answer" in seen(app)
            assert "○ Your call" in seen(app)
            await pilot.press("2")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.HARD]


async def test_i_was_right_changes_verdict_and_suggestion():
    """`w` overrides the verdict; a second `w` restores it."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            revealed = await answer(pilot, session, "[1, 0, 3]")
            assert revealed.suggested is Grade.AGAIN
            await pilot.press("w")
            assert isinstance(session.phase, Revealed)
            assert session.phase.suggested is Grade.GOOD
            assert "you marked your answer correct" in seen(app)
            await pilot.press("w")
            assert "✗ Wrong" in seen(app)


async def test_a_long_run_can_be_stopped_and_the_session_goes_on():
    """Ctrl+C ends the run, not the app; letters do nothing before the verdict."""
    stopped = Signal()

    def script(program: Program) -> Outcome:
        assert stopped.wait(5)
        return Killed(Output("round 1\n"), 1.0, "stopped")

    class Stoppable(FakeRunner):
        def stop(self) -> None:
            stopped.set()

    with on_screen(dropout_card(), runner=Stoppable(script)) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(session.phase, Running)
            await pilot.press("q", "1", "u")
            assert isinstance(session.phase, Running)
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            assert "no result: you stopped it" in seen(app)


async def test_a_grade_that_cannot_be_saved_is_reported_and_the_card_stays():
    """The message names the reason; the same key can be pressed again."""
    log = FakeLog(broken=True)
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("1")
            assert isinstance(session.phase, Revealed)
            reported = "Not saved: the disk is full; free some space"
            await wait_for(pilot, lambda: reported in seen(app))
            await pilot.press("up")
            assert reported in seen(app)
            log.broken = False
            await pilot.press("1")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


async def test_a_typed_answer_survives_resizing():
    """From wide to small and back, in the middle of a word."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await type_(pilot, "[1.25, 0")
            await pilot.resize_terminal(*SMALL)
            await pilot.pause()
            assert app.screen.query_one(Input).value == "[1.25, 0"
            assert "0 done, 1 left" in seen(app)


async def test_what_is_recorded_is_what_was_done():
    """Response, verdict, hints and grade, as facts."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+t")
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("3")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict, event.hints) == ("[1, 0, 3]", "wrong", 1)
    assert (event.suggested, event.grade) == (Grade.AGAIN, Grade.GOOD)


ASKS = SessionOptions(confidence=True)


async def test_how_sure_is_asked_below_the_answer():
    """Nothing is revealed yet; the footer names the keys; a digit goes on."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log, session_options=ASKS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(session.phase, Weighing)
            await wait_for(pilot, lambda: "Esc back to the answer" in seen(app))
            lines = seen(app).splitlines()
            asked = "How sure?   1 guess    2 unsure    3 fairly sure    4 certain"
            below = lines.index("  › [1, 0, 3]") + 1
            assert lines[below].strip().startswith(asked)
            assert lines[below].endswith("Space skips")
            assert "Wrong" not in seen(app)
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            text = seen(app)
            assert "✗ Wrong, but you were certain. Remember this one" in text
            assert "see it again today, tomorrow, and within a week" in text
            await pilot.press("space")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.confidence is Confidence.CERTAIN


@pytest.mark.slow
@pytest.mark.parametrize("width", [36, 52])
async def test_on_a_phone_every_step_of_confidence_and_every_grade_fits(width):
    """In a second line, where one is too short: all of them can be tapped."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log, session_options=ASKS) as (session, app):
        async with app.run_test(size=(width, 60)) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            await click_on(pilot, "certain", "4")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await click_on(pilot, "Easy")
            await wait_for(pilot, lambda: bool(log.rows))
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.confidence, event.grade) == (Confidence.CERTAIN, Grade.EASY)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["escape", "u", "ctrl+underscore"])
async def test_the_answer_can_be_changed_before_the_reveal(key):
    """It is still there, with the cursor in it."""
    with on_screen(dropout_card(), session_options=ASKS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter", key)
            assert isinstance(session.phase, Asking)
            await pilot.press("backspace")
            assert app.screen.query_one(Input).value == "[1, 0, 3"


async def test_how_sure_is_asked_of_a_choice_without_marking_right_and_wrong():
    """The options get their signs at the reveal; Space skips."""
    with on_screen(choice_card(), session_options=ASKS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("1", "1")
            assert isinstance(session.phase, Weighing)
            assert "✓" not in seen(app)
            assert "✗" not in seen(app)
            await pilot.press("space")
            assert isinstance(session.phase, Revealed)
            assert session.phase.confidence is None


async def test_two_grades_have_two_buttons():
    """Again and Good keep their keys; 2 and 4 do nothing."""
    log = FakeLog()
    with on_screen(card(), log=log, session_options=SessionOptions(grades=TWO)) as (
        _,
        app,
    ):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            await wait_for(pilot, lambda: "1 3 grade" in seen(app))
            bar = seen(app).splitlines()[-2]
            assert " ".join(bar.split()) == "1 Again 1m ›3 Good 10m Space: knew it"
            await pilot.press("2", "4")
            assert log.rows == []
            await pilot.press("1")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


async def test_the_four_buttons_fit_a_small_terminal():
    """Hard is worded as recalled."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            bar = seen(app).splitlines()[-2]
            await pilot.press("1")
    assert "1 Again 1m   2 Hard 6m  ›3 Good 10m   4 Easy" in bar
    assert bar.endswith("Space: knew it")


async def test_the_app_ends_while_a_flashcard_is_revealed():
    """A widget that overrides one of Textual's names would wait forever."""
    with on_screen(card()) as (_, app):
        async with timeout(30):
            async with app.run_test(size=SMALL) as pilot:
                await pilot.press("space")


@pytest.mark.slow
async def test_a_message_takes_the_place_of_the_keys_and_covers_no_grade():
    """The grades move up if it needs more lines; the next key brings the keys back."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            grades, keys = seen(app).splitlines()[-2:]
            app.notify("words " * 40)
            await wait_for(pilot, lambda: "words words" in seen(app))
            assert grades in seen(app).splitlines()[-6:]
            await pilot.press("up")
            await wait_for(pilot, lambda: seen(app).splitlines()[-2:] == [grades, keys])


async def test_an_answer_changed_at_how_sure_is_read_again():
    """The last text is judged."""
    with on_screen(dropout_card(), session_options=ASKS) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(session.phase, Weighing)
            field = app.screen.query_one(Input)
            app.screen.set_focus(field)
            field.value = "[1.25, 0, 3.75]"
            await pilot.press("enter", "3")
            await wait_for(pilot, lambda: "✓ Correct" in seen(app))


async def test_an_editor_that_does_not_start_is_reported():
    """The card stays; the message names what to check."""
    one = dropout_card()
    app = app_of(study(one), one, opened=lambda _: False)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.suspend = nullcontext  # no terminal here that could be lent
        await pilot.press("escape", "o")
        await wait_for(pilot, lambda: "VISUAL or EDITOR" in seen(app))


async def test_i_was_right_is_offered_only_against_a_verdict():
    """A flashcard has none to override."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            assert "I was right" not in seen(app)


@pytest.mark.slow
@pytest.mark.parametrize(("key", "word"), [("-", "buried"), ("@", "suspended")])
async def test_burying_and_suspending_can_be_undone(key, word):
    """`-` and `@` go on to the next card, and `u` returns to it."""
    log = FakeLog()
    with on_screen(card("one"), card("two"), log=log) as (_session, app):
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            await pilot.press(key)
            await wait_for(pilot, lambda: f"deck/one {word}" in seen(app))
            assert "What is two?" in seen(app)
            await pilot.press("u")
            await wait_for(pilot, lambda: "What is one?" in seen(app))
    assert facts(log.rows) == ()


async def test_undo_beyond_this_session_needs_a_second_press():
    """The first press names what would be undone."""
    log = FakeLog()
    with on_screen(card("one"), log=log) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "4")
    with on_screen(card("one"), card("two"), log=log) as (_session, app):
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.press("u")
            await wait_for(pilot, lambda: "in an earlier session" in seen(app))
            assert len(facts(log.rows)) == 1
            await pilot.press("u")
            await wait_for(pilot, lambda: "What is one?" in seen(app))
    assert facts(log.rows) == ()


@pytest.mark.slow
async def test_n_asks_with_other_numbers_and_space_goes_back_to_the_grade():
    """The footer offers it, the label says that it is not recorded."""
    log = FakeLog()
    varied = dropout_card(vary=(Vary("p", (0.1, 0.2)),))
    with on_screen(varied, card("two"), log=log) as (session, app):
        async with app.run_test(size=WIDE) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            assert "n new numbers" in seen(app)
            await pilot.press("n")
            await wait_for(pilot, lambda: isinstance(session.phase, Asking))
            assert "another draw, not recorded" in seen(app)
            await answer(pilot, session, "[1.25, 0, 3.75]")
            assert "goes back to the grade" in seen(app)
            await pilot.press("space")
            await wait_for(pilot, lambda: "Space: " in seen(app))
            assert log.rows == []
            await pilot.press("1")
            await wait_for(pilot, lambda: len(log.rows) == 1)


@pytest.mark.parametrize(("size", "beside"), [((109, 40), False), ((110, 40), True)])
async def test_code_is_shown_with_its_difference_to_the_solution(size, beside):
    """Side by side from 110 columns, else one below the other."""
    broken = fix_card()
    with on_screen(broken, size=size, runner=FakeRunner(executed)) as (session, app):
        async with app.run_test(size=size) as pilot:
            assert session.respond("def half(x):\n    return x / 3") is None
            session.settle(session.run())
            assert isinstance(app.screen, StudyScreen)
            await app.screen.show_phase()
            await pilot.pause()
            assert ("Your code" in seen(app)) is beside
            assert ("+ the solution" in seen(app)) is not beside
            assert "return x / 3" in seen(app)


async def test_the_footer_of_a_verdict_fits_80_columns():
    """The keys to end and to get help are never cut; others make room."""
    varied = dropout_card(vary=(Vary("p", (0.1, 0.2)),))
    with on_screen(varied) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            last = seen(app).rstrip("\n").split("\n")[-1]
            assert last.rstrip().endswith("? help  q end")
            assert "n new numbers" in last


async def test_a_footer_of_two_lines_divides_no_key_from_its_word():
    """On a narrow screen, where every key is still shown."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=(60, 20)) as pilot:
            await wait_for(pilot, lambda: "Ctrl+C end" in seen(app))
            first, second = seen(app).splitlines()[-2:]
            assert first.endswith("Esc shortcuts")
            assert second.strip() == "Ctrl+C end"


async def test_a_click_on_a_message_brings_the_keys_back():
    """So that the mouse can go on at once."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            app.notify("some words", severity="warning")
            await click_on(pilot, "some words")
            await wait_for(pilot, lambda: "Enter answer" in seen(app))
