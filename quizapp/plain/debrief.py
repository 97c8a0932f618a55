"""The debrief and the scorecard in lines of text; the user ticks their points."""

from textwrap import indent

from quizapp.core.interview.debrief import debrief
from quizapp.core.interview.opinion import NoOpinion, OpinionRequest
from quizapp.core.interview.record import AnswerRecord
from quizapp.core.interview.scorecard import is_unticked
from quizapp.core.terminal.sanitize import sanitize
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.flow.opinions import (
    Assessor,
    Heard,
    ask_all,
    open_requests,
    record_opinion,
)
from quizapp.plain import lines, ticks
from quizapp.plain.page import Ask, PlainPage
from quizapp.wording.debrief import (
    AnswerText,
    DebriefQuestion,
    PointRow,
    debrief_question,
    point_opinion,
    point_tick,
    point_words,
    without_opinion,
)
from quizapp.wording.interview import asking_sentence, no_opinion_sentence
from quizapp.wording.interview_report import COMPARED_WITH, InterviewReport


class PlainDebrief:
    """Shows an interview question by question, and asks for the ticks."""

    def __init__(
        self,
        interview: MockInterview,
        ask: Ask,
        page: PlainPage,
        assessor: Assessor | None = None,
    ) -> None:
        self._interview = interview
        self._ask = ask
        self._page = page
        self._assessor = assessor

    def hold(self) -> None:
        """Show every question; ask for the points of those that are not ticked.

        `:later`, or the end of the input, leaves the rest for another time.
        """
        self._judge_the_last()
        if self._assessor is not None:
            self._ask_for_opinions(self._assessor)
        asks = True
        cards = self._interview.setup.cards
        for entry in debrief(self._interview.record, cards):
            shown = debrief_question(entry)
            if not is_unticked(entry.answer):
                show_question(self._page, shown)
                continue
            show_question(self._page, without_opinion(shown))
            if asks and entry.question is not None:
                asks = self._take_ticks(entry.answer)
                if asks:
                    _show_opinion(self._page, shown)

    def _ask_for_opinions(self, assessor: Assessor) -> None:
        """Ask the program about each answer; Ctrl+C goes on without it."""
        requests = open_requests(self._interview)
        if not requests:
            return
        self._page.text(asking_sentence(assessor.name, len(requests)))
        self._page.text("Ctrl+C goes on without it.")
        try:
            ask_all(assessor, requests, self._hear)
        except KeyboardInterrupt:
            self._page.text("No second opinion on the rest.")

    def _hear(self, request: OpinionRequest, said: Heard) -> None:
        try:
            record_opinion(self._interview, request, said)
        except LogError as error:
            self._page.text(f"not saved: {error}")
        if isinstance(said, NoOpinion):
            self._page.text(no_opinion_sentence(request, said))

    def _judge_the_last(self) -> None:
        """Judge the answer that an early end left without a run."""
        try:
            while self._interview.unjudged:
                self._interview.settle(self._interview.run())
        except LogError as error:
            self._page.text(f"not saved: {error}")

    def _take_ticks(self, answer: AnswerRecord) -> bool:
        """Return whether to ask for the next ones."""
        suggested = answer.suggested or frozenset()
        while True:
            line = self._ask(ticks.debrief_prompt(suggested))
            match None if line is None else line.strip().lower():
                case None | ":later" | ":q":
                    return False
                case ":?":
                    self._page.text(ticks.TICK_HELP)
                    continue
                case "":
                    made: frozenset[int] | str = suggested
                case text:
                    made = ticks.read_ticks(text, len(answer.asked.weights))
            if isinstance(made, str):
                self._page.text(made)
                continue
            try:
                self._interview.tick_points(answer.asked.number, made)
            except LogError as error:
                self._page.text(f"not saved: {error}")
                continue
            return True


def show_question(page: PlainPage, shown: DebriefQuestion) -> None:
    """Print one question with its answer, model answer, points and verdict."""
    page.text(f"\n=== {shown.heading}  ·  {'  ·  '.join(shown.facts)}")
    _show_asked(page, shown)
    _show_answer(page, "your answer:", shown.answer)
    for line in shown.feedback:
        page.text(f"  {line}")
    if shown.changes:
        page.text("- your code, + the solution:")
        page.exactly(
            f"  {sign} {sanitize(line)}".rstrip() for sign, line in shown.changes
        )
    elif shown.shows_model:
        _show_answer(page, "model answer:", shown.model)
    if shown.explain:
        page.text("why:")
        page.prose(shown.explain, "  ")
    if shown.points:
        page.text("points:")
        for row in shown.points:
            _show_point(page, row)


def _show_opinion(page: PlainPage, shown: DebriefQuestion) -> None:
    """Print the second opinion on an answer that was just ticked."""
    for row in shown.points:
        if said := point_opinion(row):
            page.text(f"  {row.number}. {said}")


def _show_asked(page: PlainPage, shown: DebriefQuestion) -> None:
    page.prose(shown.ask)
    if shown.prompt:
        page.text("")
        page.prose(shown.prompt)
    page.exactly(lines.numbered(shown.code))
    for option in shown.options:
        page.text(lines.markdown(option))
    for note in shown.notes:
        page.text(note)


def show_report(page: PlainPage, report: InterviewReport) -> None:
    """Print the scorecard."""
    page.text(f"\n=== Scorecard: {report.signal}")
    page.text(report.about)
    width = max(len(row.name) for row in report.rows)
    for row in report.rows:
        page.text(f"  {row.name:{width}}  {row.value}: {row.about}")
    for remark in report.remarks:
        page.text(remark)
    page.text(report.rule)
    if report.compared:
        page.text(COMPARED_WITH)
        for change in report.compared:
            page.text(f"  {change}")
    if report.study:
        page.text("Study next:")
        for card in report.study:
            page.text(f"  {card}")
        page.exactly([sanitize(report.study_command)])


def _show_answer(page: PlainPage, heading: str, answer: AnswerText) -> None:
    page.text(heading)
    if answer.code:
        page.exactly(lines.numbered(answer.text))
    elif answer.markdown:
        page.prose(answer.text, "  ")
    else:
        page.text(indent(answer.text, "  "))


def _show_point(page: PlainPage, row: PointRow) -> None:
    text = lines.markdown(row.text) or f"point {row.number}"
    weight = "" if row.weight == 1 else f" (counts {row.weight:g})"
    page.text(f"  {row.sign} {row.number}. {text}{weight}")
    words = point_words(row)
    tick = "" if row.ticked is None else point_tick(row)
    if said := "; ".join(filter(None, (words, tick, point_opinion(row)))):
        page.text(f"       {said}")
