"""Study, the flow: ask -> answer -> how sure? -> run -> judge -> grade -> record.

Every front end drives a `Study` and renders `study.phase`; nothing else asks, judges
or records. Only `run` may be called from another thread: it changes nothing, and the
caller passes its outcome to `settle` or `prove`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.draw import bits
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.remark import Remark
from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardsById
from quizapp.core.judging.verdict import Unsettled, name_of, score_of
from quizapp.core.runs.outcome import Crashed, Outcome, Output, Program
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import Memory, preview_grades
from quizapp.core.scheduling.returning import next_return
from quizapp.core.scheduling.review import Fact, Marked, Remarked, Reviewed
from quizapp.core.session.another_draw import another_draw, has_other_draws, same_draw
from quizapp.core.session.ending import LimitReached, NothingDue, Stopped, TimeUp
from quizapp.core.session.exploration import Exploration, explore
from quizapp.core.session.phases import (
    Asking,
    Finished,
    Phase,
    Posed,
    Revealed,
    Running,
    Weighing,
)
from quizapp.core.session.session import Earlier, Session, Undone
from quizapp.core.session.summary import SessionSummary, summarize
from quizapp.core.values.misread import Misread
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import Listener, Runner
from quizapp.flow.session_options import Ports, SessionOptions


class Study:
    """A session over a set of cards.

    Moves that the phase does not allow are ignored: keys may arrive late.
    """

    def __init__(
        self,
        ports: Ports,
        cards: Sequence[Card],
        agenda: Agenda,
        options: SessionOptions = SessionOptions(),
    ) -> None:
        self._ports = ports
        self.coached = options.coached
        self._cards = CardsById(cards)
        self._ledger = ports.ledger
        self._options = options
        self._began = ports.clock()
        self.session = Session(agenda, self._next_phase(agenda, reviewed=False))
        self.planned = len(agenda)

    @property
    def phase(self) -> Phase:
        """The phase of the card on the screen."""
        return self.session.phase

    @property
    def runner(self) -> Runner:
        """The runner, to show its protection or stop a run."""
        return self._ports.runner

    @property
    def versions(self) -> tuple[str, str]:
        """The versions of quizapp and torch."""
        return self._options.versions

    @property
    def _remembered(self) -> Mapping[CardId, Memory]:
        return self._ledger.memories.by_card

    def hint(self) -> None:
        """Show the next hint."""
        if isinstance(self.phase, Asking):
            self._enter(self.phase.hint())

    def respond(self, text: str, draft: str = "") -> Misread | None:
        """Answer, or give up with a draft: the phase is `Running` if a run decides."""
        if not isinstance(self.phase, Asking):
            return None
        response = self.phase.posed.read_before_reveal(text, draft)
        if isinstance(response, Misread):
            return response
        now, posed = self._ports.clock(), self.phase.posed
        weighed = self._options.confidence and posed.owed is None
        if weighed and posed.can_be_judged(response):
            self._enter(self.phase.weigh(response, now))
        else:
            self._commit(self.phase.answer(response, now))
        return None

    def weigh(self, confidence: Confidence | None) -> None:
        """Say how sure, None to skip: the phase is `Running` if a run decides."""
        if isinstance(self.phase, Weighing):
            self._commit(self.phase.sure(confidence))

    def back(self) -> None:
        """Return from confidence to the question."""
        if isinstance(self.phase, Weighing):
            self._enter(self.phase.back())

    def run(self, listen: Listener | None = None) -> Outcome:
        """Run the card's snippet. Blocks; changes nothing."""
        program = None
        if isinstance(self.phase, Running | Revealed):
            posed = self.phase.posed
            program = posed.card.program(posed.seed, self.phase.response)
        if program is None:
            return Crashed(Output(), 0.0, "had nothing to run")
        return self._ports.runner.run(program, listen)

    def settle(self, outcome: Outcome | None) -> None:
        """Judge the answer against the run and reveal.

        Code whose run did not finish is asked for again, so that it can be fixed.
        """
        if not isinstance(self.phase, Running):
            return
        revealed = self.phase.settle(outcome)
        is_code = self.phase.posed.card.kind.coding is not None
        if is_code and isinstance(revealed.judged, Unsettled):
            self._enter(self.phase.back())
        else:
            self._foresee(revealed)

    def trial_program(self, text: str) -> Program | Misread | None:
        """Return the program that tries code before it is submitted."""
        return self.phase.trial(text) if isinstance(self.phase, Asking) else None

    def assess(self, text: str) -> Misread | None:
        """Judge a free answer by the points that the user ticks."""
        if not isinstance(self.phase, Revealed):
            return None
        kind = self.phase.posed.card.kind
        response = kind.read(text)
        if isinstance(response, Misread) or kind.scored_by is None:
            return response if isinstance(response, Misread) else None
        if isinstance(response.judge(None), Unsettled):
            return Misread("type the numbers of the points you made, or `none`")
        self._foresee(self.phase.assess(response))
        return None

    def exploration(self) -> Exploration | None:
        """Return what can be explored now; nothing of it is recorded."""
        if not isinstance(self.phase, Revealed):
            return None
        posed = self.phase.posed
        return explore(posed.card, posed.seed, self.phase.response)

    def prove(self, outcome: Outcome) -> None:
        """Show a run of a card that was answered without one."""
        if isinstance(self.phase, Revealed):
            self._enter(self.phase.prove(outcome))

    def override(self) -> None:
        """Override the verdict: I was right."""
        if isinstance(self.phase, Revealed):
            self._foresee(self.phase.override())

    @property
    def can_draw_again(self) -> bool:
        """Whether the revealed card can be asked with other numbers."""
        if not isinstance(self.phase, Revealed):
            return False
        return has_other_draws(self._cards[self.phase.posed.card.id])

    def draw_again(self) -> None:
        """Ask the revealed card with other numbers; nothing of it is recorded."""
        if isinstance(self.phase, Revealed):
            card = self._cards[self.phase.posed.card.id]
            asking = another_draw(self.phase, card, self._ports.clock())
            self._enter(asking or self.phase)

    def leave_draw(self) -> bool:
        """Return from another draw to the verdict that is still to be graded."""
        owed = None if isinstance(self.phase, Finished) else self.phase.posed.owed
        if owed is not None:
            self._enter(owed)
        return owed is not None

    def leave_reveal(self) -> bool:
        """Go back from a verdict or another draw; return whether there was a way back.

        A verdict goes back to its question. That is off the record, since the solution
        was seen; the verdict is still to be graded.
        """
        phase = self.phase
        if isinstance(phase, Revealed) and phase.posed.owed is None:
            self._enter(same_draw(phase, self._ports.clock()))
            return True
        was_seen = isinstance(phase, Asking) and phase.posed.was_seen
        return not (was_seen and self.session.steps) and self.leave_draw()

    def grade(self, grade: Grade | None = None) -> None:
        """Record a grade (the suggested one by default) and ask the next card.

        After another draw, return to the verdict instead. Raises LogError if the
        grade cannot be committed; then nothing changes.
        """
        if not isinstance(self.phase, Revealed) or self.leave_draw():
            return
        if grade is not None and grade not in self._options.grades:
            return
        event = self._reviewed(self.phase, grade or self.phase.suggested)
        agenda = self.session.agenda.after(event.card, self.phase.futures[event.grade])
        self._ledger.write(event)
        then = self._next_phase(agenda, reviewed=True)
        self.session = self.session.grade(event, agenda, then)

    def set_aside(self, mark: Mark) -> Marked | None:
        """Bury or suspend the card on the screen, and ask the next one.

        Returns None while a run is in progress. Nothing changes on LogError.
        """
        if not isinstance(self.phase, Asking | Weighing | Revealed):
            return None
        event = self._ledger.mark(self.phase.posed.card.id, mark)
        agenda = self.session.agenda.without(event.card)
        then = self._next_phase(agenda, reviewed=self.session.done > 0)
        self.session = self.session.set_aside(event, agenda, then)
        return event

    @property
    def remarks(self) -> Ledger:
        """Where stars, notes and reports go; a session without records keeps them."""
        return self._ports.remarks or self._ledger

    def remark(self, remark: Remark) -> Remarked | None:
        """Star, note or report the card on the screen. Raises LogError."""
        if isinstance(self.phase, Finished):
            return None
        event = self.remarks.remark(self.phase.posed.card.id, remark)
        self.session = self.session.comment(event)
        return event

    def undo(self, *, earlier: bool = False) -> Undone | Earlier | None:
        """Undo the last step: a grade, a card that was set aside, or a remark.

        Steps of earlier sessions are undone only if `earlier` is true. None if there
        is nothing to undo. Nothing changes on LogError.
        """
        if self.session.steps:
            fact: Fact = self.session.steps[-1].event
            ledger = self.remarks if isinstance(fact, Remarked) else self._ledger
            ledger.retract(fact)
            self.session = self.session.undo()
            return Undone(fact)
        last = self._ledger.last()
        if last is None or not earlier:
            return None if last is None else Earlier(last)
        self._ledger.retract(last)
        aside = self._ledger.memories.aside(self._ports.clock().day)
        if last.card in self._cards and not isinstance(last, Remarked):
            agenda = self.session.agenda
            place = agenda.without if last.card in aside else agenda.first
            agenda = place(last.card)
            then = self._next_phase(agenda, reviewed=self.session.done > 0)
            self.session = self.session.with_agenda(agenda).enter(then)
        return Undone(last)

    def ask_next(self, cards: Sequence[Card]) -> None:
        """Ask these cards next, in this order, whether or not they are due."""
        agenda = self.session.agenda
        for card in reversed(cards):
            self._cards[card.id] = card
            agenda = agenda.first(card.id)
        self.session = self.session.with_agenda(agenda)

    def renew(self, cards: Iterable[Card]) -> None:
        """Use these cards instead of those with the same ids, whose files were edited.

        A question on the screen is asked again if its content changed; a revealed
        card stays, since that is what was answered. Cards that are not part of the
        session come last in it, if they are new.
        """
        for card in cards:
            if card.id not in self._cards and card.id not in self._remembered:
                self.session = self.session.with_agenda(
                    self.session.agenda.last(card.id)
                )
            self._cards[card.id] = card
        phase = self.phase
        if isinstance(phase, Asking | Weighing):
            now = self._posed(phase.posed.card.id, phase.posed.since)
            if now.card.content != phase.posed.card.content and not self.leave_draw():
                self._enter(Asking(now))

    def stop(self) -> None:
        """End the session; what was graded is already in the log."""
        if not isinstance(self.phase, Finished):
            self._enter(Finished(Stopped()))

    def summary(self) -> SessionSummary:
        """Return the summary of the session so far."""
        return summarize(self.session)

    def _enter(self, phase: Phase) -> None:
        self.session = self.session.enter(phase)

    def _commit(self, running: Running) -> None:
        self._enter(running)
        if running.program is None:
            self.settle(None)

    def _foresee(self, revealed: Revealed) -> None:
        """Reveal, with the memory that each grade leads to."""
        card = revealed.posed.card.id
        futures = preview_grades(
            self._remembered.get(card),
            revealed.answered,
            str(card),
            self._ledger.settings,
            sure_and_wrong=revealed.sure_and_wrong,
        )
        self._enter(replace(revealed, futures=futures))

    def _next_phase(self, agenda: Agenda, *, reviewed: bool) -> Phase:
        """Return the next question, or the end if there is none."""
        now = self._ports.clock()
        card = agenda.next(now)
        if card is None:
            return Finished(self._ending(agenda, reviewed=reviewed))
        if self._time_is_up():
            return Finished(TimeUp())
        return Asking(self._posed(card, now))

    def _posed(self, card: CardId, now: Moment) -> Posed:
        memory = self._remembered.get(card)
        seed = self._draw(card)
        return Posed(
            self._cards[card].draw(seed),
            seed,
            now,
            0 if memory is None else memory.reviews,
            self._options.grades,
            recorded=self._options.recorded,
        )

    def _ending(self, agenda: Agenda, *, reviewed: bool) -> LimitReached | NothingDue:
        if agenda.cut:
            return LimitReached(agenda.cut, agenda.locked)
        returns = next_return(
            self._cards.__contains__,
            self._remembered,
            self._ledger.lists,
            self._ports.clock(),
        )
        return NothingDue(reviewed, returns, agenda.locked)

    def _time_is_up(self) -> bool:
        minutes = self._options.minutes
        spent = self._ports.clock().at - self._began.at
        return minutes is not None and spent >= timedelta(minutes=minutes)

    def _draw(self, card: CardId) -> int:
        """Return the seed of a review, the same when the session is resumed."""
        memory = self._remembered.get(card)
        number = 0 if memory is None else memory.reviews
        return bits(f"{self._options.seed}/{card}#{number}", 4)

    def _reviewed(self, revealed: Revealed, grade: Grade) -> Reviewed:
        card = revealed.posed.card
        app, torch = self._options.versions
        return Reviewed(
            id=self._ledger.new_id(),
            device=self._ledger.device,
            card=card.id,
            content=card.content,
            variant=card.drawn.json,
            response=revealed.response.text,
            verdict=name_of(revealed.judged),
            score=score_of(revealed.judged),
            overridden=revealed.overridden,
            confidence=revealed.confidence,
            hints=revealed.hints,
            suggested=revealed.suggested,
            grade=grade,
            moment=revealed.answered,
            seconds=revealed.seconds,
            app=app,
            torch=torch,
        )
