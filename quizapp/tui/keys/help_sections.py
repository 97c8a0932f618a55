"""Help: which keys it lists first, and the words for each.

A screen says which keys work at this moment; they come first, under headings. A key is
listed once. Keys that do the same, such as the digits of options, share one row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from msgspec import Struct

from quizapp.tui.keys.key import Key
from quizapp.tui.keys.keymap import key_text, keys_in_order, readable_key
from quizapp.tui.keys.keys import ALL_KEYS

HelpSection: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A heading, and rows: readable keys, and what they do."""

_EITHER = " / "
"""Separates what a key does before the reveal from what it does after it."""


class KeyGroup(Struct, frozen=True):
    """Keys under a heading."""

    heading: str
    ids: tuple[str, ...]
    revealed: bool | None = None
    """Whether it is after the reveal; None to say what the keys do at either time."""


def group_of(heading: str, *tables: Mapping[str, Key]) -> KeyGroup:
    """Return all keys of some tables."""
    return KeyGroup(
        heading, tuple(key.id for table in tables for key in table.values())
    )


def help_sections(
    groups: Iterable[KeyGroup], mapped: Mapping[str, str]
) -> Iterator[HelpSection]:
    """Yield the groups with their keys in readable form, each key in its first one."""
    listed: set[str] = set()
    for group in groups:
        ids = [id_ for id_ in dict.fromkeys(group.ids) if id_ not in listed]
        listed.update(ids)
        if rows := tuple(_rows(ids, mapped, revealed=group.revealed)):
            yield group.heading, rows


def _rows(
    ids: Sequence[str], mapped: Mapping[str, str], *, revealed: bool | None
) -> Iterator[tuple[str, str]]:
    for help_, same in groupby(ids, lambda id_: ALL_KEYS[id_].help):
        before, either, after = help_.partition(_EITHER)
        is_one = either and revealed is not None
        yield (
            _keys(tuple(same), mapped),
            ((after if revealed else before) if is_one else help_),
        )


def _keys(ids: Sequence[str], mapped: Mapping[str, str]) -> str:
    """Return the keys of one row: of several ids, the first ones as a range."""
    keys = [[*map(readable_key, keys_in_order(id_, mapped))] for id_ in ids]
    if len(ids) == 1:
        return ", ".join(keys[0]) or "none"
    others = " ".join(key for group in keys for key in group[1:])
    return ", ".join(filter(None, (key_text(" ".join(ids), mapped), others))) or "none"
