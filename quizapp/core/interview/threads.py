"""Threads: the next question of an interview, from the answers so far.

A thread is a lead question, up to three follow-ups, and one card that a run settles. It
follows from the setup, the answers and the time alone, so an interview that was
interrupted goes on with the same question. No question comes twice, and none is asked
that does not fit the time that is left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.cards.card import Card, Level
from quizapp.core.interview.endings import AllAsked, OutOfTime
from quizapp.core.interview.facts import InterviewBegun, Manner, Role
from quizapp.core.interview.follow_ups import deeper, follow_ups
from quizapp.core.interview.question import Candidate, Question, pose
from quizapp.core.interview.record import AnswerRecord
from quizapp.core.interview.selection import distance
from quizapp.core.interview.timing import CODE_SHARE, EXTRA_THREADS, given_seconds

MOST_FOLLOW_UPS = 3
"""In one thread."""
GIVES_UP_AFTER = 2
"""Answers in a row that were skipped: then a thread asks no more follow-ups."""
CODE_KINDS = frozenset({"predict", "fix", "implement"})
"""Kinds of the code card at the end of a thread."""


class Setup(Struct, frozen=True, dict=True):
    """Everything that decides about questions, except the answers."""

    begun: InterviewBegun
    cards: Mapping[CardId, Card]
    """Every card that may be asked, before values are drawn."""

    @property
    def seconds(self) -> float:
        """The time of the whole interview."""
        return self.begun.options.minutes * 60

    @property
    def slice(self) -> float:
        """The time of one planned thread."""
        return self.seconds / self.begun.threads

    @cached_property
    def level(self) -> Level:
        """The level of the lead questions."""
        return Level(self.begun.options.level)

    @cached_property
    def recent(self) -> frozenset[CardId]:
        """Cards that the interviews of the last two weeks asked."""
        return frozenset(self.begun.recent)


def next_question(
    setup: Setup, answers: Sequence[AnswerRecord], elapsed: float
) -> Question | OutOfTime | AllAsked:
    """Return the next question, or why there is none, `elapsed` seconds in."""
    asked = _Asked(answers)
    left = setup.seconds - elapsed
    thread = answers[-1].asked.thread if answers else 0
    if thread:
        for role, candidate in _rest_of_thread(setup, asked, thread, elapsed):
            return _posed(setup, candidate, role, len(answers) + 1, thread)
    leads = [lead for lead in _leads(setup, asked) if thread < _most_threads(setup)]
    for lead in leads:
        if lead.seconds <= left:
            return _posed(setup, lead, Role.LEAD, len(answers) + 1, thread + 1)
    return OutOfTime() if leads else AllAsked()


class _Asked:
    """What was asked already, and the answers by thread."""

    def __init__(self, answers: Sequence[AnswerRecord]) -> None:
        self.answers = answers
        self._cards = {answer.asked.card for answer in answers}
        self._words = {answer.asked.ask for answer in answers}

    def has(self, candidate: Candidate) -> bool:
        """Return whether a question was asked."""
        if candidate.card is None:
            return candidate.ask in self._words
        return candidate.card.id in self._cards

    def of(self, thread: int) -> list[AnswerRecord]:
        """Return the answers of a thread."""
        return [answer for answer in self.answers if answer.asked.thread == thread]


def _most_threads(setup: Setup) -> int:
    return setup.begun.threads * EXTRA_THREADS


def _posed(
    setup: Setup, candidate: Candidate, role: Role, number: int, thread: int
) -> Question:
    seed = setup.begun.seed
    return pose(candidate, role, number=number, thread=thread, seed=seed)


def _leads(setup: Setup, asked: _Asked) -> list[Candidate]:
    cards = (setup.cards.get(lead) for lead in setup.begun.leads)
    leads = [Candidate("", card) for card in cards if card is not None]
    return [lead for lead in leads if not asked.has(lead)]


def _rest_of_thread(
    setup: Setup, asked: _Asked, thread: int, elapsed: float
) -> Iterator[tuple[Role, Candidate]]:
    """Yield what can still be asked in a thread, best first."""
    answers = asked.of(thread)
    had_code = any(_is_code(answer) for answer in answers)
    if had_code and answers[-1].asked.role is Role.CODE:
        return
    left = setup.seconds - elapsed
    planned = thread * setup.slice if thread <= setup.begun.threads else setup.seconds
    code = None if had_code else _code(setup, asked, answers, left)
    reserve = 0.0 if code is None else code.seconds
    if _may_follow(answers):
        for candidate in _follow_ups(setup, asked, answers):
            own = 0.0 if _asks_code(candidate) else reserve
            fits = elapsed + candidate.seconds + own <= max(planned, 0.0)
            first = len(answers) == 1 and candidate.seconds <= left
            if fits or (first and not _asks_code(candidate)):
                yield Role.FOLLOW_UP, candidate
    if code is not None:
        yield Role.CODE, code


def _may_follow(answers: Sequence[AnswerRecord]) -> bool:
    follow_ups_ = sum(answer.asked.role is Role.FOLLOW_UP for answer in answers)
    last = answers[-GIVES_UP_AFTER:]
    gave_up = len(last) == GIVES_UP_AFTER and all(
        answer.fact.manner is Manner.SKIPPED for answer in last
    )
    return follow_ups_ < MOST_FOLLOW_UPS and not gave_up


def _follow_ups(
    setup: Setup, asked: _Asked, answers: Sequence[AnswerRecord]
) -> Iterator[Candidate]:
    """Yield follow-ups to the lead, then to the answers after it, then deeper ones."""
    lead, *others = answers
    had_code = any(_is_code(answer) for answer in answers)
    candidates: list[Candidate] = []
    for answer in (lead, *reversed(others)):
        card = setup.cards.get(answer.asked.card) if answer.asked.card else None
        if card is not None and card.kind.scored_by is not None:
            candidates += follow_ups(card, answer.made, setup.cards)
            if answer.made == frozenset(range(1, len(answer.asked.weights) + 1)):
                candidates += deeper(card, setup.cards, setup.begun.seed)
    fresh = [
        candidate
        for candidate in candidates
        if not asked.has(candidate) and not (had_code and _asks_code(candidate))
    ]
    yield from sorted(fresh, key=lambda c: _is_recent(setup, c))


def _is_recent(setup: Setup, candidate: Candidate) -> bool:
    return candidate.card is not None and candidate.card.id in setup.recent


def _asks_code(candidate: Candidate) -> bool:
    return candidate.card is not None and candidate.card.kind.name in CODE_KINDS


def _is_code(answer: AnswerRecord) -> bool:
    return answer.asked.kind in CODE_KINDS


def _code(
    setup: Setup, asked: _Asked, answers: Sequence[AnswerRecord], left: float
) -> Candidate | None:
    """Return the card with code that ends a thread; None if none fits."""
    lead = answers[0].asked.card
    card = setup.cards.get(lead) if lead is not None else None
    if card is None:
        return None
    most = min(left, setup.slice * CODE_SHARE)
    fitting = [
        other
        for other in _with_code(setup.cards.values())
        if _near(card, other) and given_seconds(other) <= most
        if not asked.has(Candidate("", other))
    ]
    kinds = [answer.asked.kind for answer in asked.answers]

    def cost(other: Card) -> tuple[bool, int, int, int, float]:
        shared = len(set(card.tags) & set(other.tags))
        apart = distance(other.level, setup.level)
        drawn = unit(f"{setup.begun.seed}/code/{other.id}")
        return (
            other.id in setup.recent,
            kinds.count(other.kind.name),
            -shared,
            apart,
            drawn,
        )

    best = min(fitting, key=cost, default=None)
    return None if best is None else Candidate("", best)


def _with_code(cards: Iterable[Card]) -> Iterator[Card]:
    return (card for card in cards if card.kind.name in CODE_KINDS)


def _near(card: Card, other: Card) -> bool:
    """Return whether two cards are about the same: a tag, or the deck without tags."""
    if card.tags:
        return bool(set(card.tags) & set(other.tags))
    return card.id.deck == other.id.deck
