"""Folding: one spelling for characters that mean the same in a typed answer.

Keyboards, phones, word processors and PDFs write the same answer with different
characters. Folding unifies width and font, digits of all scripts, spaces, dashes,
quotes and operators, and composes accents (NFC). It never changes a meaning as NFKC
does: `3²` keeps its superscript and `½` its fraction.

Folding is idempotent, and leaves ASCII as it is except for line ends.
"""

import unicodedata

MAX_FOLDED = 16_384
"""The most characters that are folded; no answer is longer, code aside."""

_LETTER_FORMS = frozenset({"<wide>", "<narrow>", "<font>", "<small>", "<vertical>"})
"""Decompositions that change how a character looks, not what it means."""

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e"  # soft hyphen, joiners and marks of other scripts
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # zero width
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # writing direction
    "\u2061\u2062\u2063\u2064"  # invisible operators of formulas
)
_CLASSES = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u202f\u205f\u3000",
    "\n": "\u0085\u2028\u2029",
    "-": "‐‑‒–—―−⁃﹘➖˗⸺⸻",  # hyphens, dashes and minus signs
    "+": "➕",
    "'": "‘’‚‛′ʼʹˈ´‹›",
    '"': "“”„‟″«»〝〞",
    "*": "∗＊✱⁎",
    "·": "⋅∙•‧∘・",
    "×": "✕✖⨯╳⨉",
    "/": "⁄∕⧸",
    "÷": "➗",
    "~": "∼〜˜∽",
    "≈": "≃≅≊",
    ":": "∶꞉",
    "|": "∣❘ǀ",
    ",": "、",
    ".": "。٫",
    "%": "٪⁒",
    "^": "ˆ",
    "μ": "µ",  # the micro sign
    "π": "ϖ",
}
_WORDS = {
    "…": "...",
    "⋯": "...",
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "→": "->",
    "⟶": "->",
    "⇒": "=>",
    "ﬀ": "ff",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬃ": "ffi",
    "ﬄ": "ffl",
    "ﬅ": "st",
    "ﬆ": "st",
}


class _Spelling(dict[int, str]):
    """The spelling of each character, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        spelling = _spelled(chr(code))
        self[code] = spelling
        return spelling


_SPELLING = _Spelling(
    {
        **{ord(char): "" for char in _INVISIBLE},
        **{ord(char): plain for plain, chars in _CLASSES.items() for char in chars},
        **{ord(char): plain for char, plain in _WORDS.items()},
    }
)


def fold(text: str) -> str:
    """Return a typed text in the one spelling that is read and compared.

    A text longer than any answer is returned as it is.
    """
    if len(text) > MAX_FOLDED:
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", composed.translate(_SPELLING))


def folded_words(text: str) -> str:
    """Return a text folded, without case and runs of spaces."""
    return " ".join(fold(text).split()).casefold()


def original_place(text: str, read: str, at: int | None) -> int | None:
    """Return where a place in the text that was read is in the typed text.

    Text that is the same up to there, or from there on, shows the place; for any
    other text the place is unknown, None.
    """
    if at is None or text[: at + 1] == read[: at + 1]:
        return at
    shift = len(text) - len(read)
    return at + shift if at + shift >= 0 and text[at + shift :] == read[at:] else None


def _spelled(char: str) -> str:
    """Return the spelling of a character that is in no table."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "\ufe00" <= char <= "\ufe0f":  # how an emoji or a letter is drawn
        return ""
    form, _, codes = unicodedata.decomposition(char).partition(" ")
    if form not in _LETTER_FORMS:
        return char
    plain = "".join(chr(int(code, 16)) for code in codes.split())
    return "".join(_SPELLING[ord(part)] for part in plain)
