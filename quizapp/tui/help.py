"""Help: the keys of a screen, first those that work at this moment.

What works now is what the footer shows, and the keys of the answer or the list at hand.
"""

from collections.abc import Iterator, Mapping

from textual.screen import Screen
from textual.widget import Widget

from quizapp.core.session.phases import (
    Asking,
    Finished,
    Revealed,
    Running,
    Weighing,
)
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.study import Study
from quizapp.tui.keys import keys
from quizapp.tui.keys.help_sections import KeyGroup, group_of
from quizapp.tui.keys.key import Key
from quizapp.tui.widgets.answers.responder import Responder
from quizapp.tui.widgets.bars import Footer

_PHASES = {
    Asking: "Before the answer",
    Weighing: "How sure are you?",
    Running: "While it runs",
    Revealed: "After the answer",
}


def key_groups(
    screen: Screen[object],
    phase: Asking | Weighing | Running | Revealed | Finished | None,
) -> Iterator[KeyGroup]:
    """Yield the keys at hand, those of the screen, and those of every screen."""
    answers = [each for each in screen.query(Responder) if each.display]
    if answers and phase and not isinstance(phase, Finished):
        for answer in answers:
            heading = f"Your answer: {phase.posed.card.kind.name}"
            yield group_of(heading, *_tables_within(answer))
        shown = [name for footer in screen.query(Footer) for name, _ in footer.shown]
        ids = [id_ for name in shown for id_ in name.split() if id_ in keys.ALL_KEYS]
        revealed = None if isinstance(phase, Asking | Running) else False
        yield KeyGroup(
            _PHASES[type(phase)],
            tuple(ids),
            revealed=True if isinstance(phase, Revealed) else revealed,
        )
        yield group_of("At other times", *_tables_of(screen))
    else:
        focused = screen.focused
        near = [] if focused is None else focused.ancestors_with_self
        own = [
            table for each in near if each is not screen for table in _tables_of(each)
        ]
        yield group_of("On this screen", *_tables_of(screen))
        yield group_of("In the list or text", *own)
    yield group_of("Everywhere", keys.APP_KEYS)


def _tables_within(answer: Responder) -> Iterator[Mapping[str, Key]]:
    """Yield the tables of an answer and its parts, if they still take keys."""
    for each in answer.walk_children(Widget, with_self=True):
        if each.display and not getattr(each, "shut", False):
            yield from _tables_of(each)


def _tables_of(node: object) -> tuple[Mapping[str, Key], ...]:
    tables: tuple[Mapping[str, Key], ...] = getattr(node, "TABLES", ())
    return () if tables == (keys.APP_KEYS,) else tables


def card_details(study: Study) -> tuple[tuple[str, str], ...]:
    """Return details of the card that is asked; its id, a hint, once it is revealed."""
    phase = study.phase
    if isinstance(phase, Finished):
        return ()
    card = phase.posed.card
    facts = (
        ("Card", str(card.id) if isinstance(phase, Revealed) else ""),
        ("Kind", card.kind.name),
        ("Level", card.level.label),
        ("Tags", ", ".join(card.tags)),
        ("Sources", "; ".join(card.sources)),
        ("File", str(card.position)),
        ("Sandbox", study.runner.protection.sentence),
    )
    return tuple((name, sanitize_line(text)) for name, text in facts if text)
