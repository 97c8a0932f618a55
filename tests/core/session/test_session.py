"""The phases of a session and the moves that are legal in each."""

from datetime import timedelta

from msgspec.structs import replace

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import FOUR, TWO, Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.judging.response import Blank, Response
from quizapp.core.judging.verdict import Correct, Unsettled, Wrong
from quizapp.core.kinds.open import Said, Ticked
from quizapp.core.runs.outcome import Output, TimedOut
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.intervals import preview_grades
from quizapp.core.session.phases import Asking, Posed, Revealed
from quizapp.core.session.session import Session
from quizapp.core.session.summary import summarize
from quizapp.core.values.misread import Misread
from quizapp.flow.session_options import SessionOptions
from support.cards import card, choice_card, dropout_card, open_card
from support.fakes import MORNING
from support.outcomes import array, completed
from support.workspaces import study

NOW = Moment(MORNING)
MINUTES = timedelta(minutes=2)
TRUTH = completed(array(1.25, 0.0, 3.75))


def asking(card=None) -> Asking:
    """Return a predict card that is being asked."""
    return Asking(Posed(card or dropout_card(), 7, NOW))


def revealed(text: str, outcome=TRUTH) -> Revealed:
    """Return the card after an answer."""
    phase = asking()
    return phase.answer(read(phase.posed, text), NOW).settle(outcome)


def read(posed: Posed, text: str) -> Response:
    """Return a response that can be read."""
    response = posed.read(text)
    assert not isinstance(response, Misread)
    return response


def test_hints_are_shown_one_at_a_time_and_end():
    """A third press shows no third hint of two."""
    phase = asking().hint()
    assert phase.hints == 1
    assert phase.hint().hint().hints == 2


def test_nothing_typed_is_giving_up_where_an_answer_is_needed():
    """An empty line reveals, and counts as wrong."""
    response = asking().posed.read("  ")
    assert response == Blank()
    assert isinstance(response.judge(TRUTH), Wrong)


def test_text_that_is_no_answer_is_reported_not_judged():
    """A misread leaves the question standing."""
    assert isinstance(asking().posed.read("[1, 2"), Misread)


def test_a_card_that_needs_no_run_has_no_program_to_wait_for():
    """A choice is judged at once."""
    card = choice_card(snippet="print(1)")
    response = asking(card).posed.read("1")
    assert not isinstance(response, Misread)
    assert asking(card).answer(response, NOW).program is None


def test_the_run_is_seeded_by_the_review():
    """The same review, resumed, runs with the same seed."""
    response = asking().posed.read("1")
    assert not isinstance(response, Misread)
    program = asking().answer(response, NOW).program
    assert program is not None
    assert program.seed == 7


def test_a_right_prediction_suggests_good():
    """And Hard if it took a hint."""
    phase = revealed("[1.25, 0, 3.75]")
    assert isinstance(phase.verdict, Correct)
    assert phase.suggested is Grade.GOOD


def test_a_known_misconception_is_named():
    """The author's `because` is shown for just that wrong answer."""
    assert revealed("[1, 0, 3]").because == "that forgets the factor 1/(1-p)"
    assert revealed("[9, 9, 9]").because is None


def test_i_was_right_sets_the_verdict_aside_and_back():
    """The override changes the suggestion; the judged verdict stays known."""
    phase = revealed("[1, 0, 3]").override()
    assert isinstance(phase.verdict, Correct)
    assert isinstance(phase.judged, Wrong)
    assert phase.suggested is Grade.GOOD
    assert phase.override().suggested is Grade.AGAIN


def test_the_answer_can_be_withdrawn_while_it_is_weighed():
    """Nothing was revealed; the hints stay shown."""
    phase = asking().hint()
    response = phase.posed.read("[1, 0, 3]")
    assert not isinstance(response, Misread)
    assert phase.weigh(response, NOW).back() == phase


def test_only_an_answer_that_can_be_judged_is_weighed():
    """Not a flashcard, which the user judges, nor a blank answer."""
    for card_, text, expected in (
        (dropout_card(), "[1, 0, 3]", True),
        (dropout_card(), "", False),
        (choice_card(), "1", True),
        (card(), "", False),
    ):
        posed = asking(card_).posed
        response = posed.read(text)
        assert not isinstance(response, Misread)
        assert posed.can_be_judged(response) is expected


def sure(text: str, confidence: Confidence, offered=FOUR, reviews=1) -> Revealed:
    """Return the predict card after an answer with this confidence."""
    posed = Posed(dropout_card(), 7, NOW, reviews, offered)
    response = posed.read(text)
    assert not isinstance(response, Misread)
    running = Asking(posed).weigh(response, NOW).sure(confidence)
    futures = preview_grades(None, NOW, "deck/scaling")
    return replace(running.settle(TRUTH), futures=futures)


def test_a_wrong_answer_that_was_certain_is_reported_with_emphasis():
    """And a guess is not; setting the verdict aside takes the emphasis away."""
    phase = sure("[1, 0, 3]", Confidence.CERTAIN)
    expected = ", but you were certain. Remember this one"
    assert (phase.sure_and_wrong, phase.emphasis) == (True, expected)
    assert "fairly sure" in sure("[1, 0, 3]", Confidence.FAIRLY_SURE).emphasis
    assert sure("[1, 0, 3]", Confidence.GUESS).emphasis == ""
    assert sure("[1.25, 0, 3.75]", Confidence.CERTAIN).emphasis == ""
    assert phase.override().emphasis == ""


def test_the_suggestion_knows_confidence_and_time():
    """A guess that was right is Hard; certain, at once and known before is Easy."""
    right = "[1.25, 0, 3.75]"
    assert sure(right, Confidence.GUESS).suggested is Grade.HARD
    assert sure(right, Confidence.CERTAIN).suggested is Grade.EASY
    assert sure(right, Confidence.CERTAIN, TWO).suggested is Grade.GOOD
    slow = replace(sure(right, Confidence.CERTAIN), answered=NOW.later(MINUTES))
    assert slow.suggested is Grade.HARD


def test_easy_is_never_suggested_at_first_sight():
    """What was known before the card was seen says little about forgetting."""
    right = "[1.25, 0, 3.75]"
    assert sure(right, Confidence.CERTAIN, reviews=0).suggested is Grade.GOOD


def test_a_clock_set_back_costs_no_negative_time():
    """The log would refuse it, and the grade with it."""
    early = NOW.later(-timedelta(minutes=5))
    assert replace(revealed("[1, 0, 3]"), answered=early).seconds == 0.0


def test_where_nothing_was_judged_there_is_nothing_to_set_aside():
    """A flashcard, and a run that gave no result."""
    posed = Posed(card(), 7, NOW)
    flashcard = Asking(posed).answer(read(posed, ""), NOW).settle(None)
    for phase in (revealed("[1, 0, 3]", TimedOut(Output(), 3.0)), flashcard):
        assert phase.override() == phase


def test_ticked_points_take_the_place_of_i_was_right():
    """What was set aside is not judged any more."""
    posed = Posed(open_card(), 7, NOW)
    phase = Asking(posed).answer(read(posed, "1"), NOW).settle(None)
    assert phase.override().overridden
    assert not phase.override().assess(read(posed, "2")).overridden


def test_numbers_tick_nothing_before_the_points_were_shown():
    """An answer of "3" to an interview question is words."""
    posed = Posed(open_card(), 7, NOW)
    assert isinstance(posed.read_before_reveal("3"), Said)
    assert isinstance(posed.read_before_reveal("99"), Said)
    assert isinstance(posed.read("3"), Ticked)


def test_the_summary_counts_what_was_set_aside_as_right_and_a_missed_card_once():
    """Three grades: Again twice on one card, and a verdict that was set aside."""
    study_session = study(
        choice_card("a"), choice_card("b"), session_options=SessionOptions()
    )
    for text, grade, override in (
        ("2", Grade.AGAIN, False),
        ("2", Grade.GOOD, True),
        ("2", Grade.AGAIN, False),
    ):
        study_session.respond(text)
        if override:
            study_session.override()
        study_session.grade(grade)
    summary = study_session.summary()
    assert (summary.reviews, summary.judged, summary.correct) == (3, 3, 1)
    assert [str(each) for each in summary.missed] == ["deck/a"]


def test_an_overridden_verdict_suggests_no_more_than_good():
    """Being certain of an answer that was not read is no sign of mastery."""
    phase = sure("[1, 0, 3]", Confidence.CERTAIN).override()
    assert phase.suggested is Grade.GOOD


def test_of_two_grades_only_two_have_an_interval():
    """Hard and Easy are not on offer."""
    phase = sure("[1, 0, 3]", Confidence.GUESS, TWO)
    assert list(phase.labels()) == [Grade.AGAIN, Grade.GOOD]


def test_a_run_without_a_result_settles_nothing():
    """A time-out is never a pass and never a fail."""
    phase = revealed("[1, 0, 3]", TimedOut(Output(), 3.0))
    assert isinstance(phase.verdict, Unsettled)


def test_undo_without_grades_changes_nothing():
    """There is nothing before the first card."""
    session = Session(Agenda(), Asking(Posed(dropout_card(), 0, NOW)))
    assert session.undo() == session
    assert summarize(session).reviews == 0
