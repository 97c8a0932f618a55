"""Selection: which open cards lead the threads."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.cards.card import Level
from quizapp.core.interview.selection import choose_leads, distance, standing
from quizapp.core.interview.timing import planned_threads
from support.cards import card, dropout_card
from support.interviews import talk_card

NAMES = [f"card-{number}" for number in range(12)]
TALKS = [talk_card(name, tags=(f"t{n % 4}",)) for n, name in enumerate(NAMES)]


@given(st.integers(0, 1000))
def test_the_same_seed_gives_the_same_order(seed):
    """Whatever the order of the decks; every open card is in it once."""
    leads = choose_leads(TALKS, Level.ONSITE, seed)
    assert leads == choose_leads(reversed(TALKS), Level.ONSITE, seed)
    assert sorted(leads) == sorted(c.id for c in TALKS)


def test_another_seed_gives_another_order():
    """Two interviews in a row are not the same."""
    orders = {choose_leads(TALKS, Level.ONSITE, seed) for seed in range(20)}
    assert len(orders) > 10


@given(st.integers(0, 100))
def test_the_first_leads_cover_different_tags(seed):
    """Four tags, four leads."""
    leads = choose_leads(TALKS, Level.ONSITE, seed)[:4]
    assert len({NAMES.index(lead.card) % 4 for lead in leads}) == 4


@given(st.integers(0, 100))
def test_known_shaky_and_unseen_cards_are_mixed(seed):
    """Not only what the user knows, and not only what they never saw."""
    cards = [talk_card(name) for name in NAMES]
    recall = {c.id: 0.9 for c in cards[:4]} | {c.id: 0.5 for c in cards[4:8]}
    leads = choose_leads(cards, Level.ONSITE, seed, recall=recall)[:3]
    assert len({standing(recall.get(lead)) for lead in leads}) == 3


def test_what_was_asked_lately_comes_last():
    """Also before the level counts."""
    cards = [talk_card("recent"), talk_card("expert", level=Level.EXPERT)]
    leads = choose_leads(cards, Level.ONSITE, 1, recent=[cards[0].id])
    assert leads == (cards[1].id, cards[0].id)


def test_the_chosen_level_comes_first_then_the_easier_one():
    """Other levels fill the time."""
    cards = [talk_card(level.value, level=level) for level in Level]
    leads = choose_leads(cards, Level.ONSITE, 1)
    assert [lead.card for lead in leads] == ["onsite", "screen", "expert"]
    assert distance(Level.ONSITE, Level.ONSITE) == 0


def test_only_open_cards_lead():
    """A flashcard or a prediction has no follow-ups."""
    assert choose_leads([card("flash"), dropout_card()], Level.SCREEN, 1) == ()


def test_the_plan_fits_the_minutes():
    """At least one thread; two in 20 minutes, five in an hour."""
    assert [planned_threads(m) for m in (1, 20, 30, 60)] == [1, 2, 2, 5]
