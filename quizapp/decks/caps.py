"""Caps: the largest size of each part of a deck.

They are checked before anything else, so no later check meets more. Those of TOML
itself are in `core.basics.toml_limits`, the one of a file is in `source`.
`content/README.md` lists them for authors.
"""

from collections.abc import Iterable, Iterator, Mapping

from quizapp.core.kinds import Flaw
from quizapp.decks.positions import KeyPath

MAX_CHARACTERS = 50_000
"""Of one text."""
MAX_KEYS = 100
"""Of one table."""
MAX_ITEMS = 100
"""Of one list, if it is not in MAX_ITEMS_OF."""
MAX_ITEMS_OF: Mapping[str, int] = {
    "vary": 1000,
    "also": 20,
}
"""Of a list at or below these keys of a card."""
MAX_PROBLEMS = 1000
"""Of one file; further cards are not checked."""


def flaws_of_size(table: Mapping[str, object]) -> Iterator[Flaw]:
    """Yield a flaw for every text, list and table that is too large."""
    yield from _flaws(table, ())


def _flaws(value: object, path: KeyPath) -> Iterator[Flaw]:
    match value:
        case str():
            flaw = _flaw(path, len(value), "characters", MAX_CHARACTERS)
            items: Iterable[tuple[str | int, object]] = ()
        case list():
            flaw = _flaw(path, len(value), "items", _most_items(path))
            items = enumerate(value)
        case dict():
            flaw = _flaw(path, len(value), "keys", MAX_KEYS)
            items = value.items()
        case _:
            return
    if flaw is not None:
        yield flaw
        return
    for key, item in items:
        yield from _flaws(item, (*path, key))


def _most_items(path: KeyPath) -> int:
    """Return the cap of a list; those within `also` have one number for each line."""
    if path[:1] == ("also",) and len(path) > 1:
        return MAX_ITEMS
    return MAX_ITEMS_OF.get(str(path[0]), MAX_ITEMS) if path else MAX_ITEMS


def _flaw(path: KeyPath, size: int, unit: str, most: int) -> Flaw | None:
    message = f"has {size} {unit}; {most} at most, so split it"
    return Flaw(path, message) if size > most else None
