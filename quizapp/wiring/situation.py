"""Situation: all that a session asks follows from, besides its cards.

It is taken from an assembly at one moment. Its memories are those in use, or those
that another thread reads: then nothing in it is shared with the session.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.scheduling.listed import HeldLists, MemoryLists
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.review import Fact, Reviewed
from quizapp.settings.config import Config, Flags
from quizapp.wiring.assembly import Assembly

if TYPE_CHECKING:  # a start does not load them
    from quizapp.core.scheduling.plan import PlannedDays
    from quizapp.core.stats.figure_lists import StudyFigures


class Situation(Struct, frozen=True):
    """Settings, time and memories."""

    config: Config
    flags: Flags
    now: Moment
    interview: StudyDay | None
    deadline: StudyDay | None
    schedule: SchedulerSettings
    topics: Mapping[str, str]
    """The topic of each deck that was loaded."""
    current: Callable[[CardId], CardId]
    """Returns the id that a card has today."""
    memories: Memories
    kept: Callable[[], MemoryLists | None]
    """Returns the lists of an index as they are now, if there is a large one,"""
    lists: Callable[[], MemoryLists]
    """and else those of the memories: other settings have others."""
    lately: Callable[[int], Sequence[Reviewed]]
    """Returns the reviews among so many of the latest facts."""
    recent: tuple[Fact, ...]
    plans: "dict[Hashable, PlannedDays]"
    """Plans by their inputs; each takes a while to compute."""

    def apart(self) -> "Situation":
        """Return the same without what is looked up in the log in use."""
        counts = self.memories
        memories = Memories(
            buried=dict(counts.buried),
            suspended=frozenset(counts.suspended),
            days=dict(counts.days),
            repeats=dict(counts.repeats),
            introduced=dict(counts.introduced or {}),
        )
        return replace(self, memories=memories, topics=dict(self.topics))

    def read_from(self, study: "StudyFigures") -> "Situation":
        """Return the same with the memories of a study, which counts no days."""
        memories = replace(
            study.memories,
            days=self.memories.days,
            repeats=self.memories.repeats,
            introduced=self.memories.introduced,
        )
        return replace(
            self,
            memories=memories,
            kept=lambda: study.lists,
            lists=lambda: study.lists,
            lately=study.lately,
        )


def situation_of(assembly: Assembly) -> Situation:
    """Return the situation of the log in use; reading it creates no log."""
    has_log = assembly.has_log

    def kept() -> MemoryLists | None:
        return assembly.ledger.lists if has_log else None

    def lists() -> MemoryLists:
        return kept() or HeldLists(assembly.memories.by_card)

    def lately(count: int) -> Sequence[Reviewed]:
        return assembly.ledger.reviews_lately(count) if has_log else ()

    return Situation(
        assembly.config,
        assembly.flags,
        assembly.clock(),
        assembly.interview,
        assembly.deadline,
        assembly.schedule,
        assembly.topics,
        assembly.former.current,
        assembly.memories,
        kept,
        lists,
        lately,
        assembly.ledger.recent if has_log else (),
        assembly.plans,
    )
