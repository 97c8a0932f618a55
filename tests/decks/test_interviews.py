"""Interviews on the shipped decks: each deck leads from a question to code."""

import pytest

from quizapp.core.interview.facts import InterviewOptions, Role
from quizapp.core.interview.phases import Ended
from quizapp.core.interview.threads import CODE_KINDS
from support.interviews import ROOT_CANDIDATES, Desk, take
from support.shipped import shipped_library
from support.zygotes import lent_runner

pytestmark = [pytest.mark.torch, pytest.mark.slow]

LIBRARY = shipped_library()
LEADING = [
    deck
    for deck in LIBRARY.decks
    if any(card.kind.name == "open" for card in deck.cards)
]
EVERYTHING, *_ = ROOT_CANDIDATES


@pytest.fixture(scope="module")
def runner():
    runner = lent_runner()
    yield runner
    runner.close()


@pytest.mark.parametrize("deck", LEADING, ids=lambda deck: deck.id)
def test_ten_minutes_lead_from_a_question_to_code(runner, deck):
    """Whatever the deck; only its cards lead, others may follow."""
    desk = Desk(cards=tuple(LIBRARY.cards.values()), runner=runner)
    leads = frozenset(card.id for card in deck.cards)
    options = InterviewOptions((deck.id,), 10.0)
    interview = desk.begin(options, seed=1, leads=leads)
    take(interview, EVERYTHING, desk.clock)
    assert isinstance(interview.phase, Ended)
    answers = interview.record.answers
    first = answers[0].asked
    assert first.role is Role.LEAD
    assert first.card is not None
    assert first.card.deck == deck.id
    assert any(answer.asked.kind in CODE_KINDS for answer in answers)
