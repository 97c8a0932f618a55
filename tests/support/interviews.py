"""Interviews: a log of them, cards that lead on, and simulated candidates."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.draw import unit
from quizapp.core.cards.card import Card, Level
from quizapp.core.interview.facts import InterviewEvent, InterviewOptions, Role
from quizapp.core.interview.opinion import NoOpinion
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.interview.question import Question
from quizapp.core.interview.scorecard import is_unticked
from quizapp.core.judging.rubric import FollowUp, Point
from quizapp.core.kinds.mentions import evidence
from quizapp.core.kinds.open import Open
from quizapp.core.runs.outcome import Outcome, Program
from quizapp.core.values.value import Array
from quizapp.errors import LogError
from quizapp.flow.interview import InterviewPorts, MockInterview
from quizapp.flow.interviews import Pool, begin
from quizapp.flow.opinions import Assessor
from quizapp.flow.ports import Runner
from support.cards import card, dropout_card, fix_card, implement_card
from support.fakes import FakeBits, FakeClock, FakeRunner
from support.outcomes import completed, executed


@dataclass
class FakeInterviewLog:
    """The interviews of a log in a list; if `broken`, it refuses to write."""

    rows: list[InterviewEvent] = field(default_factory=list)
    device: str = "test"
    broken: bool = False

    def append_interview(self, event: InterviewEvent) -> None:
        if self.broken:
            raise LogError("the disk is full", "free some space")
        self.rows.append(event)

    def interview_events(self) -> Iterable[InterviewEvent]:
        return tuple(self.rows)


@dataclass
class FakeAssessor:
    """A program that quotes the first two words of each answer for every point."""

    reply: bytes | NoOpinion | None = None
    name: str = "opinion.py"

    def __call__(self, request: bytes) -> bytes | NoOpinion:
        if self.reply is not None:
            return self.reply
        asked = json.loads(request)
        quote = " ".join(asked["answer"].split()[:2])
        rows = [
            {"number": point["number"], "verdict": "met", "quote": quote}
            for point in asked["rubric"][:2]
        ]
        return json.dumps({"points": rows}).encode()

    def stop(self) -> None:
        pass


def run_checks(program: Program) -> Outcome:
    """Run fix and implement cards in the test; a prediction has a fixed outcome."""
    if program.ask is None or "half" not in program.code:
        return completed(Array((3,), (1.25, 0.0, 3.75), "float32"))
    return executed(program)


def talk_card(
    name: str,
    *follow_ups: str | FollowUp,
    level: Level = Level.ONSITE,
    tags: tuple[str, ...] = ("q",),
    minutes: float = 2.0,
    points: int = 3,
) -> Card:
    """Return an open card whose points have the words `name-alpha`, `name-beta`, ..."""
    words = [f"{name} {letter}" for letter in ("alpha", "beta", "gamma", "delta")]
    rubric = tuple(Point(word, mentions=(word,)) for word in words[:points])
    answer = ". ".join(words[:points])
    kind = Open(answer, rubric, follow_ups, minutes)
    return card(name, kind, level=level, tags=tags)


def interview_cards() -> tuple[Card, ...]:
    """Return four lead questions, their follow-ups, and three cards with code."""
    return (
        talk_card(
            "one",
            FollowUp("Why one?", "two", if_missed=(1,)),
            FollowUp("And one more?", "three", if_missed=(2,), if_made=(1,)),
            "Anything else about one?",
        ),
        talk_card("two", FollowUp("Pick?", "deep", if_made=(1,))),
        talk_card("three", "Is that all?", level=Level.SCREEN, tags=("q", "r")),
        talk_card("deep", level=Level.EXPERT, tags=("q",)),
        talk_card("other", "And?", tags=("r",)),
        dropout_card("scaling", tags=("q",), level=Level.ONSITE),
        fix_card("fix", tags=("q",), level=Level.ONSITE),
        implement_card("write", tags=("r",), level=Level.ONSITE),
    )


@dataclass
class Desk:
    """The ports of an interview, in the hands of a test."""

    cards: tuple[Card, ...] = field(default_factory=interview_cards)
    log: FakeInterviewLog = field(default_factory=FakeInterviewLog)
    clock: FakeClock = field(default_factory=FakeClock)
    runner: Runner = field(default_factory=lambda: FakeRunner(run_checks))
    assessor: Assessor | None = None

    @property
    def ports(self) -> InterviewPorts:
        return InterviewPorts(self.runner, self.log, self.clock, FakeBits(self.at))

    @property
    def at(self) -> int:
        return len(self.log.rows) * 1000

    def begin(
        self,
        options: InterviewOptions = InterviewOptions(),
        seed: int = 1,
        leads: frozenset[CardId] | None = None,
    ) -> MockInterview:
        pool = Pool(self.cards, leads)
        begun = begin(self.ports, pool, options, seed=seed)
        assert begun is not None
        return begun


@dataclass
class Candidate:
    """Someone who takes an interview; every choice follows from the question."""

    name: str
    knows: Callable[[Question], float]
    """The share of the points that they know."""
    tempo: float = 0.8
    """Used over given time."""
    confidence: Callable[[float], Confidence] = lambda share: (
        Confidence.CERTAIN if share > 0.7 else Confidence.GUESS
    )
    ticks_everything: bool = False
    """Whether they tick every point in the debrief."""

    def answer(self, question: Question) -> str:
        """Return what they type to a question in free words."""
        known = self.known(question)
        answer = "" if question.card is None else question.card.kind.truth(None) or ""
        found = evidence(question.points, answer)
        words = [each[0].words for n, each in found.items() if n in known]
        return ". ".join(words) or "I am not sure about it."

    def known(self, question: Question) -> set[int]:
        """Return the points that they know."""
        share, points = self.knows(question), len(question.points)
        return set(range(1, round(share * points) + 1))

    def masters(self, question: Question) -> bool:
        """Return whether they get a question right that is judged."""
        return unit(f"{question.asked.card}") < self.knows(question)


ROOT_CANDIDATES = (
    Candidate("knows everything", lambda _: 1.0),
    Candidate("slow and deep", lambda _: 0.9, tempo=1.8),
    Candidate("only leads", lambda q: 0.9 if q.role is Role.LEAD else 0.1),
    Candidate("fast and shallow", lambda q: 0.5 if q.role is Role.LEAD else 0.3, 0.2),
    Candidate("generous self-assessor", lambda _: 0.4, ticks_everything=True),
    Candidate("knows nothing", lambda _: 0.0),
)


def take(interview: MockInterview, candidate: Candidate, clock: FakeClock) -> None:
    """Let a candidate take an interview to its end, and tick the points."""
    while not isinstance(interview.phase, Ended):
        step(interview, candidate, clock)
    for answer in interview.record.answers:
        if is_unticked(answer):
            every = frozenset(range(1, len(answer.asked.weights) + 1))
            made = every if candidate.ticks_everything else answer.suggested
            interview.tick_points(answer.asked.number, made or frozenset())


def step(interview: MockInterview, candidate: Candidate, clock: FakeClock) -> None:
    """Let a candidate take one step."""
    phase = interview.phase
    match phase:
        case Answering(question=question) | WritingCode(question=question):
            clock.pass_(seconds=question.given * candidate.tempo)
            reply(interview, candidate, question)
        case Rating(question=question):
            interview.rate(candidate.confidence(candidate.knows(question)))
        case Checking(question=question):
            interview.settle(interview.run())
        case Ticking(question=question):
            interview.tick(candidate.known(question))
        case Paused():
            interview.unpause()
        case Ended():
            pass


def reply(interview: MockInterview, candidate: Candidate, question: Question) -> None:
    """Answer a question: free words, or right or not at all."""
    if question.is_free:
        interview.answer(candidate.answer(question))
        return
    card = question.card
    assert card is not None
    key = (
        card.kind.key(_outcome(interview, question))
        if candidate.masters(question)
        else None
    )
    if key is None or interview.answer(key) is not None:
        interview.skip()


def _outcome(interview: MockInterview, question: Question) -> Outcome | None:
    """Return the run that a candidate who knows the answer foresees."""
    card = question.card
    if card is None or not card.kind.settled_by_run or card.kind.coding is not None:
        return None
    program = card.program(question.seed)
    return None if program is None else interview.run(program=program)
