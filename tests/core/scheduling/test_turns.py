"""The topics of new cards take turns, and none of them starves."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.card_id import CardId
from quizapp.core.scheduling.turns import take_turns

sizes = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 6), max_size=5)
orders = st.lists(st.sampled_from("abcdex"), unique=True)


def dealt(sizes: dict[str, int]) -> dict[CardId, str]:
    """Return cards with their topics, topic by topic."""
    return {
        CardId("deck", f"{topic}{n}"): topic
        for topic, size in sizes.items()
        for n in range(size)
    }


@given(sizes, orders, st.integers(0, 20))
def test_every_card_has_its_turn_and_those_of_a_topic_keep_their_order(
    sizes, first, begun
):
    """So the total of a day is the same as without turns."""
    topics = dealt(sizes)
    turns = take_turns(tuple(topics), topics, first, begun)
    assert sorted(turns) == sorted(topics)
    for topic in sizes:
        own = [card for card in topics if topics[card] == topic]
        assert [card for card in turns if topics[card] == topic] == own


@given(sizes, orders, st.integers(0, 20), st.integers(0, 30))
def test_a_topic_with_cards_left_is_at_most_one_behind_any_other(
    sizes, first, begun, limit
):
    """Whatever the limit of a day is."""
    topics = dealt(sizes)
    asked = take_turns(tuple(topics), topics, first, begun)[:limit]
    counts = Counter(topics[card] for card in asked)
    for topic, size in sizes.items():
        if counts[topic] < size:
            assert counts[topic] >= max(counts.values(), default=0) - 1


@given(st.integers(1, 4), st.integers(2, 5))
def test_a_limit_below_the_number_of_topics_reaches_all_of_them(limit, count):
    """The next day goes on where the first one stopped."""
    topics = dealt(dict.fromkeys("abcde"[:count], 20))
    left, begun = dict(topics), 0
    seen: list[str] = []
    while len(seen) < count:
        for card in take_turns(tuple(left), topics, (), begun)[:limit]:
            seen.append(left.pop(card))
            begun += 1
    assert set(seen[:count]) == set("abcde"[:count])


def test_topics_that_need_cards_most_begin_each_round():
    """Others follow in the order of their cards."""
    topics = dealt({"a": 2, "b": 2, "c": 1})
    turns = take_turns(tuple(topics), topics, ("c", "b"), begun=1)
    assert [card.card for card in turns] == ["c0", "b0", "a0", "b1", "a1"]


def test_cards_of_one_topic_are_left_alone():
    """The usual case of a deck of one's own."""
    topics = dealt({"a": 3})
    assert take_turns(tuple(topics), topics, (), begun=2) == tuple(topics)
