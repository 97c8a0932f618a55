"""What is due comes before what is new; learning cards come back in the session."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, StudyDay, days_after
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import DueOn, Memory, Stage, review
from quizapp.core.scheduling.layout import Rules, begun_last, crammed, lay_out
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.related import related_by, spread_out
from quizapp.core.scheduling.review import Reviewed
from support.fakes import MORNING
from support.reviews import reviewed

NOW = Moment(MORNING)
A, B, C, D = (CardId("deck", name) for name in "abcd")


def learned(card: CardId, days_ago: int, grade: Grade = Grade.EASY) -> Memory:
    """Return the memory of a card first graded so many days ago."""
    return review(None, grade, NOW.later(-timedelta(days=days_ago)), str(card))


def test_due_cards_come_before_new_ones_the_longest_waiting_first():
    """B has waited longer than A; C is new; D is not due for days."""
    known = {A: learned(A, 20), B: learned(B, 40), D: learned(D, 0)}
    agenda = lay_out([A, B, C, D], Memories(known), NOW, Rules(new=5))
    assert agenda.queue == (B, A, C)


def test_new_cards_keep_the_order_of_their_deck():
    """An author orders a deck as a course."""
    assert lay_out([C, A, B], Memories(), NOW, Rules(new=5)).queue == (C, A, B)


def test_new_cards_are_limited_by_the_day_not_by_the_session():
    """Two were introduced today already, so one of three is left."""
    memories = Memories(
        {}, {CardId("deck", "x"): NOW.day, CardId("deck", "y"): NOW.day}
    )
    assert lay_out([A, B, C], memories, NOW, Rules(new=3)).queue == (A,)


def test_the_limit_caps_due_and_new_together():
    """`--limit 2` asks two cards at most."""
    agenda = lay_out(
        [A, B, C], Memories({A: learned(A, 20)}), NOW, Rules(new=5, limit=2)
    )
    assert agenda.queue == (A, B)


def test_a_card_in_its_learning_steps_comes_back_when_its_time_is_up():
    """Due a minute after Again, it is asked before the rest of the queue."""
    agenda = Agenda((A, B))
    again = review(None, Grade.AGAIN, NOW, str(A))
    agenda = agenda.after(A, again)
    assert agenda.next(NOW) == B
    assert agenda.next(NOW.later(timedelta(minutes=1))) == A


def test_learning_cards_are_asked_early_when_nothing_else_is_left():
    """A ten-minute step does not keep the user waiting."""
    agenda = Agenda((A,)).after(A, review(None, Grade.GOOD, NOW, str(A)))
    assert agenda.next(NOW) == A


def test_a_card_that_graduated_is_gone_for_today():
    """Easy on a new card leaves nothing to ask."""
    agenda = Agenda((A,)).after(A, learned(A, 0))
    assert agenda.next(NOW) is None
    assert len(agenda) == 0


def test_a_card_left_in_learning_an_hour_ago_is_on_the_next_agenda():
    """Closing the app in the middle of a step loses nothing."""
    memory = review(None, Grade.GOOD, NOW.later(-timedelta(hours=1)), str(A))
    assert lay_out([A], Memories({A: memory}), NOW).next(NOW) == A


def test_a_card_that_is_due_in_ten_minutes_is_on_the_agenda_now():
    """It is asked early when nothing else is left."""
    memory = review(None, Grade.GOOD, NOW, str(A))
    assert lay_out([A], Memories({A: memory}), NOW).next(NOW) == A


def test_the_agenda_counts_the_cards_that_are_not_on_it():
    """Cards beyond the limit, and cards that wait for prerequisites."""
    agenda = lay_out(
        [A, B, C, D],
        Memories(),
        NOW,
        Rules(new=9, limit=1, requires={D: (A,), C: (A,)}),
    )
    assert (agenda.queue, agenda.cut, agenda.locked) == ((A,), 1, 2)
    assert agenda.without(A).locked == 2


@given(st.sets(st.sampled_from([A, B, C, D])), st.integers(0, 5), st.integers(0, 90))
def test_no_card_is_planned_twice(known, new, days):
    """Whatever is known, each card is on the agenda at most once."""
    memories = Memories({card: learned(card, days) for card in known})
    queue = lay_out([A, B, C, D], memories, NOW, Rules(new=new)).queue
    assert len(queue) == len(set(queue))


def test_a_new_card_waits_until_its_ground_is_known():
    """Neither unseen nor still in its learning steps is known."""
    requires = {B: (A,)}
    assert lay_out([A, B], Memories(), NOW, Rules(new=5, requires=requires)).queue == (
        A,
    )
    learning = review(None, Grade.GOOD, NOW, "deck/a")
    kept = lay_out(
        [A, B], Memories({A: learning}), NOW, Rules(new=5, requires=requires)
    )
    assert B not in kept.queue
    known = Memories({A: learned(A, 20)})
    assert lay_out([A, B], known, NOW, Rules(new=5, requires=requires)).queue[-1] == B


def due_yesterday(card: CardId) -> Memory:
    """Return the memory of a card that fell due on the study day before."""
    return replace(learned(card, 20), due=DueOn(days_after(NOW.day, -1)))


def known_before(memory: Memory | None) -> bool:
    """Return whether its next review is more than a learning step."""
    return memory is not None and memory.stage is Stage.REVIEW


MANY = tuple(CardId("deck", f"card-{number}") for number in range(12))
KNOWN = Memories({card: due_yesterday(card) for card in MANY})


def test_cards_that_fell_due_on_one_day_come_in_an_order_drawn_by_the_seed():
    """Not the order of their deck, and the same each time."""
    first, same, other = (
        lay_out(MANY, KNOWN, NOW, Rules(seed=seed)).queue for seed in (1, 1, 2)
    )
    assert first == same
    assert first != other
    assert first != MANY
    assert sorted(first) == sorted(other) == sorted(MANY)


def test_reviews_are_limited_by_the_day_over_all_its_sessions():
    """Four of five are done, so one is left; the rest is reported."""
    memories = replace(KNOWN, repeats={NOW.day: 4, NOW.day - 1: 9})
    agenda = lay_out(MANY, memories, NOW, Rules(reviews=5))
    assert (len(agenda.queue), agenda.cut) == (1, 11)


def test_a_failed_card_comes_back_whatever_the_limit_of_reviews():
    """It was begun today, and is finished today."""
    failed = review(due_yesterday(A), Grade.AGAIN, NOW, str(A))
    agenda = lay_out([A], Memories({A: failed}), NOW, Rules(reviews=0))
    assert agenda.next(NOW) == A


def test_what_was_begun_last_is_reported_by_the_facts_of_a_day():
    """In whatever order they come; a card asked again was begun before."""
    rows = [
        reviewed(card, moment=NOW.later(timedelta(minutes=number)))
        for number, card in enumerate((A, B, C, D, A))
    ]
    before = reviewed(A, moment=NOW.later(-timedelta(days=1)))
    assert begun_last([*reversed(rows), before], NOW.day) == (B, C, D)


def test_what_is_buried_or_suspended_is_left_out_and_reported():
    """Whether it is due or new."""
    agenda = lay_out([A, B, C], Memories({A: learned(A, 20)}), NOW, aside={A, B, D})
    assert (agenda.queue, agenda.aside, agenda.cut) == ((C,), 2, 0)


def test_new_cards_are_spread_among_those_due_if_they_are_mixed():
    """Three among six: one in each third."""
    known = Memories({card: due_yesterday(card) for card in MANY[:6]})
    queue = lay_out(MANY[:9], known, NOW, Rules(mixed=True)).queue
    assert [card in MANY[6:9] for card in queue].count(True) == 3
    for third in range(3):
        assert MANY[6 + third] in queue[3 * third : 3 * third + 3]


def test_before_an_interview_the_least_known_on_its_day_comes_first():
    """A fell due first, but B will be forgotten sooner."""
    strong = replace(learned(A, 60), stability=90.0, due=DueOn(days_after(NOW.day, -5)))
    weak = replace(learned(B, 3), stability=3.0, due=DueOn(NOW.day))
    memories = Memories({A: strong, B: weak})
    rules = Rules(interview=days_after(NOW.day, 21))
    assert lay_out([A, B], memories, NOW).queue == (A, B)
    assert lay_out([A, B], memories, NOW, rules).queue == (B, A)


def test_last_looks_come_after_all_else_and_only_as_many_as_are_asked_for():
    """Cards that are not due, and were not seen in the days before an interview."""
    old = replace(learned(A, 60), stability=400.0, due=DueOn(days_after(NOW.day, 9)))
    memories = Memories({A: old, B: replace(old, stability=90.0), C: learned(C, 90)})
    rules = Rules(interview=days_after(NOW.day, 1), looks=1)
    assert lay_out([A, B, C, D], memories, NOW, rules).queue == (C, D, B)
    assert lay_out([A, B, C, D], memories, NOW, replace(rules, looks=0)).queue == (C, D)
    assert lay_out([A, B, C, D], memories, NOW, Rules(looks=9)).queue == (C, D)


def test_cramming_follows_the_deck_or_the_need_before_an_interview():
    """What was never seen comes last then; a limit holds in both."""
    memories = {B: learned(B, 3), C: replace(learned(C, 3), stability=1.0)}
    assert crammed([A, B, C], memories, Rules()) == (A, B, C)
    rules = Rules(interview=days_after(NOW.day, 9))
    assert crammed([A, B, C], memories, rules) == (C, B, A)
    assert crammed([A, B, C], memories, replace(rules, limit=1)) == (C,)


def gaps(queue: tuple[CardId, ...], pairs: Iterable[tuple[CardId, CardId]]):
    """Yield the number of cards between the two of each pair."""
    for one, other in pairs:
        yield abs(queue.index(one) - queue.index(other)) - 1


@given(st.permutations(MANY), st.integers(0, 6), st.integers(0, 12))
def test_kin_are_kept_apart_where_there_are_enough_others(order, pairs, count):
    """Up to six pairs, in any order: three others are always between."""
    count = max(count, 2 * pairs)
    related = [(MANY[2 * n], MANY[2 * n + 1]) for n in range(pairs)]
    requires = {one: (other,) for one, other in related}
    chosen = [card for card in order if card in MANY[:count]]
    queue = spread_out(chosen, related_by(requires))
    assert sorted(queue) == sorted(chosen)
    if count >= (0, 5, 6, 7, 8, 10, 12)[pairs]:
        assert all(gap >= 3 for gap in gaps(queue, related))


def test_cards_without_kin_keep_their_places():
    """Only what gives something away moves."""
    assert spread_out(MANY, related_by({MANY[0]: (A,)})) == MANY
    x, y, z, u, v = MANY[:5]
    assert spread_out((x, y, z, u, v), related_by({x: (y,)})) == (x, z, u, v, y)


def test_the_cards_asked_last_count_as_well():
    """Cards related to the last one wait, in a session that is resumed too."""
    assert spread_out(
        (A, B, C, D), related_by({A: (CardId("x", "y"),)}), [CardId("x", "y")]
    ) == (
        *(B, C, D),
        A,
    )


@given(
    st.integers(0, 12),
    st.lists(st.sampled_from(Grade), max_size=12),
    st.integers(0, 14),
    st.booleans(),
    st.sampled_from([None, NOW.day + 21]),
)
def test_a_session_that_is_resumed_goes_on_as_it_would_have(
    known, grades, reviews, mixed, interview
):
    """Whatever was asked and graded, the agenda laid out again is what was left."""
    requires = {MANY[n]: (MANY[n - 1],) for n in (1, 2, 5, 8)}
    by_card = {card: due_yesterday(card) for card in MANY[:known]}
    first_day = dict.fromkeys(by_card, days_after(NOW.day, -20))
    rules = Rules(
        new=4,
        reviews=reviews,
        requires=requires if known == 12 else {},  # nothing becomes known half-way
        mixed=mixed,
        interview=interview,
    )
    left = lay_out(MANY, Memories(by_card, first_day), NOW, rules)
    rows: list[Reviewed] = []
    days: Counter[StudyDay] = Counter()
    for number, grade in enumerate(grades):
        now = NOW.later(timedelta(minutes=number))
        if (card := left.next(now)) is None:
            break
        days[NOW.day] += known_before(by_card.get(card))
        by_card[card] = review(by_card.get(card), grade, now, str(card))
        first_day.setdefault(card, now.day)
        rows.append(reviewed(card, grade=grade, moment=now))
        left = left.after(card, by_card[card])
    memories = Memories(by_card, first_day, repeats=days)
    recent = begun_last(rows, NOW.day)
    again = lay_out(MANY, memories, NOW, rules, recent=recent)
    assert (again.queue, again.waiting) == (left.queue, left.waiting)


@given(st.integers(0, 12), st.integers(0, 9), st.integers(0, 9), st.integers(1, 5))
def test_the_limits_of_a_day_hold_over_any_number_of_sessions(
    known, new, reviews, sessions
):
    """No more is asked than the day allows."""
    by_card = {card: due_yesterday(card) for card in MANY[:known]}
    first_day = dict.fromkeys(by_card, days_after(NOW.day, -20))
    rules = Rules(new=new, reviews=reviews, limit=3)
    asked: list[CardId] = []
    days: Counter[StudyDay] = Counter()
    for _ in range(sessions):
        memories = Memories(by_card, first_day, repeats=days)
        for card in lay_out(MANY, memories, NOW, rules).queue:
            asked.append(card)
            days[NOW.day] += known_before(by_card.get(card))
            by_card[card] = review(by_card.get(card), Grade.EASY, NOW, str(card))
            first_day.setdefault(card, NOW.day)
    assert len(asked) == len(set(asked))
    assert sum(card in MANY[:known] for card in asked) <= reviews
    assert sum(card in MANY[known:] for card in asked) <= new
    assert len(asked) <= 3 * sessions
