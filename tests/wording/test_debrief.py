"""The debrief in words: answers beside model answers, points, code and its diff."""

import pytest
from msgspec.structs import replace

from quizapp.core.interview.debrief import debrief
from quizapp.core.interview.facts import InterviewOptions, Occasion
from quizapp.core.interview.phases import Answering, Ended, WritingCode
from quizapp.core.interview.scorecard import scorecard
from quizapp.core.judging.rubric import FollowUp
from quizapp.wording.debrief import (
    CHANGED,
    GONE,
    NO_CARD,
    NOT_KNOWN,
    SPOKEN,
    debrief_questions,
    point_opinion,
    point_tick,
    point_words,
    without_opinion,
)
from quizapp.wording.scorecard import words_sentence
from support.cards import choice_card, implement_card, match_card, order_card
from support.interviews import ROOT_CANDIDATES, Desk, take, talk_card

SURE = InterviewOptions(confidence=False)


def questions(interview, cards=None):
    by_id = {card.id: card for card in cards or interview.setup.cards.values()}
    return debrief_questions(debrief(interview.record, by_id))


def test_points_say_which_words_were_found_and_what_was_ticked():
    """Also where the two differ, both ways."""
    desk = Desk(cards=(talk_card("one", "Why?"),))
    interview = desk.begin(SURE)
    interview.answer("It is one alpha and one beta.")
    interview.leave()
    (question,) = questions(interview)
    assert question.heading == "Question 1  ·  new topic"
    assert [point_words(row) for row in question.points] == [
        "found: one alpha",
        "found: one beta",
        "words not found",
    ]
    assert {point_tick(row) for row in question.points} == {"not ticked yet"}
    interview.tick_points(1, {1, 3}, Occasion.DEBRIEF)
    (question,) = questions(interview)
    assert "".join(row.sign for row in question.points) == "✓✗✓"
    assert [point_tick(row) for row in question.points] == [
        "ticked",
        "not ticked, though its words were found",
        "ticked, though its words were not found",
    ]
    assert question.points_summary == "you ticked 2 of 3; words found for 2 of 3"
    assert question.model.text == "one alpha. one beta. one gamma"


def test_spoken_and_skipped_answers_have_words_of_their_own():
    """And a follow-up that no card asks says why it has no model answer."""
    interview = Desk(cards=(talk_card("one", "Why?"),)).begin(SURE)
    interview.said()
    interview.tick({1})
    interview.skip()
    interview.leave()
    spoken, skipped = questions(interview)
    assert (spoken.answer.text, skipped.answer.text) == (SPOKEN, NOT_KNOWN)
    assert skipped.notes == (NO_CARD,)
    assert skipped.model.text == ""


def test_code_is_shown_with_its_differences_from_the_solution():
    """A solution that was typed as it is has none."""
    cards = (talk_card("one"), implement_card("write", tags=("q",)))
    interview = Desk(cards=cards).begin(SURE)
    interview.answer("nothing")
    assert isinstance(interview.phase, WritingCode)
    interview.answer("def half(x):\n    return x")
    interview.settle(interview.run())
    question = questions(interview)[-1]
    assert question.answer.code
    assert question.model.code
    assert ("-", "    return x") in question.changes
    assert any(sign == "+" for sign, _ in question.changes)
    assert question.feedback


@pytest.mark.parametrize(
    ("card", "typed", "shown", "is_code"),
    [
        (choice_card("next"), "2", "wrong one", False),
        (
            match_card("next"),
            "1b 2a",
            "- layer → the batch\n- batch → the features",
            False,
        ),
        (order_card("next"), "2@0 1@4", "y = f(x)\n    for x in xs:", True),
    ],
)
def test_numbers_of_a_listing_are_shown_as_what_they_stand_for(
    card, typed, shown, is_code
):
    """Numbers of the file mean nothing to a reader."""
    lead = talk_card("one", FollowUp("Which one?", "next"))
    interview = Desk(cards=(lead, card)).begin(SURE)
    interview.answer("nothing")
    assert interview.answer(typed) is None
    question = questions(interview)[-1]
    assert (question.answer.text, question.answer.code) == (shown, is_code)
    assert question.options
    assert question.feedback


def test_a_card_that_is_gone_or_edited_is_said():
    """The answer, the time and the ticks stay."""
    card = talk_card("one")
    interview = Desk(cards=(card,)).begin(SURE)
    interview.answer("one alpha")
    interview.leave()
    (gone,) = questions(interview, [talk_card("two")])
    assert gone.notes == (GONE,)
    assert [row.text for row in gone.points] == ["", "", ""]
    (edited,) = questions(interview, [replace(card, content="other")])
    assert edited.notes == (CHANGED,)


def test_every_interview_has_a_debrief_in_words():
    """Whatever was answered, ticked or skipped."""
    for candidate in ROOT_CANDIDATES:
        desk = Desk()
        interview = desk.begin()
        assert isinstance(interview.phase, Answering)
        take(interview, candidate, desk.clock)
        assert isinstance(interview.phase, Ended)
        shown = questions(interview)
        assert [each.number for each in shown] == list(range(1, len(shown) + 1))
        assert all(each.ask and each.answer.text and each.facts for each in shown)


def test_ticks_far_from_the_words_change_the_whole_and_say_so():
    """Someone who ticks everything reads what the words alone would give."""
    generous = next(c for c in ROOT_CANDIDATES if c.ticks_everything)
    desk = Desk()
    interview = desk.begin()
    take(interview, generous, desk.clock)
    card = scorecard(interview.record)
    assert words_sentence(card).startswith("By found words alone the whole would be ")
    everything = ROOT_CANDIDATES[0]
    other = desk.begin(seed=3)
    take(other, everything, desk.clock)
    assert words_sentence(scorecard(other.record)) == ""


def test_a_second_opinion_is_a_word_on_each_point():
    """With its quotation; it can be left out, and counts nothing."""
    interview = Desk(cards=(talk_card("one", "Why?"),)).begin(SURE)
    interview.answer("It is one alpha.")
    interview.leave()
    before = scorecard(interview.record)
    interview.add_opinion(1, {1: "one alpha"}, {3})
    (question,) = questions(interview)
    assert [point_opinion(row) for row in question.points] == [
        "second opinion: met, “one alpha”",
        "second opinion: not met",
        "second opinion: cannot tell",
    ]
    assert not any(map(point_opinion, without_opinion(question).points))
    assert scorecard(interview.record) == before
