"""Layouts: the Latin letter on the key of a Cyrillic, Greek or Hebrew one.

Commands are letters, and where nothing is typed, the place of a key is meant. Keys that
type punctuation in a layout are left out: q in Greek, q and w in Hebrew.
"""

_LATIN = "qwertyuiopasdfghjklzxcvbnm"
_LAYOUTS = (
    "йцукенгшщзфывапролдячсмить",  # Russian
    "·ςερτυθιοπασδφγηξκλζχψωβνμ",  # Greek
    "··קראטוןםפשדגכעיחלךזסבהנמצ",  # Hebrew
)
_UKRAINIAN = {"і": "s"}
"""Where it differs from the Russian one."""

_LOWER = _UKRAINIAN | {
    letter: latin
    for layout in _LAYOUTS
    for letter, latin in zip(layout, _LATIN, strict=True)
    if letter != "·"
}
_LETTERS = {letter.upper(): latin.upper() for letter, latin in _LOWER.items()} | _LOWER


def latin_at(key: str) -> str | None:
    """Return the Latin letter at the place of another letter, if it is one of these."""
    return _LETTERS.get(key)
