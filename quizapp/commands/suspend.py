"""`quizapp suspend`: suspend cards, or list those that rest and the leeches.

Listing creates no log, and suspending a suspended card records nothing.
"""

import json
from collections.abc import Iterator

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.scheduling.leech import LEECH_LAPSES, is_leech
from quizapp.core.scheduling.memory import Memories
from quizapp.core.search.states import CardStates
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode
from quizapp.grammar.options import CardsOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.selection import card_named

_HEADINGS = {
    "suspended": "suspended until you resume them:",
    "buried": "buried until tomorrow:",
    "leech": f"leeches, forgotten {LEECH_LAPSES} times or more and still asked:",
}

_WAYS = """\
quizapp resume CARD    ask a card again
quizapp suspend CARD   stop asking it; rewording a leech often helps"""


def run(options: CardsOptions) -> ExitCode:
    """Suspend the cards; without one, list."""
    with assembled(options.flags) as assembly:
        if not options.cards:
            _print_all(assembly.card_states(), as_json=options.json)
            return ExitCode.FINE
        # Every name is checked before the first card is marked.
        cards = [card_named(assembly.library, word).id for word in options.cards]
        for card in cards:
            if card in assembly.memories.suspended:
                message = f"{card} is already suspended"
            else:
                assembly.ledger.mark(card, Mark.SUSPENDED)
                message = f"{card} suspended; quizapp resume {card} asks it again"
            print_mark(assembly.card_states(), card, message, as_json=options.json)
    return ExitCode.FINE


def print_mark(
    states: CardStates, card: CardId, message: str, *, as_json: bool
) -> None:
    """Print in a line what was done with a card."""
    print(json.dumps(_row(states, card)) if as_json else sanitize_line(message))


def _print_all(states: CardStates, *, as_json: bool) -> None:
    cards = list(_listed(states))
    if as_json:
        for card in cards:
            print(json.dumps(_row(states, card)))
        return
    for state, title in _HEADINGS.items():
        group = [card for card in cards if _state(states, card) == state]
        if group:
            print(title)
        for card in group:
            times = _lapses(states.memories, card)
            note = f"   forgotten {times} times" if times >= LEECH_LAPSES else ""
            print(sanitize_line(f"  {card}{note}"))
    print(f"\n{_WAYS}" if cards else "No suspended cards and no leeches.")


def _listed(states: CardStates) -> Iterator[CardId]:
    memories = states.memories
    resting = memories.aside(states.moment.day)
    leeches = {card for card, memory in memories.by_card.items() if is_leech(memory)}
    yield from sorted(resting | leeches)


def _row(states: CardStates, card: CardId) -> dict[str, object]:
    state, lapses = _state(states, card), _lapses(states.memories, card)
    return {"card": str(card), "state": state, "lapses": lapses}


def _state(states: CardStates, card: CardId) -> str:
    memories = states.memories
    if card in memories.suspended:
        return "suspended"
    if memories.is_buried(card, states.moment.day):
        return "buried"
    return "leech" if is_leech(memories.by_card.get(card)) else "active"


def _lapses(memories: Memories, card: CardId) -> int:
    memory = memories.by_card.get(card)
    return 0 if memory is None else memory.lapses
