"""The keymap: keys that the user set, by the ids of `keys`.

An id without its screen applies to every screen that has it. An unknown id or key is
an error, and so are a letter for what must work while typing, and one key for two
things on one screen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from textual.binding import Binding, Keymap
from textual.keys import REPLACED_KEYS, Keys, key_to_character

from quizapp.errors import UsageError, nearest
from quizapp.tui.keys.key import Key
from quizapp.tui.keys.keys import ALL_KEYS, TABLES
from quizapp.tui.keys.presets import IN_BROWSER, PRESETS
from quizapp.tui.keys.widget_keys import PAGE_KEYS, WITHOUT_TYPING

_SCROLLED = {"study", "statistics", "notice", "interview", "debrief"}
"""The screens on which the keys of a page work too."""
_NO_KEY = "no-key"
"""For an action without a key: Textual ignores an empty text."""
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

_ARROWS = {sign: key for key, sign in _SHOWN.items() if len(sign) == 1}


def read_keys(custom: Mapping[str, str], *, served: bool = False) -> dict[str, str]:
    """Return the keys that were set, by full ids, as Textual names them.

    Served screens begin with keys that a browser leaves to its pages. Raises
    UsageError with every problem.
    """
    preset, begin = custom.get("preset", ""), IN_BROWSER if served else {}
    custom = {**PRESETS.get(preset, {}), **custom}
    custom.pop("preset", None)
    mapped = {
        id_: ",".join(map(_named, filter(None, map(str.strip, keys.split(",")))))
        for id_, keys in {**begin, **_by_full_id(custom)}.items()
    }
    faults = [*_unknown_preset(preset), *_unknown_ids(custom), *_unfit(mapped)]
    faults = faults or list(_clashes(mapped))
    if faults:
        raise UsageError(
            f"[keys] of the config file: {'; '.join(faults)}",
            "change it, then try again",
        )
    return mapped


def textual_keymap(mapped: Mapping[str, str]) -> Keymap:
    """Return keys for Textual: all, since it drops keys that another action takes."""
    return {id_: _keys_of(id_, mapped) or _NO_KEY for id_ in ALL_KEYS} if mapped else {}


def key_text(name: str, mapped: Mapping[str, str]) -> str:
    """Return readable keys for a name: one or more ids, or a readable key."""
    ids = name.split()
    if not all(id_ in ALL_KEYS for id_ in ids):
        return name
    keys = [_keys_of(id_, mapped).split(",")[0] for id_ in ids]
    names = [readable_key(key) for key in keys if key]
    return f"{names[0]}-{names[-1]}" if _is_range(names) else " ".join(names)


def _is_range(names: Sequence[str]) -> bool:
    """Return whether these keys are digits or letters that follow each other."""
    follows = "".join(names) in "123456789" or "".join(names) in ascii_lowercase
    return len(names) > 2 and follows


def pressable(name: str, mapped: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the parts of a readable name, each with its key, or "" if it has none.

    Joined, they are the name. ↑↓ are two keys, and so are the ends of a range.
    """
    ids = name.split()
    if ids and all(id_ in ALL_KEYS for id_ in ids):
        keys = [_keys_of(id_, mapped).split(",")[0] for id_ in ids]
        named = [(readable_key(key), key) for key in keys if key]
        if _is_range([text for text, _ in named]):
            return (named[0], ("-", ""), named[-1])
        return tuple(part for pair in named for part in ((" ", ""), pair))[1:]
    parts = tuple(name) if set(name) <= _ARROWS.keys() else (name,)
    return tuple((part, _key_named(part)) for part in parts)


def keys_of(ids: Iterable[str], mapped: Mapping[str, str]) -> frozenset[str]:
    """Return every key of these ids, as Textual names them."""
    keys = (_keys_of(id_, mapped).split(",") for id_ in ids)
    return frozenset(key for group in keys for key in group if key)


def keys_in_order(id_: str, mapped: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys of an id, as Textual names them."""
    return tuple(filter(None, _keys_of(id_, mapped).split(",")))


def readable_key(key: str) -> str:
    """Return a key in readable form: Ctrl+Z, ?, F1."""
    *modifiers, last = key.split("+")
    character = key_to_character(REPLACED_KEYS.get(last, last)) if _types(last) else ""
    word = _SHOWN.get(last) or character or last.capitalize()
    if modifiers:
        word = word.upper() if len(word) == 1 else word
    return "+".join([*(modifier.capitalize() for modifier in modifiers), word])


def _key_named(readable: str) -> str:
    key = _ARROWS.get(readable) or _named(readable)
    return key if _is_key(key) else ""


def _keys_of(id_: str, mapped: Mapping[str, str]) -> str:
    return mapped.get(id_, ALL_KEYS[id_].keys)


def _by_full_id(custom: Mapping[str, str]) -> dict[str, str]:
    full = {
        f"{screen}.{name}": keys
        for name, keys in custom.items()
        for screen, table in TABLES.items()
        if name in table
    }
    return full | {name: keys for name, keys in custom.items() if name in ALL_KEYS}


def _named(key: str) -> str:
    """Return a key as Textual names it, whatever its case."""
    if len(key) == 1:  # Shift+k is K
        (binding,) = Binding.make_bindings([(key, "", "")])
        return binding.key
    *modifiers, last = key.lower().split("+")
    return "+".join([*modifiers, _ALSO.get(last, last)])


def _unknown_preset(name: str) -> Iterator[str]:
    if name and name not in PRESETS:
        near = nearest(name, PRESETS)
        meant = f" (did you mean {near!r}?)" if near else ""
        yield f"there is no preset {name!r}, but {' and '.join(PRESETS)}{meant}"


def _unknown_ids(custom: Mapping[str, str]) -> Iterator[str]:
    short = {name for table in TABLES.values() for name in table}
    for name in custom:
        if name not in ALL_KEYS and name not in short:
            near = nearest(name, [*ALL_KEYS, *short])
            meant = f" (did you mean {near!r}?)" if near else ""
            yield f"there is no action {name!r}{meant}"


def _unfit(mapped: Mapping[str, str]) -> Iterator[str]:
    for id_, keys in mapped.items():
        while_typing = id_.partition(".")[0] not in WITHOUT_TYPING and not any(
            map(_types, ALL_KEYS[id_].keys.split(","))
        )
        for key in keys.split(",") if keys else ():
            if not _is_key(key):
                near = nearest(key, _NAMED)
                meant = f" (did you mean {near!r}?)" if near else ""
                yield f"{id_!r}: there is no key {key!r}{meant}"
            elif while_typing and _types(key):
                fault = f"{readable_key(key)!r} is needed for typing"
                yield f"{id_!r}: {fault}; use Ctrl or a function key"


def _clashes(mapped: Mapping[str, str]) -> Iterator[str]:
    """Yield keys that do two things on one screen, if the user set one of them."""
    for screen, table in TABLES.items():
        taken: dict[str, Key] = {}
        page = PAGE_KEYS if screen in _SCROLLED else {}
        for key in (*table.values(), *page.values()):
            for name in filter(None, _keys_of(key.id, mapped).split(",")):
                other = taken.setdefault(name, key)
                ours = other.id in mapped or key.id in mapped
                if other.action != key.action and ours:
                    yield f"{readable_key(name)!r} is both {other.id!r} and {key.id!r}"


def _types(key: str) -> bool:
    """Return whether a key types a character."""
    character = key_to_character(REPLACED_KEYS.get(key, key))
    return character is not None and character.isprintable()


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+")
    return _MODIFIERS.issuperset(modifiers) and (last in _NAMED or _types(last))
