"""Follow on: the follow-ups of an open answer become the next cards of the session."""

from collections.abc import Mapping

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.interview.follow_ups import follow_up_cards
from quizapp.core.kinds.open import Ticked
from quizapp.core.session.phases import Revealed
from quizapp.flow.study import Study


def follow_on(study: Study, cards: Mapping[CardId, Card]) -> int | None:
    """Ask the follow-ups of the revealed answer next; return how many there are.

    Those that the ticked points lead to, best first, whether or not they are due. None
    if no points are ticked, so that nothing can follow.
    """
    phase = study.phase
    if not isinstance(phase, Revealed) or not isinstance(phase.response, Ticked):
        return None
    asked = follow_up_cards(phase.posed.card, phase.response.numbers, cards)
    study.ask_next([cards[card] for card in asked])
    return len(asked)
