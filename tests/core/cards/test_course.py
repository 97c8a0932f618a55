"""The order of decks, and the order in which new cards are learned."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.course import deck_order, problems_of_order, study_order
from quizapp.core.cards.library import Deck
from support.cards import card as plain_card

orders = st.none() | st.integers(-2, 3)


def deck(name: str, *cards: Card, order: int | None = None, topic: str = "t") -> Deck:
    """Return a deck of cards."""
    return Deck(name, name, topic, "", cards, f"{name}.toml", order=order)


def card(
    deck: str, name: str, level: Level = Level.SCREEN, order: int | None = None
) -> Card:
    """Return a card of a deck."""
    own = plain_card(name, level=level, order=order)
    return replace(own, id=CardId(deck, name))


@st.composite
def libraries(draw, ordered=orders, requiring=True) -> tuple[Deck, ...]:
    """Draw decks of two topics, with any orders, levels and prerequisites."""
    decks = []
    for number in range(draw(st.integers(1, 5))):
        name = f"d{number}"
        cards = tuple(
            card(name, f"c{n}", draw(st.sampled_from(Level)), draw(ordered))
            for n in range(draw(st.integers(0, 6)))
        )
        topic = draw(st.sampled_from(["one", "two"]))
        decks.append(deck(name, *cards, order=draw(ordered), topic=topic))
    ids = [card.id for deck in decks for card in deck.cards]
    if not requiring or not ids:
        return deck_order(decks)
    picked = st.lists(st.sampled_from(ids), max_size=2)
    return deck_order(
        [
            replace(
                deck,
                cards=tuple(
                    replace(card, requires=tuple(draw(picked))) for card in deck.cards
                ),
            )
            for deck in decks
        ]
    )


def cards_of(decks: tuple[Deck, ...]) -> list[Card]:
    """Return all cards in deck order."""
    return [card for deck in decks for card in deck.cards]


def names(cards: Sequence[Card]) -> str:
    """Return the ids of cards, as `deck/card`."""
    return " ".join(str(card.id) for card in cards)


@given(libraries())
def test_every_card_comes_once(decks):
    """In whatever order: none is lost and none is doubled."""
    cards = cards_of(decks)
    ordered = study_order(cards, decks)
    assert sorted(card.id for card in ordered) == sorted(card.id for card in cards)
    assert study_order(cards, decks) == ordered


@given(libraries(ordered=st.none(), requiring=False))
def test_without_any_order_files_decide(decks):
    """Topic by topic, deck by deck."""
    cards = cards_of(decks)
    topics = list(dict.fromkeys(deck.topic for deck in decks))
    topic_of = {deck.id: deck.topic for deck in decks}
    expected = sorted(cards, key=lambda card: topics.index(topic_of[card.id.deck]))
    assert list(study_order(cards, decks)) == expected


@given(libraries(requiring=False))
def test_the_opening_comes_first_and_the_rest_by_level(decks):
    """Within each topic that has an order; cards of one deck and level keep theirs."""
    cards = study_order(cards_of(decks), decks)
    for topic in ("one", "two"):
        ids = [deck.id for deck in decks if deck.topic == topic]
        if all(deck.order is None for deck in decks if deck.topic == topic):
            continue
        group = [card for card in cards if card.id.deck in ids]
        opening = [card.order for card in group if card.order is not None]
        rest = [card for card in group if card.order is None]
        assert [card.order for card in group[: len(opening)]] == sorted(opening)
        levels = [list(Level).index(card.level) for card in rest]
        assert levels == sorted(levels)
        for id_ in ids:
            for level in Level:
                own = [c.id for c in rest if c.id.deck == id_ and c.level is level]
                assert own == sorted(own)


@given(libraries())
def test_a_card_comes_after_those_that_it_requires(decks):
    """Unless they require each other, or are of a topic that comes later."""
    cards = cards_of(decks)
    if all(deck.order is None for deck in decks):
        return
    by_id = {card.id: card for card in cards}
    decks = tuple(replace(deck, topic="t", order=deck.order or 0) for deck in decks)
    place = {card.id: n for n, card in enumerate(study_order(cards, decks))}
    for one in cards:
        for other in one.requires:
            if one.id not in reach(other, by_id):
                assert place[other] < place[one.id]


def reach(start: CardId, cards: dict[CardId, Card]) -> set[CardId]:
    """Return a card and all that it requires, directly or not."""
    seen, left = set[CardId](), [start]
    while left:
        id_ = left.pop()
        if id_ not in seen:
            seen.add(id_)
            left.extend(cards[id_].requires)
    return seen


@given(st.lists(st.tuples(orders, st.sampled_from("ab")), max_size=8))
def test_decks_are_sorted_within_their_topic(rows):
    """Topics come by their first decks; decks without an order come last."""
    decks = [deck(f"d{n}", order=o, topic=t) for n, (o, t) in enumerate(rows)]
    sorted_decks = deck_order(decks)
    assert len(sorted_decks) == len(decks)
    first = {
        topic: min(99 if deck.order is None else deck.order for deck in of_topic)
        for topic in "ab"
        if (of_topic := [deck for deck in decks if deck.topic == topic])
    }
    places = [first[deck.topic] for deck in sorted_decks]
    assert places == sorted(places)
    for topic in "ab":
        was = [deck for deck in decks if deck.topic == topic]
        now = [deck for deck in sorted_decks if deck.topic == topic]
        keys = [99 if deck.order is None else deck.order for deck in now]
        assert keys == sorted(keys)
        assert sorted(now, key=was.index) == was
        for key in set(keys):
            same = [d for d in now if (99 if d.order is None else d.order) == key]
            assert same == [deck for deck in was if deck in same]


def test_a_day_is_mixed_over_the_decks():
    """The first decks begin, and each one joins in a little later."""
    decks = tuple(
        deck(name, *(card(name, str(n)) for n in range(4)), order=n)
        for n, name in enumerate("abc")
    )
    cards = study_order(cards_of(decks), decks)
    assert names(cards[:6]) == "a/0 b/0 a/1 c/0 b/1 a/2"


def test_one_deck_alone_is_ordered_by_level():
    """As when only it is practiced."""
    cards = (
        card("a", "hard", Level.EXPERT),
        card("a", "easy"),
        card("a", "middle", Level.ONSITE),
        card("a", "first", Level.ONSITE, order=1),
    )
    decks = (deck("a", *cards, order=1), deck("b"))
    assert names(study_order(cards, decks)) == "a/first a/easy a/middle a/hard"


def test_two_cards_of_a_topic_cannot_share_a_place():
    """Whatever their decks; another topic has places of its own."""
    first, second = card("a", "x", order=1), card("b", "y", order=1)
    other = deck("c", card("c", "z", order=1), topic="u")
    decks = [deck("a", first, card("a", "w", order=2)), deck("b", second), other]
    (problem,) = problems_of_order(decks)
    assert problem.message == "`order` 1 is also that of `a/x`; change one"
    assert (problem.card, problem.position) == (second.id, second.position)
