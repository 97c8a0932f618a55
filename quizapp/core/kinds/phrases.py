"""Phrases: which differences between words do not count.

Case, spaces, quotes, backticks, trailing punctuation, hyphens between words, articles,
the plural of the last word, and British or American spelling.
"""

import re

from quizapp.core.values.folding import fold

_QUOTES = re.compile(r"(?<!\w)['\"]+|['\"]+(?!\w)|`")
_ARTICLE = re.compile(r"\b(?:the|an?)\s+(?!(?:or|and|to)\b)(?=[^\W\d_]{2,})")
_GAP = re.compile(
    r"(?<=[^\W\d_])[-\s]+(?=[^\W\d_])"  # sub-layer, sub layer
    r"|(?<=\d)-(?=[^\W\d_]{2,})"  # 16-bit
    r"|(?<=\d)\s+(?=[^\W\d_])|(?<=[^\W\d_])\s+(?=\d)"  # float 32
)
_LEAD = re.compile(
    r"(?:(?:it|that)(?:'s| is)|this is|they call (?:it|this)|(?:the )?answer(?: is|:))"
    r"(?: called| named| known as)?:? |(?:is )?called ",
    re.IGNORECASE,
)
"""What people write before the words that are asked for."""
_STEMS = (
    "regular|normal|standard|optim|minim|maxim|general|special|local|memor|token|"
    "initial|final|stabil|quant|penal|parallel|serial|linear|discret|factor|vector|"
    "random|visual|categor|recogn|organ|summar|emphas|util|symmetr|orthogonal|custom|"
    "character|neutral|equal|synchron|binar|real|parametr"
)
_ISE = re.compile(rf"({_STEMS})is(?=(?:e[ds]?|ers?|ing|ations?)\b)")
_OUR = re.compile(r"\b(behavi|neighb|col|fav|hon|lab)our")
_RE = re.compile(r"\b(cent|fib)re")
_DOUBLED = re.compile(r"\b(model|label|travel|cancel|signal|channel)l(?=ed\b|ing\b)")


def tidy(text: str) -> str:
    """Return text without the differences that never count, except case."""
    plain = " ".join(fold(text).replace("`", " ").split())
    return plain.rstrip(".,;:!? ") or plain


def without_lead(text: str) -> str:
    """Return what follows `it's called` or `the answer is`, else the tidy text."""
    plain = tidy(text)
    lead = _LEAD.match(plain)
    return plain[lead.end() :] if lead else plain


def same_spelling(right: str, given: str) -> bool:
    """Return whether two texts are the same except for case and spaces."""
    return tidy(right).casefold() == tidy(given).casefold()


def same_words(right: str, given: str) -> bool:
    """Return whether two texts are the same words."""
    if same_spelling(right, given):
        return True
    one, other = plain_words(right), plain_words(given)
    return one == other or _is_plural(one, other) or _is_plural(other, one)


def plain_words(text: str) -> str:
    """Return the words of a text in one spelling, joined."""
    plain = _QUOTES.sub(" ", tidy(text).casefold())
    plain = _ARTICLE.sub("", " ".join(plain.split()))
    plain = _OUR.sub(r"\1or", _ISE.sub(r"\1iz", plain))
    plain = _DOUBLED.sub(r"\1", _RE.sub(r"\1er", plain))
    return _GAP.sub("", plain) or plain


def _is_plural(plural: str, word: str) -> bool:
    """Return whether a text is another one in the plural: `masks`, `losses`."""
    if len(word) < 3 or not re.search(r"[^\W\d_]{3}$", word):
        return False
    if word.endswith(("s", "x", "ch", "sh")):
        return plural == f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return plural == f"{word[:-1]}ies"
    return plural == f"{word}s"
