"""The scorecard: dimensions, pace, calibration, ticks against words, the signal."""

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.interview.assessment import Retest, TickGap, retest
from quizapp.core.interview.comparison import compared, over_time
from quizapp.core.interview.debrief import debrief, study_next
from quizapp.core.interview.facts import InterviewOptions, Occasion
from quizapp.core.interview.phases import Answering
from quizapp.core.interview.scorecard import scorecard
from quizapp.core.interview.signal import Signal, signal_of
from quizapp.core.judging.rubric import FollowUp
from quizapp.flow.interview import MockInterview
from quizapp.flow.interviews import past_interviews
from support.interviews import ROOT_CANDIDATES, Desk, take, talk_card

SILENT = InterviewOptions(confidence=False)
PAIR = (
    talk_card("one", FollowUp("Why?", "two", if_missed=(3,))),
    talk_card("two", minutes=1),
)


def answered(*answers: str, desk: Desk | None = None) -> MockInterview:
    """Return an interview of two questions that was left after these answers."""
    desk = desk or Desk(PAIR)
    interview = desk.begin(SILENT, leads=frozenset({CardId("deck", "one")}))
    for answer in answers:
        assert isinstance(interview.phase, Answering)
        interview.answer(answer)
    interview.leave()
    return interview


def test_until_the_points_are_ticked_the_words_count():
    """Then the ticks count."""
    interview = answered("one alpha, one beta")
    before = scorecard(interview.record)
    assert before.knowledge.share == pytest.approx(2 / 3)
    assert before.unticked == 1
    interview.tick_points(1, {1})
    after = scorecard(interview.record)
    assert after.knowledge.share == pytest.approx(1 / 3)
    assert after.by_words == pytest.approx(2 / 3)
    assert after.unticked == 0


def test_what_was_not_asked_has_no_share():
    """And says why."""
    card = scorecard(answered("one alpha").record)
    assert (card.depth.share, card.depth.missing) == (None, "not asked")
    assert (card.code.share, card.code.missing) == (None, "not asked")
    assert card.signal is None


def test_a_spoken_answer_that_is_not_ticked_has_no_share():
    """There are no words to go by."""
    desk = Desk(PAIR)
    interview = desk.begin(SILENT)
    interview.said()
    interview.tick(None)
    interview.leave()
    assert scorecard(interview.record).knowledge.missing == "not ticked yet"


def test_a_skipped_answer_made_no_point():
    """`I don't know` needs no ticks."""
    card = scorecard(answered("").record)
    assert (card.knowledge.share, card.skipped, card.unticked) == (0.0, 1, 0)


@pytest.mark.parametrize(
    ("shares", "signal"),
    [
        ((1.0, 0.9, 0.7), Signal.STRONG_YES),
        ((1.0, 1.0, 0.6), Signal.YES),
        ((1.0, 1.0, None), Signal.YES),
        ((0.9, 0.9, 0.3), Signal.NO),
        ((0.4, 0.4, 0.4), Signal.NO),
        ((0.3, None, None), Signal.STRONG_NO),
    ],
)
def test_the_signal_follows_its_rule(shares, signal):
    """Weakest dimension and whole."""
    named = dict(zip(("knowledge", "depth", "code"), shares, strict=True))
    assert signal_of(named, answers=3) is signal
    assert signal_of(named, answers=1) is None


def test_ticks_beyond_the_words_are_generous():
    """And words that were not ticked are strict."""
    assert TickGap(10, 2, 4, 1).reading == "generous"
    assert TickGap(10, 2, 0, 4).reading == "strict"
    assert TickGap(10, 8, 1, 0).reading == "close"
    assert TickGap(4, 0, 4, 0).reading == "not enough data"


def test_a_second_look_is_compared_point_by_point():
    """Two of three points were ticked alike."""
    interview = answered("one alpha")
    interview.tick_points(1, {1, 2})
    interview.tick_points(1, {1}, Occasion.SECOND_LOOK)
    assert retest([interview.record]) == Retest(3, 2)


def test_the_debrief_has_the_words_and_the_model_answer():
    """Beside the card as it is now."""
    interview = answered("one alpha", "")
    first, _ = debrief(interview.record, interview.setup.cards)
    assert first.model_answer.startswith("one alpha")
    assert [found.words for found in first.found[1]] == ["one alpha"]
    assert not first.changed
    (gone, _) = debrief(interview.record, {})
    assert gone.question is None
    assert gone.model_answer == ""


def test_the_cards_behind_missed_points_are_studied_next():
    """The follow-up that teaches the point, and the card itself."""
    interview = answered("one alpha, one beta")
    cards = study_next(interview.record, interview.setup.cards)
    assert cards == (CardId("deck", "two"), CardId("deck", "one"))


def test_an_interview_is_compared_with_those_before_it():
    """Figure by figure; the first one has none."""
    desk = Desk(PAIR)
    answered("one alpha", desk=desk)
    desk.clock.pass_(days=1)
    second = answered("one alpha, one beta, one gamma", desk=desk)
    changes = {c.name: c for c in compared(second.record, past_interviews(desk.log))}
    assert changes["knowledge"].difference == pytest.approx(2 / 3)
    assert changes["code"].difference is None
    assert len(over_time(past_interviews(desk.log))) == 2


def test_the_scorecard_tells_candidates_apart():
    """By the whole, the signal, the pace and the ticks."""
    cards = {}
    for candidate in ROOT_CANDIDATES:
        desk = Desk()
        interview = desk.begin(InterviewOptions(minutes=20))
        take(interview, candidate, desk.clock)
        cards[candidate.name] = scorecard(interview.record)
    assert cards["knows everything"].signal is Signal.STRONG_YES
    assert cards["slow and deep"].pace.reading == "slow"
    assert cards["fast and shallow"].pace.reading == "quick"
    leads = cards["only leads"]
    assert (leads.knowledge.share or 0) > 0.8
    assert (leads.depth.share or 0) < 0.3
    generous = cards["generous self-assessor"]
    assert generous.gap.reading == "generous"
    assert (generous.by_words or 0) < (generous.whole or 0) - 0.3
    assert cards["knows nothing"].signal is Signal.STRONG_NO
    assert (cards["knows everything"].calibration.brier or 0) < (
        generous.calibration.brier or 0
    )
