"""Verdict: the judgement, what was right, what the run printed, and why."""

from collections.abc import Iterator

from textual.content import Content
from textual.widgets import Static

from quizapp.core.follow_up import FOLLOW_UP
from quizapp.core.kinds.choice import Choice
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
from quizapp.tui.widgets.snippet import numbered

MAX_OUTPUT_LINES = 40


class VerdictPanel(Static):
    """Everything that stands beneath the answer once it is given."""

    def show_verdict(self, revealed: Revealed) -> None:
        """Show a revealed card."""
        blocks = [block for block in _blocks(revealed) if block]
        self.update(Content("\n\n").join(blocks))

    def show_run(self, printed: str, note: str) -> None:
        """Show a run that is not over."""
        lines = sanitise(printed).rstrip("\n").split("\n")[-8:]
        output = _gutter(lines) if printed else Content("")
        status = Content.styled(note, "$quiet")
        self.update(Content("\n").join([status, output] if printed else [status]))


def _blocks(revealed: Revealed) -> Iterator[Content]:
    yield _heading(revealed)
    yield _table(_mismatches(revealed.verdict))
    if revealed.because:
        yield Content.assemble(("▌ ", "$primary"), inline(sanitise(revealed.because)))
    card = revealed.posed.card
    truth = card.kind.truth(revealed.outcome)
    if truth is not None and not isinstance(card.kind, Choice):
        yield _answer(truth)
    if card.code and revealed.outcome is not None:
        yield _run(revealed.outcome)
    if card.explain:
        yield prose(card.explain)
    if card.sources:
        yield Content.styled(sanitise_line("; ".join(card.sources)), "$quiet italic")
    if card.proof:
        yield _proof(card.proof, revealed.outcome)


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
        for reason in _reasons(revealed.verdict)
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


def _answer(truth: str) -> Content:
    text = prose(truth) if "\n" not in truth.strip() else _verbatim(truth)
    return Content.assemble(("Answer  ", "$quiet"), text)


def _verbatim(truth: str) -> Content:
    return Content.assemble("\n", prose(truth))


def _run(outcome: Outcome) -> Content:
    lines = [Content.styled(f"Run     {sanitise_line(_ending(outcome))}", "$quiet")]
    printed = sanitise(outcome.output.stdout + outcome.output.stderr).rstrip("\n")
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
