"""`quizapp resume`: cards that were left out are asked again.

A card is known here if a deck has it or the log does: a deck that is not loaded
today must not keep its cards out for ever.
"""

from collections.abc import Collection

from quizapp.commands.suspend import tell
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.core.search.selection import Unknown, find
from quizapp.errors import ExitCode, UsageError
from quizapp.grammar.options import CardsOptions
from quizapp.wiring.assembly import Assembly, assembled, clock
from quizapp.wiring.selection import hint_for


def run(options: CardsOptions) -> ExitCode:
    """Resume the cards; one that is asked anyway stays as it is."""
    with assembled(options.flags) as assembly:
        aside = assembly.memories.aside(clock().day)
        for card in [_known(assembly, aside, word) for word in options.cards]:
            if card in aside:
                assembly.ledger.mark(card, Mark.RESUMED)
                told = f"{card} is asked again"
            else:
                told = f"{card} was not left out"
            tell(assembly.memories, card, told, as_json=options.json)
    return ExitCode.FINE


def _known(assembly: Assembly, aside: Collection[CardId], word: str) -> CardId:
    named = [card for card in aside if word in (str(card), card.card)]
    if len(named) == 1:
        return named[0]
    card = find(assembly.library, word)
    if isinstance(card, Unknown):
        raise UsageError(f"no card is called {word!r}", hint_for(card))
    return card.id
