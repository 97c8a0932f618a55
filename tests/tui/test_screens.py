"""The screens, driven by keys: what a user presses, what the study then holds."""

from asyncio import timeout
from contextlib import nullcontext
from threading import Event as Signal

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import TWO, Grade
from quizapp.core.cards.variant import Vary
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.runs.outcome import (
    Completed,
    Killed,
    Outcome,
    Output,
    Program,
    Raised,
)
from quizapp.core.scheduling.review import Reviewed, facts, standing
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.values.value import Array
from quizapp.flow.study import SessionOptions, Study
from quizapp.tui.screens.notice import NoticeScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.tui.widgets.answers.options import Options
from quizapp.tui.widgets.reveal.verdict import VerdictPanel
from support.cards import card, choice_card, dropout_card
from support.fakes import FakeLog, FakeRunner
from support.outcomes import completed
from support.screens import SMALL, WIDE, app_of, on_screen, seen, type_, wait_for
from support.workspaces import study


async def answer(pilot: "Pilot[None]", sitting: Study, text: str) -> Revealed:
    """Type an answer, press Enter, and return what is revealed."""
    await type_(pilot, text)
    await pilot.press("enter")
    await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
    assert isinstance(sitting.phase, Revealed)
    return sitting.phase


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_wrong_prediction_is_judged_element_by_element(size):
    """The table names each wrong element; the author's reason stands beneath."""
    one = dropout_card()
    with on_screen(one) as (sitting, app):
        async with app.run_test(size=size) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            text = seen(app)
    assert "✗ Wrong" in text
    assert "[0]  1.25      1" in text
    assert "[2]  3.75      3" in text
    assert "that forgets the factor 1/(1-p)" in text
    assert "1 Again 1m" in text


async def test_grade_undo_grade_again_leaves_the_last_grade():
    """`u` at the next question goes back to the verdict; the log keeps every fact."""
    log = FakeLog()
    with on_screen(dropout_card(), card("two"), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            await pilot.press("1")
            await pilot.press("u")
            assert isinstance(sitting.phase, Revealed)
            await pilot.press("4")
    assert [event.grade for event in standing(log.rows)] == [Grade.EASY]
    assert len(log.rows) == 3


async def test_space_takes_the_suggested_grade():
    """A right answer is Good at one key."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1.25, 0, 3.75]")
            await pilot.press("space")
    assert [event.grade for event in standing(log.rows)] == [Grade.GOOD]


async def test_letters_are_inert_while_typing():
    """`q`, `u` and `1` go into the answer, not to the app."""
    with on_screen(dropout_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("q", "u", "1", "h")
            assert app.screen.query_one(Input).value == "qu1h"
            assert isinstance(sitting.phase, Asking)


async def test_escape_leaves_the_field_and_the_footer_tells_the_keys():
    """After Escape letters are keys; a second Escape goes back to the answer."""
    with on_screen(dropout_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await wait_for(pilot, lambda: "Enter answer" in seen(app))
            await pilot.press("escape")
            await wait_for(pilot, lambda: "Esc back to the answer" in seen(app))
            await pilot.press("h")
            assert isinstance(sitting.phase, Asking)
            assert sitting.phase.hints == 1
            await pilot.press("escape")
            await wait_for(pilot, lambda: "Enter answer" in seen(app))


async def test_what_cannot_be_read_is_told_at_its_place_and_kept():
    """Nothing typed is lost; the caret stands beneath the fault."""
    with on_screen(dropout_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 2")
            await pilot.press("enter")
            assert isinstance(sitting.phase, Asking)
            assert app.screen.query_one(Input).value == "[1, 2"
            assert "^ a closing ] is missing" in seen(app)


async def test_options_are_picked_by_number_and_marked_after_the_answer():
    """A second press of the same number answers; signs tell right from wrong."""
    with on_screen(choice_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            lines = seen(app).splitlines()
            (line,) = [line for line in lines if "right one" in line]
            place = line.split("○")[1].split()[0]
            await pilot.press(place, place)
            assert isinstance(sitting.phase, Revealed)
            assert "✓ Correct" in seen(app)
            assert f"✓ {place}  right one" in seen(app)


async def test_several_options_are_picked_with_space():
    """Where all right ones are wanted, marks toggle and Enter answers."""
    options = (
        Option("a", correct=True),
        Option("b", correct=True),
        Option("c", because="no"),
    )
    several = card("several", Choice(options, pick="all", pin=True))
    with on_screen(several) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "down", "space", "enter")
            assert isinstance(sitting.phase, Revealed)
            assert sitting.phase.response.text == "1, 2"
            assert "✓ Correct" in seen(app)


async def test_a_proof_is_shown_after_the_answer_and_runs_on_demand():
    """It would give the answer away before."""
    runner = FakeRunner(lambda _: completed(stdout="printed by it"))
    proven = choice_card(snippet="secret = 1")
    with on_screen(proven, runner=runner) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            assert "secret" not in seen(app)
            await pilot.press("1", "1")
            assert "secret = 1" in seen(app)
            await pilot.press("r")
            await wait_for(pilot, lambda: "printed by it" in seen(app))
    assert len(runner.programs) == 1


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
    assert [event.grade for event in standing(log.rows)] == [Grade.HARD]


async def test_i_was_right_changes_verdict_and_suggestion():
    """`w` sets the verdict aside, and back."""
    with on_screen(dropout_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            revealed = await answer(pilot, sitting, "[1, 0, 3]")
            assert revealed.suggested is Grade.AGAIN
            await pilot.press("w")
            assert isinstance(sitting.phase, Revealed)
            assert sitting.phase.suggested is Grade.GOOD
            assert "you set the verdict aside" in seen(app)
            await pilot.press("w")
            assert "✗ Wrong" in seen(app)


async def test_the_line_that_raised_is_marked():
    """The snippet points at it; the exception stands under the verdict."""
    raised = Raised(
        Output(), 0.01, "RuntimeError", ("RuntimeError", "Exception"), "no", 2
    )
    runner = FakeRunner(lambda _: raised)
    with on_screen(dropout_card(), runner=runner) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            app.screen.query_one("#body").scroll_home(animate=False)
            await pilot.pause()
            assert "▸2  output" in seen(app)
            assert "RuntimeError in line 2: no" in str(
                app.screen.query_one("#verdict", Static).content
            )


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_a_verdict_is_laid_out_once(size, monkeypatch):
    """In the width that it will have, so that nothing jumps; the question stays."""
    laid = []
    update = VerdictPanel.update

    def count(self, content, **options):
        laid.append(content)
        update(self, content, **options)

    monkeypatch.setattr(VerdictPanel, "update", count)
    card_ = dropout_card(explain="Words that have to be wrapped. " * 60)
    with on_screen(card_) as (sitting, app):
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            width = app.screen.query_one("#prompt").size.width
            await answer(pilot, sitting, "[1, 0, 3]")
            await pilot.pause(0.2)
            verdicts = [each for each in laid if "Wrong" in str(each)]
            assert len(verdicts) == 1
            assert app.screen.query_one(VerdictPanel).size.width == width


async def test_a_verdict_that_an_undo_brings_back_is_as_high_as_before():
    """The screen is another one, which has not laid anything out yet."""
    with on_screen(dropout_card(explain="Words to wrap. " * 40)) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            height = app.screen.query_one(VerdictPanel).size.height
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            await pilot.press("u")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            await wait_for(
                pilot,
                lambda: app.screen.query_one(VerdictPanel).size.height == height,
            )


async def test_the_page_scrolls_by_keys_while_nobody_types():
    """Nothing has the focus then; no letter is lost to it."""
    card_ = dropout_card(explain="Much to read.\n\n" * 40)
    with on_screen(card_) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            body = app.screen.query_one("#body")
            await pilot.press("home")
            await wait_for(pilot, lambda: body.scroll_offset.y == 0)
            await pilot.press("down")
            await wait_for(pilot, lambda: body.scroll_offset.y == 1)
            await pilot.press("pagedown")
            await wait_for(pilot, lambda: body.scroll_offset.y > 10)
            await pilot.press("end")
            await wait_for(pilot, lambda: body.scroll_offset.y == body.max_scroll_y)
            await pilot.press("up", "pageup")
            await wait_for(pilot, lambda: body.scroll_offset.y < body.max_scroll_y - 5)
            assert isinstance(sitting.phase, Revealed)


async def test_a_long_run_can_be_stopped_and_the_sitting_goes_on():
    """Ctrl-C ends the run, not the app; letters wait for the verdict."""
    stopped = Signal()

    def script(program: Program) -> Outcome:
        assert stopped.wait(5)
        return Killed(Output("round 1\n"), 1.0, "stopped")

    class Stoppable(FakeRunner):
        def stop(self) -> None:
            stopped.set()

    with on_screen(dropout_card(), runner=Stoppable(script)) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(sitting.phase, Running)
            await pilot.press("q", "1", "u")
            assert isinstance(sitting.phase, Running)
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
            assert "no result: you stopped it" in seen(app)


async def test_a_grade_that_cannot_be_saved_is_told_and_the_card_stays():
    """The message names the reason; the same key may be pressed again."""
    log = FakeLog(broken=True)
    with on_screen(dropout_card(), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            await pilot.press("1")
            assert isinstance(sitting.phase, Revealed)
            (notice,) = app._notifications
            assert notice.message == "the disk is full; free some space"
            log.broken = False
            await pilot.press("1")
    assert [event.grade for event in standing(log.rows)] == [Grade.AGAIN]


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
    assert standing(log.rows) == ()


async def test_ctrl_c_ends_with_the_summary():
    """A second one leaves."""
    with on_screen(dropout_card(), card("two")) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            assert isinstance(sitting.phase, Finished)
            await pilot.press("ctrl+c")
        assert app.return_code == 0


async def test_help_lists_the_keys_and_closes():
    """`?` shows every key of the screen."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("question_mark")
            assert isinstance(app.screen, NoticeScreen)
            assert "undo the last step" in seen(app)
            await pilot.press("escape")
            assert isinstance(app.screen, StudyScreen)


async def test_a_typed_answer_survives_resizing():
    """From wide to small and back, in the middle of a word."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=WIDE) as pilot:
            await type_(pilot, "[1.25, 0")
            await pilot.resize_terminal(*SMALL)
            await pilot.pause()
            assert app.screen.query_one(Input).value == "[1.25, 0"
            assert "0 done, 1 left" in seen(app)


async def test_no_markup_or_control_character_of_a_deck_is_obeyed():
    """Brackets are shown as they are, escapes as pictures."""
    evil = "[@click=app.quit]quit[/] [/foo] \x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    bad = dropout_card(prompt=evil, explain=evil, hints=(evil,), snippet=evil)
    runner = FakeRunner(lambda _: completed(stdout=evil))
    with on_screen(bad, runner=runner) as (sitting, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("ctrl+t")
            before = seen(app)
            await answer(pilot, sitting, "[1, 0, 3]")
            painted = before + seen(app)
    assert "[@click=app.quit]quit[/] [/foo] ␛]52;c;" in painted
    assert not set(painted) & {"\x1b", "\x07", "\x9b", "\u202e"}


async def test_what_is_recorded_is_what_was_done():
    """Response, verdict, hints and grade, as facts."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+t")
            await answer(pilot, sitting, "[1, 0, 3]")
            await pilot.press("3")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict, event.hints) == ("[1, 0, 3]", "wrong", 1)
    assert (event.suggested, event.grade) == (Grade.AGAIN, Grade.GOOD)


async def test_named_results_are_drawn_after_the_run():
    """Under the verdict, and again at another width."""
    mask = Array((2, 3), (1.0, 0.0, 1.0, 0.0, 1.0, 1.0), "float32")
    runner = FakeRunner(lambda _: Completed(Output(), 0.01, mask, (("mask", mask),)))
    drawn = dropout_card(show=(("mask", "heatmap"),))
    with on_screen(drawn, runner=runner) as (sitting, app):
        async with app.run_test(size=WIDE) as pilot:
            await answer(pilot, sitting, "[[1, 0, 1], [0, 1, 1]]")
            assert "▀▀▄▄██" in seen(app)
            await pilot.resize_terminal(100, 60)
            await pilot.pause()
            assert "▀▀▄▄██" in seen(app)


ASKS = SessionOptions(confidence=True)


async def test_how_sure_is_asked_where_the_grades_will_stand():
    """Nothing is revealed before; the footer names the keys; a digit goes on."""
    log = FakeLog()
    with on_screen(dropout_card(), log=log, session_options=ASKS) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(sitting.phase, Weighing)
            await wait_for(pilot, lambda: "Esc back to the answer" in seen(app))
            lines = seen(app).splitlines()
            asked = "How sure?   1 guess    2 unsure    3 fairly sure    4 certain"
            assert lines[-2].strip().startswith(asked)
            assert lines[-2].endswith("Space skips")
            assert "[1, 0, 3]" in seen(app)
            assert "Wrong" not in seen(app)
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(sitting.phase, Revealed))
            text = seen(app)
            assert "✗ Wrong, and you were certain: this is the one to remember" in text
            assert "comes back in this sitting, tomorrow, and within a week" in text
            await pilot.press("space")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.confidence is Confidence.CERTAIN


@pytest.mark.parametrize("key", ["escape", "u", "ctrl+z"])
async def test_the_answer_can_be_changed_before_the_reveal(key):
    """It is still there, and the cursor in it."""
    with on_screen(dropout_card(), session_options=ASKS) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter", key)
            assert isinstance(sitting.phase, Asking)
            await pilot.press("backspace")
            assert app.screen.query_one(Input).value == "[1, 0, 3"


async def test_how_sure_is_asked_of_a_choice_without_marking_right_and_wrong():
    """The signs of the options wait for the reveal; Space skips."""
    with on_screen(choice_card(), session_options=ASKS) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("1", "1")
            assert isinstance(sitting.phase, Weighing)
            assert "✓" not in seen(app)
            assert "✗" not in seen(app)
            await pilot.press("space")
            assert isinstance(sitting.phase, Revealed)
            assert sitting.phase.confidence is None


async def test_of_two_grades_two_buttons_are_shown():
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
            assert " ".join(bar.split()) == "1 Again 1m ›3 Good 10m Space takes it"
            await pilot.press("2", "4")
            assert log.rows == []
            await pilot.press("1")
    assert [event.grade for event in standing(log.rows)] == [Grade.AGAIN]


async def test_the_four_buttons_fit_a_small_terminal():
    """Hard is worded as recalled."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            bar = seen(app).splitlines()[-2]
            await pilot.press("1")
    assert "1 Again 1m   2 Hard, recalled 6m  ›3 Good 10m   4 Easy" in bar
    assert bar.endswith("Space takes it")


async def test_a_drawn_value_stands_in_prompt_and_snippet():
    """The first line of the snippet, as it runs."""
    varied = dropout_card(prompt="Dropout at {{p}}", vary=(Vary("p", (0.2,)),))
    with on_screen(varied) as (_, app):
        async with app.run_test(size=SMALL):
            assert "Dropout at 0.2" in seen(app)
            assert "1  p = 0.2" in seen(app)


async def test_the_app_ends_while_a_flashcard_is_revealed():
    """A widget that takes a name of Textual's for its own would wait for ever."""
    with on_screen(card()) as (_, app):
        async with timeout(30):
            async with app.run_test(size=SMALL) as pilot:
                await pilot.press("space")


LONG = "\n\n".join(f"Line {number} of a long question." for number in range(30))


@pytest.mark.parametrize(
    ("kind", "head"), [(card, "Your call"), (dropout_card, "you gave no answer")]
)
async def test_the_verdict_is_scrolled_into_sight(kind, head):
    """However long the question is, the verdict begins on the screen."""
    with on_screen(kind(prompt=LONG)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("enter")
            await wait_for(pilot, lambda: head in seen(app))


async def test_why_an_answer_is_not_read_is_in_sight():
    """The message stands beneath the field, above the keys."""
    with on_screen(dropout_card(prompt=LONG)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0")
            await pilot.press("enter")
            await wait_for(pilot, lambda: "closing ] is missing" in seen(app))


async def test_no_message_covers_the_grades_or_the_keys():
    """They are the two lines at the bottom."""
    with on_screen(dropout_card()) as (sitting, app):
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            await answer(pilot, sitting, "[1, 0, 3]")
            bottom = seen(app).splitlines()[-2:]
            app.notify("words " * 40)
            await wait_for(pilot, lambda: "words words" in seen(app))
            assert seen(app).splitlines()[-2:] == bottom


async def test_an_answer_changed_while_it_is_weighed_is_read_anew():
    """The last text is the one that is judged."""
    with on_screen(dropout_card(), session_options=ASKS) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            assert isinstance(sitting.phase, Weighing)
            field = app.screen.query_one(Input)
            app.screen.set_focus(field)
            field.value = "[1.25, 0, 3.75]"
            await pilot.press("enter", "3")
            await wait_for(pilot, lambda: "✓ Correct" in seen(app))


async def test_options_are_inert_once_revealed():
    """Numbers grade then, even if the options still have the focus."""
    log = FakeLog()
    with on_screen(choice_card(), log=log) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("1", "1")
            assert isinstance(sitting.phase, Revealed)
            app.screen.set_focus(app.screen.query_one(Options))
            await pilot.press("2")
    assert [event.grade for event in standing(log.rows)] == [Grade.HARD]


async def test_an_editor_that_does_not_start_is_told():
    """The card stays; the message names what to look at."""
    one = dropout_card()
    app = app_of(study(one), one, opened=lambda _: False)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        app.suspend = nullcontext  # no terminal here that could be lent
        await pilot.press("escape", "o")
        await wait_for(pilot, lambda: "VISUAL or EDITOR" in seen(app))


async def test_ctrl_q_ends_with_the_summary():
    """As every other way out does."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("ctrl+q")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))


async def test_i_was_right_is_offered_only_against_a_verdict():
    """A flashcard has none to set aside."""
    with on_screen(card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space")
            assert "I was right" not in seen(app)


@pytest.mark.parametrize(("key", "word"), [("-", "buried"), ("@", "suspended")])
async def test_a_card_is_set_aside_and_taken_back(key, word):
    """`-` and `@` go on to the next card, and `u` returns to it."""
    log = FakeLog()
    with on_screen(card("one"), card("two"), log=log) as (_sitting, app):
        async with app.run_test(size=SMALL, notifications=True) as pilot:
            await pilot.press(key)
            await wait_for(pilot, lambda: f"deck/one {word}" in seen(app))
            assert "What is two?" in seen(app)
            await pilot.press("u")
            await wait_for(pilot, lambda: "What is one?" in seen(app))
    assert facts(log.rows) == ()


async def test_undo_beyond_this_sitting_asks_once_more():
    """The first press names what would be taken back."""
    log = FakeLog()
    with on_screen(card("one"), log=log) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "4")
    with on_screen(card("one"), card("two"), log=log) as (_sitting, app):
        async with app.run_test(size=(100, 30), notifications=True) as pilot:
            await pilot.press("u")
            await wait_for(pilot, lambda: "From an earlier sitting" in seen(app))
            assert len(facts(log.rows)) == 1
            await pilot.press("u")
            await wait_for(pilot, lambda: "What is one?" in seen(app))
    assert facts(log.rows) == ()
