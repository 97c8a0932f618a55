"""The mock interview on screens: set up, asked in silence, debriefed."""

import sys
from time import monotonic

import pytest
from textual.widgets import TextArea

from quizapp.core.interview.facts import InterviewOptions, Manner, Occasion
from quizapp.core.interview.opinion import NoOpinion
from quizapp.core.interview.phases import (
    Answering,
    Ended,
)
from quizapp.external.second_opinion import SecondOpinion
from quizapp.flow.interviews import (
    interrupted,
)
from quizapp.tui.screens.debrief import DebriefScreen
from quizapp.tui.screens.interviews import InterviewsScreen
from support.interviews import ROOT_CANDIDATES, Desk, FakeAssessor, take
from support.rooms import Room, asked, go_on
from support.screens import SMALL, WIDE, click_on, seen, sees, wait_for

SIZES = pytest.mark.parametrize(
    "size", [SMALL, pytest.param(WIDE, marks=pytest.mark.slow)]
)
VERDICTS = ("Correct", "Wrong", "Partly right", "✓", "✗")


@SIZES
async def test_a_whole_interview_by_keys_tells_no_verdict_before_its_end(size):
    """Then the answers are ticked one by one, and the scorecard comes last."""
    desk = Desk()
    with asked(desk) as (interview, app):
        async with app.run_test(size=size) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            while not isinstance(interview.phase, Ended):
                desk.clock.pass_(seconds=60)
                await go_on(pilot, interview)
                if not isinstance(interview.phase, Ended):
                    assert not any(word in seen(app) for word in VERDICTS)
            await wait_for(pilot, lambda: isinstance(app.screen, DebriefScreen))
            await sees(pilot, "Which of these points did you make?")
            for _ in interview.record.answers:
                await pilot.press("enter" if app.screen.focused else "right")
                await pilot.pause()
            await sees(pilot, "Knowledge")
            await pilot.press("space", "escape")
    assert app.studied
    assert app.was_left
    assert {answer.fact.manner for answer in interview.record.answers} == {Manner.TYPED}


async def test_a_spoken_lead_question_is_ticked_by_the_speaker():
    """Nothing is typed, so the follow-ups are chosen by the ticks."""
    with asked(Desk()) as (interview, app):
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            await pilot.press("ctrl+s")
            await sees(pilot, "How sure?")
            await pilot.press("space")
            await sees(pilot, "Which of these points did you make?")
            await pilot.press("1", "enter")
            await wait_for(pilot, lambda: isinstance(interview.phase, Answering))
    (answer,) = interview.record.answers
    assert answer.fact.manner is Manner.SAID
    assert answer.ticked_on(Occasion.THREAD) == frozenset({1})


async def test_the_time_of_a_question_is_over_once_and_calmly():
    """The clock says by how much; the user goes on typing."""
    desk = Desk()
    with asked(desk) as (interview, app):
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await sees(pilot, " of 2:00")
            desk.clock.pass_(seconds=150)
            await sees(pilot, "The time for this question is over.")
            await sees(pilot, " over")
            await pilot.press("a")
            await wait_for(pilot, lambda: "time for this question" not in seen(app))
            assert app.screen.query_one("#words", TextArea).text == "a"


async def test_a_pause_hides_the_question_and_stops_the_clocks():
    """It is counted, and shown in the debrief."""
    desk = Desk()
    with asked(desk) as (interview, app):
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            question = interview.phase.question.ask  # type: ignore[union-attr]
            await sees(pilot, question)
            await pilot.press("ctrl+l")
            await sees(pilot, "the question is hidden")
            assert question not in seen(app)
            desk.clock.pass_(seconds=300)
            await pilot.press("space")
            await sees(pilot, question)
            await pilot.press(*"x", "ctrl+s")
    (answer,) = interview.record.answers
    assert answer.fact.pauses == 1
    assert answer.fact.paused >= 300
    assert answer.fact.seconds < 60


@pytest.mark.slow
async def test_skipping_what_is_typed_and_leaving_ask_once():
    """What was answered is kept."""
    with asked(Desk()) as (interview, app):
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            await pilot.press(*"hm", "ctrl+g")
            await sees(pilot, "again skips what you typed")
            await pilot.press("ctrl+g")
            await wait_for(pilot, lambda: len(interview.record.answers) == 1)
            await pilot.press("ctrl+c")
            await sees(pilot, "again ends the interview")
            await pilot.press("ctrl+c")
            await wait_for(pilot, lambda: isinstance(app.screen, DebriefScreen))
    assert interview.record.answers[0].fact.manner is Manner.SKIPPED


async def test_an_answer_that_cannot_be_saved_stays_on_the_screen():
    """The disk may have room again."""
    desk = Desk()
    with asked(desk) as (interview, app):
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await pilot.pause()
            desk.log.broken = True
            await pilot.press(*"mine", "ctrl+s")
            await sees(pilot, "Not saved")
            assert app.screen.query_one("#words", TextArea).text == "mine"
            desk.log.broken = False
            await pilot.press("ctrl+s")
            await wait_for(pilot, lambda: len(interview.record.answers) == 1)


@pytest.mark.slow
async def test_an_interrupted_interview_is_resumed_or_ended_from_the_list():
    """Both are offered where interviews begin."""
    desk = Desk()
    desk.begin()
    app = Room(desk)
    async with app.run_test(size=SMALL) as pilot:
        app.action_interviews()
        await sees(pilot, "An interview was interrupted.")
        await pilot.press("enter")
        await sees(pilot, "Question 1")
        await pilot.press("ctrl+c", "ctrl+c")
        await wait_for(pilot, lambda: isinstance(app.screen, DebriefScreen))
    desk.begin(seed=2)
    app = Room(desk)
    async with app.run_test(size=SMALL) as pilot:
        app.action_interviews()
        await sees(pilot, "An interview was interrupted.")
        await pilot.press("x")
        await wait_for(pilot, lambda: isinstance(app.screen, DebriefScreen))
    assert interrupted(desk.log) is None


async def test_an_interview_is_set_up_by_arrows_and_an_earlier_one_opened():
    """A choice without a question is reported, and stays open to be changed."""
    desk = Desk()
    take(desk.begin(), ROOT_CANDIDATES[0], desk.clock)
    app = Room(desk)
    async with app.run_test(size=WIDE) as pilot:
        app.action_interviews()
        await sees(pilot, "Strong yes")
        screen = app.screen
        assert isinstance(screen, InterviewsScreen)
        await pilot.press("right", "right", "down", "left", "down", "right")
        assert screen.options == InterviewOptions(("deck",), 20.0, "expert")
        await pilot.press("enter")
        await sees(pilot, "no open question about that")
        await pilot.press("down", "enter")
        await sees(pilot, "How the signal is made")


async def test_a_second_opinion_is_asked_in_the_background():
    """One calm line says so; it is shown once the answer is ticked, and recorded."""
    desk = Desk(assessor=FakeAssessor(name="opinion.py"))
    with asked(desk, confidence=False) as (interview, app):
        interview.answer("some words of mine")
        interview.leave()
        async with app.run_test(size=WIDE) as pilot:
            app.open_interview(interview)
            await wait_for(
                pilot, lambda: Occasion.OPINION in interview.record.answers[0].ticks
            )
            assert "Second opinion" not in seen(app)
            await pilot.press("1", "enter")
            await sees(pilot, "Second opinion, not counted in the score")
            await sees(pilot, "met, “some words”")
            await pilot.press("right")
            await sees(pilot, "How the signal is made")


async def test_an_opinion_that_cannot_be_had_is_said_in_one_line():
    """Nothing of the debrief waits for it."""
    desk = Desk(assessor=FakeAssessor(NoOpinion("[b]no[/b] server")))
    with asked(desk, confidence=False) as (interview, app):
        interview.answer("some words of mine")
        interview.leave()
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await sees(pilot, "No second opinion on question 1: [b]no[/b] server.")


async def test_a_second_look_ticks_again_without_the_first_ticks():
    """One key begins it; at its end the scorecard says how far the two agree."""
    desk = Desk(assessor=FakeAssessor())
    with asked(desk, confidence=False) as (interview, app):
        interview.answer("some words of mine")
        interview.leave()
        for answer in interview.record.answers:
            interview.tick_points(answer.asked.number, {1})
        async with app.run_test(size=WIDE) as pilot:
            app.open_interview(interview)
            await sees(pilot, "How the signal is made")
            await pilot.press("l")
            await sees(pilot, "Second look")
            await sees(pilot, "1 of 1")
            assert "■" not in seen(app)
            await pilot.press("2", "enter")
            await sees(pilot, "Second look: 1 of 3 points as in the debrief (33%).")
    assert all(a.ticked == frozenset({1}) for a in interview.record.answers)


async def test_an_earlier_interview_is_opened_by_the_mouse():
    """The first click goes to it, the second opens it."""
    desk = Desk()
    take(desk.begin(), ROOT_CANDIDATES[0], desk.clock)
    app = Room(desk)
    async with app.run_test(size=SMALL) as pilot:
        app.action_interviews()
        await click_on(pilot, "Strong yes")
        await sees(pilot, "› 2026-03-02")
        await click_on(pilot, "Strong yes")
        await sees(pilot, "How the signal is made")


async def test_a_program_that_is_asked_ends_with_the_debrief():
    """Nobody waits for its time limit."""
    slow = SecondOpinion((sys.executable, "-c", "import time; time.sleep(60)"), 60.0)
    desk = Desk(assessor=slow)
    with asked(desk, confidence=False) as (interview, app):
        interview.answer("some words of mine")
        interview.leave()
        began = monotonic()
        async with app.run_test(size=SMALL) as pilot:
            app.open_interview(interview)
            await sees(pilot, "for a second opinion on 1 answer ...")
    assert monotonic() - began < 20
    assert slow(b"") == NoOpinion("stopped")
