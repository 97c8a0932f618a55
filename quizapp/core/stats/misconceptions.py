"""Misconceptions: the foreseen mistakes that were made, and how often.

The log holds the answers; the author's words about them come from the card as it is
now. Answers to a card that was edited since are counted but not interpreted: the
same number may mean another option now.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import Drawn, Variant
from quizapp.core.kinds import Mistake
from quizapp.core.scheduling.review import Reviewed
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

    def __add__(self, other: "Misconceptions") -> "Misconceptions":
        """Return those of both; they are about different cards."""
        return Misconceptions(
            tuple(sorted((*self.made, *other.made), key=_often)),
            self.foreseen + other.foreseen,
            self.unforeseen + other.unforeseen,
            self.edited + other.edited,
        )


def _often(made: MistakeCount) -> tuple[int, int, CardId]:
    return -made.times, -made.last, made.card


NO_MISCONCEPTIONS = Misconceptions((), 0, 0, 0)


def misconceptions(
    wrong: Mapping[CardId, Sequence[Reviewed]], cards: Mapping[CardId, Card]
) -> Misconceptions:
    """Count the mistakes in the wrong answers to these cards, in order of time."""
    found = (_of_card(cards.get(id_), own) for id_, own in wrong.items())
    return sum(found, NO_MISCONCEPTIONS)


def _of_card(card: Card | None, wrong: Sequence[Reviewed]) -> Misconceptions:
    if card is None:
        return Misconceptions((), 0, 0, len(wrong))
    same = [review for review in wrong if review.content == card.content]
    foreseen = 0
    made: dict[int, MistakeCount] = {}
    for review, mistakes in zip(same, _read(card, same), strict=True):
        foreseen += bool(mistakes)
        day = review.moment.day
        for number, mistake in mistakes.items():
            times = made[number].times if number in made else 0
            made[number] = MistakeCount(card.id, mistake, times + 1, day)
    counts = (foreseen, len(same) - foreseen, len(wrong) - len(same))
    return Misconceptions(tuple(made.values()), *counts)


def _read(card: Card, wrong: Iterable[Reviewed]) -> Iterator[Mapping[int, Mistake]]:
    """Yield the mistakes in each wrong answer; equal answers are read once."""
    known: dict[tuple[str, str], Mapping[int, Mistake]] = {}
    for review in wrong:
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
