"""Leeches: cards that are forgotten again and again, and cost more than they give.

A leech wants another wording, or to be left out for a while; asking it more
often does not help. Eight lapses make one, as in Anki, and each four more are
told again.
"""

from quizapp.core.scheduling.intervals import Memory

LAPSES = 8
MORE = 4


def is_leech(memory: Memory | None) -> bool:
    """Tell whether a card has been forgotten too often."""
    return memory is not None and memory.lapses >= LAPSES


def is_told(memory: Memory, lapsed: Memory) -> bool:
    """Tell whether the next lapse of a card is one to speak of."""
    more = lapsed.lapses - LAPSES
    return lapsed.lapses > memory.lapses and more >= 0 and more % MORE == 0
