"""A report of an interview as one page of HTML that needs nothing else, for print too.

It has no script and loads nothing. Text enters it only through `html_parts`.
"""

from collections.abc import Iterator

from quizapp.wording.debrief import (
    AnswerText,
    DebriefQuestion,
    PointRow,
    point_facts,
)
from quizapp.wording.html_parts import (
    as_text,
    code_block,
    page_head,
    prose_lines,
    styled_line,
)
from quizapp.wording.interview_report import COMPARED_WITH, InterviewReport
from quizapp.wording.scorecard import ScoreRow
from quizapp.wording.sheet_style import STYLE

REPORT_STYLE = (
    STYLE
    + """
.signal { font-size: 1.25rem; font-weight: 600; margin-bottom: .6rem; }
.scores { width: 100%; }
.scores td:first-child { font-weight: 600; white-space: nowrap; }
.scores td:nth-child(2) { white-space: nowrap; }
.scores meter { vertical-align: middle; width: 6rem; }
.quiet { color: var(--quiet); font-size: .88rem; }
article h3 { margin-top: .9rem; }
.beside { display: grid; gap: 0 1.25rem; grid-template-columns: 1fr 1fr; }
.beside > div { border-left: 3px solid var(--line); min-width: 0; }
.beside > div { padding-left: .75rem; }
.beside { margin-block: .6rem; }
.beside h3 { margin-top: 0; }
.beside .typed { white-space: pre-wrap; }
.points { list-style: none; padding-left: 0; }
.points .quiet { padding-left: 1.7em; }
.points .sign { display: inline-block; font-weight: 600; width: 1.4em; }
.diff .del { background: #fbe3e1; color: #6b1712; }
.diff .add { background: #dff2e1; color: #14431b; }
h2.part { border-bottom: 1px solid var(--line); margin: 1.75rem 0 .75rem; }
body { max-width: 54rem; }
@media screen and (max-width: 40rem) { .beside { grid-template-columns: 1fr; } }
@media screen and (prefers-color-scheme: dark) {
  .diff .del { background: #47211f; color: #f6c9c5; }
  .diff .add { background: #1d3b22; color: #c5ecca; }
}
@media print {
  .beside { display: block; }
  .diff .del, .diff .add { background: none; color: #000; }
  .diff .add { font-weight: 600; }
  .points li { break-inside: avoid; }
}
"""
)
"""On screens the two answers are beside each other; on paper one is below the other."""


def interview_page(report: InterviewReport) -> str:
    """Return the whole page; it ends with a line break."""
    return "\n".join([*page_head(report.title, REPORT_STYLE), *_page(report), ""])


def _page(report: InterviewReport) -> Iterator[str]:
    yield "<body>"
    yield "<header>"
    yield f"<h1>{as_text(report.title)}</h1>"
    yield f"<p>{as_text(report.about)}</p>"
    yield "</header>"
    yield "<main>"
    yield from _scorecard(report)
    yield from _study(report)
    yield '<h2 class="part">Questions</h2>'
    for question in report.questions:
        yield from _question(question)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _scorecard(report: InterviewReport) -> Iterator[str]:
    yield f'<p class="signal">{as_text(report.signal)}</p>'
    yield '<table class="scores">'
    yield "<tbody>"
    yield from map(_score_row, report.rows)
    yield "</tbody>"
    yield "</table>"
    for remark in report.remarks:
        yield f"<p>{as_text(remark)}</p>"
    yield f'<p class="quiet">{as_text(report.rule)}</p>'
    if report.compared:
        yield f"<p>{as_text(COMPARED_WITH)}</p>"
        yield "<ul>"
        yield from (f"<li>{as_text(change)}</li>" for change in report.compared)
        yield "</ul>"


def _score_row(row: ScoreRow) -> str:
    bar = ""
    if row.share is not None:
        bar = f' <meter value="{row.share:.3f}" min="0" max="1"></meter>'
    cells = (as_text(row.name), as_text(row.value) + bar, as_text(row.about))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _study(report: InterviewReport) -> Iterator[str]:
    if not report.study:
        return
    yield '<h2 class="part">Study next</h2>'
    yield "<ul>"
    yield from (f"<li><code>{as_text(str(c))}</code></li>" for c in report.study)
    yield "</ul>"
    yield code_block(report.study_command, is_python=False)


def _question(shown: DebriefQuestion) -> Iterator[str]:
    yield "<article>"
    yield '<div class="head">'
    yield f"<h2>{as_text(shown.heading)}</h2>"
    yield f'<p class="facts">{as_text("  ·  ".join(shown.facts))}</p>'
    yield "</div>"
    yield '<section class="question">'
    yield from prose_lines(shown.ask)
    if shown.prompt:
        yield from prose_lines(shown.prompt)
    if shown.code:
        yield code_block(shown.code, is_python=True)
    yield from (f"<p>{styled_line(option.strip())}</p>" for option in shown.options)
    yield from (f'<p class="aside">{as_text(note)}</p>' for note in shown.notes)
    yield "</section>"
    yield from _answers(shown)
    yield from _reasons(shown)
    yield from _changes(shown)
    if shown.explain:
        yield "<h3>Why</h3>"
        yield from prose_lines(shown.explain)
    yield from _points(shown)
    yield "</article>"


def _answers(shown: DebriefQuestion) -> Iterator[str]:
    yield '<div class="beside">'
    yield from ("<div>", "<h3>Your answer</h3>", *_answer(shown.answer), "</div>")
    if shown.shows_model:
        yield from ("<div>", "<h3>Model answer</h3>", *_answer(shown.model), "</div>")
    yield "</div>"


def _answer(answer: AnswerText) -> Iterator[str]:
    if answer.code:
        yield code_block(answer.text, is_python=True)
    elif answer.markdown:
        yield from prose_lines(answer.text)
    else:
        yield f'<p class="typed">{as_text(answer.text)}</p>'


def _reasons(shown: DebriefQuestion) -> Iterator[str]:
    if not shown.feedback:
        return
    yield "<ul>"
    for reason in shown.feedback:
        said = as_text(reason) if shown.plain_feedback else styled_line(reason)
        yield f"<li>{said}</li>"
    yield "</ul>"


def _changes(shown: DebriefQuestion) -> Iterator[str]:
    """Yield the differences; the signs tell them apart without color."""
    if not shown.changes:
        return
    names = {"-": ' class="del"', "+": ' class="add"', " ": ""}
    lines = (
        f"<span{names[sign]}>{sign} {as_text(line)}</span>"
        for sign, line in shown.changes
    )
    yield "<h3>Your code (-) and the solution (+)</h3>"
    yield f'<pre class="diff"><code>{chr(10).join(lines)}</code></pre>'


def _points(shown: DebriefQuestion) -> Iterator[str]:
    if not shown.points:
        return
    yield "<h3>Points</h3>"
    yield '<ul class="points">'
    yield from map(_point, shown.points)
    yield "</ul>"


def _point(row: PointRow) -> str:
    text = styled_line(row.text.replace("\n", " ")) or f"point {row.number}"
    weight = "" if row.weight == 1 else f" (counts {row.weight:g})"
    words = point_facts(row)
    return (
        f'<li><span class="sign">{row.sign}</span>{text}{weight}'
        f'<div class="quiet">{as_text(words)}</div></li>'
    )
