"""Topics: which of the loaded decks are studied if none are named.

The setting `topics` names them; decks that the command line names with `--decks` are
studied, too.
"""

from pathlib import Path

from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.topics import in_topics, topic_names, unmatched
from quizapp.core.stats.deck_counter import DeckCounter
from quizapp.core.stats.topics import TopicCounts, count_topics
from quizapp.errors import nearest
from quizapp.wiring.assembly import Assembly
from quizapp.wiring.selection import Words, chosen


def of_topics(assembly: Assembly, library: Library) -> Library:
    """Return the decks that are studied by default."""
    wanted = assembly.config.topics or ()
    named = tuple(path.resolve() for path in assembly.flags.decks)

    def is_named(deck: Deck) -> bool:
        return any(Path(deck.file).resolve().is_relative_to(path) for path in named)

    return in_topics(library, wanted, is_named)


def to_study(assembly: Assembly, words: Words) -> tuple[Library, CardList]:
    """Return all decks, and the cards that the words mean, or else of the topics.

    Raises UsageError for a word that means nothing.
    """
    library, cards = chosen(assembly, words)
    if not words:
        cards = of_topics(assembly, library).every
    return library, cards


def topic_notices(assembly: Assembly, library: Library) -> tuple[str, ...]:
    """Return a warning for each topic of the settings that no deck has."""
    known = topic_names(library.decks)
    wanted = unmatched(library.decks, assembly.config.topics or ())
    return tuple(
        f"no deck has the topic {name!r} of your settings; {_meant(near)}"
        for name in wanted
        for near in (nearest(name, known),)
    )


def _meant(near: str | None) -> str:
    return f"did you mean {near!r}?" if near else "`quizapp topics` lists them"


def counted_topics(assembly: Assembly, library: Library) -> tuple[TopicCounts, ...]:
    """Count the topics of a library, for the interview or for tomorrow."""
    settings, interview = assembly.schedule, assembly.interview
    return count_topics(library, deck_counter(assembly), settings, interview)


def deck_counter(assembly: Assembly) -> DeckCounter:
    """Return what counts the cards of decks now."""
    lists = assembly.ledger.lists if assembly.has_log else None
    return DeckCounter(assembly.memories, assembly.clock(), lists)
