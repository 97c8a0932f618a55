"""Leeches: cards that are forgotten so often that they cost more than they give.

Rewording a leech helps, or suspending it for a while; asking it more often does
not. Eight lapses make a leech, as in Anki; it is reported then, and again after
every four more.
"""

from quizapp.core.scheduling.intervals import Memory

LAPSES = 8
MORE = 4


def is_leech(memory: Memory | None) -> bool:
    """Return whether a card has been forgotten too often."""
    return memory is not None and memory.lapses >= LAPSES


def is_reported(memory: Memory, lapsed: Memory) -> bool:
    """Return whether the next lapse of a card is one to report."""
    more = lapsed.lapses - LAPSES
    return lapsed.lapses > memory.lapses and more >= 0 and more % MORE == 0
