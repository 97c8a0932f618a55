"""A plan keeps its promises to a learner whose memory is what FSRS says it is.

The learner is simulated; everything else is the program: the plan, the agenda, the
flow, the ledger and the schedule. A card is recalled if a seeded draw is below the
predicted recall of the day; a new one is known at first sight by the same chance as
the plan assumes. The times for answers and reading are drawn too.

`PYTHONPATH=tests python tests/core/scheduling/test_learner.py` prints the days next
to the plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b

import pytest
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment, days_after
from quizapp.core.basics.study_time import StudyTime
from quizapp.core.scheduling.cost import habits
from quizapp.core.scheduling.deadline import LAST_LOOKS, capped
from quizapp.core.scheduling.intervals import DueOn, SchedulerSettings, retrievability
from quizapp.core.scheduling.layout import Rules, begun_last, lay_out
from quizapp.core.scheduling.plan import Plan, make_plan
from quizapp.core.scheduling.review import Reviewed, reviews_in_force
from quizapp.core.scheduling.simulation import FORGOTTEN_AT_FIRST
from quizapp.core.scheduling.starting_point import PlanInputs
from quizapp.core.session.phases import Asking
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from support.cards import card
from support.fakes import MORNING, FakeBits, FakeClock, FakeLog, FakeRunner

TODAY = Moment(MORNING).day
DAYS, MINUTES = 21, 20.0
INTERVIEW = days_after(TODAY, DAYS)
FREE = SchedulerSettings(
    weights=(
        *(0.3, 1.1, 2.6, 7.5, 6.6, 0.8, 2.9, 0.01, 1.7, 0.17, 0.9),
        *(1.5, 0.07, 0.27, 1.6, 0.6, 1.9, 0.5, 0.1, 0.07, 0.16),
    )
)
"""Weights that are not the defaults, known to the program and true of the learner."""
CAPPED = capped(FREE, INTERVIEW, TODAY)
CARDS = tuple(
    replace(
        card(f"card-{n}"), requires=(CardId("deck", f"card-{n - 1}"),) * (n % 3 == 2)
    )
    for n in range(140)
)
IDS = tuple(each.id for each in CARDS)
REQUIRES = {each.id: each.requires for each in CARDS if each.requires}


@dataclass
class Learner:
    """Studies each day at nine, as the plan asks."""

    seed: int
    log: FakeLog = field(default_factory=FakeLog)
    clock: FakeClock = field(default_factory=lambda: FakeClock(step=timedelta(0)))
    draws: int = 0
    minutes: list[float] = field(default_factory=list)
    """What each day took."""
    plans: list[Plan] = field(default_factory=list)
    """As they were made at the beginning of each day."""

    def drawn(self) -> float:
        """Draw a number from 0 to 1."""
        self.draws += 1
        name = f"{self.seed}/{self.draws}".encode()
        return int.from_bytes(blake2b(name, digest_size=7).digest()) / 2**56

    @property
    def ledger(self) -> Ledger:
        """The log, opened again."""
        bits = FakeBits(len(self.log.rows) * 10)
        return Ledger(self.log, self.clock, bits, CAPPED)

    @property
    def reviews(self) -> tuple[Reviewed, ...]:
        """What was done so far."""
        return reviews_in_force(self.log.events())

    def inputs(self, ledger: Ledger) -> PlanInputs:
        """Return what the program makes its plan from."""
        now = self.clock()
        usual = habits(self.reviews, dict.fromkeys(IDS, "flashcard"))
        return PlanInputs(
            IDS,
            ledger.memories,
            now,
            INTERVIEW,
            dict.fromkeys(IDS, usual.cost("flashcard", 20.0)),
            StudyTime(),
            usual.spent(self.reviews, now.day),
            CAPPED,
            REQUIRES,
        )

    def sit_down(self) -> Study:
        """Begin a session as `practice` does."""
        ledger, now = self.ledger, self.clock()
        self.plans.append(make_plan(self.inputs(ledger)))
        share, memories = self.plans[-1].today, ledger.memories
        rules = Rules(
            new=memories.introduced_on(now.day) + share.new,
            reviews=memories.reviews_on(now.day) + share.reviews,
            requires=REQUIRES,
            interview=INTERVIEW,
            looks=share.looks,
        )
        recent = begun_last(self.reviews, now.day)
        agenda = lay_out(IDS, memories, now, rules, recent=recent)
        session_options = SessionOptions(minutes=self.plans[-1].minutes_left or None)
        ports = Ports(FakeRunner(), ledger, self.clock)
        return Study(ports, CARDS, agenda, session_options)

    def study(self) -> None:
        """Study for a day."""
        began = self.clock()
        study_session = self.sit_down()
        while isinstance(study_session.phase, Asking):
            asked = study_session.phase.posed.card.id
            memory = study_session._remembered.get(asked)
            recall = 1 - FORGOTTEN_AT_FIRST
            if memory is not None:
                recall = retrievability(memory, began.day, CAPPED)
            again = memory is not None and memory.day == began.day
            self.clock.pass_(seconds=(8 if again else 12) + 16 * self.drawn())
            study_session.respond("")
            grade = Grade.GOOD if self.drawn() < recall else Grade.AGAIN
            self.clock.pass_(seconds=5 + 10 * self.drawn())
            study_session.grade(grade)
        self.minutes.append((self.clock().at - began.at) / timedelta(minutes=1))

    def recalls(self) -> Iterator[float]:
        """Yield the true recall of each card on the day of the interview."""
        memories = self.ledger.memories.by_card
        for each in IDS:
            memory = memories.get(each)
            yield 0.0 if memory is None else retrievability(memory, INTERVIEW, FREE)


def studied(seed: int) -> Learner:
    """Return a learner after three weeks."""
    learner = Learner(seed)
    for day in range(DAYS):
        learner.clock.now = MORNING + timedelta(days=day)
        learner.study()
    return learner


@pytest.fixture(scope="module", params=range(2))
def learner(request: pytest.FixtureRequest) -> Learner:
    """Return one of three learners, who are unlike in their luck."""
    return studied(request.param)


@pytest.mark.slow
def test_the_plan_fits_at_first(learner):
    """A hundred and forty cards in three weeks of twenty minutes."""
    assert learner.plans[0].feasible


@pytest.mark.slow
def test_no_day_takes_longer_than_the_minutes_there_are(learner):
    """Even if many cards are forgotten, and though most days are full."""
    assert max(learner.minutes) <= MINUTES
    assert sum(learner.minutes) > 0.7 * MINUTES * DAYS


def test_every_card_is_begun_in_time_and_seen_in_the_last_days(learner):
    """And on at least two days."""
    days: dict[CardId, set[int]] = {each: set() for each in IDS}
    for each in learner.reviews:
        days[each.card].add(each.moment.day)
    last = INTERVIEW - 1
    assert all(len(seen) >= 2 for seen in days.values())
    assert all(max(seen) >= last - LAST_LOOKS for seen in days.values())
    assert max(min(seen) for seen in days.values()) < last


def test_no_card_was_ever_sent_beyond_the_interview(learner):
    """Except cards that were reviewed on the last day itself."""
    for memory in learner.ledger.memories.by_card.values():
        if isinstance(memory.due, DueOn) and memory.day < INTERVIEW - 1:
            assert memory.due.day < INTERVIEW


def test_the_recall_predicted_three_weeks_before_is_the_true_one(learner):
    """Within 2 % of all cards; an examination on the day agrees within its luck."""
    recalls = list(learner.recalls())
    predicted = learner.plans[0].readiness
    assert predicted == pytest.approx(sum(recalls) / len(recalls), abs=0.02)
    known = sum(learner.drawn() < recall for recall in recalls)
    luck = (predicted * (1 - predicted) * len(IDS)) ** 0.5
    assert abs(known - predicted * len(IDS)) <= 3 * luck + 1


def test_a_second_session_on_a_day_asks_for_no_more_than_the_day_has_room_for(learner):
    """What was asked in the first one counts."""
    other = Learner(learner.seed)
    other.study()
    first, began = other.minutes[0], other.clock()
    other.study()
    assert first + other.minutes[1] <= MINUTES
    assert other.plans[1].today.new == 0
    assert other.clock().day == began.day


def _main() -> None:
    for seed in range(3):
        learner = studied(seed)
        first = learner.plans[0]
        print(f"learner {seed}\nday  planned  taken (minutes)")
        days = zip(first.days, learner.minutes, strict=True)
        for number, (load, taken) in enumerate(days, start=1):
            bar = "#" * round(taken * 2)
            print(f"{number:3}  {load.seconds / 60:7.1f}  {taken:5.1f}  {bar}")
        truth = sum(learner.recalls()) / len(IDS)
        print(f"recall on the day: predicted {first.readiness:.4f}, true {truth:.4f}")


if __name__ == "__main__":
    _main()
