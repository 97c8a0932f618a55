"""An invented learner: three weeks of reviews for the pictures of home and statistics.

Agenda and schedule are the real ones; only the answers are random, from a seed.
"""

from datetime import timedelta
from functools import partial
from random import Random

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Library
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.review import Reviewed
from quizapp.flow.ledger import Ledger
from quizapp.flow.ports import ReviewLog
from quizapp.wiring.assembly import clock, randbits

DAYS = 21
NEW = 8
LAZY = 0.2
"""The share of days without a review."""


def study(log: ReviewLog, library: Library) -> None:
    """Write three weeks of reviews, up to yesterday."""
    chance = Random(18)
    today = clock()
    for before in range(DAYS, 0, -1):
        if chance.random() < LAZY:
            continue
        now = today.later(-timedelta(days=before))
        ledger = Ledger(log, partial(_at, now), randbits)
        _study_day(ledger, library, now, chance)


def _at(moment: Moment) -> Moment:
    return moment


def _study_day(ledger: Ledger, library: Library, now: Moment, chance: Random) -> None:
    cards, known = library.cards, set(ledger.memories.by_card)
    requires = {card.id: card.requires for card in cards.values() if card.requires}
    agenda = lay_out(cards, ledger.memories, now, Rules(new=NEW, requires=requires))
    while (next_card := agenda.next(now)) is not None:
        right = chance.random() < (0.9 if next_card in known else 0.6)
        ledger.write(_reviewed(ledger, cards[next_card], now, chance, right=right))
        known.add(next_card)
        agenda = agenda.after(next_card, ledger.memories.by_card[next_card])
        now = now.later(timedelta(seconds=chance.uniform(20, 60)))


def _reviewed(
    ledger: Ledger, card: Card, now: Moment, chance: Random, *, right: bool
) -> Reviewed:
    sure = chance.choice([2, 3, 3, 4, 4] if right else [1, 2, 2, 3, 4])
    wrong = card.wrong[0].response if card.wrong else "something else"
    grade = Grade.GOOD if right else Grade.AGAIN
    return Reviewed(
        id=ledger.new_id(),
        device=ledger.device,
        card=card.id,
        content=card.content,
        variant="{}",
        response="right" if right else wrong,
        verdict=VerdictName.CORRECT if right else VerdictName.WRONG,
        score=1.0 if right else 0.0,
        overridden=False,
        confidence=Confidence(sure),
        hints=0,
        suggested=grade,
        grade=grade,
        moment=now,
        seconds=chance.uniform(8, 60),
        app="0.1.0",
        torch="2.13.0",
    )
