"""`quizapp resume`: ask suspended or buried cards again.

A card is known here if a deck has it or the log does: a card of a deck that is not
loaded today must not stay suspended forever.
"""

from collections.abc import Collection

from quizapp.commands.suspend import print_mark
from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.mark import Mark
from quizapp.errors import ExitCode
from quizapp.grammar.options import CardsOptions
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.selection import card_named


def run(options: CardsOptions) -> ExitCode:
    """Resume the cards; one that is asked anyway stays as it is."""
    with assembled(options.flags) as assembly:
        resting = assembly.memories.aside(assembly.clock().day)
        for card in [_known(assembly, resting, word) for word in options.cards]:
            if card in resting:
                assembly.ledger.mark(card, Mark.RESUMED)
                message = f"{card} resumed"
            else:
                message = f"{card} was not suspended"
            print_mark(assembly.card_states(), card, message, as_json=options.json)
    return ExitCode.FINE


def _known(assembly: Assembly, resting: Collection[CardId], word: str) -> CardId:
    matches = [card for card in resting if word in (str(card), card.card)]
    if len(matches) == 1:
        return matches[0]
    return card_named(assembly.library, word).id
