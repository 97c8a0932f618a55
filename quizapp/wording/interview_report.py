"""Reports of interviews: the scorecard and the debrief as one value.

Every form of a report, on the screen or in a file, is written from it. Text from decks
and users is not sanitized here, but where it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.interview.assessment import retest
from quizapp.core.interview.comparison import COMPARED, InterviewChange, compared
from quizapp.core.interview.debrief import debrief, study_next
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.scorecard import Scorecard, scorecard
from quizapp.core.interview.signal import RULE
from quizapp.wording.debrief import DebriefQuestion, debrief_questions
from quizapp.wording.interview import ending_in_words, interview_in_a_line, local_time
from quizapp.wording.scorecard import (
    ScoreRow,
    agreement_sentence,
    change_lines,
    score_rows,
    signal_line,
    unticked_sentence,
    words_sentence,
)

NOT_ENDED = "The interview has not ended."


class InterviewReport(Struct, frozen=True):
    """What there is to say about an interview."""

    record: InterviewRecord
    scorecard: Scorecard
    title: str
    about: str
    """What it was about, its level and length, and how it ended."""
    signal: str
    rows: tuple[ScoreRow, ...]
    remarks: tuple[str, ...]
    """What to know before believing the figures."""
    changes: tuple[InterviewChange, ...]
    """Against the mean of the interviews before; without any, all `before` are None."""
    study: tuple[CardId, ...]
    """The cards behind what was missed, the largest losses first."""
    questions: tuple[DebriefQuestion, ...]

    @property
    def rule(self) -> str:
        """How the signal follows from the figures."""
        return RULE

    @property
    def compared(self) -> tuple[str, ...]:
        """What differs from the interviews before; empty without any."""
        return change_lines(self.changes)

    @property
    def study_command(self) -> str:
        """The command that studies the cards; empty without cards."""
        words = " ".join(map(str, self.study))
        return f"quizapp practice {words}" if words else ""


COMPARED_WITH = f"Compared with the mean of up to {COMPARED} interviews before:"
"""The heading of the comparison."""


def interview_report(
    record: InterviewRecord,
    cards: Mapping[CardId, Card],
    records: Iterable[InterviewRecord] = (),
) -> InterviewReport:
    """Return the report of an interview, beside all interviews of the log."""
    card = scorecard(record)
    return InterviewReport(
        record,
        card,
        title=f"Mock interview of {local_time(record.begun.moment)}",
        about=_about(record),
        signal=signal_line(card),
        rows=score_rows(card),
        remarks=tuple(
            filter(
                None,
                (
                    unticked_sentence(card),
                    words_sentence(card),
                    agreement_sentence(retest([record])),
                ),
            )
        ),
        changes=compared(record, records),
        study=study_next(record, cards),
        questions=debrief_questions(debrief(record, cards)),
    )


def listing(records: Sequence[InterviewRecord]) -> Iterator[str]:
    """Yield a line for each interview; its number is its place in the log."""
    for number, record in enumerate(records, start=1):
        card = scorecard(record)
        answers = quantity(card.answers, "answer")
        result = signal_line(card) if card.answers else "nothing was answered"
        state = "" if record.ended is not None else "; not ended"
        when, about = local_time(record.begun.moment), interview_in_a_line(record)
        yield f"{number:3}  {when}  {about}  ·  {answers}  ·  {result}{state}"


def _about(record: InterviewRecord) -> str:
    ending = NOT_ENDED if record.ending is None else ending_in_words(record.ending)
    return f"{interview_in_a_line(record)}. {ending}"
