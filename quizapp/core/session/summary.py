"""Summary: the totals of a session."""

from collections.abc import Mapping
from datetime import timedelta

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.session.phases import Revealed
from quizapp.core.session.session import Graded, Session


class SessionSummary(Struct, frozen=True):
    """The totals of a session."""

    reviews: int
    cards: int
    correct: int
    judged: int
    """Reviews with a verdict; `correct` counts among these."""
    grades: Mapping[Grade, int]
    spent: timedelta
    """The time from question to answer, over all reviews."""
    missed: tuple[CardId, ...]
    """Cards graded Again at least once, in order."""
    recorded: bool = True

    @property
    def graded(self) -> str:
        """How much was graded, and whether that was recorded."""
        note = "" if self.recorded else ", not recorded"
        return (
            f"{quantity(self.reviews, 'review')}, {quantity(self.cards, 'card')}{note}"
        )

    @property
    def sentence(self) -> str:
        """The totals in one line, without the grades."""
        judged = f"{self.correct} of {self.judged} correct, "
        return f"{self.graded}, {judged if self.judged else ''}{self.time}"

    @property
    def time(self) -> str:
        """The time spent, to the second: `17 s`, `4 min 5 s`."""
        minutes, seconds = divmod(round(self.spent.total_seconds()), 60)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def summarize(session: Session) -> SessionSummary:
    """Return the summary of a session."""
    events = [graded.event for graded in session.graded]
    judged = [event for event in events if event.verdict is not None]
    again = [event.card for event in events if event.grade is Grade.AGAIN]
    return SessionSummary(
        reviews=len(events),
        cards=len({event.card for event in events}),
        correct=sum(e.verdict is VerdictName.CORRECT or e.overridden for e in judged),
        judged=len(judged),
        grades={grade: sum(e.grade is grade for e in events) for grade in Grade},
        spent=timedelta(seconds=sum(event.seconds for event in events)),
        missed=tuple(dict.fromkeys(again)),
        recorded=all(_is_recorded(graded) for graded in session.graded),
    )


def _is_recorded(graded: Graded) -> bool:
    phase = graded.before.phase
    return not isinstance(phase, Revealed) or phase.posed.recorded
