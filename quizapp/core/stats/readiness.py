"""Readiness: the share of a topic that you would know on a given day.

The figure is always shown together with how it is computed.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, retrievability

READINESS_NOTE = (
    "The recall FSRS predicts for that day if nothing is reviewed before it,"
    " averaged over all cards; a card never seen counts as 0. All levels count"
    " equally."
)
"""How readiness is computed, to show with the figure."""


class Readiness(Struct, frozen=True):
    """The predicted recall of a set of cards."""

    cards: int
    seen: int
    """The number of cards that were reviewed at least once."""
    recalled: float
    """The expected number of recalled cards: the sum of the predictions."""

    def __add__(self, other: "Readiness") -> "Readiness":
        """Return the readiness of both sets together; they share no card."""
        return Readiness(
            self.cards + other.cards,
            self.seen + other.seen,
            self.recalled + other.recalled,
        )

    @property
    def share(self) -> float:
        """From 0 to 1; 0 without cards."""
        return self.recalled / self.cards if self.cards else 0.0


NOT_READY = Readiness(0, 0, 0.0)
"""The readiness of no cards."""


def readiness(
    cards: Iterable[CardId],
    memories: Mapping[CardId, Memory],
    day: StudyDay,
    settings: SchedulerSettings = SchedulerSettings(),
) -> Readiness:
    """Predict the recall of cards on a study day, such as an interview's."""
    count = seen = 0
    recalled = 0.0
    for card in cards:
        count += 1
        memory = memories.get(card)
        if memory is not None:
            seen += 1
            recalled += retrievability(memory, day, settings)
    return Readiness(count, seen, recalled)
