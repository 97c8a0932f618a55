"""Terms: a query cut into its words, phrases and `key:value` pairs."""

import re
from collections.abc import Iterator

from msgspec import Struct

from quizapp.core.search.texts import search_form

_TERM = re.compile(
    r'(?P<not>-?)(?:(?P<key>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]\S*))?'
)
MAX_QUERY = 1000
"""Characters of a query."""


class Term(Struct, frozen=True):
    """A part of a query as it was typed."""

    text: str
    key: str
    """Empty for a word or a phrase."""
    value: str
    negated: bool
    quoted: bool


def terms(text: str) -> Iterator[Term]:
    """Yield the terms of a text; the last quote may be open."""
    for match in _TERM.finditer(text):
        phrase, word, key = match["phrase"], match["word"], match["key"] or ""
        value = phrase if phrase is not None else word or ""
        if key or value:
            negated, quoted = bool(match["not"]), phrase is not None
            yield Term(match[0], key.casefold(), search_form(value), negated, quoted)


def is_query(text: str) -> bool:
    """Return whether a text is a query, not one plain word that names something."""
    all_terms = tuple(terms(text[:MAX_QUERY]))
    plain = all(not (term.key or term.quoted or term.negated) for term in all_terms)
    return len(all_terms) > 1 or not plain
