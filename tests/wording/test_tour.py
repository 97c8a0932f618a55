"""The tour in words: each step of each of its cards is explained."""

import pytest

from quizapp.core.session.phases import Asking, Revealed, Running
from quizapp.flow.session_options import SessionOptions
from quizapp.wording.tour import coach
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    match_card,
    open_card,
)
from support.workspaces import study

CARDS = (
    dropout_card(),
    choice_card(),
    fix_card(),
    card(),
    cloze_card(),
    match_card(),
    open_card(),
)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.kind.name)
def test_every_question_and_every_verdict_is_explained(card):
    """In at most three lines of 80 cells."""
    session = study(card, session_options=SessionOptions(coached=True))
    texts = [coach(session.phase, str.upper)]
    session.respond("")
    if isinstance(session.phase, Running):
        session.settle(session.run(print))
    assert isinstance(session.phase, Revealed)
    texts.append(coach(session.phase, str.upper))
    assert all(0 < len(text) <= 3 * 76 for text in texts)
    assert len(set(texts)) == 2


def test_the_keys_are_those_of_the_user():
    """Whatever they were changed to."""
    session = study(fix_card())
    assert isinstance(session.phase, Asking)
    assert "<code.try> runs" in coach(session.phase, "<{}>".format)
