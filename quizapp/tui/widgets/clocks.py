"""Clocks: the time of the question and of the whole interview, in one line."""

from textual.content import Content

from quizapp.core.basics.moment import Moment
from quizapp.core.interview.phases import (
    Answering,
    Ended,
    InterviewPhase,
    Paused,
    WritingCode,
)
from quizapp.tui.widgets.bars import FixedLine
from quizapp.wording.interview import phase_heading, question_clock, whole_clock


class Clocks(FixedLine):
    """The number of the question on the left, both clocks on the right."""

    def show_time(
        self, phase: InterviewPhase, now: Moment, elapsed: float, minutes: float
    ) -> None:
        """Show the time of a phase; `elapsed` is for one without a clock."""
        left = Content.assemble(
            ("quizapp", "$primary bold"), (f"  {phase_heading(phase)}", "$quiet")
        )
        right = _times(phase, now, elapsed, minutes)
        room = max(1, self.size.width - left.cell_length - right.cell_length)
        self.show(Content.assemble(left, " " * room, right))


def _times(
    phase: InterviewPhase, now: Moment, elapsed: float, minutes: float
) -> Content:
    match phase:
        case Answering(watch=watch) | WritingCode(watch=watch):
            is_over = phase.is_over(now)
            text = question_clock(watch.seconds(now), phase.question.given)
            own = Content.styled(text, "$warning" if is_over else "bold")
            whole = whole_clock(watch.total(now), minutes)
        case Paused(before=before, since=since):
            own = Content.styled("paused", "$warning bold")
            whole = whole_clock(before.watch.total(since), minutes)
        case Ended():
            return Content("")
        case _:
            own, whole = Content(""), whole_clock(phase.watch.total(now), minutes)
    return Content.assemble(own, (f"   {whole}" if own else whole, "$quiet"))
