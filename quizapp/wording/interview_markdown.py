"""A report of an interview in Markdown, to keep in notes or to send to someone.

Markdown of a deck stays Markdown, but no HTML and no picture in it takes effect. What
the user wrote is shown as it was typed: each sign of Markdown in it is escaped.
"""

import re
from collections.abc import Iterator

from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.wording.debrief import (
    AnswerText,
    DebriefQuestion,
    PointRow,
    point_facts,
)
from quizapp.wording.interview_report import COMPARED_WITH, InterviewReport

_SIGNS = re.compile(
    r"[\\`*_\[\]<>#|~$&]"
    r"|^(?:[-+](?=[-+\s]|$)|=(?==*\s*$)|\d+(?=[.)](?:\s|$)))",
    re.MULTILINE,
)
"""What means something anywhere, or at the start of a line."""
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1")
_FENCE = re.compile(r"\s*(```|~~~)")


def markdown_text(report: InterviewReport) -> str:
    """Return the whole report; it ends with a line break."""
    return "\n".join([*_lines(report), ""])


def _lines(report: InterviewReport) -> Iterator[str]:
    yield f"# {escaped_line(report.title)}"
    yield from ("", escaped_line(report.about))
    yield from _scorecard(report)
    if report.study:
        yield from ("", "## Study next", "")
        yield from (f"- `{sanitize_line(str(card))}`" for card in report.study)
        yield from ("", *fenced(report.study_command, "sh"))
    yield from ("", "## Questions")
    for question in report.questions:
        yield from _question(question)


def _scorecard(report: InterviewReport) -> Iterator[str]:
    yield from ("", "## Scorecard", "", f"**{escaped_line(report.signal)}**")
    yield from ("", "| | | |", "| --- | --- | --- |")
    for row in report.rows:
        cells = (row.name, row.value, row.about)
        yield f"| {' | '.join(map(escaped_line, cells))} |"
    for remark in report.remarks:
        yield from ("", escaped_line(remark))
    yield from ("", escaped_line(report.rule))
    if report.compared:
        yield from ("", COMPARED_WITH, "")
        yield from (f"- {escaped_line(change)}" for change in report.compared)


def _question(shown: DebriefQuestion) -> Iterator[str]:
    yield from ("", f"### {escaped_line(shown.heading)}", "")
    yield escaped_line("  ·  ".join(shown.facts))
    yield from ("", *without_html(shown.ask))
    if shown.prompt:
        yield from ("", *without_html(shown.prompt))
    if shown.code:
        yield from ("", *fenced(shown.code, "python"))
    if shown.options:
        yield ""
        yield from (line for option in shown.options for line in _option(option))
    for note in shown.notes:
        yield from ("", f"*{escaped_line(note)}*")
    yield from ("", "**Your answer**", "", *_answer(shown.answer))
    yield from _verdict(shown)
    if shown.explain:
        yield from ("", "**Why**", "", *without_html(shown.explain))
    if shown.points:
        yield from ("", "**Points**", "")
        yield from map(_point, shown.points)


def _option(option: str) -> Iterator[str]:
    yield from without_html(option.strip())


def _verdict(shown: DebriefQuestion) -> Iterator[str]:
    if shown.feedback:
        yield ""
        for line in shown.feedback:
            said = escaped_line(line) if shown.plain_feedback else _inline(line)
            yield f"- {said}"
    if shown.changes:
        lines = "\n".join(f"{sign} {line}" for sign, line in shown.changes)
        yield from ("", "**Your code (-) and the solution (+)**", "")
        yield from fenced(lines, "diff")
    elif shown.shows_model:
        yield from ("", "**Model answer**", "", *_answer(shown.model))


def _answer(answer: AnswerText) -> Iterator[str]:
    if answer.code:
        yield from fenced(answer.text, "python")
    elif answer.markdown:
        yield from (f"> {line}".rstrip() for line in without_html(answer.text))
    else:
        for line in escaped(answer.text).strip("\n").split("\n"):
            yield f"> {line.strip()}  " if line.strip() else ">"


def _point(row: PointRow) -> str:
    box = "x" if row.ticked else " "
    text = _inline(row.text) if row.text else f"point {row.number}"
    weight = "" if row.weight == 1 else f" (counts {row.weight:g})"
    words = escaped_line(point_facts(row))
    return f"- [{box}] {text}{weight}  \n  *{words}*"


def _inline(text: str) -> str:
    return " ".join(line.strip() for line in without_html(text))


def fenced(text: str, language: str) -> tuple[str, ...]:
    """Return lines of code between fences that nothing in the code can close."""
    clean = sanitize(text).strip("\n")
    longest = max((len(ticks) for ticks in re.findall(r"`+", clean)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}", clean, fence


def without_html(markdown: str) -> Iterator[str]:
    """Yield the lines of a deck's Markdown in which HTML and pictures are only text."""
    fence = ""
    for line in sanitize(markdown).strip("\n").split("\n"):
        opened = _FENCE.match(line)
        if opened and fence in ("", opened[1]):
            fence = "" if fence else opened[1]
            yield line
        else:
            yield line if fence else _only_text(line)
    if fence:
        yield fence


def _only_text(line: str) -> str:
    """Return a line with its HTML escaped, except in `code`, where it is text."""
    parts: list[str] = []
    end = 0
    for code in _CODE.finditer(line):
        parts += _escaped_html(line[end : code.start()]), code[0]
        end = code.end()
    return "".join((*parts, _escaped_html(line[end:])))


def _escaped_html(text: str) -> str:
    return text.replace("<", "&lt;").replace("![", "!\\[")


def escaped(text: str) -> str:
    """Return text of which Markdown shows every sign as it is."""
    return _SIGNS.sub(_escape, sanitize(text))


def escaped_line(text: str) -> str:
    """Return text for one line of which Markdown shows every sign as it is."""
    return escaped(" ".join(text.split("\n")))


def _escape(match: "re.Match[str]") -> str:
    sign = match[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"
