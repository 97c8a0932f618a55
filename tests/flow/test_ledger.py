"""The ledger: whatever is done, memory is the fold of the log."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Retracted, facts
from quizapp.core.session.phases import Asking, Finished, Posed, Revealed
from quizapp.core.session.session import Earlier, Undone
from quizapp.errors import LogError
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import SessionOptions
from support.cards import choice_card
from support.fakes import FakeBits, FakeClock, FakeLog
from support.reviews import REVIEWS
from support.workspaces import study

CARDS = [choice_card(name) for name in "abc"]
ASKS = SessionOptions(confidence=True)


class Sittings(RuleBasedStateMachine):
    """A learner who answers, grades, undoes, sets aside, leaves and comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.log, self.clock = FakeLog(), FakeClock(step=timedelta(seconds=20))
        self.on_screen: Posed | None = None
        self.begin()

    def begin(self) -> None:
        self.study_session = study(
            *CARDS, log=self.log, clock=self.clock, session_options=ASKS
        )

    @rule(
        grade=st.sampled_from(Grade),
        text=st.sampled_from("12"),
        confidence=st.none() | st.sampled_from(Confidence),
        overridden=st.booleans(),
    )
    def answer_and_grade(self, grade, text, confidence, overridden) -> None:
        before = len(self.log.rows)
        if not isinstance(self.study_session.phase, Asking | Revealed):
            return
        self.study_session.respond(text)
        self.study_session.weigh(confidence)
        if overridden:
            self.study_session.override()
        self.study_session.grade(grade)
        assert len(self.log.rows) == before + 1

    @precondition(lambda self: not isinstance(self.study_session.phase, Finished))
    @rule(mark=st.sampled_from([Mark.BURIED, Mark.SUSPENDED]))
    def set_aside(self, mark) -> None:
        assert not isinstance(self.study_session.phase, Finished)
        card = self.study_session.phase.posed.card.id
        self.study_session.set_aside(mark)
        assert card in self.ledger.memories.aside(self.clock().day)

    @rule(card=st.sampled_from(CARDS), mark=st.sampled_from(Mark))
    def mark_between_sessions(self, card, mark) -> None:
        Ledger(self.log, self.clock, FakeBits(len(self.log.rows) * 50)).mark(
            card.id, mark
        )
        self.begin()

    @rule(earlier=st.booleans())
    def undo(self, earlier) -> None:
        before = facts(self.log.rows)
        match self.study_session.undo(earlier=earlier):
            case Undone(fact=fact):
                elsewhere = self.ledger.memories == fold(before)  # undone there too
                assert fact in before or elsewhere
                assert fact not in facts(self.log.rows)
            case Earlier() | None:
                assert facts(self.log.rows) == before

    @rule(others=st.lists(REVIEWS, max_size=5), undone=st.booleans())
    def take_in_what_another_machine_did(self, others, undone) -> None:
        """Reviews of days before and after; it may have undone one of these here.

        The question on the screen stays, whatever came in about its card.
        """
        if isinstance(self.study_session.phase, Asking):
            self.on_screen = self.study_session.phase.posed
        undos = [
            Retracted(self.ledger.new_id(), "other", fact.id, fact.moment)
            for fact in self.ledger.facts()[-1:]
            if undone
        ]
        new = {event.id: event for event in (*others, *undos)}
        assert self.ledger.take_in(iter([*new.values(), *others])) == len(new)
        assert self.ledger.take_in([*others, *undos]) == 0

    @rule()
    def come_back_later(self) -> None:
        self.clock.pass_(minutes=15)
        self.begin()

    @rule()
    def come_back_tomorrow(self) -> None:
        self.clock.pass_(days=1)
        self.begin()

    @rule()
    def set_the_clock_back(self) -> None:
        self.clock.pass_(hours=-30)

    @rule()
    def fail_to_save(self) -> None:
        """A refused write leaves everything as it was."""
        if isinstance(self.study_session.phase, Revealed):
            self.log.broken = True
            before = self.study_session.session
            with pytest.raises(LogError):
                self.study_session.grade()
            assert self.study_session.session is before
            self.log.broken = False

    @property
    def ledger(self) -> Ledger:
        return self.study_session._ledger

    @invariant()
    def memory_is_the_fold_of_the_log(self) -> None:
        assert self.ledger.memories == fold(self.log.rows)

    @invariant()
    def no_suspended_card_is_asked(self) -> None:
        if isinstance(self.study_session.phase, Asking):
            posed = self.study_session.phase.posed
            suspended = posed.card.id in self.ledger.memories.suspended
            assert posed is self.on_screen or not suspended


Sittings.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None
)
test_any_sequence_leaves_memory_as_the_fold = Sittings.TestCase
