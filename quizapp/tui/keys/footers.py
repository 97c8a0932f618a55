"""Footers: which keys are named at the foot of a screen, at each moment."""

from collections.abc import Callable
from typing import TypeAlias

from quizapp.core.judging.verdict import Partial, Wrong
from quizapp.core.session.phases import Revealed
from quizapp.tui.keys import keys

FooterKeys: TypeAlias = tuple[tuple[str, str], ...]
"""Words for the footer, each behind ids of keys or behind a key as it is read."""

GRADES = "study.again study.hard study.good study.easy"

BESIDE: FooterKeys = (
    ("study.leave-field", "back to the answer"),
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.info", "info"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works once the answer field is left."""

TYPING: FooterKeys = (
    ("study.hint-typing", "hint"),
    ("study.undo-typing", "undo"),
    ("study.leave-field", "other keys"),
    ("study.interrupt", "end"),
)
"""What works in an answer field."""

PICKING: FooterKeys = (
    ("study.hint", "hint"),
    ("study.undo", "undo"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works where the answer is no text."""

WEIGHING: FooterKeys = (
    (GRADES, "how sure"),
    ("study.accept", "skip"),
    ("study.leave-field", "back to the answer"),
    ("study.help", "help"),
    ("study.quit", "end"),
)
"""What works while the user says how sure they are."""

RUNNING: FooterKeys = (
    ("study.leave-field", "stop this run"),
    ("study.interrupt", "stop this run"),
)
"""What works while the code of a card runs in a sitting."""

RUNNING_IN_BROWSE: FooterKeys = (
    ("browse.leave", "stop this run"),
    ("browse.interrupt", "stop this run"),
)
"""What works while the code of a card runs that is only looked at."""

SEARCHING: FooterKeys = (
    ("Enter", "list"),
    ("↑↓", "move"),
    ("tag: is: level: kind: deck: topic:", "narrow"),
    ("-word", "not"),
)
"""What works while a search is typed."""

IN_PREVIEW: FooterKeys = (
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


def in_list(width: int, read: Callable[[str], str]) -> FooterKeys:
    """Return what works in a list of cards; where room is scarce, the most used."""
    every = [key for key in keys.BROWSE.values() if key.id not in _HIDDEN]
    needed = sum(len(read(key.id)) + len(key.short) + 4 for key in every)
    if needed > width:
        every = [key for key in every if key.id in _FIRST]
    return tuple((key.id, key.short) for key in every)


def after_the_answer(
    revealed: Revealed, *, can_edit: bool, can_explore: bool
) -> FooterKeys:
    """Return what works once a card is revealed."""
    grades = (f"study.{grade.name.lower()}" for grade in revealed.posed.offered)
    names = [(" ".join(grades), "grade"), ("study.undo", "undo")]
    if isinstance(revealed.judged, Partial | Wrong):
        names.append(("study.right", "I was right"))
    if revealed.outcome is None and revealed.posed.card.program() is not None:
        names.append(("study.run", "run it"))
    if can_explore:
        names.append(("study.explore", "explore"))
    if can_edit:
        names.append(("study.open", "edit"))
    return (
        *names,
        ("study.info", "info"),
        ("study.help", "help"),
        ("study.quit", "end"),
    )


def whole_table(table: dict[str, keys.Key]) -> FooterKeys:
    """Return a whole table for the footer."""
    return tuple((key.id, key.short) for key in table.values())
