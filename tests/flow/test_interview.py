"""The flow of a mock interview: silent, committed answer by answer, ended by types."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.interview.endings import AllAsked, Interrupted, Left, OutOfTime
from quizapp.core.interview.facts import (
    InterviewAnswered,
    InterviewBegun,
    InterviewJudged,
    InterviewOptions,
    Manner,
    Occasion,
    Role,
)
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.interview.record import interviews
from quizapp.core.interview.scorecard import scorecard
from quizapp.core.runs.outcome import Killed, Output, Program
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.flow.interviews import (
    Pool,
    begin,
    end_interrupted,
    interrupted,
    past_interviews,
    reopen,
    resume,
)
from support.cards import HALVED, card, fix_card
from support.fakes import FakeClock
from support.interviews import ROOT_CANDIDATES, Desk, step, take, talk_card

TALKER = ROOT_CANDIDATES[0]
SILENT = InterviewOptions(confidence=False)


def coding_desk() -> Desk:
    """Return ports with one lead question and one card whose answer is code."""
    return Desk((talk_card("one"), fix_card("fix", tags=("q",))))


def to_code(interview: MockInterview) -> WritingCode:
    """Skip to the question with code."""
    while not isinstance(interview.phase, WritingCode):
        interview.skip()
    return interview.phase


def test_an_answer_is_in_the_log_before_anything_else_is_asked():
    """With the question, the words that were found, and the time."""
    desk = Desk()
    interview = desk.begin()
    desk.clock.pass_(seconds=60)
    assert interview.answer("two alpha, and two gamma") is None
    begun, answered = desk.log.rows
    assert isinstance(begun, InterviewBegun)
    assert isinstance(answered, InterviewAnswered)
    assert (answered.asked.role, answered.manner) == (Role.LEAD, Manner.TYPED)
    assert answered.found == (1, 3)
    assert answered.seconds == pytest.approx(60, abs=3)
    assert isinstance(interview.phase, Rating)


def test_an_answer_that_cannot_be_committed_changes_nothing():
    """The question stays on the screen."""
    desk = Desk()
    interview = desk.begin()
    before = interview.phase
    desk.log.broken = True
    with pytest.raises(LogError):
        interview.answer("two alpha")
    assert interview.phase == before


def test_the_missed_point_decides_what_is_asked_next():
    """Another answer to the same lead leads on to another follow-up."""
    nexts: list[str] = []
    for answer in ("one beta, one gamma", "one alpha, one gamma", ""):
        interview = Desk().begin(SILENT, leads=frozenset({CardId("deck", "one")}))
        interview.answer(answer)
        assert isinstance(interview.phase, Answering)
        nexts.append(interview.phase.question.ask)
    assert nexts == ["Why one?", "And one more?", "Why one?"]


def test_a_spoken_lead_is_ticked_by_the_speaker_and_leads_on():
    """There are no words to search, so the speaker says which points they made."""
    desk = Desk((talk_card("one", "Anything else?"),))
    interview = desk.begin(SILENT)
    assert interview.said()
    assert isinstance(interview.phase, Ticking)
    interview.tick({1, 2})
    (answer,) = interview.record.answers
    assert answer.ticked == frozenset({1, 2})
    assert answer.suggested is None
    assert isinstance(interview.phase, Answering)
    assert interview.phase.question.role is Role.FOLLOW_UP


def test_what_is_judged_cannot_be_said():
    """A prediction or code has to be typed."""
    interview = coding_desk().begin(SILENT)
    to_code(interview)
    assert not interview.said()


def test_code_is_checked_silently():
    """The verdict is in the log, and no phase shows it."""
    desk = coding_desk()
    interview = desk.begin(SILENT)
    to_code(interview)
    assert interview.answer(HALVED) is None
    assert isinstance(interview.phase, Checking)
    interview.settle(interview.run())
    judged = desk.log.rows[-2]
    assert isinstance(judged, InterviewJudged)
    assert judged.score == 1.0
    assert interview.record.ending == AllAsked()


def test_code_can_be_run_without_its_checks():
    """As in a real interview: what it prints is shown, whether it is right is not."""
    desk = coding_desk()
    interview = desk.begin(SILENT)
    to_code(interview)
    program = interview.try_out("print(1)")
    assert isinstance(program, Program)
    assert program.code == "print(1)"
    assert isinstance(interview.try_out(""), Misread)
    interview.answer(HALVED)
    assert interview.record.answers[-1].fact.runs == 1


def test_a_stopped_run_can_be_run_again():
    """The answer is kept, and judged later."""
    interview = coding_desk().begin(SILENT)
    to_code(interview)
    interview.answer(HALVED)
    interview.settle(Killed(Output(), 0.0, "stopped"))
    assert isinstance(interview.phase, Checking)


def test_an_answer_that_cannot_be_read_is_asked_for_again():
    """Nothing is committed."""
    desk = Desk(
        (talk_card("one"), *(c for c in Desk().cards if c.id.card == "scaling"))
    )
    interview = desk.begin(SILENT)
    interview.skip()
    assert isinstance(interview.answer("[1, 2"), Misread)
    assert isinstance(interview.phase, Answering)
    assert len(interview.record.answers) == 1


def test_a_pause_stops_both_clocks_and_is_counted():
    """Ten minutes away are no minutes of the interview."""
    desk = Desk()
    interview = desk.begin(SILENT)
    interview.pause()
    assert isinstance(interview.phase, Paused)
    assert interview.answer("text") is None
    desk.clock.pass_(minutes=10)
    interview.unpause()
    interview.answer("text")
    fact = interview.record.answers[0].fact
    assert fact.pauses == 1
    assert fact.paused == pytest.approx(600, abs=5)
    assert fact.seconds < 10
    assert interview.record.elapsed < 10


def test_leaving_ends_it_with_what_was_answered():
    """The ending says so."""
    interview = Desk().begin(SILENT)
    interview.answer("two alpha")
    interview.leave()
    assert interview.phase == Ended(Left())
    assert scorecard(interview.record).answers == 1


def test_time_ends_it():
    """No question is asked that does not fit the time that is left."""
    desk = Desk()
    interview = desk.begin(InterviewOptions(minutes=5, confidence=False))
    desk.clock.pass_(minutes=6)
    interview.answer("text")
    assert interview.phase == Ended(OutOfTime())


def test_an_interrupted_interview_is_found_and_resumed():
    """With the same question, and the time it had used."""
    desk = Desk()
    interview = desk.begin(SILENT)
    desk.clock.pass_(minutes=2)
    interview.answer("two alpha")
    phase = interview.phase
    assert isinstance(phase, Answering)
    desk.clock.pass_(hours=3)
    record = interrupted(desk.log)
    assert record is not None
    again = resume(desk.ports, desk.cards, record)
    assert isinstance(again.phase, Answering)
    assert again.phase.question == phase.question
    assert again.phase.watch.elapsed < 200
    assert again.record.resumed == 1


def test_an_interrupted_interview_can_be_ended():
    """Then nothing is left to resume."""
    desk = Desk()
    desk.begin(SILENT).answer("two alpha")
    record = interrupted(desk.log)
    assert record is not None
    assert end_interrupted(desk.ports, desk.cards, record).record.ending == (
        Interrupted()
    )
    assert interrupted(desk.log) is None


def test_another_device_does_not_resume_it():
    """Two machines would answer the same question."""
    desk = Desk()
    desk.begin()
    desk.log.device = "other"
    assert interrupted(desk.log) is None


def test_an_answer_whose_run_was_interrupted_is_judged_after_the_end():
    """Before the debrief, when the interview is ended."""
    desk = coding_desk()
    interview = desk.begin(SILENT)
    to_code(interview)
    interview.answer(HALVED)
    record = interrupted(desk.log)
    assert record is not None
    ended = end_interrupted(desk.ports, desk.cards, record)
    assert ended.unjudged is not None
    ended.settle(ended.run())
    assert ended.unjudged is None
    assert ended.record.answers[-1].score == 1.0


def test_what_was_asked_is_not_asked_again_within_two_weeks():
    """While there is something else; later it may be."""
    cards = (talk_card("one"), talk_card("two"))
    options = InterviewOptions(minutes=3, confidence=False)
    desk = Desk(cards)
    first = desk.begin(options)
    asked = [first.phase.question.card.id]  # type: ignore[union-attr]
    first.answer("text")
    first.leave()
    for days, other in ((13, True), (20, False)):
        desk.clock.pass_(days=days)
        seeds = {desk.begin(options, seed).setup.begun.leads[0] for seed in range(9)}
        assert (seeds.isdisjoint(asked)) is other


def test_the_debrief_ticks_points_and_a_second_look_ticks_them_again():
    """Both are kept; those of the debrief count."""
    interview = Desk().begin(SILENT)
    interview.answer("two alpha")
    interview.tick_points(1, {1, 2})
    assert interview.record.answers[0].ticked is None
    interview.leave()
    interview.tick_points(1, {1, 2})
    interview.tick_points(1, {1}, Occasion.SECOND_LOOK)
    interview.add_opinion(1, {1: "two alpha"}, {2})
    (answer,) = interview.record.answers
    assert answer.ticked == frozenset({1, 2})
    assert answer.ticked_on(Occasion.SECOND_LOOK) == frozenset({1})
    assert answer.ticks[Occasion.OPINION].quotes == ("two alpha",)


def test_confidence_is_asked_after_each_answer_that_can_be_scored():
    """Not after `I don't know`, and not for a question without a card."""
    interview = Desk((talk_card("one", "Anything else?"),)).begin()
    interview.answer("one alpha")
    assert isinstance(interview.phase, Rating)
    interview.rate(Confidence.CERTAIN)
    interview.answer("No.")
    assert interview.record.answers[0].confidence is Confidence.CERTAIN
    assert isinstance(interview.phase, Ended)


def test_without_an_open_card_there_is_no_interview():
    """Nothing is committed."""
    desk = Desk((card("flash"),))
    assert begin(desk.ports, Pool(desk.cards), seed=1) is None
    assert desk.log.rows == []


@pytest.mark.parametrize("candidate", ROOT_CANDIDATES, ids=lambda c: c.name)
def test_the_same_seed_and_answers_give_the_same_interview(candidate):
    """Question by question, also if it is killed after each fact and resumed."""
    whole = Desk(clock=FakeClock(step=timedelta(0)))
    first = whole.begin()
    take(first, candidate, whole.clock)
    killed = Desk(clock=FakeClock(step=timedelta(0)))
    again = killed.begin()
    while not isinstance(again.phase, Ended):
        step(again, candidate, killed.clock)
        killed.clock.pass_(hours=1)
        if again.record.ended is None:
            again = resume(killed.ports, killed.cards, again.record)
    assert [a.asked for a in again.record.answers] == [
        a.asked for a in first.record.answers
    ]


def test_past_interviews_are_read_from_the_log():
    """In order of time."""
    desk = Desk()
    for seed in (1, 2):
        take(desk.begin(seed=seed), TALKER, desk.clock)
    seeds = [record.begun.seed for record in past_interviews(desk.log)]
    assert seeds == [1, 2]


class Interviews(RuleBasedStateMachine):
    """Any moves in any order, with kills: the log alone tells the interview."""

    @initialize(
        seed=st.integers(0, 50),
        minutes=st.sampled_from([4.0, 12.0, 30.0]),
        confidence=st.booleans(),
    )
    def begin(self, seed, minutes, confidence):
        self.desk = Desk()
        options = InterviewOptions(minutes=minutes, confidence=confidence)
        self.interview = self.desk.begin(options, seed)

    @rule(text=st.sampled_from(["one alpha", "two beta. two alpha", "", HALVED, "3"]))
    def answer(self, text):
        self.interview.answer(text)

    @rule()
    def say(self):
        self.interview.said()

    @rule()
    def skip(self):
        self.interview.skip()

    @rule(confidence=st.sampled_from([None, *Confidence]))
    def rate(self, confidence):
        self.interview.rate(confidence)

    @rule(made=st.none() | st.sets(st.integers(1, 3)))
    def tick(self, made):
        self.interview.tick(made)

    @precondition(lambda self: self.interview.unjudged)
    @rule()
    def check(self):
        self.interview.settle(self.interview.run())

    @rule(made=st.sets(st.integers(1, 3)))
    def debrief(self, made):
        self.interview.tick_points(1, made)

    @rule()
    def pause(self):
        self.interview.pause()

    @rule()
    def unpause(self):
        self.interview.unpause()

    @rule(seconds=st.sampled_from([5.0, 100.0, 1000.0]))
    def wait(self, seconds):
        self.desk.clock.pass_(seconds=seconds)

    @rule()
    def fail(self):
        self.desk.log.broken = True
        if isinstance(self.interview.phase, Answering):
            with pytest.raises(LogError):
                self.interview.answer("3")
        self.desk.log.broken = False

    @rule()
    def kill(self):
        record = interrupted(self.desk.log)
        if record is None:
            self.interview = reopen(
                self.desk.ports, self.desk.cards, self.interview.record
            )
        else:
            self.interview = resume(self.desk.ports, self.desk.cards, record)

    @precondition(lambda self: len(self.interview.record.answers) > 3)
    @rule()
    def leave(self):
        self.interview.leave()

    @invariant()
    def the_log_tells_the_same(self):
        (record,) = interviews(self.desk.log.rows)
        (shuffled,) = interviews(reversed(self.desk.log.rows * 2))
        assert record == self.interview.record == shuffled
        assert scorecard(record) == scorecard(self.interview.record)

    @invariant()
    def no_question_comes_twice(self):
        answers = self.interview.record.answers
        asked = [answer.asked.card or answer.asked.ask for answer in answers]
        assert len(set(asked)) == len(asked)
        assert [a.asked.number for a in answers] == list(range(1, len(asked) + 1))

    @invariant()
    def every_question_fitted_the_time(self):
        for answer in self.interview.record.answers:
            before = answer.fact.elapsed - answer.fact.seconds
            assert before + answer.asked.given <= self.interview.setup.seconds + 0.01

    @invariant()
    def threads_are_short(self):
        answers = self.interview.record.answers
        for thread in {answer.asked.thread for answer in answers}:
            roles = [a.asked.role for a in answers if a.asked.thread == thread]
            assert roles[0] is Role.LEAD
            assert roles.count(Role.LEAD) == 1
            assert roles.count(Role.FOLLOW_UP) <= 3
            assert Role.CODE not in roles[:-1]


TestInterviews = Interviews.TestCase
TestInterviews.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
