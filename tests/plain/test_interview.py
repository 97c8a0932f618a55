"""The mock interview in lines of text: scripted lines in, questions and facts out."""

from collections.abc import Iterator

from quizapp.core.basics.confidence import Confidence
from quizapp.core.interview.endings import Left
from quizapp.core.interview.facts import InterviewOptions, Manner, Occasion
from quizapp.core.interview.opinion import NoOpinion
from quizapp.core.interview.phases import Answering, Ended
from quizapp.core.judging.rubric import FollowUp
from quizapp.flow.interview import MockInterview
from quizapp.plain.debrief import PlainDebrief, show_report
from quizapp.plain.interview import PlainInterview, ask_about
from quizapp.plain.page import PlainPage
from quizapp.plain.second_look import PlainSecondLook
from quizapp.wording.interview import TIME_OVER
from quizapp.wording.interview_report import interview_report
from support.cards import HALVED, choice_card, fix_card
from support.interviews import Desk, FakeAssessor, talk_card

SILENT = InterviewOptions(confidence=False)
ONE = (talk_card("one", "Why?"),)


class Screen:
    """What was said, and the lines still to be typed."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)
        self._said: list[str] = []
        self.page = PlainPage(self._said.append)

    def ask(self, prompt: str) -> str | None:
        self._said.append(prompt)
        return next(self._lines, None)

    @property
    def text(self) -> str:
        return "\n".join(self._said)


def conduct(interview, *lines: str, edit=None) -> tuple[str, bool]:
    """Type these lines, then close the input; return what was said, and if it ended."""
    screen = Screen(*lines)
    ended = PlainInterview(interview, screen.ask, screen.page, edit).conduct()
    return screen.text, ended


def test_a_question_has_its_clocks_and_an_answer_of_several_lines():
    """An empty line ends it; nothing tells a verdict."""
    interview = Desk(cards=ONE).begin()
    text, ended = conduct(interview, "one alpha", "and more", "", "3")
    (answer,) = interview.record.answers
    assert "--- Question 1, new topic. 2:00 for this one, 29:59 left." in text
    assert answer.fact.response == "one alpha\nand more"
    assert answer.confidence is Confidence.FAIRLY_SURE
    assert "--- Question 2, follow-up. " in text
    assert not ended
    assert "✓" not in text


def test_a_dot_ends_an_answer_and_an_empty_one_is_asked_again():
    """An Enter too many must not skip a question."""
    interview = Desk(cards=ONE).begin(SILENT)
    text, _ = conduct(interview, "", ".", "one beta", ".", ":skip")
    assert text.count("Nothing is typed yet.") == 2
    manners = [answer.fact.manner for answer in interview.record.answers]
    assert manners == [Manner.TYPED, Manner.SKIPPED]


def test_lines_pasted_at_once_keep_their_paragraphs():
    """A terminal gives them together; an empty line among them ends nothing."""
    interview = Desk(cards=ONE).begin(SILENT)
    conduct(interview, "one alpha\n\none beta\n.\n")
    (answer,) = interview.record.answers
    assert answer.fact.response == "one alpha\n\none beta"


def test_a_spoken_lead_is_ticked_at_once():
    """No model answer is shown; Enter would skip the ticks."""
    interview = Desk(cards=ONE).begin(SILENT)
    text, _ = conduct(interview, ":said", "7", "1, 3")
    assert "type numbers from 1 to 3, all or none" in text
    assert interview.record.answers[0].ticked == frozenset({1, 3})


def test_commands_that_would_lose_typed_words_ask_for_a_dot():
    """Or for :clear."""
    interview = Desk(cards=ONE).begin(SILENT)
    text, _ = conduct(interview, "some", ":skip", ":said", ":clear", ":skip")
    assert text.count("a dot ends it, :clear deletes it") == 2
    assert interview.record.answers[0].fact.manner is Manner.SKIPPED


def test_a_pause_stops_the_clocks():
    """Enter goes on with the same question."""
    desk = Desk(cards=ONE)
    interview = desk.begin(SILENT)
    text, _ = conduct(interview, ":pause", "", ":time", ":?", "one alpha", "")
    assert "paused (Enter goes on)> " in text
    assert "This question: 0:0" in text
    assert ":said   I said it aloud" in text
    assert interview.record.answers[0].fact.pauses == 1


def test_the_end_of_a_questions_time_is_said_once():
    """The user may go on."""
    desk = Desk(cards=ONE)
    interview = desk.begin(SILENT)
    desk.clock.pass_(seconds=150)
    text, _ = conduct(interview, "one alpha", "more", "")
    assert text.count(TIME_OVER) == 1
    assert len(interview.record.answers) == 1


def test_leaving_asks_once_and_keeps_what_was_typed():
    """No is taken as no."""
    interview = Desk(cards=ONE).begin(SILENT)
    text, ended = conduct(interview, ":leave", "n", "one alpha", ":leave", "y")
    assert ended
    assert "What you typed counts." in text
    assert interview.phase == Ended(Left())
    assert interview.record.answers[0].fact.response == "one alpha"


def test_options_are_chosen_by_the_numbers_that_are_shown():
    """A number that is not there is asked again; the answer cannot be spoken."""
    cards = (talk_card("one", FollowUp("Which one?", "pick")), choice_card())
    interview = Desk(cards=cards).begin(SILENT)
    screen = Screen(":skip", ":said", "9")
    PlainInterview(interview, screen.ask, screen.page).conduct()
    assert "This one has to be typed" in screen.text
    assert "cannot read the answer: choose a number from 1 to 3" in screen.text
    listed = [line for line in screen.text.splitlines() if line.endswith("right one")]
    conduct(interview, listed[0].split(".")[0].strip())
    assert interview.record.answers[-1].fact.response == "1"
    assert interview.record.answers[-1].score == 1.0


def test_code_is_written_run_and_submitted_without_a_verdict():
    """A dot submits the lines; :run shows what they print."""
    interview = Desk((talk_card("one"), fix_card("fix", tags=("q",)))).begin(SILENT)
    lines = (":skip", ":said", ".", *HALVED.split("\n"), ":run", ".")
    text, ended = conduct(interview, *lines)
    answer = interview.record.answers[-1]
    assert ended
    assert "No code is written yet." in text
    assert "run: " in text
    assert (answer.fact.runs, answer.score) == (1, 1.0)
    assert "✓" not in text


def test_code_is_written_in_the_editor():
    """It begins with the starter; what comes back is shown and submitted by a dot."""
    seen: list[str] = []

    def edit(text: str) -> str:
        seen.append(text)
        return HALVED

    interview = Desk((talk_card("one"), fix_card("fix", tags=("q",)))).begin(SILENT)
    text, _ = conduct(interview, ":skip", ":edit", ".", edit=edit)
    assert seen[0] == interview.setup.cards[fix_card("fix").id].code.strip("\n")
    assert "    1 | def half" in text
    assert interview.record.answers[-1].score == 1.0


def test_an_answer_that_cannot_be_saved_is_kept_for_another_try():
    """A full disk costs no words."""
    desk = Desk(cards=ONE)
    interview = desk.begin(SILENT)
    desk.log.broken = True
    screen = Screen("one alpha", ".")
    PlainInterview(interview, screen.ask, screen.page).conduct()
    assert "not saved: the disk is full" in screen.text
    assert "a dot tries again" in screen.text
    assert isinstance(interview.phase, Answering)


def test_nothing_of_a_deck_or_an_answer_controls_the_terminal():
    """Neither in a question nor in the debrief."""
    card = talk_card("one\x1b[2J", "Why\x1b[2J?")
    interview = Desk(cards=(card,)).begin(SILENT)
    text, _ = conduct(interview, "evil \x1b]0;x\x07", "", ":leave", "y")
    text += debriefed(interview)
    assert "\x1b" not in text
    assert "\x07" not in text


def debriefed(interview, *lines: str) -> str:
    screen = Screen(*lines)
    PlainDebrief(interview, screen.ask, screen.page).hold()
    report = interview_report(interview.record, interview.setup.cards)
    show_report(screen.page, report)
    return screen.text


def test_the_debrief_asks_for_the_ticks_and_ends_with_the_scorecard():
    """Enter takes the points whose words were found."""
    interview = Desk(cards=ONE).begin(SILENT)
    conduct(interview, "one alpha", "", ":leave", "y")
    text = debriefed(interview, "nonsense", ":?", "")
    assert "model answer:\n  one alpha. one beta. one gamma" in text
    assert "found: one alpha" in text
    assert "(numbers, all or none; Enter for 1; :later)" in text
    assert interview.record.answers[0].ticked == frozenset({1})
    assert "=== Scorecard: No signal: fewer than two answers have a score." in text
    assert "The whole is 40 % knowledge" in text
    assert "Study next:\n  deck/one\nquizapp practice deck/one" in text


def test_ticks_can_wait():
    """Then the words count, and the scorecard says so."""
    interview = Desk(cards=ONE).begin(SILENT)
    conduct(interview, "one alpha", "", "because", "")
    assert isinstance(interview.phase, Ended)
    text = debriefed(interview, ":later")
    assert "1 answer is not ticked yet: until then, found words count." in text


def test_code_that_was_left_without_a_run_is_judged_before_the_debrief():
    """Its differences from the solution are shown."""
    interview = Desk((talk_card("one"), fix_card("fix", tags=("q",)))).begin(SILENT)
    conduct(interview, ":skip", "def half(x):", "    return x", ":leave", "y")
    assert interview.record.answers[-1].judged is None
    text = debriefed(interview)
    assert interview.record.answers[-1].score == 0.5
    assert "- your code, + the solution:\n" in text
    assert "  -     return x\n" in text


def test_an_interrupted_interview_is_resumed_ended_or_left_alone():
    """Only these answers are taken; the end of the input leaves it alone."""
    record = Desk(cards=ONE).begin(SILENT).record
    screen = Screen("x", "r", "e", "q")
    asked = [ask_about(record, screen.ask, screen.page) for _ in range(4)]
    assert asked == ["resume", "end", None, None]
    assert "An interview of 2026-03-02 09:00 was interrupted" in screen.text
    assert "Type r, e or q." in screen.text


def opined(assessor: FakeAssessor, *lines: str) -> tuple[str, MockInterview]:
    """Return the debrief of an interview with one answer, and the interview."""
    interview = Desk(cards=ONE).begin(SILENT)
    conduct(interview, "one alpha", "", ":leave", "y")
    screen = Screen(*lines)
    PlainDebrief(interview, screen.ask, screen.page, assessor).hold()
    return screen.text, interview


def test_a_second_opinion_is_shown_after_the_ticks():
    """It must not steer them; and it is recorded, but never counted."""
    text, interview = opined(FakeAssessor(), "2")
    assert "Asking opinion.py for a second opinion on 1 answer ..." in text
    _, after = text.split("points you made")
    assert "1. second opinion: met, “one alpha”" in after
    assert "3. second opinion: cannot tell" in after
    assert text.count("second opinion: ") == 3
    (answer,) = interview.record.answers
    assert answer.ticked_on(Occasion.OPINION) == frozenset({1, 2})
    assert answer.made == frozenset({2})


def test_an_opinion_that_cannot_be_had_is_one_line():
    """The debrief goes on, and the next one asks again."""
    text, interview = opined(FakeAssessor(NoOpinion("it took\x1b[2J long")), "2")
    assert "No second opinion on question 1: it took" in text
    assert "\x1b" not in text
    assert Occasion.OPINION not in interview.record.answers[0].ticks
    assert interview.record.answers[0].ticked == frozenset({2})


def test_a_second_look_shows_nothing_of_the_first():
    """Neither ticks nor words nor opinions; then it says how far the two agree."""
    _, interview = opined(FakeAssessor(), "1, 2")
    screen = Screen("", "9", "2, 3")
    PlainSecondLook(interview, screen.ask, screen.page).hold()
    looked, end = screen.text.split("Second look: ")
    assert "a second look says more after days" in looked
    assert "one alpha" in looked
    assert not any(word in looked for word in ("✓", "✗", "found", "second opinion"))
    assert end.startswith("1 of 3 points as in the debrief (33%).")
    (answer,) = interview.record.answers
    assert answer.ticked == frozenset({1, 2})


def test_a_second_look_needs_ticks_and_can_stop():
    """Nothing is ticked for the user."""
    interview = Desk(cards=ONE).begin(SILENT)
    conduct(interview, "one alpha", "", ":leave", "y")
    screen = Screen()
    PlainSecondLook(interview, screen.ask, screen.page).hold()
    assert "tick typed answers first" in screen.text
    interview.tick_points(1, {1})
    screen = Screen(":later")
    PlainSecondLook(interview, screen.ask, screen.page).hold()
    assert "Nothing was ticked again." in screen.text
