"""The plain front end: reads lines, prints text. For pipes and screen readers.

It drives the same `Study` as the screens. All text from a deck or a run passes
through `sanitize` before it is printed.
"""

from collections.abc import Callable, Mapping
from functools import partial
from textwrap import indent

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.card import Card
from quizapp.core.judging.rubric import Rubric
from quizapp.core.judging.verdict import Unsettled
from quizapp.core.scheduling.review import Fact
from quizapp.core.session.ending import Ending, Stopped
from quizapp.core.session.phases import Asking, Finished, Revealed, Running, Weighing
from quizapp.core.session.session import Earlier
from quizapp.core.terminal.pasting import in_one_line
from quizapp.core.terminal.sanitize import sanitize
from quizapp.core.values.misread import Misread
from quizapp.errors import LogError
from quizapp.flow.follow_on import follow_on
from quizapp.flow.study import Study
from quizapp.plain import lines, prompts, remarks
from quizapp.plain.page import Ask, Edit, PlainPage
from quizapp.wording import session as wording


class PlainSession:
    """One session in lines of text."""

    def __init__(
        self,
        study: Study,
        ask: Ask,
        say: Callable[[str], None] = print,
        width: int = 80,
        edit: Edit | None = None,
    ) -> None:
        self._study = study
        self._edit = edit
        self._code = ""
        """What the user last wrote for this card."""
        self._graded_later: Revealed | None = None
        """The verdict that is still to be graded, during and after another draw."""
        self._offered: Fact | None = None
        """The fact of an earlier session that the next :u undoes."""
        self._ask = ask
        self._say_lines = say
        self._width = width
        self._page = PlainPage(say, width)
        self.library: Mapping[CardId, Card] = {}
        """Where follow-ups are looked for; they need not be in the session."""
        self.titles: Mapping[str, str] = {}
        """The titles of decks by their ids; the header shows an id without one."""

    def practice(self) -> None:
        """Ask until the session is over, then print the summary."""
        posed_before: object = None
        while not isinstance(phase := self._study.phase, Finished):
            match phase:
                case Asking(posed=posed):
                    if posed is not posed_before:
                        self._code = posed.card.code.strip("\n")
                        self._pose(phase)
                        posed_before = posed
                    self._take_answer(phase)
                case Weighing():
                    self._weigh()
                case Running():
                    self._settle(phase)
                case Revealed():
                    self._take_grade(phase)
        self._sum_up(phase.ending)

    def sum_up(self) -> None:
        """End the session early and print the summary."""
        self._study.stop()
        self._sum_up(Stopped())

    def _say(self, text: str) -> None:
        """Print lines, wrapped to the width."""
        self._page.text(text)

    def _say_prose(self, markdown: str) -> None:
        """Print the Markdown of a deck, its paragraphs wrapped to the width."""
        self._page.prose(markdown)

    def _pose(self, asking: Asking) -> None:
        card = asking.posed.card
        session = self._study.session
        count = f"{session.done + 1}, {len(session.agenda)} left"
        deck = sanitize(self.titles.get(card.id.deck, card.id.deck))
        words = (count, deck, card.kind.name, card.level.label, asking.posed.note)
        self._say(f"\n--- {' | '.join(filter(None, words))}")
        self._say_prose(card.prompt)
        for line in lines.numbered(card.code):
            self._say_lines(line)
        for line in card.kind.listing(asking.posed.seed):
            self._say(lines.markdown(line))
        self._say(lines.markdown(f"{card.task} {card.kind.form}".rstrip()))

    def _take_answer(self, asking: Asking) -> None:
        coding = asking.posed.card.kind.coding is not None
        prompt = prompts.CODE_PROMPT if coding else prompts.ANSWER_PROMPT
        commands: dict[str, Callable[[], object]] = {
            ":q": self._study.stop,
            ":h": self._hint,
            ":u": self._undo,
            ":-": partial(self._mark, Mark.BURIED),
            ":@": partial(self._mark, Mark.SUSPENDED),
        }
        line = self._ask(prompt)
        if self._remarked(line):
            return
        match ":q" if line is None else line.strip():
            case word if word in commands:
                commands[word]()
            case ":?":
                self._say(prompts.CODE_HELP if coding else prompts.ANSWER_HELP)
            case ":e" if coding:
                self._edit_code()
            case text:
                kind = asking.posed.card.kind
                one_line = in_one_line(text, kind.line_break)
                typed = self._read_code(line) if coding else one_line
                listed = kind.from_listing(typed, asking.posed.seed)
                before = len(line or "") - len((line or "").lstrip())
                self._respond(listed, len(prompt) + before)

    def _remarked(self, line: str | None) -> bool:
        """Return whether a line was a remark on the card, and say what was saved."""
        done = remarks.take_remark(line or "", self._study)
        if done is not None:
            self._say(sanitize(done))
        return done is not None

    def _respond(self, text: str, column: int) -> None:
        misread = self._study.respond(text)
        if misread is not None:
            self._say_misread(misread, column)

    def _say_misread(self, misread: Misread, column: int) -> None:
        """Point at the mistake in the line that was typed from this column on."""
        if misread.at is not None:
            self._say_lines(f"{' ' * (column + misread.at)}^")
        self._say(f"cannot read the answer: {misread.message}")

    def _read_code(self, line: str | None) -> str:
        """Read lines until a lone dot, or to the end of the input."""
        written = []
        while line is not None and line.strip() != ".":
            pasted, *rest = line.split("\n.\n", 1)  # lines that were pasted at once
            written.append(pasted.removesuffix("\n."))
            if rest or pasted.endswith("\n."):
                break
            line = self._ask("")
        self._code = "\n".join(written) or self._code
        return "\n".join(written)

    def _edit_code(self) -> None:
        if self._edit is None:
            self._say("Set VISUAL or EDITOR to write code in your editor.")
            return
        edited = self._edit(self._code)
        if edited.strip() == self._code.strip():
            self._say("Nothing was changed, so nothing was submitted.")
            return
        self._code = edited
        self._respond(edited, len(prompts.CODE_PROMPT))

    def _hint(self) -> None:
        before = self._study.phase
        self._study.hint()
        after = self._study.phase
        if isinstance(after, Asking) and after != before:
            hint = after.posed.card.hints[after.hints - 1]
            self._say(f"hint: {lines.markdown(hint)}")
        else:
            self._say("no more hints")

    def _weigh(self) -> None:
        line = self._ask(prompts.how_sure())
        match None if line is None else line.strip():
            case None | ":q":
                self._study.stop()
            case "":
                self._study.weigh(None)
            case "1" | "2" | "3" | "4" as number:
                self._study.weigh(Confidence(int(number)))
            case ":u":
                self._study.back()
            case _:
                self._say(prompts.WEIGH_HELP)

    def _settle(self, running: Running) -> None:
        outcome = None if running.program is None else self._study.run()
        self._study.settle(outcome)
        if news := self._study.runner.news():
            self._say(news)
        if isinstance(self._study.phase, Asking) and outcome is not None:
            for line in lines.shown(outcome):
                self._say_lines(line)
            self._say("Your code is kept. :e edits it, or type it again.")

    def _reveal(self, revealed: Revealed) -> None:
        self._say("")
        if revealed.outcome is not None:
            for line in lines.shown(revealed.outcome):
                self._say_lines(line)
        for line in lines.pictures(revealed, self._width):
            self._say_lines(line)
        self._say(f"{wording.verdict_heading(revealed.verdict)}{revealed.emphasis}")
        if revealed.promise:
            self._say(f"  {revealed.promise}")
        for reason in wording.reasons(revealed):
            self._say(f"  {sanitize(reason)}")
        for line in filter(None, (wording.because(revealed), wording.leech(revealed))):
            self._say(f"  {lines.markdown(line)}")
        self._say_truth(revealed)
        self._explain(revealed.posed.card)
        for question in wording.follow_ups(revealed.posed.card):
            self._say(f"follow-up: {lines.markdown(question)}")
        own = sanitize(remarks.own_remarks(self._study))
        self._say(
            f"{own}\ncard: {revealed.posed.card.id}".strip()
        )  # before, it might tell too much

    def _say_truth(self, revealed: Revealed) -> None:
        truth = revealed.posed.card.kind.truth(revealed.outcome)
        typed = revealed.response.text
        is_code = revealed.posed.card.kind.coding is not None
        if truth is not None and is_code and typed.strip() not in {"", truth.strip()}:
            self._say("- your code, + the solution:")
            for line in lines.differences(typed, truth):
                self._say_lines(line)
        elif truth is not None and revealed.posed.card.kind.truth_is_code:
            self._say("solution:")
            for line in lines.numbered(truth):
                self._say_lines(line)
        elif truth is not None:
            value = revealed.posed.card.kind.truth_is_value
            shown = sanitize(truth) if value else lines.markdown(truth)
            self._say(f"answer:\n{indent(shown.strip(), '  ')}")

    def _explain(self, card: Card) -> None:
        if card.explain:
            self._say("")
            self._say_prose(card.explain)
            self._say("")
        if card.modify is not None:
            self._say(f"try this with e: {lines.markdown(card.modify.goal.strip())}")
        if card.sources:
            self._say(f"sources: {sanitize('; '.join(card.sources))}")
        for line in lines.numbered(card.proof):
            self._say_lines(line)

    def _take_points(
        self, rubric: Rubric, found: Mapping[int, tuple[str, ...]]
    ) -> None:
        """Show the points of a good answer, and ask which ones the user made."""
        for number, point in enumerate(rubric.points, start=1):
            self._say(f"  {number}. {lines.markdown(point.point.strip())}")
            if number in found:
                self._say(f"     found: {sanitize('; '.join(found[number]))}")
        prompt = prompts.points(found)
        line = self._ask(prompt)
        match None if line is None else line.strip().lower().removeprefix(":"):
            case None | "q":
                self._study.stop()
            case "u":
                self._undo()
            case "?":
                self._say(prompts.POINTS_HELP)
            case text:
                numbers = ", ".join(map(str, found))
                misread = self._study.assess(text or numbers or "none")
                if misread is not None:
                    self._say_misread(misread, len(prompt))

    def _take_grade(self, revealed: Revealed) -> None:
        rubric = revealed.posed.card.kind.scored_by
        if rubric is not None and isinstance(revealed.judged, Unsettled):
            self._take_points(rubric, revealed.mentioned)
            return
        if revealed is not self._graded_later:
            self._reveal(revealed)
        actions: dict[str, Callable[[], object]] = {
            "w": self._study.override,
            "r": self._prove,
            "e": self._explore,
            "n": self._draw_again,
            "f": self._follow_on,
            "u": self._undo,
            "-": partial(self._mark, Mark.BURIED),
            "@": partial(self._mark, Mark.SUSPENDED),
            "q": self._study.stop,
        }
        while self._study.phase is revealed:
            line = self._ask(prompts.grade(revealed))
            if self._remarked(line):
                continue
            match "q" if line is None else line.strip().lower().removeprefix(":"):
                case "":
                    self._grade(revealed.suggested)
                case number if number in prompts.numbers(revealed):
                    self._grade(Grade(int(number)))
                case word if word in actions:
                    actions[word]()
                case _:
                    self._say(prompts.grade_help(revealed))

    def _follow_on(self) -> None:
        self._say(wording.following(follow_on(self._study, self.library)))

    def _draw_again(self) -> None:
        """Ask the card with other numbers; the verdict is not shown once more then."""
        if self._study.can_draw_again:
            self._study.draw_again()
            phase = self._study.phase
            self._graded_later = phase.posed.owed if isinstance(phase, Asking) else None
        else:
            self._say("This card has no other numbers.")

    def _prove(self) -> None:
        phase = self._study.phase
        if isinstance(phase, Revealed) and not phase.posed.card.has_program:
            self._say("This card has nothing to run.")
        else:
            self._study.prove(self._study.run())

    def _explore(self) -> None:
        """Let the user edit the code; show the results before and after."""
        exploration = self._study.exploration()
        if exploration is None:
            self._say("This card has no code to edit.")
        elif self._edit is None:
            self._say("Set VISUAL or EDITOR to edit the code and run it again.")
        else:
            runner = self._study.runner
            edited = self._edit(exploration.original)
            for name, code in (("before", exploration.original), ("now", edited)):
                self._say(f"{name}:")
                outcome = runner.run(exploration.program(code))
                tried = exploration.read(code, outcome)
                for line in (*lines.shown(tried.outcome), *wording.tried_lines(tried)):
                    self._say(f"  {sanitize(line)}")

    def _grade(self, grade: Grade) -> None:
        try:
            self._study.grade(grade)
        except LogError as error:
            self._say(f"not saved: {sanitize(str(error))}")

    def _undo(self) -> None:
        if self._study.leave_draw():
            return
        try:
            undone = self._study.undo()
        except LogError as error:
            self._say(f"not undone: {sanitize(str(error))}")
            return
        if isinstance(undone, Earlier) and undone.fact == self._offered:
            undone = self._study.undo(earlier=True)
        self._offered = undone.fact if isinstance(undone, Earlier) else None
        self._say(sanitize(wording.undone(undone)))

    def _mark(self, mark: Mark) -> None:
        try:
            event = self._study.set_aside(mark)
        except LogError as error:
            self._say(f"not saved: {sanitize(str(error))}")
        else:
            if event is not None:
                self._say(sanitize(f"{wording.fact_in_words(event)}; :u undoes it"))

    def _sum_up(self, ending: Ending) -> None:
        summary = self._study.summary()
        self._say(f"\n=== {wording.ending_sentence(ending)}")
        self._say(summary.sentence)
        grades = summary.grades.items()
        self._say("  ".join(f"{grade.label} {count}" for grade, count in grades))
        for card in summary.missed:
            self._say(f"missed: {card}")
