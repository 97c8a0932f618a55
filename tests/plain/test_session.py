"""The plain front end: lines in, text out."""

from collections.abc import Iterator

import pytest

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import TWO, Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.variant import Vary
from quizapp.core.judging.rubric import FollowUp, Point
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Completed, Output, TimedOut
from quizapp.core.scheduling.review import Marked, Reviewed, facts, reviews_in_force
from quizapp.flow.session_options import SessionOptions
from quizapp.plain.session import PlainSession
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    match_card,
    open_card,
    order_card,
)
from support.fakes import FakeLog, FakeRunner
from support.outcomes import array, completed
from support.workspaces import study


def practice(session, *lines: str) -> str:
    """Type these lines, then close the input; return everything that was said."""
    said: list[str] = []
    typed: Iterator[str] = iter(lines)

    def ask(prompt: str) -> str | None:
        said.append(prompt)
        return next(typed, None)

    PlainSession(session, ask, said.append).practice()
    return "\n".join(said)


def test_a_wrong_prediction_is_shown_element_by_element():
    """Every wrong element is listed by index, then the reason and the explanation."""
    text = practice(study(dropout_card()), "[1, 0, 3]")
    assert "✗ Wrong" in text
    assert "[0] expected 1.25, you typed 1" in text
    assert "why: that forgets the factor 1/(1-p)" in text
    assert "Survivors are scaled" in text


def test_lines_that_are_pasted_at_once_are_one_answer():
    """A terminal gives them with their line breaks."""
    text = practice(study(dropout_card()), "tensor([1.25,\n        0, 3.75])", "4")
    assert "✓ Correct" in text
    printed = card(kind=Predict(expect="printed"), snippet="print(1)")
    runner = FakeRunner(lambda _: completed(stdout="loss 1\nloss 2\n"))
    text = practice(study(printed, runner=runner), "loss 1\nloss 2", "4")
    assert "✓ Correct" in text


def test_a_star_and_a_note_are_lines_too():
    """They are shown after the answer; a report without a reason is asked for one."""
    log = FakeLog()
    session = study(dropout_card(), log=log)
    lines = (":star", ":note mind \x1b the scale", ":wrong", "[1, 0, 3]", ":star", ":q")
    text = practice(session, *lines)
    assert "★ starred; your note: mind" in text
    assert "\x1b" not in text
    assert "Say what is wrong: :wrong TEXT" in text
    assert "The star is removed." in text
    assert len(log.rows) == 3


def test_a_megabyte_is_refused_in_one_line():
    """It is pasted by mistake, and asked again."""
    text = practice(study(dropout_card()), "1, " * 2**19, ":q")
    assert "cannot read the answer: too long: at most 16,384 bytes" in text


def test_grades_are_recorded_with_their_intervals_shown():
    """Enter accepts the suggested grade; a digit chooses another."""
    log = FakeLog()
    text = practice(study(dropout_card(), log=log), "[1.25, 0, 3.75]", "4")
    assert "[3 Good 10m]" in text
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.EASY]


def test_undo_grades_the_card_again():
    """`:u` at the next question goes back to the verdict before."""
    log = FakeLog()
    session = study(card("one"), card("two"), log=log)
    practice(session, "", "4", ":u", "1", ":q")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


def test_options_are_answered_by_the_numbers_on_the_screen():
    """Whatever the shuffle, the right option's number is right."""
    session = study(choice_card())
    shown = practice(session, ":q")
    (line,) = [line for line in shown.splitlines() if "right one" in line]
    log = FakeLog()
    practice(study(choice_card(), log=log), line.split(".")[0].strip(), "")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.verdict) == ("1", "correct")


def place_of(text: str, shown: str) -> str:
    """Return the number or letter before a text in a listing."""
    (line,) = [line for line in shown.splitlines() if line.endswith(f". {text}")]
    return line.split(".")[0].strip()


def test_the_blanks_of_a_cloze_are_typed_in_one_line():
    """They are numbered in the text, and the form is shown."""
    log = FakeLog()
    shown = practice(study(cloze_card(), log=log), "keep | identity", "")
    assert "Keep with [1]____; in eval mode it is the [2]____." in shown
    assert "Fill in the 2 blanks. Write `|` between them" in shown
    assert verdicts(log) == [("keep | identity", "correct")]


def test_a_match_is_answered_by_the_letters_on_the_screen():
    """The log has those of the file."""
    shown = practice(study(match_card()), ":q")
    letters = [place_of(text, shown) for text in ("the features", "the batch")]
    log = FakeLog()
    practice(study(match_card(), log=log), f"1{letters[0]} 2{letters[1]}", "")
    assert verdicts(log) == [("1a 2b", "correct")]


def test_lines_are_ordered_by_the_numbers_on_the_screen():
    """With levels of indentation behind them."""
    shown = practice(study(order_card()), ":q")
    assert "    y = f(x)" not in shown
    numbers = [place_of(x, shown) for x in ("for x in xs:", "y = f(x)", "show(y)")]
    log = FakeLog()
    typed = f"{numbers[0]} {numbers[1]}>1 {numbers[2]}>1"
    text = practice(study(order_card(), log=log), typed, "")
    assert verdicts(log) == [("1@0 2@4 3@4", "correct")]
    assert "1 | for x in xs:\n    2 |     y = f(x)" in text


def verdicts(log: FakeLog) -> list[tuple[str, str | None]]:
    """Return what was answered and how it was judged."""
    events = [event for event in log.rows if isinstance(event, Reviewed)]
    return [(event.response, event.verdict) for event in events]


def test_an_unreadable_answer_is_pointed_at_and_asked_again():
    """A caret is under the mistake."""
    text = practice(study(dropout_card()), "[1, 2", "[1, 0, 3]")
    assert "cannot read the answer:" in text
    assert "✗ Wrong" in text


def test_the_snippet_is_not_shown_where_it_is_the_proof():
    """It would give the answer of a choice away."""
    assert "secret" not in practice(study(choice_card(snippet="secret = 1")))


def test_a_proof_runs_on_demand():
    """`r` after the verdict runs the snippet of a choice."""
    runner = FakeRunner()
    practice(study(choice_card(snippet="print(1)"), runner=runner), "1", "r")
    assert len(runner.programs) == 1


def test_a_run_without_a_result_is_your_call():
    """An endless loop in a snippet is an outcome, and the session goes on."""
    runner = FakeRunner(lambda _: TimedOut(Output("round\n"), 3.0))
    text = practice(study(dropout_card(), runner=runner), "[1, 0, 3]")
    assert "stopped after 3.0 s" in text
    assert "○ Your call" in text


def test_a_grade_that_is_not_saved_is_reported_and_asked_again():
    """The message says why; nothing is lost."""
    log = FakeLog(broken=True)
    text = practice(study(card(), log=log), "", "4")
    assert "not saved: the disk is full; free some space" in text
    assert log.rows == []


def test_hints_come_one_at_a_time():
    """And end."""
    text = practice(study(dropout_card()), ":h", ":h", ":h")
    assert "hint: What is the mean?" in text
    assert "hint: Divide by 1 - p." in text
    assert "no more hints" in text


def test_i_was_right_changes_the_suggested_grade():
    """`w` overrides the verdict."""
    log = FakeLog()
    practice(study(dropout_card(), log=log), "[1, 0, 3]", "w", "")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.overridden, event.grade) == (True, Grade.GOOD)


def test_the_end_of_the_input_prints_the_summary():
    """A pipe that ends is a user who quits."""
    text = practice(study(dropout_card(), card("two")), "[1, 0, 3]", "")
    assert "1 review, 1 card, 0 of 1 correct" in text
    assert "missed: deck/scaling" in text


def test_no_escape_sequence_of_a_deck_reaches_the_terminal():
    """Prompt, output and explanation are shown, not obeyed."""
    evil = "\x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    runner = FakeRunner(lambda _: TimedOut(Output(evil, evil), 3.0))
    bad = dropout_card(prompt=evil, explain=evil, hints=(evil,), snippet=evil)
    text = practice(study(bad, runner=runner), ":h", "[1, 0, 3]")
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_named_results_are_described():
    """A picture in one sentence, before the verdict; a table as it is."""
    mask = array(*[1.0, 0.0, 1.0] * 3)
    shown = Completed(Output(), 0.01, mask, (("mask", mask), ("mask * 1", mask)))
    drawn = dropout_card(show=(("mask", "heatmap"), ("mask * 1", "values")))
    runner = FakeRunner(lambda _: shown)
    text = practice(study(drawn, runner=runner), "[1, 0, 3]")
    assert "  mask: heatmap of float32 (9,), from 0 to 1, 33% zeros." in text
    assert "    1  0  1" in text


ASKS = SessionOptions(confidence=True)


def test_how_sure_is_asked_before_the_verdict():
    """A digit is logged; a confident mistake is highlighted."""
    log = FakeLog()
    session = study(dropout_card(), log=log, session_options=ASKS)
    text = practice(session, "[1, 0, 3]", "4", "")
    prompt = "how sure? 1 guess  2 unsure  3 fairly sure  4 certain (Enter skips)> "
    verdict = "✗ Wrong, but you were certain. Remember this one"
    assert text.index(prompt) < text.index(verdict)
    assert "see it again today, tomorrow, and within a week" in text
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.confidence is Confidence.CERTAIN


def test_how_sure_can_be_skipped_left_and_explained():
    """Enter skips, `:u` goes back to the answer, anything else gets help."""
    log = FakeLog()
    session = study(dropout_card(), log=log, session_options=ASKS)
    text = practice(session, "[1, 0, 3]", "?", ":u", "[1.25, 0, 3.75]", "", "")
    assert ":u  back to the answer" in text
    (event, *_) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.confidence) == ("[1.25, 0, 3.75]", None)


def test_of_two_grades_two_are_shown_and_accepted():
    """Again and Good keep their numbers; another number gets help."""
    log = FakeLog()
    session = study(card(), log=log, session_options=SessionOptions(grades=TWO))
    text = practice(session, "", "4", "1", ":q")
    assert "grade: 1 Again 1m  [3 Good 10m] (:? for help)> " in text
    assert "3  Good: knew it" in text
    assert "Easy" not in text.split("===")[0]
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.AGAIN]


def test_hard_is_worded_as_recalled():
    """In the prompt and in the help."""
    text = practice(study(card()), "", "?")
    assert "2 Hard " in text
    assert "2  Hard: knew it with effort" in text


def test_drawn_values_are_shown_in_the_question():
    """In the prompt, and below the imports of the snippet."""
    varied = dropout_card(prompt="at {{p}}", vary=(Vary("p", (0.2,)),))
    text = practice(study(varied), ":q")
    assert "at 0.2" in text
    assert "    1 | import torch\n    2 | p = 0.2" in text


def test_a_session_can_end_at_the_points_of_an_open_card():
    """`:q` there quits and grades nothing; `:?` lists what may be typed."""
    log = FakeLog()
    text = practice(study(open_card(), log=log), "some words", ":?", ":q")
    assert "Type the numbers of the points you made" in text
    assert log.rows == []


HEARD = Open(
    "a model answer",
    (
        Point("the first", mentions=("one",)),
        Point("the second", mentions=("/tw[aio]/",)),
    ),
)


@pytest.mark.parametrize(
    ("typed", "logged"), [("", "2"), ("1", "1"), ("none", "none"), ("0", "none")]
)
def test_points_whose_words_are_in_the_answer_are_ticked_ahead(typed, logged):
    """Enter takes them; what the user types instead has the last word."""
    log = FakeLog()
    text = practice(study(card("c", HEARD), log=log), "Two of them", typed, "3")
    assert "  1. the first\n  2. the second\n     found: Two\n" in text
    assert "points you made (Enter for 2, or none)> " in text
    assert [event.response for event in reviews_in_force(log.rows)] == [logged]


def test_without_a_word_of_the_rubric_enter_ticks_nothing():
    """As for an answer that was given aloud."""
    log = FakeLog()
    text = practice(study(card("c", HEARD), log=log), "", "", "1")
    assert "points you made (1, 3; Enter for none)> " in text
    assert "found:" not in text
    assert [event.response for event in reviews_in_force(log.rows)] == ["none"]


def test_a_follow_up_names_the_card_that_asks_it():
    """With its deck, so that the user can study it next."""
    kind = Open("a", (Point("p"),), ("Why?", FollowUp("And then?", "other")))
    text = practice(study(card("c", kind)), "", "1", ":q")
    assert "follow-up: Why?\nfollow-up: And then? (card deck/other)\n" in text


def test_the_caret_points_into_the_line_as_it_was_typed():
    """Spaces before the answer count."""
    text = practice(study(dropout_card()), "  [1, 0", ":q")
    (caret,) = [line for line in text.splitlines() if line.strip() == "^"]
    (bare,) = [
        line
        for line in practice(study(dropout_card()), "[1, 0", ":q").splitlines()
        if line.strip() == "^"
    ]
    assert caret == f"  {bare}"


def test_paragraphs_of_a_deck_are_wrapped_and_its_code_is_not():
    """A prompt's lines are joined; a fenced block keeps its own."""
    prompt = "one\ntwo\n\n```\nx = 1\ny = 2\n```"
    text = practice(study(card(prompt=prompt)), ":q")
    assert "one two" in text
    assert "    x = 1\n    y = 2" in text


def test_a_card_is_buried_from_its_question():
    """`:-` goes on to the next card, `:u` undoes it."""
    log = FakeLog()
    text = practice(study(card("one"), card("two"), log=log), ":-", ":u", ":@", ":q")
    assert "deck/one buried" in text
    assert "deck/one suspended" in text
    (mark,) = facts(log.rows)
    assert isinstance(mark, Marked)
    assert mark.mark is Mark.SUSPENDED


def test_n_asks_the_card_with_other_numbers_and_comes_back():
    """Nothing of it is recorded; then the first answer is graded."""
    log = FakeLog()
    varied = dropout_card(vary=(Vary("p", (0.1, 0.2)),))
    right = "[1.25, 0, 3.75]"
    text = practice(study(varied, log=log), "[1, 0, 3]", "n", right, "", "1", ":q")
    assert "another draw, not recorded" in text
    assert "not recorded. Enter: back to the grade" in text
    assert text.count("that forgets the factor") == 1  # the verdict is not repeated
    (event, *_) = log.rows
    assert isinstance(event, Reviewed)
    assert (event.response, event.grade) == ("[1, 0, 3]", Grade.AGAIN)


def test_n_without_other_numbers_is_one_line():
    """The grade is still asked."""
    text = practice(study(dropout_card()), "[1.25, 0, 3.75]", "n")
    assert "This card has no other numbers." in text
