"""Misconceptions: the foreseen mistakes that were made, and how often.

The log holds the answers; the author's words about them come from the card as it is
now. Answers to a card that was edited since are counted but not interpreted: the
same number may mean another option now.
"""

import json
from collections.abc import Iterator, Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import Drawn, Variant
from quizapp.core.kinds import Mistake
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.history import History
from quizapp.core.values.misread import Misread


class MistakeCount(Struct, frozen=True):
    """A mistake and how often it was made, in the words of the latest time."""

    card: CardId
    mistake: Mistake
    times: int
    last: StudyDay
    """The study day of the latest time."""


class Misconceptions(Struct, frozen=True):
    """The answers judged wrong or partial that were not overridden."""

    made: tuple[MistakeCount, ...]
    """The most frequent first; an answer may contain several."""
    foreseen: int
    """Answers with a mistake that an author foresaw."""
    unforeseen: int
    """Answers with no mistake that an author foresaw, including blank ones."""
    edited: int
    """Answers to cards that were edited since, or are no longer there."""


def misconceptions(
    recent: Mapping[CardId, History], cards: Mapping[CardId, Card]
) -> Misconceptions:
    """Count the mistakes in the reviews of these cards."""
    made: list[MistakeCount] = []
    foreseen = unforeseen = edited = 0
    for id_, history in recent.items():
        wrong = [dated for dated in history if _was_wrong(dated.review)]
        card = cards.get(id_)
        if card is None:
            edited += len(wrong)
            continue
        same = [dated for dated in wrong if dated.review.content == card.content]
        edited += len(wrong) - len(same)
        by_number: dict[int, MistakeCount] = {}
        for dated, mistakes in zip(same, _read(card, same), strict=True):
            foreseen += bool(mistakes)
            unforeseen += not mistakes
            for number, mistake in mistakes.items():
                times = by_number[number].times if number in by_number else 0
                by_number[number] = MistakeCount(id_, mistake, times + 1, dated.day)
        made += by_number.values()
    often = sorted(
        made, key=lambda mistake: (-mistake.times, -mistake.last, mistake.card)
    )
    return Misconceptions(tuple(often), foreseen, unforeseen, edited)


def _was_wrong(review: Reviewed) -> bool:
    return (
        review.verdict in {VerdictName.WRONG, VerdictName.PARTIAL}
        and not review.overridden
    )


def _read(card: Card, wrong: History) -> Iterator[Mapping[int, Mistake]]:
    """Yield the mistakes in each wrong answer; equal answers are read once."""
    known: dict[tuple[str, str], Mapping[int, Mistake]] = {}
    for _, review in wrong:
        key = (review.variant, review.response)
        if key not in known:
            known[key] = dict(_mistakes(card, *key))
        yield known[key]


def _mistakes(card: Card, variant: str, text: str) -> Iterator[tuple[int, Mistake]]:
    """Yield the mistakes in an answer, numbered the same for every draw."""
    drawn = drawn_before(card, variant)
    response = None if drawn is None else drawn.read(text)
    if drawn is None or response is None or isinstance(response, Misread):
        return
    # No run is needed: the answer was judged wrong, so it cannot match an entry
    # that was right with the values drawn then.
    number = drawn.misconception(response, None)
    if number is not None:
        foreseen = drawn.wrong[number]
        yield number, Mistake(foreseen.response, foreseen.because)
    for place, mistake in drawn.kind.mistakes(response):
        yield -1 - place, mistake


def drawn_before(card: Card, variant: str) -> Card | None:
    """Return a card with its values from the log, None if they do not fit."""
    try:
        values = json.loads(variant)
    except ValueError:
        return None
    names = {vary.name for vary in card.vary}
    if not isinstance(values, dict) or set(values) != names:
        return None
    pairs = ((vary.name, _drawn(values[vary.name])) for vary in card.vary)
    return card.drawn_as(Variant(tuple(pairs)))


def _drawn(value: Drawn | list[int | float]) -> Drawn:
    return tuple(value) if isinstance(value, list) else value
