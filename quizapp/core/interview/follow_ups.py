"""Follow-ups: what an interviewer asks next, by the points that were made or not.

A missed point asks for it first, the weightiest before the others; then questions that
go on from points that were made, then those that any answer may lead to. If all
points were made and the card names nothing more, another open card on the same tags
goes one level deeper.
"""

from collections.abc import Collection, Iterator, Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import unit
from quizapp.core.cards.card import Card
from quizapp.core.interview.question import Candidate
from quizapp.core.interview.selection import is_deeper
from quizapp.core.judging.rubric import FollowUp, Rubric


def follow_ups(
    card: Card, made: Collection[int] | None, cards: Mapping[CardId, Card]
) -> tuple[Candidate, ...]:
    """Return what can be asked after an answer to an open card, best first.

    `made` are the numbers of the points that were made; None if nobody knows, then
    the order is that of the deck.
    """
    rubric = card.kind.scored_by
    if rubric is None:
        return ()
    ranked = (
        (_rank(question, rubric, made), number, question)
        for number, question in enumerate(rubric.follow_up)
    )
    fitting = sorted(
        (rank, number, question)
        for rank, number, question in ranked
        if rank is not None
    )
    candidates = (
        _candidate(question, card.id.deck, cards) for _, _, question in fitting
    )
    return tuple(candidate for candidate in candidates if candidate is not None)


def follow_up_cards(
    card: Card, made: Collection[int], cards: Mapping[CardId, Card]
) -> tuple[CardId, ...]:
    """Return the cards that follow up on a judged open card, best first.

    For ordinary practice: `made` are the points that the user ticked.
    """
    asked = (candidate.card for candidate in follow_ups(card, made, cards))
    return tuple(dict.fromkeys(other.id for other in asked if other is not None))


def deeper(
    card: Card, cards: Mapping[CardId, Card], seed: int
) -> tuple[Candidate, ...]:
    """Return open cards of a deeper level on the same tags, the nearest first."""
    common = _everywhere(cards)

    def near(other: Card) -> tuple[bool, int, float]:
        shared = (set(card.tags) & set(other.tags)) - common
        skips = not is_deeper(other.level, card.level)
        return skips, -len(shared), unit(f"{seed}/deeper/{other.id}")

    found = [
        other
        for other in cards.values()
        if other.kind.scored_by is not None
        and is_deeper(other.level, card.level)
        and (set(card.tags) & set(other.tags)) - common
    ]
    return tuple(Candidate("", other) for other in sorted(found, key=near))


def _everywhere(cards: Mapping[CardId, Card]) -> set[str]:
    """Return tags that every open card has: they relate nothing."""
    tags = [set(c.tags) for c in cards.values() if c.kind.scored_by is not None]
    return set.intersection(*tags) if len(tags) > 1 else set()


def _rank(
    question: FollowUp, rubric: Rubric, made: Collection[int] | None
) -> tuple[int, float] | None:
    """Return a sort key: smaller is better; None if it does not follow."""
    if made is None:
        return 0, 0.0
    weights = {n: point.weight for n, point in enumerate(rubric.points, start=1)}
    missed = [n for n in question.if_missed if n in weights and n not in made]
    taken = [n for n in question.if_made if n in weights and n in made]
    if missed:
        return 0, -sum(weights[n] for n in missed)
    if taken:
        return 1, -sum(weights[n] for n in taken)
    if not question.if_missed and not question.if_made:
        return 2, 0.0
    return None


def _candidate(
    question: FollowUp, deck: str, cards: Mapping[CardId, Card]
) -> Candidate | None:
    """Return a follow-up as a question; None if its card is not there."""
    if not question.card:
        return Candidate(question.ask, None)
    card = cards.get(CardId.within(deck, question.card))
    return None if card is None else Candidate(question.ask, card)


def names_missed(card: Card, missed: Collection[int]) -> Iterator[CardId]:
    """Yield the ids of cards that teach missed points of an open card."""
    rubric = card.kind.scored_by
    for question in () if rubric is None else rubric.follow_up:
        if question.card and set(question.if_missed) & set(missed):
            yield CardId.within(card.id.deck, question.card)
