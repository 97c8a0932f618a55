"""Readiness: what share of a topic one would know if asked on a given day.

A figure that is told with how it is computed, or not at all.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import StudyDay
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings, retrievability

READINESS_NOTE = (
    "The recall FSRS predicts for that day if nothing is reviewed before it,"
    " averaged over all cards; one never seen counts as 0. All levels weigh the"
    " same: how often each is asked in your interview, nobody knows."
)
"""How it is computed, for whoever shows the figure."""


class Readiness(Struct, frozen=True):
    """The predicted recall of a set of cards."""

    cards: int
    seen: int
    """Cards that were reviewed at least once."""
    recalled: float
    """How many of the cards would be recalled: the sum of the predictions."""

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of no cards."""
        return self.recalled / self.cards if self.cards else 0.0


def readiness(
    cards: Iterable[CardId],
    memories: Mapping[CardId, Memory],
    day: StudyDay,
    settings: SchedulerSettings = SchedulerSettings(),
) -> Readiness:
    """Predict the recall of some cards on a study day: an interview's, say."""
    count = seen = 0
    recalled = 0.0
    for card in cards:
        count += 1
        memory = memories.get(card)
        if memory is not None:
            seen += 1
            recalled += retrievability(memory, day, settings)
    return Readiness(count, seen, recalled)
