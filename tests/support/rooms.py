"""Rooms: apps that show the interviews of a desk, and what answers on their screens."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.pilot import Pilot
from textual.widgets import TextArea

from quizapp.core.basics.card_id import CardId
from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.phases import (
    Answering,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.interview.record import InterviewRecord
from quizapp.flow.interview import MockInterview
from quizapp.flow.interviews import (
    end_interrupted,
    interrupted,
    past_interviews,
    reopen,
    resume,
)
from quizapp.flow.opinions import Assessor
from quizapp.tui.interview_moves import InterviewMoves
from support.interviews import Desk
from support.screens import type_, wait_for


class Room(InterviewMoves):
    """An app with the interviews of a desk, and nothing else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = lambda: FakeInterviews(desk)
        self.studied: list[tuple[CardId, ...]] = []
        self.was_left = False

    def topics(self) -> tuple[str, ...]:
        return ("A topic", "deck")

    def study_now(self, cards: tuple[CardId, ...]) -> None:
        self.studied.append(cards)

    def leave_interview(self) -> None:
        self.was_left = True


class FakeInterviews:
    """The interviews of a desk, as the app asks for them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def assessor(self) -> Assessor | None:
        return self._desk.assessor

    def begin(self, options: InterviewOptions) -> MockInterview | None:
        return None if options.what == ("deck",) else self._desk.begin(options)

    def unfinished(self) -> InterviewRecord | None:
        return interrupted(self._desk.log)

    def resume(self, record: InterviewRecord) -> MockInterview:
        return resume(self._desk.ports, self._desk.cards, record)

    def finish(self, record: InterviewRecord) -> MockInterview:
        return end_interrupted(self._desk.ports, self._desk.cards, record)

    def show(self, record: InterviewRecord) -> MockInterview:
        return reopen(self._desk.ports, self._desk.cards, record)

    def records(self) -> tuple[InterviewRecord, ...]:
        return past_interviews(self._desk.log)


@contextmanager
def asked(desk: Desk, **options) -> Iterator[tuple[MockInterview, Room]]:
    """Return an interview that has begun, and an app."""
    yield desk.begin(InterviewOptions(**options)), Room(desk)


async def go_on(pilot: "Pilot[None]", interview: MockInterview) -> None:
    """Give some answer to what is on the screen, by keys alone."""
    before = interview.phase
    match before:
        case Answering(question=question) if question.is_free:
            pilot.app.screen.query_one("#words", TextArea).load_text("some words")
            await pilot.press("ctrl+s")
        case WritingCode():
            await pilot.press("ctrl+s")
        case Answering():
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
        case Rating():
            await pilot.press("2")
        case Ticking():
            await pilot.press("1", "enter")
        case Paused():
            await pilot.press("space")
        case _:
            pass
    await wait_for(pilot, lambda: interview.phase is not before)
