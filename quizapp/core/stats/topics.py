"""Topics in figures: how many decks and cards each has, and how ready the user is."""

from collections.abc import Mapping

from msgspec import Struct

from quizapp.core.basics.moment import StudyDay, days_after
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Library
from quizapp.core.cards.topics import topic_names
from quizapp.core.scheduling.intervals import SchedulerSettings
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.deck_counts import DeckCounts, total
from quizapp.core.stats.readiness import NOT_READY, Readiness, readiness

_DIGITS = 9
"""Sums in another order may differ in the digits behind these."""


class TopicCounts(Struct, frozen=True):
    """A topic and the counts of its cards."""

    name: str
    decks: int
    counts: DeckCounts
    """Without cards that are buried or suspended."""
    readiness: Readiness
    """Of all of its cards."""


def count_topics(
    library: Library,
    counter: DeckCounter,
    settings: SchedulerSettings = SchedulerSettings(),
    interview: StudyDay | None = None,
) -> tuple[TopicCounts, ...]:
    """Count the cards of every topic; it is ready for the interview, or tomorrow."""
    day = interview or days_after(counter.moment.day, 1)
    counted = []
    for name in topic_names(library.decks):
        decks = [d for d in library.decks if d.topic.casefold() == name.casefold()]
        counts = total(map(counter.counts, decks))
        ready = (counter.readiness(deck, day, settings) for deck in decks)
        counted.append(TopicCounts(name, len(decks), counts, sum(ready, NOT_READY)))
    return tuple(counted)


def least_ready(
    cards: CardList,
    topics: Mapping[str, str],
    counter: DeckCounter,
    day: StudyDay,
    settings: SchedulerSettings = SchedulerSettings(),
) -> tuple[str, ...]:
    """Return the topics of cards, the one that is least ready for a day first.

    `topics` has the topic of each deck. Whole decks are counted as such.
    """
    by_card = counter.memories.by_card
    ready: dict[str, Readiness] = {}
    for run in cards.runs:
        own = (
            counter.readiness(run.deck, day, settings)
            if run.places is None
            else readiness(run.ids, by_card, day, settings)
        )
        topic = topics.get(run.deck.id, "")
        ready[topic] = ready.get(topic, NOT_READY) + own
    return tuple(sorted(ready, key=lambda topic: round(ready[topic].share, _DIGITS)))
