"""`quizapp interview`: a mock interview, and reports of earlier ones."""

import json
from contextlib import suppress
from pathlib import Path
from shutil import get_terminal_size

from quizapp.commands.approve import consented
from quizapp.commands.interview_file import ensure_report, write_report
from quizapp.commands.notices import Synced, backed_up, print_problems
from quizapp.commands.terminal import ask_line, ensure_screens, join_pasted_lines
from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.record import InterviewRecord
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import DeckProblems, ExitCode, UsageError
from quizapp.flow.interview import MockInterview
from quizapp.grammar.options import MockOptions
from quizapp.plain.debrief import PlainDebrief, show_question, show_report
from quizapp.plain.interview import OPENING, SAVED, PlainInterview, ask_about
from quizapp.plain.page import PlainPage
from quizapp.plain.second_look import PlainSecondLook
from quizapp.wiring import interviews
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.screens import build_workspace, run_app
from quizapp.wiring.selection import chosen, paths_of
from quizapp.wording.interview_report import InterviewReport, interview_report, listing

LAST = "last"
_ENDED = "Saved. The debrief again: quizapp interview --show last"


def run(options: MockOptions) -> ExitCode:
    """Hold an interview, or report on earlier ones."""
    if options.json and not (options.list or options.show):
        raise UsageError("--json prints earlier interviews", "add --list or --show ID")
    if options.list and options.report:
        raise UsageError("--list writes no report", "use --show ID --report FILE")
    if options.second_look and (not options.show or not options.plain or options.json):
        raise UsageError("--second-look asks in lines", "add --show ID --plain")
    with assembled(options.flags) as assembly:
        if options.report is not None:
            ensure_report(options.report, assembly)
        if options.list:
            _print_list(assembly, as_json=options.json)
            return ExitCode.FINE
        if options.show is not None:
            _show(assembly, options, options.show)
            return ExitCode.FINE
        if not options.plain:
            return _hold_on_screens(assembly, options)
        return _hold_in_lines(assembly, options)


def _hold_on_screens(assembly: Assembly, options: MockOptions) -> ExitCode:
    """Hold an interview on screens; one that was interrupted is asked about before."""
    ensure_screens("interview")
    with Synced(assembly) as synced, backed_up(assembly):
        interview = _begun(assembly, options, _page())
        if interview is not None:
            paths = paths_of(assembly, options.what)
            workspace = build_workspace(assembly, assembly.library, paths)
            notices = (*synced.notices(), *assembly.new_warnings())
            run_app(assembly, workspace, None, notices, interview=interview)
            print(SAVED if interview.record.ended is None else _ENDED)
            if options.report is not None and interview.record.ended is not None:
                _write(_report(assembly, interview.record), options.report)
    return ExitCode.FINE


def _hold_in_lines(assembly: Assembly, options: MockOptions) -> ExitCode:
    page = _page()
    join_pasted_lines()
    interview = None
    with Synced(assembly) as synced, backed_up(assembly):
        for text in (*synced.notices(), *assembly.new_warnings()):
            print(sanitize_line(text))
        try:
            interview = _begun(assembly, options, page)
            if interview is not None:
                _conduct(assembly, interview, page, options.report)
        except KeyboardInterrupt:
            print()
            is_over = interview is not None and interview.record.ended is not None
            print(_ENDED if is_over else SAVED)
    return ExitCode.FINE


def _begun(
    assembly: Assembly, options: MockOptions, page: PlainPage
) -> MockInterview | None:
    """Return the interview to hold; None if the user wants neither."""
    record = interviews.unfinished_interview(assembly)
    if record is None:
        return _new_interview(assembly, options)
    match ask_about(record, ask_line, page):
        case "resume":
            return interviews.resume_interview(assembly, record)
        case "end":
            return interviews.finish_interview(assembly, record)
        case _:
            return None


def _new_interview(assembly: Assembly, options: MockOptions) -> MockInterview:
    """Begin an interview. Raises DeckProblems if there is no open question."""
    library, cards = chosen(assembly, options.what)
    print_problems(library)
    _, notices = consented(assembly, library, cards)
    for text in notices:
        print(sanitize_line(text))
    asked = InterviewOptions(
        options.what, options.minutes, options.level, assembly.config.confidence
    )
    interview = interviews.start_interview(assembly, options.what, asked, options.seed)
    if interview is None:
        raise DeckProblems(
            ("there is no open question to lead an interview; choose other decks",)
        )
    if options.plain:
        print(OPENING)
    return interview


def _conduct(
    assembly: Assembly, interview: MockInterview, page: PlainPage, file: Path | None
) -> None:
    interview.runner.warm()  # while the user reads the first question
    edit = assembly.editor.edit if assembly.editor is not None else None
    if not PlainInterview(interview, ask_line, page, edit).conduct():
        print(SAVED)
        return
    PlainDebrief(interview, ask_line, page, interviews.assessor_of(assembly)).hold()
    report = _report(assembly, interview.record)
    show_report(page, report)
    if file is not None:
        _write(report, file)


def _write(report: InterviewReport, file: Path) -> None:
    write_report(report, file)
    print(f"wrote {sanitize_line(str(file))}")


# earlier ones


def _print_list(assembly: Assembly, *, as_json: bool) -> None:
    records = interviews.all_interviews(assembly)
    if as_json:
        from quizapp.wording.interview_document import interview_row

        for number, record in enumerate(records, start=1):
            print(json.dumps(interview_row(number, record)))
        return
    for line in listing(records):
        print(sanitize_line(line))
    if not records:
        print("no interviews yet; begin with `quizapp interview`")


def _show(assembly: Assembly, options: MockOptions, word: str) -> None:
    """Print an earlier interview; one that has not ended is left as it is."""
    record = _record_named(interviews.all_interviews(assembly), word)
    page = _page()
    if options.second_look:
        interview = interviews.show_interview(assembly, record)
        PlainSecondLook(interview, ask_line, page).hold()
        return
    if options.plain and not options.json and record.ended is not None:
        interview = interviews.show_interview(assembly, record)
        PlainDebrief(interview, ask_line, page, interviews.assessor_of(assembly)).hold()
        report = _report(assembly, interview.record)
        show_report(page, report)
    else:
        report = _report(assembly, record)
        _print_report(page, report, as_json=options.json)
    if options.report is not None:
        write_report(report, options.report)
        if not options.json:
            print(f"wrote {sanitize_line(str(options.report))}")


def _print_report(page: PlainPage, report: InterviewReport, *, as_json: bool) -> None:
    if as_json:
        from quizapp.wording.interview_document import document_text

        print(document_text(report))
        return
    for question in report.questions:
        show_question(page, question)
    show_report(page, report)


def _record_named(records: tuple[InterviewRecord, ...], word: str) -> InterviewRecord:
    """Return the interview of a number, an id, or the last one."""
    if word == LAST and records:
        return records[-1]
    with suppress(ValueError, IndexError):
        if word.isascii() and 0 < len(word) < len("10000"):
            return records[_place(word)]
    named = [record for record in records if record.id == word]
    if not named:
        raise UsageError(
            f"there is no interview {word!r}", "`quizapp interview --list` lists them"
        )
    return named[0]


def _place(word: str) -> int:
    """Return the index of a number from 1."""
    if (number := int(word)) < 1:
        raise IndexError
    return number - 1


def _report(assembly: Assembly, record: InterviewRecord) -> InterviewReport:
    cards = {card.id: card for card in interviews.cards_of(assembly, record)}
    return interview_report(record, cards, interviews.all_interviews(assembly))


def _page() -> PlainPage:
    return PlainPage(width=get_terminal_size().columns)
