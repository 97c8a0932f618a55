"""Questions: what is asked, by which card, in how many seconds."""

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits
from quizapp.core.cards.card import Card
from quizapp.core.interview.facts import Asked, Role
from quizapp.core.interview.timing import given_seconds
from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.flashcard import Flashcard


class Candidate(Struct, frozen=True):
    """A question that could be asked next."""

    ask: str
    """In the interviewer's words; empty for the prompt of the card."""
    card: Card | None
    """The card before its values are drawn; None for a plain question."""

    @property
    def seconds(self) -> float:
        """The time that a good answer takes."""
        return given_seconds(self.card)


class Question(Struct, frozen=True):
    """A question of an interview, with its values drawn."""

    number: int
    """From 1, over the whole interview."""
    thread: int
    role: Role
    ask: str
    """In the interviewer's words: the first line on the screen."""
    card: Card | None
    """Its prompt, snippet, options or starter come next, if the words of `ask` are not
    the prompt itself; None for a question of which there is nothing more to show."""
    seed: int
    """Orders options and seeds the run."""
    given: float
    """Seconds that a good answer takes."""

    @property
    def prompt(self) -> str:
        """What the card asks in full, if `ask` does not say it; else empty."""
        if self.card is None or self.card.prompt == self.ask:
            return ""
        return self.card.prompt

    @property
    def is_free(self) -> bool:
        """Whether it is answered in free words, typed or spoken."""
        return self.card is None or bool(self.points)

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that the user ticks; a flashcard's answer is one point."""
        if self.card is None:
            return ()
        if isinstance(self.card.kind, Flashcard):
            return (Point(self.card.kind.answer),)
        rubric = self.card.kind.scored_by
        return () if rubric is None else rubric.points

    @property
    def is_code(self) -> bool:
        """Whether the answer is code, written in an editor."""
        return self.card is not None and self.card.kind.coding is not None

    @property
    def asked(self) -> Asked:
        """The question as the log keeps it."""
        card = self.card
        return Asked(
            self.number,
            self.thread,
            self.role,
            self.ask,
            None if card is None else card.id,
            "" if card is None else card.kind.name,
            "" if card is None else card.content,
            "{}" if card is None else card.drawn.json,
            self.given,
            tuple(point.weight for point in self.points),
            tuple(n for n, p in enumerate(self.points, start=1) if p.mentions),
        )


def pose(
    candidate: Candidate, role: Role, *, number: int, thread: int, seed: int
) -> Question:
    """Return a candidate as the next question; the same seed draws the same values."""
    card, draw = candidate.card, 0
    if card is not None:
        draw = draw_of(seed, card.id)
        card = card.draw(draw)
    ask = candidate.ask or ("" if card is None else card.prompt)
    return Question(number, thread, role, ask, card, draw, candidate.seconds)


def draw_of(seed: int, card: CardId) -> int:
    """Return the seed of a card's values in an interview."""
    return bits(f"{seed}/interview/{card}", 4)
