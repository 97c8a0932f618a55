"""`quizapp suspend`: leave cards out, or list those that are, with the way back.

To look creates no log, and what is suspended already is no new fact.
"""

import json
from collections.abc import Iterator

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.leech import LAPSES, is_leech
from quizapp.core.scheduling.memory import Memories
from quizapp.core.search.selection import Unknown, find
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import CardsOptions
from quizapp.wiring.assembly import Assembly, assembled, clock
from quizapp.wiring.selection import hint_for

_HEADINGS = {
    "suspended": "suspended, until you resume them:",
    "buried": "buried, until tomorrow:",
    "leech": f"forgotten {LAPSES} times or more, and asked still:",
}

_WAYS = """\
quizapp resume CARD    asks a card again
quizapp suspend CARD   leaves one out; a card you forget so often wants new words"""


def run(options: CardsOptions) -> ExitCode:
    """Suspend the cards; without one, list."""
    with assembled(options.flags) as assembly:
        if not options.cards:
            _print_all(assembly.memories, as_json=options.json)
            return ExitCode.FINE
        for card in _known(assembly, options.cards):
            if card in assembly.memories.suspended:
                told = f"{card} is suspended already"
            else:
                assembly.ledger.mark(card, Mark.SUSPENDED)
                told = f"{card} suspended; quizapp resume {card} asks it again"
            tell(assembly.memories, card, told, as_json=options.json)
    return ExitCode.FINE


def tell(memories: Memories, card: CardId, told: str, *, as_json: bool) -> None:
    """Say in a line what was done with a card."""
    print(json.dumps(_row(memories, card)) if as_json else sanitize_line(told))


def _known(assembly: Assembly, words: tuple[str, ...]) -> list[CardId]:
    """Return the cards that the words name: all are known before one is marked."""
    found = [find(assembly.library, word) for word in words]
    for card in found:
        if isinstance(card, Unknown):
            raise UsageError(f"no card is called {card.word!r}", hint_for(card))
    return [card.id for card in found if not isinstance(card, Unknown)]


def _print_all(memories: Memories, *, as_json: bool) -> None:
    cards = list(_worth_a_line(memories))
    if as_json:
        for card in cards:
            print(json.dumps(_row(memories, card)))
        return
    for state, heading in _HEADINGS.items():
        listed = [card for card in cards if _state(memories, card) == state]
        if listed:
            print(heading)
        for card in listed:
            times = _lapses(memories, card)
            note = f"   forgotten {times} times" if times >= LAPSES else ""
            print(sanitize_line(f"  {card}{note}"))
    print(f"\n{_WAYS}" if cards else "no card is left out, and none wants to be")


def _worth_a_line(memories: Memories) -> Iterator[CardId]:
    aside = memories.aside(clock().day)
    leeches = {card for card, memory in memories.by_card.items() if is_leech(memory)}
    yield from sorted(aside | leeches)


def _row(memories: Memories, card: CardId) -> dict[str, object]:
    state, lapses = _state(memories, card), _lapses(memories, card)
    return {"card": str(card), "state": state, "lapses": lapses}


def _state(memories: Memories, card: CardId) -> str:
    if card in memories.suspended:
        return "suspended"
    if memories.is_buried(card, clock().day):
        return "buried"
    return "leech" if is_leech(memories.by_card.get(card)) else "active"


def _lapses(memories: Memories, card: CardId) -> int:
    memory = memories.by_card.get(card)
    return 0 if memory is None else memory.lapses
