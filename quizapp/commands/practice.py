"""`quizapp practice`: a session, on screens or in plain lines."""

from collections.abc import Iterable
from contextlib import nullcontext
from shutil import get_terminal_size

from quizapp.commands.approve import consented
from quizapp.commands.notices import Synced, backed_up, print_problems
from quizapp.commands.terminal import ask_line, ensure_screens, join_pasted_lines
from quizapp.core.cards.card_list import CardList
from quizapp.core.cards.course import study_order
from quizapp.core.cards.library import Library
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import DeckProblems, ExitCode
from quizapp.flow.study import Study
from quizapp.grammar.options import PracticeOptions
from quizapp.wiring import sessions
from quizapp.wiring.agendas import workload_today
from quizapp.wiring.assembly import Assembly, assembled
from quizapp.wiring.interview_plans import interview_plan
from quizapp.wiring.screens import build_workspace, run_app
from quizapp.wiring.selection import paths_of
from quizapp.wiring.situation import situation_of
from quizapp.wiring.topics import to_study, topic_notices


def run(options: PracticeOptions) -> ExitCode:
    """Study the chosen cards until nothing is due or the user leaves."""
    if not options.plain:
        ensure_screens("practice")
    with assembled(options.flags) as assembly, Synced(assembly) as synced:
        library, cards = to_study(assembly, options.what)
        print_problems(library)
        if not library.cards:
            raise DeckProblems(
                ("there are no cards to study: every deck has problems",)
            )
        cards, notices = consented(assembly, library, cards)
        notices = (*synced.notices(), *notices, *topic_notices(assembly, library))
        cards = study_order(cards, library.decks)
        study = sessions.start_session(assembly, cards, cram=options.cram)
        with nullcontext() if options.cram else backed_up(assembly):
            if not options.cram:
                plan = _plan_in_brief(assembly, cards)
                notices = (*assembly.new_warnings(), *notices, *plan)
            if options.plain:
                _study_in_lines(assembly, study, notices, library)
            else:
                paths = paths_of(assembly, options.what)
                workspace = build_workspace(assembly, library, paths)
                run_app(assembly, workspace, study, notices, watching=options.watch)
                print_saved(study)
    return ExitCode.FINE


def _plan_in_brief(assembly: Assembly, cards: CardList) -> tuple[str, ...]:
    """Return lines on the interview and on today; none if there is no interview."""
    situation = situation_of(assembly)
    plan = interview_plan(situation, cards)
    if plan is None:
        return ()
    from quizapp.wording.plan import in_brief
    from quizapp.wording.today import headline_of

    load = workload_today(situation, cards)
    done = assembly.memories.days.get(assembly.clock().day, 0)
    return (in_brief(plan), headline_of(load, done))


def print_saved(study: Study) -> None:
    """Print that nothing is lost, where it stays after the screens are gone."""
    summary = study.summary()
    if summary.reviews:
        print(f"Saved: {summary.sentence}.")


def _study_in_lines(
    assembly: Assembly,
    study: Study,
    notices: Iterable[str],
    library: Library,
) -> None:
    from quizapp.plain.session import PlainSession

    for text in notices:
        print(sanitize_line(text))
    join_pasted_lines()
    assembly.runner.warm()  # while the user reads the first question
    edit = assembly.editor.edit if assembly.editor is not None else None
    width = get_terminal_size().columns
    plain = PlainSession(study, ask_line, width=width, edit=edit)
    plain.titles = {deck.id: deck.title for deck in library.decks}
    plain.library = library.cards
    try:
        plain.practice()
    except KeyboardInterrupt:
        print()
        plain.sum_up()
