"""Leeches: cards that are forgotten so often that they cost more than they give.

Rewording a leech helps, and so does suspending it for a while; asking it more often
does not. Eight lapses make a leech, as in Anki; it is reported then, and again after
every four more.
"""

from quizapp.core.scheduling.intervals import Memory

LEECH_LAPSES = 8
REPORT_EVERY = 4
"""Lapses from one report of a leech to the next."""


def is_leech(memory: Memory | None) -> bool:
    """Return whether a card has been forgotten too often."""
    return memory is not None and memory.lapses >= LEECH_LAPSES


def is_reported(memory: Memory, lapsed: Memory) -> bool:
    """Return whether the lapse that led from `memory` to `lapsed` is reported."""
    more = lapsed.lapses - LEECH_LAPSES
    return lapsed.lapses > memory.lapses and more >= 0 and more % REPORT_EVERY == 0
