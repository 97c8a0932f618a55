"""The plan up to an interview: what it promises, and what it owns up to."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.basics.study_time import WEEKDAYS, StudyTime, week_of
from quizapp.core.scheduling.cost import Cost
from quizapp.core.scheduling.deadline import LAST_LOOKS, capped
from quizapp.core.scheduling.intervals import DueOn, SchedulerSettings, review
from quizapp.core.scheduling.layout import Rules, lay_out
from quizapp.core.scheduling.memory import Memories
from quizapp.core.scheduling.plan import make_plan
from quizapp.core.scheduling.simulation import CALM
from quizapp.core.scheduling.starting_point import PlanInputs
from quizapp.wording.plan import COLUMNS, in_brief, lines
from support.fakes import MORNING

NOW = Moment(MORNING)
TODAY = NOW.day
COST = Cost(30.0, 20.0)


def ids(count: int) -> tuple[CardId, ...]:
    """Return so many cards of two decks."""
    return tuple(CardId("ab"[n * 2 >= count], f"card-{n}") for n in range(count))


def time_of(minutes, *days_off: int) -> StudyTime:
    """Return study time with days off, counted from today."""
    away = frozenset(days_after(TODAY, days) for days in days_off)
    return StudyTime(week_of(minutes), away)


def inputs(count: int = 40, days: int = 21, minutes: float = 20, **fields):
    """Return the situation of someone who has seen nothing yet."""
    cards = ids(count)
    given = {
        "time": time_of(minutes),
        "memories": Memories(),
        "costs": dict.fromkeys(cards, COST),
        "schedule": capped(SchedulerSettings(), days_after(TODAY, days), TODAY),
    }
    return PlanInputs(
        cards,
        moment=NOW,
        interview=days_after(TODAY, days),
        **{**given, **fields},
    )


def known(cards, days_ago: int) -> Memories:
    """Return memories of cards that were learned so many days ago."""
    then = NOW.later(-timedelta(days=days_ago))
    return Memories(
        {card: review(None, Grade.EASY, then, str(card)) for card in cards},
        dict.fromkeys(cards, then.day),
    )


def test_every_day_up_to_the_interview_is_planned_from_today_on():
    """The day of the interview itself is not."""
    made = make_plan(inputs(days=21))
    assert [load.day for load in made.days] == list(range(TODAY, TODAY + 21))


def test_what_fits_is_begun_evenly_and_leaves_the_last_week_to_reviews():
    """Forty cards in two weeks: three a day."""
    made = make_plan(inputs(40))
    assert made.feasible
    assert sum(load.new for load in made.days) == 40
    assert max(load.new for load in made.days) == 3
    assert made.stops_new_on is not None
    assert made.stops_new_on <= TODAY + 20 - CALM


def test_a_plan_is_the_same_each_time_and_another_for_another_seed():
    """Nothing in it is left to chance."""
    one = make_plan(inputs(40))
    assert make_plan(inputs(40)) == one
    assert make_plan(inputs(40, seed=1)) != one


def test_what_does_not_fit_is_owned_up_to_with_what_would_do():
    """Three hundred cards in 20 minutes a day; with the minutes it names, all fit."""
    made = make_plan(inputs(300))
    assert not made.feasible
    assert made.unbegun
    assert set(made.unbegun) < set(ids(300))
    assert made.minutes_needed is not None
    assert make_plan(inputs(300, minutes=made.minutes_needed)).feasible
    assert made.readiness < made.expected_recall


def test_no_minutes_help_where_a_card_has_no_second_day():
    """The interview is tomorrow."""
    made = make_plan(inputs(5, days=1))
    assert (len(made.unbegun), made.minutes_needed) == (5, None)
    assert made.stops_new_on is None


def test_a_card_whose_prerequisite_is_not_included_is_reported_and_not_planned():
    """Nor one that requires it; the others are planned as if they were alone."""
    cards = ids(4)
    requires = {cards[3]: (CardId("else", "where"),), cards[1]: (cards[3],)}
    requires[cards[2]] = (cards[0],)
    made = make_plan(inputs(4, requires=requires))
    assert made.stuck == (cards[1], cards[3])
    assert made.feasible
    assert sum(load.new for load in made.days) == 2
    assert any("2 more cards cannot start" in line for line in lines(made))


def test_known_cards_are_seen_once_more_in_the_last_days():
    """Though by FSRS alone they would come back in a year."""
    cards = ids(30)
    strong = {
        card: replace(memory, stability=400.0)
        for card, memory in known(cards, 5).by_card.items()
    }
    now = NOW.later(timedelta(days=1))
    folded = {
        card: review(memory, Grade.GOOD, now, str(card), inputs(30).schedule)
        for card, memory in strong.items()
    }
    memories = Memories(folded, known(cards, 5).first_day)
    made = make_plan(replace(inputs(30, memories=memories), moment=now))
    seen = sum(load.reviews for load in made.days[-LAST_LOOKS - 1 :])
    assert made.feasible
    assert seen >= 30


def test_what_was_studied_today_is_taken_off_today():
    """Of twenty minutes fifteen are spent; tomorrow has twenty again."""
    free, spent = make_plan(inputs(300)), make_plan(inputs(300, spent=900))
    assert spent.today.seconds <= 300
    assert spent.days[1].seconds > 900
    assert free.today.seconds > 900
    assert make_plan(inputs(300, spent=1200)).today.seconds == 0


def test_cards_begun_today_already_count_for_todays_share():
    """Three a day: after two of them one is left."""
    cards = ids(40)
    begun = {card: review(None, Grade.EASY, NOW, str(card)) for card in cards[:2]}
    memories = Memories(begun, dict.fromkeys(begun, TODAY))
    assert make_plan(inputs(40)).today.new == 3
    assert make_plan(inputs(40, memories=memories)).today.new == 1


def test_buried_cards_are_left_out_today_and_back_tomorrow():
    """They are known, and due."""
    cards = ids(10)
    memories = known(cards, 90)
    made = make_plan(inputs(10, memories=memories, aside=cards))
    assert made.today.reviews == 0
    assert made.days[1].reviews == 10


def test_a_card_that_is_longer_than_a_day_is_asked_all_the_same():
    """Else it would never be."""
    cards = ids(2)
    made = make_plan(inputs(2, minutes=1, costs=dict.fromkeys(cards, Cost(400, 200))))
    assert not made.unbegun


@settings(max_examples=40)
@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(1, 40),
    st.integers(1, 40),
    st.integers(0, 40),
)
def test_no_day_is_planned_longer_than_it_is(count, seen, days, minutes, ago):
    """Nor is a card begun twice, or on the last day."""
    cards = ids(count)
    memories = known(cards[:seen], ago)
    made = make_plan(inputs(count, days, minutes, memories=memories))
    assert all(
        load.seconds <= minutes * 60 or load.new + load.reviews == 1
        for load in made.days
    )
    assert sum(load.new for load in made.days) + len(made.unbegun) == max(
        0, count - seen
    )
    assert made.days[-1].new == 0
    assert 0 <= made.readiness <= made.expected_recall <= 1


def test_the_agenda_of_today_is_what_the_plan_says():
    """With the plan's share as limits, the agenda asks for just that."""
    cards = ids(300)
    given = inputs(300, memories=known(cards[:80], 30))
    share = make_plan(given).today
    rules = Rules(share.new, share.reviews, interview=given.interview)
    queue = lay_out(cards, given.memories, NOW, rules).queue
    assert sum(card in cards[:80] for card in queue) == share.reviews
    assert sum(card in cards[80:] for card in queue) == share.new


def test_a_plan_is_reported_a_day_a_line_within_eighty_columns():
    """Also where it does not fit, and where there are no cards at all."""
    every = (inputs(40), inputs(300), inputs(0), inputs(4, days=1))
    for made in map(make_plan, every):
        text_lines = list(lines(made))
        assert (
            sum("░" in line or "█" in line for line in text_lines) <= len(made.days) + 1
        )
        assert max(map(len, text_lines)) <= COLUMNS


def test_a_long_plan_is_reported_by_the_week():
    """A hundred days in fifteen rows."""
    text_lines = list(lines(make_plan(inputs(40, days=100))))
    assert len(text_lines) < 26
    assert "on average" in text_lines[2]


def test_a_plan_in_brief_has_the_days_left():
    """In one line, and where to look if not all fits."""
    assert in_brief(make_plan(inputs(40))) == "Interview in 21 days (Mon Mar 23)"
    assert "see quizapp plan" in in_brief(make_plan(inputs(300)))


WEEK = st.fixed_dictionaries({}, optional=dict.fromkeys(WEEKDAYS, st.integers(0, 60)))
"""Minutes of some weekdays; the others have 20."""


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(1, 40),
    WEEK.filter(lambda week: any(week_of(week))),
    st.sets(st.integers(0, 40)),
)
def test_no_day_has_more_than_its_minutes_and_a_day_off_has_none(
    count, seen, days, week, off
):
    """A day with room for no card gets one, but a day off never does."""
    time = time_of(week, *off)
    memories = known(ids(count)[:seen], 10)
    made = make_plan(inputs(count, days, time=time, memories=memories))
    for load in made.days:
        assert load.minutes == time.on(load.day)
        asked = load.new + load.known
        assert load.seconds <= load.minutes * 60 or asked == 1
        if not load.minutes:
            assert (asked, load.seconds) == (0, 0)


def test_days_off_move_their_work_to_the_other_days():
    """A week off in the middle; everything still fits, and is seen in the end."""
    off = range(5, 12)
    made = make_plan(inputs(40, time=time_of(20, *off)))
    assert made.feasible
    assert sum(load.new for load in made.days) == 40
    assert [load.day - TODAY for load in made.days if not load.minutes] == list(off)


def test_new_cards_follow_the_minutes_of_the_weekday():
    """Saturday has six times the minutes, and gets most of the new cards."""
    week = dict.fromkeys(WEEKDAYS, 10) | {"sat": 60}
    made = make_plan(inputs(60, days=28, time=time_of(week)))
    saturdays = [load.new for load in made.days if load.day % 7 == 6]
    others = [load.new for load in made.days if load.day % 7 != 6]
    assert made.feasible
    assert max(saturdays) > 2 * max(others)


def test_the_last_looks_are_before_the_days_off_at_the_end():
    """The three days before the interview are off: the last card is seen before."""
    memories = known(ids(30), 60)
    due = DueOn(days_after(TODAY, 300))
    strong = {
        card: replace(memory, stability=400.0, due=due)
        for card, memory in memories.by_card.items()
    }
    memories = Memories(strong, memories.first_day)
    given = inputs(30, time=time_of(20, 18, 19, 20), memories=memories)
    assert given.last == TODAY + 17
    made = make_plan(given)
    assert made.feasible
    assert sum(load.looks for load in made.days[4:18]) == 30


def test_minutes_more_on_each_study_day_are_enough_where_it_does_not_fit():
    """By weekday and with days off; a day off stays off."""
    time = time_of({"sat": 40, "sun": 0}, 3, 4)
    made = make_plan(inputs(250, time=time))
    assert not made.feasible
    assert made.extra
    longer = make_plan(inputs(250, time=time.extended(made.extra)))
    assert longer.feasible
    assert not any(longer.days[day].minutes for day in (3, 4))
    assert f"{made.extra} more minutes on every study day" in " ".join(lines(made))


def test_with_every_day_off_nothing_is_planned_and_no_minutes_help():
    """The plan says so, and names the days off."""
    made = make_plan(inputs(5, days=4, time=time_of(20, 0, 1, 2, 3)))
    assert (len(made.unbegun), made.extra) == (5, None)
    text = " ".join(lines(made))
    assert text.count("day off") == 4
    assert "a later date or fewer days off" in text


def test_a_day_off_in_brief_says_that_studying_is_extra():
    """Today is one."""
    made = make_plan(inputs(40, time=time_of(20, 0)))
    assert made.is_day_off
    assert in_brief(made).endswith("Today is a day off: all you study is extra")


def test_the_mean_of_a_week_leaves_out_its_days_off():
    """Of a plan that is reported by the week; a week off is a day off of its own."""
    off = range(35, 42)
    made = make_plan(inputs(40, days=70, time=time_of(20, *off, *range(7, 12))))
    text = list(lines(made))
    assert sum("day off" in line for line in text) == 1
    assert "(a study day, on average)" in text[2]
