"""The keymap: keys the user set, by the ids of `keys`, read strictly.

An id without its screen holds on every screen that has it. What would do
something else than it says is an error: an unknown id or key, a letter for what
must work while letters are typed, one key for two things on one screen.
"""

from collections.abc import Iterator, Mapping

from textual.binding import Binding, Keymap
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from quizapp.errors import UsageError, nearest
from quizapp.tui.keys.keys import EVERY, TABLES, Key

_NO_KEY = "no-key"
"""Textual takes an empty text for no wish at all."""
_NAMED = {key.value for key in Keys if key.value.isalnum()} | {"comma"}
_MODIFIERS = {"ctrl", "shift", "alt", "super"}
_ALSO = {"esc": "escape", "return": "enter", "del": "delete", "ins": "insert"}
_SHOWN = {
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "Space",
}


def read_keys(given: Mapping[str, str]) -> dict[str, str]:
    """Return the keys set, by full ids, as Textual names them.

    Raises UsageError with all that is wrong.
    """
    mapped = {
        id_: ",".join(map(_named, filter(None, map(str.strip, keys.split(",")))))
        for id_, keys in _by_full_id(given).items()
    }
    faults = [*_unknown_ids(given), *_unfit(mapped)]
    faults = faults or list(_clashes(mapped))
    if faults:
        raise UsageError(
            f"[keys] of the config file: {'; '.join(faults)}",
            "change it, then try again",
        )
    return mapped


def textual_keymap(mapped: Mapping[str, str]) -> Keymap:
    """Return keys for Textual; all of them, for it drops what they take from others."""
    return {id_: _of(id_, mapped) or _NO_KEY for id_ in EVERY} if mapped else {}


def shown(name: str, mapped: Mapping[str, str]) -> str:
    """Return how people read a key; `name` holds ids, or is a key already."""
    if not all(each in EVERY for each in name.split()):
        return name
    keys = [_of(each, mapped).split(",")[0] for each in name.split()]
    spelt = [spelled(each) for each in keys if each]
    row = all(map(str.isdigit, spelt)) and len(spelt) > 2
    return f"{spelt[0]}-{spelt[-1]}" if row else " ".join(spelt)


def rows(
    tables: tuple[Mapping[str, Key], ...], mapped: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield every key of these tables, as people read it, with what it does."""
    for table in tables:
        for key in table.values():
            keys = filter(None, _of(key.id, mapped).split(","))
            yield ", ".join(map(spelled, keys)) or "none", key.help


def spelled(key: str) -> str:
    """Return a key as people read it: Ctrl+Z, ?, F1."""
    *modifiers, last = key.split("+")
    character = key_to_character(REPLACED_KEYS.get(last, last)) if _types(last) else ""
    word = _SHOWN.get(last) or character or last.capitalize()
    if modifiers:
        word = word.upper() if len(word) == 1 else word
    return "+".join([*(each.capitalize() for each in modifiers), word])


def _of(id_: str, mapped: Mapping[str, str]) -> str:
    return mapped.get(id_, EVERY[id_].keys)


def _by_full_id(given: Mapping[str, str]) -> dict[str, str]:
    full = {
        f"{screen}.{name}": keys
        for name, keys in given.items()
        for screen, table in TABLES.items()
        if name in table
    }
    return full | {name: keys for name, keys in given.items() if name in EVERY}


def _named(key: str) -> str:
    """Return a key as Textual names it, whatever its case was."""
    if len(key) == 1:  # Shift+k is K
        (binding,) = Binding.make_bindings([(key, "", "")])
        return binding.key
    *modifiers, last = key.lower().split("+")
    return "+".join([*modifiers, _ALSO.get(last, last)])


def _unknown_ids(given: Mapping[str, str]) -> Iterator[str]:
    short = {name for table in TABLES.values() for name in table}
    for name in given:
        if name not in EVERY and name not in short:
            near = nearest(name, [*EVERY, *short])
            meant = f" (did you mean {near!r}?)" if near else ""
            yield f"nothing is called {name!r}{meant}"


def _unfit(mapped: Mapping[str, str]) -> Iterator[str]:
    for id_, keys in mapped.items():
        while_typing = not any(map(_types, EVERY[id_].keys.split(",")))
        for key in keys.split(",") if keys else ():
            if not _is_key(key):
                near = nearest(key, _NAMED)
                meant = f" (did you mean {near!r}?)" if near else ""
                yield f"{id_!r}: there is no key {key!r}{meant}"
            elif while_typing and _types(key):
                yield f"{id_!r}: {spelled(key)!r} is needed for typing; take Ctrl or F1"


def _clashes(mapped: Mapping[str, str]) -> Iterator[str]:
    """Tell of keys for two things of one screen, if the user set one of them."""
    for table in TABLES.values():
        taken: dict[str, Key] = {}
        for key in table.values():
            for each in filter(None, _of(key.id, mapped).split(",")):
                other = taken.setdefault(each, key)
                ours = other.id in mapped or key.id in mapped
                if other.action != key.action and ours:
                    yield f"{spelled(each)!r} is both {other.id!r} and {key.id!r}"


def _types(key: str) -> bool:
    """Tell whether a key types a character."""
    character = key_to_character(REPLACED_KEYS.get(key, key))
    return character is not None and character.isprintable()


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    return _MODIFIERS.issuperset(modifiers) and (last in _NAMED or _types(last))
