"""`quizapp practice`: a sitting, on screens or in plain lines."""

import sys
from shutil import get_terminal_size

from quizapp.commands.approve import consented
from quizapp.core.cards.library import Library
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.editor import Editor
from quizapp.errors import DeckProblems, ExitCode, UsageError
from quizapp.flow.study import Study
from quizapp.grammar.options import PracticeOptions
from quizapp.wiring import sessions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.screens import on_screen, open_workspace
from quizapp.wiring.selection import chosen, paths_of


def run(options: PracticeOptions) -> ExitCode:
    """Study what the words mean until nothing is due or the user leaves."""
    if not options.plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "practice needs a terminal for its screens",
            "use `quizapp practice --plain` to study in lines of text",
        )
    with assembled(options.flags) as assembly:
        library, cards = chosen(assembly, options.what)
        _tell_problems(library)
        if not library.cards:
            raise DeckProblems(
                ("there are no cards to study: every deck has problems",)
            )
        cards, told = consented(assembly, library, cards)
        study = sessions.study(assembly, cards, cram=options.cram)
        if not options.cram and (plan := sessions.interview_plan(assembly, cards)):
            from quizapp.wording.plan import in_brief

            told = (*told, in_brief(plan))
        keeping = None if options.cram else assembly.keep_backup()
        told = told if options.cram else (*assembly.cautions(), *told)
        if options.plain:
            for text in told:
                print(sanitize_line(text))
            assembly.runner.warm()  # while the first question is read
            _in_lines(study, assembly.editor)
        else:
            workspace = open_workspace(
                assembly, library, paths_of(assembly, options.what)
            )
            on_screen(assembly, workspace, study, told, watching=options.watch)
            tell_saved(study)
        if keeping is not None and (fault := keeping.ended()):
            print(sanitize_line(f"quizapp: {fault}"), file=sys.stderr)
    return ExitCode.FINE


def _tell_problems(library: Library) -> None:
    for problem in library.problems:
        print(sanitize_line(str(problem)), file=sys.stderr)


def tell_saved(study: Study) -> None:
    """Say once more, where it stays on the terminal, that nothing is lost."""
    summary = study.summary()
    if summary.reviews:
        print(f"Saved: {summary.sentence}.")


def _in_lines(study: Study, editor: Editor | None) -> None:
    from quizapp.plain.session import Plain

    edit = editor.edit if editor is not None else None
    plain = Plain(study, _ask, width=get_terminal_size().columns, edit=edit)
    try:
        plain.practice()
    except KeyboardInterrupt:
        print()
        plain.sum_up()


def _ask(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        print()
        return None
