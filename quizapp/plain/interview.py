"""The mock interview in lines of text: asks, reads answers, shows the clocks.

It drives the same `MockInterview` as the screens. Nothing here tells a verdict. A line
can only be read when it was typed, so the time is shown at the next line.
"""

from collections.abc import Callable
from typing import TypeAlias

from quizapp.core.basics.confidence import Confidence
from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    InterviewPhase,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.core.interview.question import Question
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.terminal.pasting import in_one_line
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.interview import MockInterview
from quizapp.plain import lines, prompts, ticks
from quizapp.plain.page import Ask, Edit, PlainPage
from quizapp.wording.interview import (
    TIME_OVER,
    both_clocks,
    interruption_in_words,
    question_head,
)

OPENING = """\
A mock interview: no verdict and no answer before the end. Answer as you would aloud.
Type an answer, and end it with an empty line or a dot; or speak, then type :said.
:skip if you do not know, :pause, :leave to end early, :? for help."""

COMMON_HELP = """\
  :skip   I don't know         :time   the clocks
  :pause  stop the clocks      :leave  end the interview
  :clear  delete what I typed for this question"""

FREE_HELP = f"""\
Type an answer; an empty line or a single dot ends it.
  :said   I said it aloud
{COMMON_HELP}"""

LINE_HELP = f"""\
Type the answer in one line.
{COMMON_HELP}"""

PROGRAM_HELP = f"""\
Type or paste code, then a single dot: that submits it.
  :edit   open your editor     :run    run the code, without the checks
{COMMON_HELP}"""

NOTHING_TYPED = "Nothing is typed yet. Type an answer, :said or :skip; :? for help."
NOTHING_WRITTEN = "No code is written yet. Type code, :edit or :skip; :? for help."
SAVED = (
    "The interview is saved with every answer."
    " Start quizapp interview again to resume or end it."
)

QuestionPhase: TypeAlias = Answering | WritingCode


class PlainInterview:
    """One mock interview in lines of text."""

    def __init__(
        self,
        interview: MockInterview,
        ask: Ask,
        page: PlainPage,
        edit: Edit | None = None,
    ) -> None:
        self._interview = interview
        self._ask = ask
        self._page = page
        self._edit = edit
        self._posed = 0
        """The number of the question that is shown."""
        self._typed: list[str] = []
        """The lines of the answer so far; kept if it cannot be saved."""
        self._is_told = False
        """Whether the user knows that the time of this question is over."""

    def conduct(self) -> bool:
        """Ask until the interview is over; False if the input ended before."""
        while not isinstance(phase := self._interview.phase, Ended):
            try:
                goes_on = self._step(phase)
            except LogError as error:
                self._page.text(f"not saved: {error}")
                if self._typed:
                    self._page.text("What you typed is kept: a dot tries again.")
                goes_on = True
            if not goes_on:
                return False
        return True

    def _step(self, phase: InterviewPhase) -> bool:
        """Take one step; return whether there is more input."""
        match phase:
            case Answering() | WritingCode():
                return self._take_line(phase)
            case Rating():
                return self._take_confidence()
            case Checking():
                self._interview.settle(self._interview.run())
                self._say_news()
            case Ticking():
                return self._take_ticks(phase)
            case Paused():
                line = self._ask("paused (Enter goes on)> ")
                if line is not None:
                    self._interview.unpause()
                return line is not None
            case Ended():
                pass
        return True

    # a question

    def _pose(self, phase: QuestionPhase) -> None:
        question, card = phase.question, phase.question.card
        elapsed = phase.watch.total(self._interview.now())
        minutes = self._interview.setup.begun.options.minutes
        self._page.text(f"\n--- {question_head(question.asked, elapsed, minutes)}")
        self._page.prose(question.ask)
        if question.prompt:
            self._page.text("")
            self._page.prose(question.prompt)
        if card is None:
            return
        self._page.exactly(lines.numbered(card.code))
        for line in card.kind.listing(question.seed):
            self._page.text(lines.markdown(line))
        if not question.is_free:
            self._page.text(lines.markdown(f"{card.task} {card.kind.form}".rstrip()))

    def _take_line(self, phase: QuestionPhase) -> bool:
        if phase.question.number != self._posed:
            self._pose(phase)
            self._posed, self._typed = phase.question.number, []
            self._is_told = False
        line = self._ask("" if self._typed else _prompt(phase.question))
        if line is None:
            return False
        if phase.is_over(self._interview.now()) and not self._is_told:
            self._page.text(TIME_OVER)
            self._is_told = True
        command = line.strip()
        if command in _COMMANDS:
            return self._obey(command, phase)
        if phase.question.is_code:
            self._take_code(line)
        elif phase.question.is_free:
            self._take_words(line)
        else:
            self._take_response(line, phase.question)
        return True

    def _take_words(self, line: str) -> None:
        """Take a line, or several that were pasted at once, of an answer in words."""
        ends = not line.strip() or line.strip() == "."
        if not ends:
            pasted, dot, _ = f"{line}\n".partition("\n.\n")
            self._typed.append(pasted.rstrip("\n"))
            ends = bool(dot)
        if ends and not self._typed:
            self._page.text(NOTHING_TYPED)
        elif ends:
            self._interview.answer("\n".join(self._typed))

    def _take_response(self, line: str, question: Question) -> None:
        """Take an answer of one line."""
        if question.card is None or not line.strip():
            self._page.text("Type an answer, or :skip; :? for help.")
            return
        kind = question.card.kind
        text = in_one_line(line, kind.line_break)
        misread = self._interview.answer(kind.from_listing(text, question.seed))
        if misread is not None:
            self._say_misread(misread)

    def _take_code(self, line: str) -> None:
        """Take lines of code; a lone dot submits them."""
        pasted, dot, _ = f"{line}\n".partition("\n.\n")
        if line.strip() != ".":
            self._typed.append(pasted.removesuffix("\n"))
        if line.strip() != "." and not dot:
            return
        if not "".join(self._typed).strip():
            self._page.text(NOTHING_WRITTEN)
            return
        misread = self._interview.answer("\n".join(self._typed))
        if misread is not None:
            self._say_misread(misread)

    def _say_misread(self, misread: Misread) -> None:
        self._page.text(f"cannot read the answer: {misread.message}")

    # commands

    def _obey(self, command: str, phase: QuestionPhase) -> bool:
        is_code, is_free = phase.question.is_code, phase.question.is_free
        actions: dict[str, Callable[[], object]] = {
            ":skip": self._skip,
            ":pause": self._interview.pause,
            ":time": lambda: self._say_time(phase),
            ":clear": self._typed.clear,
            ":?": lambda: self._page.text(_help_for(phase.question)),
        }
        if is_free:
            actions[":said"] = self._say_aloud
        if is_code:
            actions[":edit"] = lambda: self._edit_code(phase)
            actions[":run"] = self._run_code
        if command == ":leave":
            return self._leave()
        if command in actions:
            actions[command]()
        elif command == ":said":
            self._page.text("This one has to be typed; :skip if you do not know.")
        else:
            self._page.text("This question asks for no code; :? for help.")
        return True

    def _has_typed(self) -> bool:
        """Return whether there is an answer already, and say what to do with it."""
        if self._typed:
            self._page.text("You typed an answer: a dot ends it, :clear deletes it.")
        return bool(self._typed)

    def _skip(self) -> None:
        if not self._has_typed():
            self._interview.skip()

    def _say_aloud(self) -> None:
        if not self._has_typed():
            self._interview.said()

    def _say_time(self, phase: QuestionPhase) -> None:
        minutes = self._interview.setup.begun.options.minutes
        now = self._interview.now()
        self._page.text(both_clocks(phase.watch, phase.question.asked, now, minutes))

    def _leave(self) -> bool:
        counts = " What you typed counts." if self._typed else ""
        line = self._ask(f"End the interview now?{counts} (y ends it)> ")
        if line is None:
            return False
        if line.strip().lower() in {"y", "yes"}:
            if self._typed:
                self._interview.answer("\n".join(self._typed))
            self._interview.leave()
        return True

    def _edit_code(self, phase: QuestionPhase) -> None:
        if self._edit is None:
            self._page.text("Set VISUAL or EDITOR to write code in your editor.")
            return
        card = phase.question.card
        starter = "" if card is None else card.code.strip("\n")
        before = "\n".join(self._typed) or starter
        edited = self._edit(before)
        if edited.strip() == starter.strip():
            self._page.text("Nothing was changed.")
            return
        self._typed = edited.strip("\n").split("\n")
        self._page.exactly(lines.numbered(edited))
        self._page.text("A dot submits it; :run runs it, :edit edits it again.")

    def _run_code(self) -> None:
        program = self._interview.try_out("\n".join(self._typed))
        if program is None or isinstance(program, Misread):
            self._page.text(NOTHING_WRITTEN)
            return
        outcome = self._interview.run(program=program)
        self._page.exactly(lines.shown(outcome))
        self._say_news()

    # after an answer

    def _take_confidence(self) -> bool:
        line = self._ask(prompts.how_sure())
        match None if line is None else line.strip():
            case None:
                return False
            case "":
                self._interview.rate(None)
            case "1" | "2" | "3" | "4" as number:
                self._interview.rate(Confidence(int(number)))
            case ":leave":
                return self._leave()
            case _:
                self._page.text("Type 1 to 4, or press Enter to skip.")
        return True

    def _take_ticks(self, phase: Ticking) -> bool:
        """Ask a speaker which points they made: there are no words to search."""
        points = phase.question.points
        self._page.text("\nWhich of these points did you make?")
        for number, point in enumerate(points, start=1):
            self._page.text(f"  {number}. {lines.markdown(point.point.strip())}")
        line = self._ask(ticks.thread_prompt(phase))
        if line is None:
            return False
        if line.strip() == ":leave":
            return self._leave()
        if not line.strip():
            self._interview.tick(None)
            return True
        made = ticks.read_ticks(line, len(points))
        if isinstance(made, str):
            self._page.text(made)
        else:
            self._interview.tick(made)
        return True

    def _say_news(self) -> None:
        if news := self._interview.runner.news():
            self._page.text(news)


_COMMANDS = frozenset(
    {":said", ":skip", ":pause", ":leave", ":time", ":clear", ":edit", ":run", ":?"}
)


def _prompt(question: Question) -> str:
    return prompts.CODE_PROMPT if question.is_code else prompts.ANSWER_PROMPT


def _help_for(question: Question) -> str:
    if question.is_code:
        return PROGRAM_HELP
    return FREE_HELP if question.is_free else LINE_HELP


def ask_about(record: InterviewRecord, ask: Ask, page: PlainPage) -> str | None:
    """Ask what to do with an interrupted interview: `resume`, `end` or None."""
    page.text(interruption_in_words(record))
    while True:
        line = ask("r resume it, e end it with these answers, q neither> ")
        match None if line is None else line.strip().lower():
            case None | "q":
                return None
            case "r" | "resume":
                return "resume"
            case "e" | "end":
                return "end"
            case _:
                page.text("Type r, e or q.")
