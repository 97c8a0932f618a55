"""Another draw: a revealed card once more, off the record.

Its numbers are other ones, or the same after an undo: then its solution was seen.

The grade of the first answer is still owed, and every way out leads back to it.
"""

from math import prod

from msgspec.structs import replace

from quizapp.core.basics.draw import bits
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.session.phases import Asking, Posed, Revealed

_ATTEMPTS = 64
"""Two draws are seldom the same so often."""


def has_other_draws(card: Card) -> bool:
    """Return whether a card, before it is drawn, has more than one variant."""
    return prod(len(set(item.values)) for item in card.vary) > 1


def another_draw(revealed: Revealed, card: Card, moment: Moment) -> Asking | None:
    """Ask the card of a verdict with other values; None if it has no others.

    `card` is the same card before it was drawn.
    """
    now = revealed.posed
    for attempt in range(_ATTEMPTS if has_other_draws(card) else 0):
        seed = bits(f"{now.seed}/again#{attempt}", 4)
        drawn = card.draw(seed)
        if drawn.drawn != now.card.drawn:
            owed = now.owed or revealed
            return Asking(Posed(drawn, seed, moment, now.reviews, now.offered, owed))
    return None


def same_draw(revealed: Revealed, moment: Moment) -> Asking:
    """Ask the card of a verdict again as it was; its solution was seen."""
    now = revealed.posed
    posed = replace(now, since=moment, owed=now.owed or revealed)
    return Asking(posed, revealed.hints)
