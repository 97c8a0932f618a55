"""Second opinions, the flow: ask a program about each answer, and record what it says.

    ask_all(assessor, open_requests(interview), hear)   # blocks, in a thread
    record_opinion(interview, request, said)            # for what `hear` gets

An opinion that cannot be had is a value and records nothing: it is asked for again at
the next debrief.
"""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias

from quizapp.core.interview.opinion import (
    NoOpinion,
    Opinion,
    OpinionRequest,
    opinion_requests,
    read_opinion,
)
from quizapp.flow.interview import MockInterview

Heard: TypeAlias = Opinion | NoOpinion
Hear: TypeAlias = Callable[[OpinionRequest, Heard], None]

MOST_FAILURES = 2
"""In a row; then the other answers are not asked about."""


class Assessor(Protocol):
    """The program in `[second_opinion]`. Never raises for what it does."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    def __call__(self, request: bytes) -> bytes | NoOpinion:
        """Return what it prints about one answer. Blocks up to its time limit."""
        ...

    def stop(self) -> None:
        """End it, from any thread; later calls start nothing."""
        ...


def open_requests(interview: MockInterview) -> tuple[OpinionRequest, ...]:
    """Return what to ask about an interview that is over."""
    if interview.record.ended is None:
        return ()
    return opinion_requests(interview.record, interview.setup.cards)


def ask_all(assessor: Assessor, requests: Iterable[OpinionRequest], hear: Hear) -> None:
    """Ask about each answer, and tell what came of it. Blocks; changes nothing."""
    failures = 0
    for request in requests:
        said = asked(assessor, request)
        hear(request, said)
        failures = failures + 1 if isinstance(said, NoOpinion) else 0
        if failures == MOST_FAILURES:
            return


def asked(assessor: Assessor, request: OpinionRequest) -> Heard:
    """Ask about one answer. Blocks; changes nothing."""
    printed = assessor(request.text)
    if isinstance(printed, NoOpinion):
        return printed
    return read_opinion(printed, request)


def record_opinion(
    interview: MockInterview, request: OpinionRequest, said: Heard
) -> None:
    """Commit what the program said, if it said something. Raises LogError."""
    if isinstance(said, Opinion):
        interview.add_opinion(request.number, said.made, said.unclear)
