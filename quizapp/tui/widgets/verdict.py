"""Verdict: the judgement, what was right, what the run printed, and why."""

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from quizapp import lines
from quizapp.core.card import Card
from quizapp.core.follow_up import FOLLOW_UP
from quizapp.core.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.sanitise import sanitise, sanitise_line
from quizapp.core.session import Revealed
from quizapp.core.verdict import (
    Correct,
    Mismatch,
    Partial,
    Unsettled,
    Verdict,
    Wrong,
)
from quizapp.tui.prose import inline, prose
from quizapp.tui.widgets.pictures import pictures
from quizapp.tui.widgets.results import results_of
from quizapp.tui.widgets.snippet import numbered

MAX_OUTPUT_LINES = 40


class VerdictPanel(Static):
    """Everything that stands beneath the answer once it is given."""

    _revealed: Revealed | None = None
    _truth = True

    def show_verdict(self, revealed: Revealed, *, truth: bool = True) -> None:
        """Show a revealed card; the truth only if nothing else shows it."""
        self._revealed, self._truth = revealed, truth
        pictures = self._pictures(revealed)
        blocks = [block for block in _blocks(revealed, pictures, truth=truth) if block]
        self.update(Content("\n\n").join(blocks))

    def on_resize(self) -> None:
        """Draw again at the new width."""
        if self._revealed is not None and self._revealed.posed.card.show:
            self.show_verdict(self._revealed, truth=self._truth)

    def _pictures(self, revealed: Revealed) -> Content:
        width = self.size.width or self.app.size.width - 6
        return pictures(
            revealed.posed.card, revealed.outcome, width, self.app.theme_variables
        )

    def show_run(self, printed: str, note: str) -> None:
        """Show a run that is not over."""
        self._revealed = None
        lines = sanitise(printed).rstrip("\n").split("\n")[-8:]
        output = _gutter(lines) if printed else Content("")
        status = Content.styled(note, "$quiet")
        self.update(Content("\n").join([status, output] if printed else [status]))


def _blocks(revealed: Revealed, pictures: Content, *, truth: bool) -> Iterator[Content]:
    yield _heading(revealed)
    yield _table(_mismatches(revealed.verdict))
    if revealed.because:
        yield Content.assemble(("▌ ", "$primary"), inline(sanitise(revealed.because)))
    yield Content.styled(lines.leech(revealed) or "", "$warning")
    card = revealed.posed.card
    yield results_of(revealed.results, revealed.response.text)
    yield from _of_rubric(revealed)
    if truth:
        yield from _truth(card, revealed.outcome)
    if card.code and revealed.outcome is not None:
        yield _run(revealed.outcome)
        yield pictures
    if card.explain:
        yield prose(card.explain)
    if card.modify is not None:
        goal = inline(sanitise_line(card.modify.goal))
        yield Content.assemble(("e  ", "$primary bold"), ("Try it  ", "$quiet"), goal)
    if card.sources:
        yield Content.styled(sanitise_line("; ".join(card.sources)), "$quiet italic")
    if card.proof:
        yield _proof(card.proof, revealed.outcome)
        yield pictures


def _truth(card: Card, outcome: Outcome | None) -> Iterator[Content]:
    truth = card.kind.truth(outcome)
    if truth is not None:
        yield answer(truth, is_code=card.kind.truth_is_code)


def _heading(revealed: Revealed) -> Content:
    sign, style = _sign(revealed.verdict)
    head = Content.styled(sign, style)
    if revealed.emphasis:
        head = Content("\n").join(
            [
                Content.styled(
                    f" {sign}{revealed.emphasis} ", "$background on $error bold"
                ),
                Content.styled(f"  {FOLLOW_UP}", "$quiet"),
            ]
        )
    reasons = [
        Content.assemble(("  ", ""), inline(sanitise_line(reason)))
        for reason in _told(revealed)
    ]
    return Content("\n").join([head, *reasons])


def _sign(verdict: Verdict) -> tuple[str, str]:
    match verdict:
        case Correct():
            return "✓ Correct", "$success bold"
        case Partial(score=score):
            return f"◐ Partly right, {score:.0%}", "$warning bold"
        case Wrong():
            return "✗ Wrong", "$error bold"
        case Unsettled():
            return "○ Your call", "$secondary bold"


def _told(revealed: Revealed) -> tuple[str, ...]:
    """Return the reasons, unless the checks beneath tell them one by one."""
    if revealed.results and not revealed.overridden:
        return ()
    return _reasons(revealed.verdict)


def _of_rubric(revealed: Revealed) -> Iterator[Content]:
    """Yield what an interviewer would ask next, once the points are ticked."""
    rubric = revealed.posed.card.kind.scored_by
    unsettled = isinstance(revealed.judged, Unsettled)
    if rubric is not None and rubric.follow_up and not unsettled:
        lines = [
            Content.assemble((" ? ", "$primary"), inline(sanitise_line(each)))
            for each in rubric.follow_up
        ]
        head = Content.styled("They may ask next", "$quiet")
        yield Content("\n").join([head, *lines])


def _reasons(verdict: Verdict) -> tuple[str, ...]:
    match verdict:
        case Correct(notes=notes):
            return notes
        case Partial(reasons=reasons) | Wrong(reasons=reasons):
            return reasons
        case Unsettled(reason=reason):
            return (reason,)


def _mismatches(verdict: Verdict) -> tuple[Mismatch, ...]:
    match verdict:
        case Partial(mismatches=mismatches) | Wrong(mismatches=mismatches):
            return mismatches
        case Correct() | Unsettled():
            return ()


def _table(mismatches: tuple[Mismatch, ...]) -> Content:
    """Align index, truth and answer in columns."""
    if not mismatches:
        return Content("")
    rows = [
        (
            f"[{', '.join(map(str, each.index))}]" if each.index else "",
            sanitise_line(each.expected),
            sanitise_line(each.given),
        )
        for each in mismatches
    ]
    first = max(len(row[0]) for row in rows)
    second = max(8, *(len(row[1]) for row in rows))
    head = f"  {'':{first}}  {'expected':{second}}  you said"
    lines = [Content.styled(head, "$quiet")]
    for index, expected, given in rows:
        lines.append(
            Content.assemble(
                (f"  {index:{first}}  ", "$quiet"),
                (f"{expected:{second}}  ", "$success"),
                (given, "$error"),
            )
        )
    return Content("\n").join(lines)


def answer(truth: str, *, is_code: bool) -> Content:
    """Return what is right, beneath its word."""
    if is_code:
        return Content("\n").join([Content.styled("Answer", "$quiet"), numbered(truth)])
    beneath = "\n" if "\n" in truth.strip() else ""
    return Content.assemble(("Answer  ", "$quiet"), beneath, prose(truth))


def _run(outcome: Outcome) -> Content:
    lines = [Content.styled(f"Run     {sanitise_line(_ending(outcome))}", "$quiet")]
    printed = sanitise(outcome.output.printed)
    if printed:
        lines.append(_gutter(printed.split("\n")[:MAX_OUTPUT_LINES]))
    if outcome.output.truncated or printed.count("\n") >= MAX_OUTPUT_LINES:
        lines.append(Content.styled("  … more was printed", "$quiet"))
    return Content("\n").join(lines)


def _ending(outcome: Outcome) -> str:
    if isinstance(outcome, Completed):
        return f"{outcome.seconds * 1000:.0f} ms"
    return sentence(outcome)


def _proof(code: str, outcome: Outcome | None) -> Content:
    """Show the code that settles the matter, and its run once there is one."""
    marked = outcome.line if isinstance(outcome, Raised) else None
    head = Content.styled("Proof", "$quiet")
    shown = [] if outcome is None else [Content(""), _run(outcome)]
    return Content("\n").join([head, numbered(code, marked), *shown])


def _gutter(lines: list[str]) -> Content:
    """Set a bar before foreign lines, so that they cannot pose as the app's."""
    return Content("\n").join(
        Content.assemble(("  │ ", "$faint"), Content(line)) for line in lines
    )
