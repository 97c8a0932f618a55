"""Debrief text: an answer of an interview beside the right one, and the scorecard.

Answers and decks are foreign text: everything is sanitized here.
"""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.interview.assessment import retest
from quizapp.core.interview.debrief import DebriefEntry
from quizapp.core.interview.facts import Manner
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.interview.scorecard import Scorecard
from quizapp.core.interview.signal import RULE, Signal
from quizapp.core.terminal.plot import draw_bar
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.tui.look.prose import hung, inline, prose
from quizapp.tui.widgets.reveal.difference import code_difference
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.wording.debrief import CHANGED, GONE, NO_CARD, NOT_KNOWN, SPOKEN
from quizapp.wording.interview import (
    answer_facts,
    ending_in_words,
    interview_in_a_line,
    question_heading,
)
from quizapp.wording.scorecard import (
    ScoreRow,
    agreement_sentence,
    score_rows,
    signal_line,
    unticked_sentence,
)

_SCORE_CELLS = 20
_NAME_CELLS = 13
_VALUE_CELLS = 15
_STYLES = {
    None: "$secondary",
    Signal.STRONG_NO: "$error",
    Signal.NO: "$warning",
    Signal.YES: "$success",
    Signal.STRONG_YES: "$success",
}


def question_text(entry: DebriefEntry, width: int) -> Content:
    """Return the question as it was asked, its time and how sure you were."""
    facts = "  ·  ".join(answer_facts(entry.answer))
    blocks = [
        Content.assemble(
            (question_heading(entry.answer.asked), "$primary bold"),
            (f"   {facts}", "$quiet"),
        ),
        prose(entry.answer.asked.ask, width),
    ]
    question = entry.question
    if question is not None and question.prompt:
        blocks.append(prose(question.prompt, width))
    if question is not None and question.card is not None and not question.is_code:
        if question.card.code:
            blocks.append(numbered(question.card.code, room=width))
        listed = question.card.kind.listing(question.seed)
        blocks.append(
            Content("\n").join(inline(sanitize_line(line)) for line in listed)
        )
    if entry.changed:
        blocks.append(Content.styled(CHANGED, "$warning"))
    return Content("\n\n").join(filter(None, blocks))


def given_text(entry: DebriefEntry, width: int, screen: int) -> Content:
    """Return your answer, with the words that were found marked."""
    head = Content.styled("Your answer", "$quiet")
    return Content("\n").join([head, _given(entry, width, screen)])


def _given(entry: DebriefEntry, width: int, screen: int) -> Content:
    typed = entry.answer.fact.response
    if not typed.strip():
        said = entry.answer.fact.manner is Manner.SAID
        return Content.styled(SPOKEN if said else NOT_KNOWN, "$quiet")
    if entry.solution:
        return code_difference(typed, entry.solution, width, screen)
    clean = sanitize(typed)
    text = Content(clean)
    if len(clean) == len(typed):  # else the places are others
        for found in entry.found.values():
            for words in found:
                span = words.span
                text = text.stylize("$success bold", span.start, span.end)
    return text


def right_text(entry: DebriefEntry, width: int) -> Content:
    """Return the model answer, the reasons of the verdict, and the explanation."""
    question = entry.question
    card = None if question is None else question.card
    if card is None:
        return Content.styled(NO_CARD if question is not None else GONE, "$quiet")
    blocks = [Content.styled("A good answer", "$quiet")]
    judged = entry.answer.judged
    if judged is not None:
        reasons = (
            line
            for text in judged.feedback
            for line in hung(Content(" • "), Content(sanitize_line(text)), width)
        )
        blocks.append(Content("\n").join(reasons))
    if entry.model_answer and not entry.solution:
        value = Content(sanitize(entry.model_answer))
        is_value = card.kind.truth_is_value
        blocks.append(value if is_value else prose(entry.model_answer, width))
    if card.explain:
        blocks.append(prose(card.explain, width))
    head, *rest = filter(None, blocks)
    return Content("\n").join([head, Content("\n\n").join(rest)])


def opinion_text(row_texts: Sequence[str], width: int) -> Content:
    """Return what the second opinion says about each point, and that it counts not."""
    head = Content.styled("Second opinion, not counted in the score", "$quiet")
    lines = (
        line
        for number, text in enumerate(row_texts, start=1)
        for line in hung(
            Content.styled(f"    {number}  ", "$quiet"),
            Content(sanitize_line(text)),
            width,
        )
    )
    return Content("\n").join([head, *lines])


def scorecard_text(
    record: InterviewRecord,
    card: Scorecard,
    changes: Sequence[str],
    next_cards: Sequence[str],
    width: int,
) -> Content:
    """Return what an interview came to, and what to study next."""
    blocks = [
        Content("\n").join(_head(record, card, width)),
        Content("\n").join(_row(row, width) for row in score_rows(card)),
    ]
    if changes:
        head = Content.styled("Beside your last interviews", "$quiet")
        blocks.append(Content("\n").join([head, *(Content(f"  {c}") for c in changes)]))
    if next_cards:
        head = Content.styled("Study next", "$quiet")
        lines = [
            Content("  • ").append(sanitize_line(text)).truncate(width, ellipsis=True)
            for text in next_cards
        ]
        blocks.append(Content("\n").join([head, *lines]))
    rule = Content.styled("How the signal is made  ", "$quiet bold")
    whole = rule + Content.styled(RULE, "$quiet")
    blocks.append(Content("\n").join(hung(Content(""), whole, width)))
    return Content("\n\n").join(blocks)


def _head(record: InterviewRecord, card: Scorecard, width: int) -> Iterator[Content]:
    style = _STYLES[card.signal]
    signal = Content.styled(f" {signal_line(card)} ", f"$background on {style} bold")
    yield signal
    yield Content("")
    when = f"{record.begun.moment.at + record.begun.moment.offset:%Y-%m-%d %H:%M}"
    ending = "" if record.ending is None else ending_in_words(record.ending)
    facts = f"{when}  ·  {interview_in_a_line(record)}. {ending}"
    yield from hung(Content(""), Content.styled(sanitize_line(facts), "$quiet"), width)
    if note := unticked_sentence(card):
        yield Content.styled(note, "$warning")
    if again := agreement_sentence(retest([record])):
        yield Content(again)


def _row(row: ScoreRow, width: int) -> Content:
    drawn = "" if row.share is None else draw_bar(row.share * _SCORE_CELLS)
    track = "" if row.share is None else "─" * (_SCORE_CELLS - len(drawn))
    has_room = width >= 100
    name = Content.styled(f"{row.name.capitalize():{_NAME_CELLS}}", "$quiet")
    value = Content.styled(f"{row.value:{_VALUE_CELLS}}", "bold")
    rest = f"{track:{_SCORE_CELLS - len(drawn)}}  "
    shown = Content.assemble((drawn, "$primary"), (rest, "$faint"))
    about = Content.styled(row.about, "$quiet")
    head = Content.assemble(name, value, shown if has_room else "")
    return Content("\n").join(hung(head, about, width))
