"""Verdict: the judgment, the right answer, the output of the run, and why."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from quizapp.core.cards.interview_line import divided
from quizapp.core.judging.verdict import (
    Correct,
    Mismatch,
    Partial,
    Unsettled,
    Verdict,
    Wrong,
)
from quizapp.core.kinds import Kind
from quizapp.core.runs.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.session.phases import Revealed
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.tui.base import shown_key
from quizapp.tui.look.prose import hung, inline, prose
from quizapp.tui.widgets.fitted import Fitted
from quizapp.tui.widgets.reveal.aligned import aligned_arrays
from quizapp.tui.widgets.reveal.difference import code_difference
from quizapp.tui.widgets.reveal.pictures import frame_on, pictures
from quizapp.tui.widgets.reveal.results import output_of, progress, results_of
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.wording import session as wording

MAX_RUN_LINES = 40
_INDENT = Content("  ")


class _PanelOptions(Struct, frozen=True):
    """The panel's options for its blocks."""

    width: int
    pictures: Content
    truth: bool
    """Whether the right answer is shown here."""
    explore: str
    """The key that explores."""
    copy: str
    """The key that copies what to say in the interview."""
    follow_up: str
    """The key that asks the follow-ups next."""
    screen: int
    """Columns of the whole screen."""


class VerdictPanel(Fitted):
    """Everything below the answer once it is given."""

    def on_mount(self) -> None:
        """Draw the pictures again when their colors change."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.refit())

    def show_verdict(self, revealed: Revealed, *, truth: bool = True) -> None:
        """Show a revealed card; `truth` is whether to show the right answer too."""

        def layout(width: int) -> Content:
            theme = self.app.theme_variables
            screen, frame = self.app.size.width, frame_on(self.app, width)
            drawn = pictures(revealed.posed.card, revealed.outcome, frame, theme)
            ids = "study.explore", "study.copy", "study.follow-up"
            keys = (shown_key(self, id_) for id_ in ids)
            explore, copy, follow_up = keys
            options = _PanelOptions(
                width, drawn, truth, explore, copy, follow_up, screen
            )
            blocks = [block for block in _blocks(revealed, options) if block]
            return Content("\n\n").join(blocks)

        self.fit(layout)

    def show_run(self, printed: str, note: str) -> None:
        """Show a run that has not ended yet."""
        self.fit(partial(progress, printed, note))

    @property
    def room(self) -> int:
        """Cells of a line; while this is hidden, what the widgets around it leave."""
        if self.size.width:
            return self.size.width
        around = 0
        for node in self.ancestors:
            if isinstance(node, Widget):
                if node.size.width:
                    return node.scrollable_content_region.width - around
                around += node.gutter.width
        return self.app.size.width - 5  # before the first layout


def _blocks(revealed: Revealed, options: _PanelOptions) -> Iterator[Content]:
    side_by_side, whole = aligned_arrays(revealed, options.width)
    yield _heading(revealed, options.width)
    yield side_by_side or _table(_mismatches(revealed.verdict), options.width)
    if revealed.because:
        yield _because(revealed.because, options.width)
    yield Content.styled(wording.leech(revealed) or "", "$warning")
    card = revealed.posed.card
    yield results_of(revealed.results, revealed.response.text)
    yield from _of_rubric(revealed, options)
    if options.truth and not whole:
        yield from _truth(revealed, options)
    if card.code and revealed.outcome is not None:
        if not _is_silent(revealed.outcome):
            yield _run(revealed.outcome, options.width)
        yield options.pictures
    yield from _explanation(card.explain, options)
    if card.modify is not None:
        goal = inline(sanitize_line(card.modify.goal))
        key = (f"{options.explore}  ", "$primary bold")
        yield Content.assemble(key, ("Try it  ", "$quiet"), goal)
    if card.sources:
        yield Content.styled(sanitize_line("; ".join(card.sources)), "$quiet italic")
    if card.proof:
        yield _proof(card.proof, revealed.outcome, options.width)
        yield options.pictures


def _explanation(explain: str, options: _PanelOptions) -> Iterator[Content]:
    """Yield the explanation, what to say in the interview set apart."""
    parts = divided(explain)
    yield prose(parts.before, options.width)
    if parts.line:
        yield _callout(parts.line, options)
    yield prose(parts.after, options.width)


def _callout(line: str, options: _PanelOptions) -> Content:
    bar = Content.styled("┃ ", "$secondary bold")
    key = f"  {options.copy} copies it" if options.copy else ""
    head = Content.assemble(("In the interview", "$secondary bold"), (key, "$quiet"))
    text = inline(sanitize_line(line)).stylize_before("bold")
    lines = [head, *text.wrap(max(8, min(options.width, 90) - bar.cell_length))]
    return Content("\n").join(bar + part for part in lines)


def _because(text: str, width: int) -> Content:
    """Return the author's reason after a bar, on every line."""
    bar = Content.styled("▌ ", "$primary")
    lines = inline(sanitize(text)).stylize_before("bold").wrap(width - bar.cell_length)
    return Content("\n").join(bar + line for line in lines)


def _truth(revealed: Revealed, options: _PanelOptions) -> Iterator[Content]:
    """Yield the right answer; for code, next to what the user wrote."""
    kind = revealed.posed.card.kind
    truth, typed = kind.truth(revealed.outcome), revealed.response.text
    if truth is None:
        return
    if kind.coding is not None and typed.strip() and typed.strip() != truth.strip():
        yield code_difference(typed, truth, options.width, options.screen)
    else:
        yield answer_block(truth, options.width, kind)


def _heading(revealed: Revealed, width: int) -> Content:
    """Return the verdict on a strip, the reasons beside it, the time of the run."""
    verdict, style = revealed.verdict, _style(revealed.verdict)
    words = f" {wording.verdict_heading(verdict)}{revealed.emphasis} "
    head = Content.styled(words, f"$background on {style} bold")
    shown = Content if revealed.posed.card.kind.truth_is_value else inline
    reasons = [shown(sanitize_line(reason)) for reason in _shown_reasons(revealed)]
    lines = [head]
    if revealed.promise:
        lines.append(Content.styled(f"  {revealed.promise}", "$quiet"))
    elif reasons and head.cell_length + 2 + reasons[0].cell_length <= width:
        lines = [head + "  " + reasons.pop(0).stylize_before("bold")]
    time = _time(revealed)
    if time and lines[0].cell_length + len(time) + 2 <= width:
        gap = " " * (width - lines[0].cell_length - len(time))
        lines[0] += Content.styled(gap + time, "$quiet")
    indented = (part for reason in reasons for part in hung(_INDENT, reason, width))
    return Content("\n").join([*lines, *indented])


def _time(revealed: Revealed) -> str:
    """Return how long the run took; empty where the run tells more than that."""
    outcome = revealed.outcome
    if outcome is None or not _is_silent(outcome) or revealed.results:
        return ""
    return f"run in {_ending(outcome)}"


def _is_silent(outcome: Outcome) -> bool:
    """Whether a run completed without any output."""
    return isinstance(outcome, Completed) and not outcome.output.printed


def _style(verdict: Verdict) -> str:
    match verdict:
        case Correct():
            return "$success"
        case Partial():
            return "$warning"
        case Wrong():
            return "$error"
        case Unsettled():
            return "$secondary"


def _shown_reasons(revealed: Revealed) -> tuple[str, ...]:
    """Return the reasons, unless the checks below give them one by one."""
    if revealed.results and not revealed.overridden:
        return ()
    return _reasons(revealed.verdict)


def _of_rubric(revealed: Revealed, options: _PanelOptions) -> Iterator[Content]:
    """Yield what an interviewer may ask next, once the points are ticked."""
    questions = wording.follow_ups(revealed.posed.card)
    if questions and not isinstance(revealed.judged, Unsettled):
        sign = Content.styled(" ? ", "$primary")
        lines = [
            line
            for question in questions
            for line in hung(sign, inline(sanitize_line(question)), options.width)
        ]
        rubric = revealed.posed.card.kind.scored_by
        has_cards = rubric is not None and any(q.card for q in rubric.follow_up)
        asks = f"  {options.follow_up} asks them now" if has_cards else ""
        head = Content.styled(f"They may ask next{asks}", "$quiet")
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


def _table(mismatches: tuple[Mismatch, ...], width: int) -> Content:
    """Return place, truth and answer in columns, or as sentences if too wide."""
    if not mismatches:
        return Content("")
    rows = [
        (
            sanitize_line(mismatch.place),
            sanitize_line(mismatch.expected),
            sanitize_line(mismatch.given),
        )
        for mismatch in mismatches
    ]
    first = max(cell_len(row[0]) for row in rows)
    second = max(8, *(cell_len(row[1]) for row in rows))
    third = max(9, *(cell_len(row[2]) for row in rows))
    if first + second + third + 6 > width:
        return Content("\n").join(_sentences(mismatches, width))
    head = f"  {'':{first}}  {'expected':{second}}  you typed"
    lines = [Content.styled(head, "$quiet")]
    for index, expected, response in rows:
        gap = " " * (second - cell_len(expected) + 2)
        lines.append(
            Content.assemble(
                (f"  {index:{first}}  ", "$quiet"),
                (expected + gap, "$success"),
                (response, "$error"),
            )
        )
    return Content("\n").join(lines)


def _sentences(mismatches: tuple[Mismatch, ...], width: int) -> Iterator[Content]:
    for mismatch in mismatches:
        yield from hung(Content("  "), Content(sanitize_line(str(mismatch))), width)


def answer_block(truth: str, width: int, kind: Kind) -> Content:
    """Return the right answer, below its heading."""
    head = Content.styled("Answer", "$quiet")
    if kind.truth_is_code:
        return Content("\n").join([head, numbered(truth, room=width)])
    break_ = "\n" if "\n" in truth.strip() else "  "
    if kind.truth_is_value:
        return Content.assemble(head, break_, sanitize(truth))
    return Content.assemble(head, break_, prose(truth, width))


def _run(outcome: Outcome, width: int) -> Content:
    ending = Content.styled(f"Run     {sanitize_line(_ending(outcome))}", "$quiet")
    output = output_of(outcome, width, MAX_RUN_LINES)
    return Content("\n").join([ending, *output])


def _ending(outcome: Outcome) -> str:
    if isinstance(outcome, Completed):
        return f"{outcome.seconds * 1000:.0f} ms"
    return sentence(outcome)


def _proof(code: str, outcome: Outcome | None, width: int) -> Content:
    """Return the code that proves the answer, and its run if there was one."""
    marked = outcome.line if isinstance(outcome, Raised) else None
    head = Content.styled("Proof", "$quiet")
    shown = [] if outcome is None else [Content(""), _run(outcome, width)]
    return Content("\n").join([head, numbered(code, marked, width), *shown])
