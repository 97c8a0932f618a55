"""Draws: the bits are recorded, since the log and the fuzz depend on them."""

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.draw import bits, signed, unit
from quizapp.core.basics.moment import StudyDay
from quizapp.core.cards.variant import Vary, draw
from quizapp.core.kinds.shuffle import shuffled
from quizapp.core.scheduling.deadline import wants_look
from quizapp.core.scheduling.intervals import DueOn, Memory, Stage, fuzzed
from quizapp.core.scheduling.layout import Rules, by_need
from quizapp.core.session.phases import Asking
from quizapp.flow.session_options import SessionOptions
from support.cards import card
from support.workspaces import study

CARDS = [CardId("deck", letter) for letter in "abcdefgh"]


def memory_due(day: int) -> Memory:
    """Return the memory of a card that was reviewed once, on day 7."""
    due = DueOn(StudyDay(day))
    return Memory(1.0, 5.0, Stage.REVIEW, None, StudyDay(7), due, reviews=1, lapses=0)


@pytest.mark.parametrize(
    ("name", "of_four", "of_eight", "of_unit", "of_signed"),
    [
        ("", 309448485, 16476032584258269876, 0.3070528077213147, 0.7863350321794775),
        (
            *("deck/a", 671933056, 12594958454674525877),
            *(0.596240316680584, 0.3655481318922793),
        ),
        (
            *("1/deck/é#2", 4202462441, 1331466755116212095),
            *(0.7903109615173023, -0.8556420851510778),
        ),
    ],
)
def test_a_name_draws_what_it_always_drew(name, of_four, of_eight, of_unit, of_signed):
    """The values of the first release."""
    assert bits(name, 4) == of_four
    assert bits(name) == of_eight
    assert unit(name) == of_unit
    assert signed(name) == of_signed


def test_the_fuzz_is_what_it_always_was():
    """Or the log would give other due days."""
    names = ("a", "deck/a/4", "b")
    intervals = [[fuzzed(days, name) for name in names] for days in (3, 10, 100)]
    assert intervals == [[2, 2, 3], [9, 8, 10], [97, 94, 100]]


def test_the_values_of_a_variant_are_what_they_always_were():
    """A seed in the log shows the same card."""
    vary = (Vary("p", (1, 2, 3)), Vary("q", ("x", "y")))
    assert [str(draw(vary, seed)) for seed in range(4)] == [
        *("p = 3, q = 'x'", "p = 1, q = 'y'", "p = 3, q = 'y'", "p = 1, q = 'x'")
    ]
    digits = Vary("p", tuple(range(10)))
    assert [draw((digits,), seed).values[0][1] for seed in range(12)] == [
        *(2, 9, 3, 3, 3, 8, 4, 2, 9, 5, 3, 9)
    ]


def test_the_order_of_options_is_what_it_always_was():
    """A seed in the log shows the same listing."""
    assert shuffled(6, 0) == (3, 5, 4, 2, 6, 1)
    assert shuffled(6, 0, 1) == (5, 4, 1, 6, 3, 2)
    assert shuffled(6, 42) == (2, 5, 4, 1, 6, 3)
    assert shuffled(6, 42, 1) == (5, 3, 4, 6, 2, 1)


def test_the_order_of_one_day_is_what_it_always_was():
    """Cards that fell due on one day."""
    memory = memory_due(9)
    order = by_need(CARDS, dict.fromkeys(CARDS, memory), Rules(seed=3))
    assert "".join(card.card for card in order) == "efaghbdc"


def test_the_last_looks_are_spread_as_they_always_were():
    """The days before an interview on day 100."""
    memory = memory_due(200)
    looks = [
        "".join(
            card.card
            for card in CARDS
            if wants_look(card, memory, StudyDay(day), StudyDay(100))
        )
        for day in (85, 86, 88, 90, 95)
    ]
    assert looks == ["", "ceh", "bceh", "bcegh", "abcegh"]


def test_the_seed_of_a_review_is_what_it_always_was():
    """A review that is resumed shows the same values."""
    phase = study(card("a"), session_options=SessionOptions(seed=1)).phase
    assert isinstance(phase, Asking)
    assert phase.posed.seed == 520428232
