"""Opening: what the screens begin with, a desk over decks and log.

The desk reads decks as often as it likes; code that needs consent stays out
until it has it.
"""

from pathlib import Path

from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Library, Problem
from quizapp.core.cards.trust import Ruling
from quizapp.flow.study import Study
from quizapp.flow.workspace import Asked, Workspace
from quizapp.wiring import sessions
from quizapp.wiring.assembly import Assembly, clock, settings_file


def on_screen(
    assembly: Assembly,
    workspace: Workspace,
    study: Study | None,
    told: tuple[str, ...],
    *,
    watching: bool = False,
) -> None:
    """Show the desk, or one sitting, with what the user should be told first."""
    from quizapp.tui.app import AppOptions, QuizApp

    app_options = AppOptions(
        assembly.config.theme,
        assembly.editor,
        settings_file(assembly.config),
        told,
        watching,
    )
    app = QuizApp(workspace, study, app_options)
    app.use_keys(assembly.config.keys)
    app.run()


def open_workspace(
    assembly: Assembly, library: Library, paths: tuple[Path, ...]
) -> Workspace:
    """Join what lies between sittings; the library came from these paths."""

    def sit(cards: tuple[Card, ...], asked: Asked) -> Study:
        allowed = tuple(card for card in cards if _may_run(assembly, workspace, card))
        if asked is Asked.ALL:
            return sessions.of_all(assembly, allowed)
        return sessions.study(assembly, allowed, cram=asked is Asked.PASSING)

    def load() -> Library:
        return _with_consent(assembly, assembly.load(paths))

    workspace = Workspace(
        library, assembly.ledger, assembly.runner, clock, load, sit, _stamp
    )
    workspace.may_run = lambda card: _may_run(assembly, workspace, card)

    def plan() -> str | None:
        ahead = sessions.interview_plan(
            assembly, tuple(workspace.collection.cards.values())
        )
        if ahead is None:
            return None
        from quizapp.wording.plan import in_brief

        return in_brief(ahead)

    workspace.interview, workspace.plan = assembly.interview, plan
    return workspace


def _with_consent(assembly: Assembly, library: Library) -> Library:
    """Leave out decks whose code was changed since it was approved."""
    refused = [deck for deck in library.decks if assembly.ruling(deck) is Ruling.ASK]
    problems = tuple(
        Problem(
            Position(deck.file, 1, 1),
            "its code is not approved to run here; read it, then:"
            f" quizapp approve {deck.file}",
        )
        for deck in refused
    )
    kept = tuple(deck for deck in library.decks if deck not in refused)
    return Library(kept, (*library.problems, *problems))


def _may_run(assembly: Assembly, workspace: Workspace, card: Card) -> bool:
    runs = card.program() is not None
    return (
        not runs
        or assembly.ruling(workspace.collection.deck_of(card.id)) is not Ruling.ASK
    )


def _stamp(library: Library) -> tuple[tuple[int, int], ...]:
    return tuple(_state_of(Path(deck.file)) for deck in library.decks)


def _state_of(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # an editor may be replacing it just now
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)
