"""The figures of a card are a fold: they can be kept, and gone on with."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.card_figures import figures_of
from quizapp.core.stats.figure_lists import DaySpan, HeldFigures
from quizapp.core.stats.totals import Totals
from support.reviews import LOGS, NOW, reviewed, wrong


@given(LOGS, st.integers(0, 40))
def test_figures_can_be_gone_on_with(log, at):
    """From any review on, as if all had been folded at once."""
    own = [review for review in log if review.card.card == "a"]
    assert figures_of(own[at:], figures_of(own[:at])) == figures_of(own)


@given(LOGS)
def test_days_add_up_to_decks(log):
    """Whichever way the sums are taken."""
    by_card: dict[CardId, list[Reviewed]] = {}
    for review in log:
        by_card.setdefault(review.card, []).append(review)
    lists = HeldFigures({card: figures_of(own) for card, own in by_card.items()})
    span = DaySpan(NOW.day, NOW.day)
    of_decks = sum(lists.by_deck(span).values(), Totals())
    assert of_decks == sum(lists.by_day(span, None).values(), Totals())
    assert of_decks.reviews == sum(review.moment.day == NOW.day for review in log)


def test_the_answers_that_were_wrong_are_named():
    """Their texts are read from the log when they are asked for."""
    made = [wrong(days=3), reviewed(days=2), wrong(days=1), wrong(overridden=True)]
    found = figures_of(made).wrong
    assert [id_ for _, id_ in found] == [made[0].id, made[2].id]
