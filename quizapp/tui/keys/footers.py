"""Footers: which keys the last line of a screen shows, at each moment."""

from collections.abc import Callable
from typing import TypeAlias

from quizapp.core.judging.verdict import Partial, Wrong
from quizapp.core.session.phases import (
    Asking,
    Finished,
    Revealed,
    Running,
    Weighing,
)
from quizapp.flow.study import Study
from quizapp.tui.keys import keys
from quizapp.tui.keys.key import Key

FooterKeys: TypeAlias = tuple[tuple[str, str], ...]
"""Pairs: ids of keys, or a readable key, and what it does."""

GRADES = "study.again study.hard study.good study.easy"

SHORTCUTS: FooterKeys = (
    ("study.leave-field", "back to the answer"),
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.info", "info"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""Keys after the answer field was left."""

TYPING: FooterKeys = (
    ("study.hint-typing", "hint"),
    ("study.undo-typing", "undo"),
    ("study.leave-field", "shortcuts"),
    ("study.interrupt", "end"),
)
"""Keys in an answer field."""

PICKING: FooterKeys = (
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""Keys for answers that are not typed."""

WEIGHING: FooterKeys = (
    (GRADES, "how sure"),
    ("study.accept", "skip"),
    ("study.leave-field", "back to the answer"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""Keys while the user says how sure they are."""

RUNNING: FooterKeys = (("study.leave-field", "stop this run"),)
"""Keys while code runs in a session; the key that ends it stops a run, too."""

RUNNING_IN_BROWSE: FooterKeys = (("browse.leave", "stop this run"),)
"""Keys while code runs on the browse screen."""

SEARCHING: FooterKeys = (
    ("Enter", "list"),
    ("↑↓", "move"),
    ("tag: is: level: kind: deck: topic:", "narrow"),
    ("-word", "not"),
)
"""Keys while a search is typed."""

IN_PREVIEW: FooterKeys = (
    ("↑↓", "scroll"),
    ("browse.run", "run"),
    ("browse.past", "history"),
    ("browse.leave", "back"),
)
"""Keys while the preview has the focus."""

_HIDDEN = {
    *("browse.leave", "browse.interrupt"),
    *("browse.star", "browse.note", "browse.report"),
}
_FIRST = tuple(
    f"browse.{name}"
    for name in ("search", "preview", "run", "past", "study", "open", "help", "quit")
)


def in_list(width: int, readable: Callable[[str], str]) -> FooterKeys:
    """Return the keys in a list of cards; if there is little room, the most used."""
    shown = [key for key in keys.BROWSE_KEYS.values() if key.id not in _HIDDEN]
    needed = sum(len(readable(key.id)) + len(key.short) + 4 for key in shown)
    if needed > width:
        shown = [key for key in shown if key.id in _FIRST]
    return tuple((key.id, key.short) for key in shown)


ANOTHER_DRAW: FooterKeys = (
    ("study.accept", "back to the grade"),
    ("study.draw-again", "new numbers"),
    ("study.info", "info"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""Keys once another draw of a card is revealed."""


def in_session(
    study: Study, answering: FooterKeys | None, *, can_edit: bool
) -> FooterKeys:
    """Return the keys of a study's phase; `answering` are those of a focused answer."""
    match study.phase:
        case Asking():
            return SHORTCUTS if answering is None else answering
        case Weighing():
            return WEIGHING
        case Running():
            return RUNNING
        case Revealed() as revealed:
            return answering or _after_the_answer(revealed, study, can_edit=can_edit)
        case Finished():
            return ()


def _after_the_answer(
    revealed: Revealed, study: Study, *, can_edit: bool
) -> FooterKeys:
    """Return the keys once a card is revealed."""
    if revealed.posed.owed is not None:
        return ANOTHER_DRAW
    grades = (f"study.{grade.name.lower()}" for grade in revealed.posed.offered)
    names = [(" ".join(grades), "grade"), ("study.undo", "undo")]
    if isinstance(revealed.judged, Partial | Wrong):
        names.append(("study.right", "I was right"))
    if revealed.outcome is None and revealed.posed.card.has_program:
        names.append(("study.run", "run it"))
    if study.exploration() is not None:
        names.append(("study.explore", "explore"))
    if study.can_draw_again:
        names.append(("study.draw-again", "new numbers"))
    if can_edit:
        names.append(("study.open", "edit"))
    return (
        *names,
        ("study.info", "info"),
        ("study.help", "help"),
        ("study.quit", "end"),
    )


def whole_table(table: dict[str, Key]) -> FooterKeys:
    """Return every key of a table."""
    return tuple((key.id, key.short) for key in table.values())
