"""The plain front end: reads lines, prints text. For pipes, screen readers, habit.

It drives the same `Study` as the screens do. Everything that came from a deck
or from a run passes `sanitise` on its way out.
"""

from collections.abc import Callable, Iterator
from textwrap import indent, wrap

from quizapp.core.card import Card
from quizapp.core.confidence import Confidence
from quizapp.core.follow_up import FOLLOW_UP
from quizapp.core.grade import Grade
from quizapp.core.kinds.choice import Choice
from quizapp.core.outcome import Outcome, sentence
from quizapp.core.response import Misread
from quizapp.core.sanitise import sanitise
from quizapp.core.session import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.verdict import Correct, Partial, Unsettled, Verdict, Wrong, feedback
from quizapp.errors import LogError
from quizapp.study import Study

ANSWER_HELP = """\
Type an answer and press Enter. An empty line reveals without one.
  :h  a hint          :u  undo the last grade
  :q  quit            :?  this help"""

WEIGH_HELP = """\
Say how sure you are before you see the answer: 1 to 4, or Enter to skip.
  :u  back to the answer      :q  quit"""

GRADE_HELP = """\
  w  I was right      r  run the snippet
  u  undo             q  quit without grading this card"""

Ask = Callable[[str], str | None]
"""Prompts for a line; None at the end of the input."""


class Plain:
    """One sitting in lines of text."""

    def __init__(
        self,
        study: Study,
        ask: Ask,
        say: Callable[[str], None] = print,
        width: int = 80,
    ) -> None:
        self._study = study
        self._ask = ask
        self._say_lines = say
        self._width = width

    def practise(self) -> None:
        """Ask until the sitting is over, then sum it up."""
        shown: object = None
        while not isinstance(phase := self._study.phase, Finished):
            match phase:
                case Asking(posed=posed):
                    if posed is not shown:
                        self._pose(phase)
                        shown = posed
                    self._take_answer(phase)
                case Weighing():
                    self._weigh()
                case Running():
                    self._settle(phase)
                case Revealed():
                    self._take_grade(phase)
        self._sum_up(phase.reason)

    def sum_up(self) -> None:
        """End the sitting early and sum it up."""
        self._study.finish()
        self._sum_up("stopped")

    def _say(self, text: str) -> None:
        """Say lines, those of prose wrapped to the width."""
        self._say_lines("\n".join(_wrapped(text, self._width)))

    def _pose(self, asking: Asking) -> None:
        card = asking.posed.card
        session = self._study.session
        count = f"{session.done + 1}, {len(session.agenda)} left"
        self._say(f"\n--- {count} | {card.id} | {card.kind.name} | {card.level.value}")
        self._say(sanitise(card.prompt.strip()))
        for line in _numbered(card.code):
            self._say_lines(line)
        for line in _options(asking):
            self._say(line)
        self._say(sanitise(card.kind.task))

    def _take_answer(self, asking: Asking) -> None:
        line = self._ask("answer (:? for help)> ")
        match None if line is None else line.strip():
            case None | ":q":
                self._study.finish()
            case ":h":
                self._hint()
            case ":u":
                self._undo()
            case ":?":
                self._say(ANSWER_HELP)
            case text:
                misread = self._study.respond(_in_file_order(asking, text))
                if misread is not None:
                    self._say(_pointing(misread, "answer (:? for help)> "))

    def _hint(self) -> None:
        before = self._study.phase
        self._study.hint()
        after = self._study.phase
        if isinstance(after, Asking) and after != before:
            hint = after.posed.card.hints[after.hints - 1]
            self._say(f"hint: {sanitise(hint)}")
        else:
            self._say("no more hints")

    def _weigh(self) -> None:
        line = self._ask(_weigh_prompt())
        match None if line is None else line.strip():
            case None | ":q":
                self._study.finish()
            case "":
                self._study.weigh(None)
            case "1" | "2" | "3" | "4" as number:
                self._study.weigh(Confidence(int(number)))
            case ":u":
                self._study.back()
            case _:
                self._say(WEIGH_HELP)

    def _settle(self, running: Running) -> None:
        self._study.settle(None if running.program is None else self._study.run())

    def _reveal(self, revealed: Revealed) -> None:
        self._say("")
        if revealed.outcome is not None:
            for line in _shown(revealed.outcome):
                self._say_lines(line)
        self._say(f"{heading(revealed.verdict)}{revealed.emphasis}")
        if revealed.emphasis:
            self._say(f"  {FOLLOW_UP}")
        for reason in feedback(revealed.verdict):
            self._say(f"  {sanitise(reason)}")
        if revealed.because:
            self._say(f"  why: {sanitise(revealed.because)}")
        truth = revealed.posed.card.kind.truth(revealed.outcome)
        if truth is not None:
            self._say(f"answer:\n{indent(sanitise(truth.strip()), '  ')}")
        self._explain(revealed.posed.card)

    def _explain(self, card: Card) -> None:
        if card.explain:
            self._say(f"\n{sanitise(card.explain.strip())}\n")
        if card.sources:
            self._say(f"sources: {sanitise('; '.join(card.sources))}")
        for line in _numbered(card.proof):
            self._say_lines(line)

    def _take_grade(self, revealed: Revealed) -> None:
        self._reveal(revealed)
        while self._study.phase is revealed:
            line = self._ask(_grade_prompt(revealed))
            match "q" if line is None else line.strip().lower():
                case "":
                    self._grade(revealed.suggested)
                case number if number in _numbers(revealed):
                    self._grade(Grade(int(number)))
                case "w":
                    self._study.override()
                case "r":
                    self._prove()
                case "u":
                    self._undo()
                case "q":
                    self._study.finish()
                case _:
                    self._say(_grade_help(revealed))

    def _prove(self) -> None:
        phase = self._study.phase
        if isinstance(phase, Revealed) and phase.posed.card.program() is None:
            self._say("this card has nothing to run")
        else:
            self._study.prove(self._study.run())

    def _grade(self, grade: Grade) -> None:
        try:
            self._study.grade(grade)
        except LogError as error:
            self._say(f"not saved: {sanitise(str(error))}")

    def _undo(self) -> None:
        try:
            undone = self._study.undo()
        except LogError as error:
            self._say(f"not undone: {sanitise(str(error))}")
        else:
            self._say("undone; grade it again" if undone else "nothing to undo")

    def _sum_up(self, reason: str) -> None:
        summary = self._study.summary()
        self._say(f"\n=== {reason}")
        self._say(summary.sentence)
        grades = summary.grades.items()
        self._say("  ".join(f"{grade.label} {count}" for grade, count in grades))
        for card in summary.missed:
            self._say(f"missed: {card}")


def heading(verdict: Verdict) -> str:
    """Return the verdict as a sign and a word."""
    match verdict:
        case Correct():
            return "✓ correct"
        case Partial(score=score):
            return f"◐ partly right ({score:.0%})"
        case Wrong():
            return "✗ wrong"
        case Unsettled():
            return "○ your call"


def _wrapped(text: str, width: int) -> Iterator[str]:
    """Wrap long lines beneath their own indentation; fenced code stays as it is."""
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.lstrip().startswith("```")
        indentation = " " * (len(line) - len(line.lstrip()))
        if fenced or len(line) <= width:
            yield line
        else:
            yield from wrap(line, width, subsequent_indent=f"{indentation}  ")


def _numbered(code: str) -> Iterator[str]:
    if code:
        for number, line in enumerate(code.strip("\n").split("\n"), start=1):
            yield f"  {number:3} | {sanitise(line)}"


def _options(asking: Asking) -> Iterator[str]:
    kind = asking.posed.card.kind
    if isinstance(kind, Choice):
        order = kind.display_order(asking.posed.seed)
        for place, number in enumerate(order, start=1):
            yield f"  {place}. {sanitise(kind.options[number - 1].text)}"


def _in_file_order(asking: Asking, text: str) -> str:
    """Turn the numbers on the screen into those of the file."""
    kind = asking.posed.card.kind
    if not isinstance(kind, Choice):
        return text
    order = kind.display_order(asking.posed.seed)
    words = text.replace(",", " ").split()
    known = {str(place): str(number) for place, number in enumerate(order, start=1)}
    return " ".join(known.get(word, word) for word in words)


def _pointing(misread: Misread, prompt: str) -> str:
    if misread.at is None:
        return f"not read: {misread.message}"
    return f"{' ' * (len(prompt) + misread.at)}^\nnot read: {misread.message}"


def _shown(outcome: Outcome) -> Iterator[str]:
    yield f"run: {sanitise(sentence(outcome))}"
    printed = outcome.output.stdout + outcome.output.stderr
    if printed:
        yield indent(sanitise(printed.rstrip("\n")), "  | ", lambda _: True)
    if outcome.output.truncated:
        yield "  (more was printed and cut)"


def _weigh_prompt() -> str:
    steps = "  ".join(f"{each.value} {each.label}" for each in Confidence)
    return f"how sure? {steps} (Enter skips)> "


def _numbers(revealed: Revealed) -> tuple[str, ...]:
    return tuple(str(grade.value) for grade in revealed.posed.offered)


def _grade_help(revealed: Revealed) -> str:
    grades = [
        f"  {grade.value}  {grade.label}: {grade.meaning}"
        for grade in revealed.posed.offered
    ]
    return "\n".join(["Enter takes the grade in [brackets].", *grades, GRADE_HELP])


def _grade_prompt(revealed: Revealed) -> str:
    grades = [
        f"[{grade.value} {grade.button} {interval}]"
        if grade is revealed.suggested
        else f"{grade.value} {grade.button} {interval}"
        for grade, interval in revealed.intervals().items()
    ]
    return f"grade: {'  '.join(grades)} (? for help)> "
