"""Phases of an interview: the steps from one question to the next.

    Answering / WritingCode -> Rating -> Checking -> Ticking -> Answering ... -> Ended
          |
        Paused

Which steps follow an answer depends on it: `Rating` (how sure?) unless it was skipped,
`Checking` where a verdict can be had, silently, `Ticking` after a spoken lead question.
The phase follows from the record and the time, so an interview that was interrupted
goes on where it was.
"""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.moment import Moment
from quizapp.core.interview.endings import InterviewEnding
from quizapp.core.interview.facts import Manner, Role
from quizapp.core.interview.question import Candidate, Question, pose
from quizapp.core.interview.record import AnswerRecord, InterviewRecord
from quizapp.core.interview.threads import Setup, next_question
from quizapp.core.judging.response import Blank, Response
from quizapp.core.runs.outcome import Program
from quizapp.core.values.misread import Misread


class Watch(Struct, frozen=True):
    """The two clocks: of the phase and of the whole interview, without pauses."""

    elapsed: float
    """Seconds of the interview before this phase."""
    since: Moment
    paused: float = 0.0
    """Seconds of pauses since then."""
    pauses: int = 0

    def seconds(self, now: Moment) -> float:
        """Return the seconds of this phase until now; never less than 0."""
        return max(0.0, (now.at - self.since.at).total_seconds() - self.paused)

    def total(self, now: Moment) -> float:
        """Return the seconds of the interview until now."""
        return self.elapsed + self.seconds(now)

    def after_pause(self, since: Moment, now: Moment) -> "Watch":
        """Return the watch after a pause that began at `since`."""
        more = max(0.0, (now.at - since.at).total_seconds())
        return replace(self, paused=self.paused + more, pauses=self.pauses + 1)


class Answering(Struct, frozen=True):
    """A question is shown; an answer is typed or spoken."""

    question: Question
    watch: Watch

    def is_over(self, now: Moment) -> bool:
        """Return whether the time of the question is over; the user may go on."""
        return self.watch.seconds(now) > self.question.given


class WritingCode(Struct, frozen=True):
    """A question whose answer is code, written in an editor."""

    question: Question
    watch: Watch
    runs: int = 0
    """How often the user ran their code."""

    def is_over(self, now: Moment) -> bool:
        """Return whether the time of the question is over; the user may go on."""
        return self.watch.seconds(now) > self.question.given

    def trial(self, code: str) -> Program | Misread:
        """Return the program that runs code as it is, without the card's checks.

        An interview lets you run your code; whether it is right you have to see.
        """
        card = self.question.card
        if card is None or not code.strip():
            return Misread("write some code first")
        return card.running(code, None, self.question.seed)


class Rating(Struct, frozen=True):
    """An answer is given and in the log; the user says how sure they are."""

    question: Question
    watch: Watch


class Checking(Struct, frozen=True):
    """A code answer or a prediction is in the log; its run is not finished."""

    question: Question
    watch: Watch
    response: Response

    @property
    def program(self) -> Program | None:
        """The program to run; None if no run is needed."""
        card = self.question.card
        if card is None or isinstance(self.response, Blank):
            return None
        if not card.kind.settled_by_run:
            return None
        return card.program(self.question.seed, self.response)


class Ticking(Struct, frozen=True):
    """A lead question was answered aloud: the speaker ticks the points they made.

    A spoken answer leaves no words to choose follow-ups by. Show the points
    (`question.points`), no model answer and no verdict; the ticks can be skipped.
    """

    question: Question
    watch: Watch


class Paused(Struct, frozen=True):
    """The clocks stop; hide the question, so that a pause is no time to think."""

    before: Answering | WritingCode
    since: Moment


class Ended(Struct, frozen=True):
    """There are no more questions: the debrief comes next."""

    ending: InterviewEnding


InterviewPhase: TypeAlias = (
    Answering | WritingCode | Rating | Checking | Ticking | Paused | Ended
)


def phase_of(setup: Setup, record: InterviewRecord, now: Moment) -> InterviewPhase:
    """Return the phase of an interview as far as its record has come."""
    if record.ending is not None:
        return Ended(record.ending)
    watch = Watch(record.elapsed, now)
    if record.answers:
        pending = _pending(setup, record.answers[-1], watch)
        if pending is not None:
            return pending
    question = next_question(setup, record.answers, record.elapsed)
    if not isinstance(question, Question):
        return Ended(question)
    return (WritingCode if question.is_code else Answering)(question, watch)


def question_of(setup: Setup, answer: AnswerRecord) -> Question | None:
    """Return a question that was asked; None if its card is gone."""
    asked = answer.asked
    card = None if asked.card is None else setup.cards.get(asked.card)
    if asked.card is not None and card is None:
        return None
    return pose(
        Candidate(asked.ask, card),
        asked.role,
        number=asked.number,
        thread=asked.thread,
        seed=setup.begun.seed,
    )


def unjudged(setup: Setup, record: InterviewRecord, since: Moment) -> Checking | None:
    """Return the last answer if it still waits for its verdict."""
    answer = record.answers[-1] if record.answers else None
    question = None if answer is None else question_of(setup, answer)
    if answer is None or question is None or answer.judged is not None:
        return None
    if question.is_free:
        return None
    watch = Watch(record.elapsed, since)
    return Checking(question, watch, response_of(question, answer))


def _pending(
    setup: Setup, answer: AnswerRecord, watch: Watch
) -> Rating | Checking | Ticking | None:
    """Return the step that an answer still needs before the next question."""
    question = question_of(setup, answer)
    if question is None or question.card is None:
        return None
    manner = answer.fact.manner
    asks = setup.begun.options.confidence and manner is not Manner.SKIPPED
    if asks and answer.rated is None:
        return Rating(question, watch)
    if not question.is_free and answer.judged is None:
        return Checking(question, watch, response_of(question, answer))
    lead = question.role is Role.LEAD and manner is Manner.SAID
    if lead and answer.asked.weights and not answer.ticks:
        return Ticking(question, watch)
    return None


def response_of(question: Question, answer: AnswerRecord) -> Response:
    """Return an answer as its card reads it from the log."""
    if question.card is None or answer.fact.manner is not Manner.TYPED:
        return Blank()
    response = question.card.read(answer.fact.response)
    return Blank() if isinstance(response, Misread) else response
