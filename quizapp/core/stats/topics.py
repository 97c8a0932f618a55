"""Topics in figures: how many decks and cards each has, and how ready the user is."""

from collections.abc import Mapping

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.cards.library import Library
from quizapp.core.cards.topics import topic_names
from quizapp.core.scheduling.intervals import Memory, SchedulerSettings
from quizapp.core.scheduling.memory import Memories
from quizapp.core.stats.deck_counts import DeckCounts, count_cards
from quizapp.core.stats.readiness import Readiness, readiness


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
    memories: Memories,
    moment: Moment,
    settings: SchedulerSettings = SchedulerSettings(),
    interview: StudyDay | None = None,
) -> tuple[TopicCounts, ...]:
    """Count the cards of every topic; it is ready for the interview, or tomorrow."""
    day = interview or days_after(moment.day, 1)
    aside = memories.aside(moment.day)
    by_card = memories.by_card
    counted = []
    for name in topic_names(library.decks):
        decks = [d for d in library.decks if d.topic.casefold() == name.casefold()]
        ids = [card for deck in decks for card in deck.outline.ids]
        awake = (id_ for id_ in ids if id_ not in aside)
        counts = count_cards(awake, by_card, moment)
        ready = readiness(ids, by_card, day, settings)
        counted.append(TopicCounts(name, len(decks), counts, ready))
    return tuple(counted)


def least_ready(
    topics: Mapping[CardId, str],
    memories: Mapping[CardId, Memory],
    day: StudyDay,
    settings: SchedulerSettings = SchedulerSettings(),
) -> tuple[str, ...]:
    """Return the topics of cards, the one that is least ready for a day first."""
    ids: dict[str, list[CardId]] = {}
    for card, topic in topics.items():
        ids.setdefault(topic, []).append(card)
    shares = {
        topic: readiness(cards, memories, day, settings).share
        for topic, cards in ids.items()
    }
    return tuple(sorted(shares, key=shares.__getitem__))
