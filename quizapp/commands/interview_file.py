"""The file of an interview's report: its form follows the end of its name."""

from pathlib import Path
from typing import Literal, TypeAlias

from quizapp.commands.output_file import ensure_spare, failures_named, replace_text
from quizapp.errors import UsageError
from quizapp.wiring.assembly import Assembly
from quizapp.wording.interview_report import InterviewReport

ReportForm: TypeAlias = Literal["markdown", "page", "document"]

_FORMS: dict[str, ReportForm] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".json": "document",
}


def ensure_report(file: Path, assembly: Assembly) -> None:
    """Raise an error, before an interview begins, if no report can be written there."""
    _form_of(file)
    with failures_named(file):
        ensure_spare(file, assembly, assembly.library)
    if not file.parent.is_dir():
        raise UsageError(f"cannot write {file}: there is no folder {file.parent}")


def write_report(report: InterviewReport, file: Path) -> None:
    """Write a report, or replace it. Raises QuizError if the system refuses."""
    text = _text(report, _form_of(file))
    with failures_named(file):
        replace_text(file, text)


def _form_of(file: Path) -> ReportForm:
    form = _FORMS.get(file.suffix.lower())
    if form is None:
        raise UsageError(
            f"a report cannot be written to {file}",
            "end its name in .md, .html or .json",
        )
    return form


def _text(report: InterviewReport, form: ReportForm) -> str:
    match form:
        case "markdown":
            from quizapp.wording.interview_markdown import markdown_text

            return markdown_text(report)
        case "page":
            from quizapp.wording.interview_page import interview_page

            return interview_page(report)
        case "document":
            from quizapp.wording.interview_document import document_text

            return document_text(report) + "\n"
