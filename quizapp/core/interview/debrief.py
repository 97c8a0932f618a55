"""The debrief: question by question, and which cards to study next."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.interview.facts import Occasion
from quizapp.core.interview.follow_ups import names_missed
from quizapp.core.interview.phases import question_of
from quizapp.core.interview.question import Question
from quizapp.core.interview.record import AnswerRecord, InterviewRecord
from quizapp.core.interview.threads import Setup
from quizapp.core.kinds.mentions import Found, evidence

MOST_TO_STUDY = 12
"""Cards that are named to study next."""


class DebriefEntry(Struct, frozen=True):
    """One question of the debrief, beside its card as it is now."""

    answer: AnswerRecord
    question: Question | None
    """None if its card is no longer there."""
    changed: bool
    """Whether the card was edited since; then its points may be others."""
    found: Mapping[int, tuple[Found, ...]]
    """The words that were found, by point, with their places in the answer."""

    @property
    def model_answer(self) -> str:
        """The right answer: of the run at that time, else of the card; may be empty."""
        if self.answer.judged is not None and self.answer.judged.truth:
            return self.answer.judged.truth
        card = None if self.question is None else self.question.card
        return "" if card is None else card.kind.truth(None) or ""

    @property
    def solution(self) -> str:
        """The code to compare the answer with; empty if the answer is no code."""
        card = None if self.question is None else self.question.card
        coding = None if card is None else card.kind.coding
        return "" if coding is None else coding.solution


def debrief(
    record: InterviewRecord, cards: Mapping[CardId, Card]
) -> tuple[DebriefEntry, ...]:
    """Return the entries of a debrief in the order of the questions."""
    setup = Setup(record.begun, cards)
    return tuple(_entry(setup, answer) for answer in record.answers)


def second_look(entries: Iterable[DebriefEntry]) -> tuple[DebriefEntry, ...]:
    """Return the answers that can be ticked again as they were in the debrief.

    Not those without words to read, nor those whose card has other points by now.
    """
    return tuple(
        entry
        for entry in entries
        if entry.question is not None
        and not entry.changed
        and entry.question.points
        and entry.answer.ticked_on(Occasion.DEBRIEF) is not None
        and entry.answer.fact.response.strip()
    )


def study_next(
    record: InterviewRecord, cards: Mapping[CardId, Card]
) -> tuple[CardId, ...]:
    """Return the loaded cards behind what was missed, the largest losses first.

    For an open card: the follow-ups that teach its missed points, then the card itself.
    """
    losses: dict[CardId, float] = {}
    for answer in record.answers:
        score = answer.score
        if answer.asked.card is None or score is None or score >= 1:
            continue
        for card in _behind(answer, cards):
            losses[card] = max(losses.get(card, 0.0), 1 - score)
    known = [card for card in losses if card in cards]
    ranked = sorted(known, key=lambda card: -losses[card])  # stable: as asked
    return tuple(ranked[:MOST_TO_STUDY])


def _behind(answer: AnswerRecord, cards: Mapping[CardId, Card]) -> Iterator[CardId]:
    own = answer.asked.card
    card = None if own is None else cards.get(own)
    made = answer.made
    if card is not None and made is not None:
        numbers = range(1, len(answer.asked.weights) + 1)
        yield from names_missed(card, [n for n in numbers if n not in made])
    if own is not None:
        yield own


def _entry(setup: Setup, answer: AnswerRecord) -> DebriefEntry:
    question = question_of(setup, answer)
    card = None if question is None else question.card
    points = () if question is None else question.points
    return DebriefEntry(
        answer,
        question,
        changed=card is not None and card.content != answer.asked.content,
        found=evidence(points, answer.fact.response),
    )
