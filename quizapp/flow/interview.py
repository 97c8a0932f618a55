"""The mock interview, the flow: ask -> answer -> how sure? -> run -> ... -> debrief.

A front end drives a `MockInterview` and renders `phase`. Each answer is committed
before the next question; each later step of it (confidence, verdict, ticks) is
committed at once as well, so an interview can be killed at any point and go on. Nothing
tells a verdict before the end. Only `run` may be called from another thread: it
changes nothing, and the caller passes its outcome to `settle`.

What a screen calls in each phase:

    Answering    answer(text) | said() | skip()          pause()  leave()
    WritingCode  answer(code) | try_out(code) -> run | skip()   pause()  leave()
    Rating       rate(confidence or None)
    Checking     settle(run())        run in a thread; show only "Saving ..."
    Ticking      tick(numbers or None)
    Paused       unpause()
    Ended        debrief: `record`, `tick_points`, `core.interview.scorecard`
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.interview.endings import (
    InterviewEnding,
    Left,
    ending_name,
)
from quizapp.core.interview.facts import (
    InterviewAnswered,
    InterviewEnded,
    InterviewEvent,
    InterviewJudged,
    InterviewRated,
    InterviewTicked,
    Manner,
    Occasion,
)
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    InterviewPhase,
    Paused,
    Rating,
    Ticking,
    WritingCode,
    phase_of,
    unjudged,
)
from quizapp.core.interview.question import Question
from quizapp.core.interview.record import (
    interviews,
)
from quizapp.core.interview.threads import Setup
from quizapp.core.interview.verdicts import judged_answer
from quizapp.core.kinds.mentions import evidence
from quizapp.core.runs.outcome import Crashed, Killed, Outcome, Output, Program
from quizapp.core.scheduling.review import EventId, event_id
from quizapp.core.values.misread import Misread
from quizapp.flow.ports import Bits, Clock, InterviewLog, Listener, Runner

MOST_CHARACTERS = 100_000
"""Of an answer that is kept: a pasted file is no answer."""


class InterviewPorts(Struct, frozen=True):
    """What an interview needs from the outside world."""

    runner: Runner
    log: InterviewLog
    clock: Clock
    bits: Bits


class MockInterview:
    """One interview over the ports.

    Moves that the phase does not allow are ignored: keys may arrive late. A move
    whose fact cannot be committed raises LogError and changes nothing.
    """

    def __init__(
        self,
        ports: InterviewPorts,
        cards: Iterable[Card],
        events: Sequence[InterviewEvent],
    ) -> None:
        self._ports = ports
        self._events = list(events)
        (self.record,) = interviews(self._events)
        by_id = {card.id: card for card in cards}
        self.setup = Setup(self.record.begun, by_id)
        self.phase: InterviewPhase = Ended(Left())
        self._go_on()

    @property
    def runner(self) -> Runner:
        """The runner, to show its protection or stop a run."""
        return self._ports.runner

    def now(self) -> Moment:
        """Return the time, for the clocks on the screen: `phase.watch.seconds(now)`."""
        return self._ports.clock()

    # while a question is on the screen

    def answer(self, text: str) -> Misread | None:
        """Commit a typed answer. Empty text is skipping; None if it was taken."""
        phase = self.phase
        if not isinstance(phase, Answering | WritingCode):
            return None
        card = phase.question.card
        if not text.strip():
            self._answered(phase, Manner.SKIPPED, "")
            return None
        if card is not None and not phase.question.is_free:
            response = card.read_before_reveal(text)
            if isinstance(response, Misread):
                return response
            text = response.text
        text = text.encode(errors="replace").decode()[:MOST_CHARACTERS]
        self._answered(phase, Manner.TYPED, text.strip("\n"))
        return None

    def said(self) -> bool:
        """Commit an answer that was spoken; False where it has to be typed."""
        phase = self.phase
        if not isinstance(phase, Answering) or not phase.question.is_free:
            return False
        self._answered(phase, Manner.SAID, "")
        return True

    def skip(self) -> None:
        """Commit `I don't know`."""
        if isinstance(self.phase, Answering | WritingCode):
            self._answered(self.phase, Manner.SKIPPED, "")

    def try_out(self, code: str) -> Program | Misread | None:
        """Return the program that runs code without its checks, and count the run.

        Pass it to `run`; show what it prints or raises. It says nothing about right
        or wrong, as in a real interview.
        """
        if not isinstance(self.phase, WritingCode):
            return None
        program = self.phase.trial(code)
        if isinstance(program, Program):
            self.phase = replace(self.phase, runs=self.phase.runs + 1)
        return program

    def pause(self) -> None:
        """Stop the clocks."""
        if isinstance(self.phase, Answering | WritingCode):
            self.phase = Paused(self.phase, self._ports.clock())

    def unpause(self) -> None:
        """Let the clocks run again."""
        if isinstance(self.phase, Paused):
            before = self.phase.before
            watch = before.watch.after_pause(self.phase.since, self._ports.clock())
            self.phase = replace(before, watch=watch)

    # after an answer

    def rate(self, confidence: Confidence | None) -> None:
        """Say how sure, None to skip."""
        if not isinstance(self.phase, Rating):
            return
        now, phase = self._ports.clock(), self.phase
        self._append(
            InterviewRated(
                *self._stamp(now),
                self.record.id,
                phase.question.number,
                confidence,
                phase.watch.total(now),
            )
        )

    @property
    def unjudged(self) -> Checking | None:
        """The answer that waits for its run; also after an interview was ended.

        Before the debrief: `while interview.unjudged: interview.settle(run())`.
        """
        if isinstance(self.phase, Checking):
            return self.phase
        if not isinstance(self.phase, Ended):
            return None
        return unjudged(self.setup, self.record, self.record.begun.moment)

    def run(
        self, listen: Listener | None = None, program: Program | None = None
    ) -> Outcome:
        """Run a program, by default the one that judges. Blocks; changes nothing."""
        checking = self.unjudged
        if program is None and checking is not None:
            program = checking.program
        if program is None:
            return Crashed(Output(), 0.0, "had nothing to run")
        return self._ports.runner.run(program, listen)

    def settle(self, outcome: Outcome | None) -> None:
        """Judge the answer by a run and go on; the verdict is only recorded.

        A run that was stopped from outside judges nothing: it can be run again.
        """
        phase = self.unjudged
        if phase is None:
            return
        if isinstance(outcome, Killed) and outcome.reason == "stopped":
            return
        judged = judged_answer(phase.question, phase.response, outcome)
        now = self._ports.clock()
        self._append(
            InterviewJudged(
                *self._stamp(now),
                self.record.id,
                phase.question.number,
                judged.verdict,
                judged.score,
                judged.feedback,
                judged.truth,
            )
        )

    def tick(self, made: Collection[int] | None) -> None:
        """Tick the points of a spoken lead question, None to skip."""
        if isinstance(self.phase, Ticking):
            now, phase = self._ports.clock(), self.phase
            total = phase.watch.total(now)
            self._ticked(phase.question.number, Occasion.THREAD, made, now, total)

    # at the end

    def leave(self) -> None:
        """End the interview early; ask once before calling this."""
        self.end(Left())

    def end(self, ending: InterviewEnding) -> None:
        """End the interview with this ending."""
        if self.record.ended is not None:
            return
        now = self._ports.clock()
        self._append(
            InterviewEnded(
                *self._stamp(now),
                self.record.id,
                ending_name(ending),
                self._elapsed(now),
            )
        )

    def tick_points(
        self,
        number: int,
        made: Collection[int],
        occasion: Occasion = Occasion.DEBRIEF,
    ) -> None:
        """Tick the points of an answer in the debrief, or in a second look later."""
        answer = self.record.answer(number)
        if answer is not None and self.record.ended is not None:
            self._ticked(number, occasion, made, self._ports.clock(), 0.0)

    def add_opinion(
        self, number: int, made: Mapping[int, str], unclear: Collection[int]
    ) -> None:
        """Record an outside opinion: for each point made, the words that it quotes."""
        now = self._ports.clock()
        self._append(
            InterviewTicked(
                *self._stamp(now),
                self.record.id,
                number,
                Occasion.OPINION,
                tuple(sorted(made)),
                tuple(sorted(unclear)),
                tuple(made[point] for point in sorted(made)),
            )
        )

    # facts

    def _answered(
        self, phase: Answering | WritingCode, manner: Manner, text: str
    ) -> None:
        now, question = self._ports.clock(), phase.question
        watch = phase.watch
        self._append(
            InterviewAnswered(
                *self._stamp(now),
                self.record.id,
                question.asked,
                manner,
                text,
                seconds=watch.seconds(now),
                elapsed=watch.total(now),
                pauses=watch.pauses,
                paused=watch.paused,
                runs=phase.runs if isinstance(phase, WritingCode) else 0,
                found=_found(question, text),
            )
        )

    def _ticked(
        self,
        number: int,
        occasion: Occasion,
        made: Collection[int] | None,
        now: Moment,
        elapsed: float,
    ) -> None:
        numbers = None if made is None else tuple(sorted(made))
        self._append(
            InterviewTicked(
                *self._stamp(now),
                self.record.id,
                number,
                occasion,
                numbers,
                elapsed=elapsed,
            )
        )

    def _stamp(self, now: Moment) -> tuple[EventId, str, Moment]:
        return new_id(self._ports, now), self._ports.log.device, now

    def _elapsed(self, now: Moment) -> float:
        """Return the seconds of the interview until now."""
        match self.phase:
            case Ended():
                return self.record.elapsed
            case Paused(before=before, since=since):
                return before.watch.total(since)
            case Answering() | WritingCode() | Rating() | Checking() | Ticking():
                return self.phase.watch.total(now)

    def _append(self, event: InterviewEvent) -> None:
        """Commit a fact, then go on to the phase that follows from it."""
        self._ports.log.append_interview(event)
        self._events.append(event)
        (self.record,) = interviews(self._events)
        self._go_on()

    def _go_on(self) -> None:
        self.phase = phase_of(self.setup, self.record, self._ports.clock())
        match self.phase:
            case Checking(program=None):
                self.settle(None)
            case Ended(ending=ending):
                self.end(ending)
                if self.unjudged is not None and self.unjudged.program is None:
                    self.settle(None)
            case _:
                pass


def _found(question: Question, text: str) -> tuple[int, ...]:
    return tuple(sorted(evidence(question.points, text)))


def new_id(ports: InterviewPorts, now: Moment) -> EventId:
    """Return an id for a fact of this instant."""
    return event_id(int(now.at.timestamp() * 1000), ports.bits(74))
