"""Groups: the figures of decks, topics, levels and tags.

Levels and tags are those of the cards as they are now, so their figures are added up
card by card. Cards of a deck that have the same ones are added up together.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Level
from quizapp.core.cards.card_list import Run
from quizapp.core.cards.front import fronts_of
from quizapp.core.scheduling.intervals import Memory, is_due
from quizapp.core.stats.card_figures import CardFigures
from quizapp.core.stats.figure_lists import StudyFigures
from quizapp.core.stats.readiness import NOT_READY, Readiness, readiness
from quizapp.core.stats.statistics import By, GroupStatistics, Period
from quizapp.core.stats.totals import Totals, total_of


class Group(Struct, frozen=True):
    """What is added up over cards."""

    totals: Totals = Totals()
    due: int = 0
    readiness: Readiness = NOT_READY

    def __add__(self, other: "Group") -> "Group":
        return Group(
            self.totals + other.totals,
            self.due + other.due,
            self.readiness + other.readiness,
        )

    def named(self, by: By, name: str) -> GroupStatistics:
        """Return the statistics of a group."""
        return GroupStatistics(
            by,
            name,
            self.due,
            self.totals.reviews,
            self.totals.seconds,
            self.totals.retained,
            self.totals.calibration,
            self.readiness,
        )


class CardGroups:
    """The levels and tags of cards, and the figures of each."""

    def __init__(self, study: StudyFigures, period: Period) -> None:
        self._study, self._period = study, period
        self._levels: dict[Level, Group] = {}
        self._tags: dict[str, Group] = {}

    def add(self, run: Run) -> None:
        """Add some cards of a deck."""
        outline, fronts = run.deck.outline, fronts_of(run.deck.cards)
        alike: dict[tuple[Level, tuple[str, ...]], list[CardId]] = {}
        for place in run.numbers:
            key = (outline.level(place), fronts[place].tags)
            alike.setdefault(key, []).append(outline.ids[place])
        figures = self._study.figures.of_deck(run.deck.id, self._period.first)
        memories = self._study.memories_of(run.deck.id)
        for (level, tags), cards in alike.items():
            group = self._added_up(cards, figures, memories)
            self._levels[level] = self._levels.get(level, Group()) + group
            for tag in dict.fromkeys(tags):
                self._tags[tag] = self._tags.get(tag, Group()) + group

    def groups(self) -> Iterator[GroupStatistics]:
        """Yield the levels in their order, and the tags in that of the files."""
        for level in Level:
            if level in self._levels:
                yield self._levels[level].named("level", level.value)
        for tag, group in self._tags.items():
            yield group.named("tag", tag)

    def _added_up(
        self,
        cards: list[CardId],
        figures: Mapping[str, CardFigures],
        memories: Mapping[str, Memory],
    ) -> Group:
        """Add up cards of one deck."""
        period = self._period
        found = (figures[card.card].days for card in cards if card.card in figures)
        total = total_of(chain.from_iterable(found), period.first, period.now.day)
        known = {card: memories[card.card] for card in cards if card.card in memories}
        awake = (known[card] for card in known if card not in period.suspended)
        due = sum(is_due(memory, period.now) for memory in awake)
        day, settings = period.recall_day, period.settings
        return Group(total, due, readiness(cards, known, day, settings))
