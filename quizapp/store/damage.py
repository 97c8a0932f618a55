"""Damage in words: what a log has lost, and how to bring it back."""

from pathlib import Path

from quizapp.core.basics.english import quantity
from quizapp.errors import LogError
from quizapp.store.chain import ChainGap
from quizapp.store.links import Damage

_NAMED = 3
"""How many gaps are named; the rest is counted."""
BRING_BACK = "`quizapp restore latest` brings back what the backups have"


def in_words(damage: Damage) -> str:
    """Say what is damaged: `12 events are missing (101-112), 1 event is changed`."""
    parts = []
    if damage.missing:
        events = _are(damage.lost)
        parts.append(f"{events} missing ({_numbers(damage.missing)})")
    if damage.changed:
        parts.append(f"{_are(len(damage.changed))} changed")
    if damage.broken and not parts:
        parts.append(f"{_are(len(damage.broken))} out of order")
    return ", ".join(parts)


def damaged(path: Path, damage: Damage) -> LogError:
    """Return the error for a log whose events are damaged."""
    return LogError(f"the review log {path} is damaged: {in_words(damage)}", BRING_BACK)


def _are(count: int) -> str:
    return f"{quantity(count, 'event')} {'is' if count == 1 else 'are'}"


def _numbers(missing: tuple[ChainGap, ...]) -> str:
    named = [
        f"{gap.first}" if len(gap) == 1 else f"{gap.first}-{gap.last}"
        for gap in missing[:_NAMED]
    ]
    more = ["..."] if len(missing) > _NAMED else []
    return ", ".join([*named, *more])
