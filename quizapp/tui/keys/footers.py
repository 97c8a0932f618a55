"""Footers: which keys are named at the foot of a screen, at each moment."""

from collections.abc import Callable
from typing import TypeAlias

from quizapp.core.judging.verdict import Partial, Wrong
from quizapp.core.session.phases import Revealed
from quizapp.tui.keys import keys

Shown: TypeAlias = tuple[tuple[str, str], ...]
"""Words for the footer, each behind ids of keys or behind a key as it is read."""

GRADES = "study.again study.hard study.good study.easy"

BESIDE: Shown = (
    ("study.leave-field", "back to the answer"),
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.info", "info"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works once the answer field is left."""

TYPING: Shown = (
    ("study.hint-typing", "hint"),
    ("study.undo-typing", "undo"),
    ("study.leave-field", "other keys"),
    ("study.interrupt", "end"),
)
"""What works in an answer field."""

PICKING: Shown = (
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works where the answer is no text."""

WEIGHING: Shown = (
    (GRADES, "how sure"),
    ("study.accept", "skip"),
    ("study.leave-field", "back to the answer"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works while the user says how sure they are."""

RUNNING: Shown = (
    ("study.leave-field", "stop this run"),
    ("study.interrupt", "stop this run"),
)
"""What works while the code of a card runs in a sitting."""

RUNNING_IN_BROWSE: Shown = (
    ("browse.leave", "stop this run"),
    ("browse.interrupt", "stop this run"),
)
"""What works while the code of a card runs that is only looked at."""

SEARCHING: Shown = (
    ("Enter", "list"),
    ("↑↓", "move"),
    ("tag: is: level: kind: deck: topic:", "narrow"),
    ("-word", "not"),
)
"""What works while a search is typed."""

IN_PREVIEW: Shown = (
    ("↑↓", "scroll"),
    ("browse.run", "run"),
    ("browse.past", "past"),
    ("browse.leave", "back"),
)
"""What works while the preview has the focus."""

_HIDDEN = {"browse.leave", "browse.interrupt"}
_FIRST = tuple(
    f"browse.{name}"
    for name in ("search", "preview", "run", "past", "study", "open", "help", "quit")
)


def in_list(width: int, read: Callable[[str], str]) -> Shown:
    """Return what works in a list of cards; where room is scarce, the most used."""
    every = [key for key in keys.BROWSE.values() if key.id not in _HIDDEN]
    needed = sum(len(read(key.id)) + len(key.short) + 4 for key in every)
    if needed > width:
        every = [key for key in every if key.id in _FIRST]
    return tuple((key.id, key.short) for key in every)


def after_the_answer(revealed: Revealed, *, can_edit: bool, can_explore: bool) -> Shown:
    """Return what works once a card is revealed."""
    grades = (f"study.{grade.name.lower()}" for grade in revealed.posed.offered)
    shown = [(" ".join(grades), "grade"), ("study.undo", "undo")]
    if isinstance(revealed.judged, Partial | Wrong):
        shown.append(("study.right", "I was right"))
    if revealed.outcome is None and revealed.posed.card.program() is not None:
        shown.append(("study.run", "run it"))
    if can_explore:
        shown.append(("study.explore", "explore"))
    if can_edit:
        shown.append(("study.open", "edit"))
    return (
        *shown,
        ("study.info", "info"),
        ("study.help", "help"),
        ("study.quit", "end"),
    )


def shown(table: dict[str, keys.Key]) -> Shown:
    """Return a whole table for the footer."""
    return tuple((key.id, key.short) for key in table.values())
