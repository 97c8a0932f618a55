"""Found: where a card has the words that were searched for, and what to do without any.

Text from decks and notes is sanitized here.
"""

import re
from collections.abc import Sequence

from textual.content import Content

from quizapp.core.search.texts import WHERE, FoundLine
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.tui.widgets.browse.catalog import Catalog

_BEFORE = 20
"""Characters of a line that stay in front of the word."""
_FOUND = "$foreground on $primary 30%"


def highlighted(text: Content, words: Sequence[str]) -> Content:
    """Return a text with each of the folded words marked."""
    found = _pattern(words)
    return text if found is None else text.highlight_regex(found, style="bold reverse")


def first_line_of(text: Content, words: Sequence[str], width: int) -> int | None:
    """Return the line, at this width, in which the first word is; None without one."""
    found = _pattern(words)
    match = None if found is None else found.search(text.plain)
    if match is None:
        return None
    return len(text[: match.start() + 1].wrap(width)) - 1


def found_line(found: FoundLine | None, words: Sequence[str], width: int) -> Content:
    """Return the part of a card that has a word, and the line around it."""
    if found is None:
        return Content("")
    line, pattern = sanitize_line(found.line), _pattern(words)
    match = None if pattern is None else pattern.search(line)
    start = max(0, match.start() - _BEFORE) if match else 0
    text = Content(("…" if start else "") + line[start:])
    whole = Content.assemble((f"{found.part}  ", "$quiet"), highlighted(text, words))
    return whole.truncate(max(1, width), ellipsis=True)


def nothing_found(catalog: Catalog) -> str:
    """Say that no card matches, and what may help."""
    if not catalog.words:
        return "No cards match."
    words = ", ".join(f"“{sanitize_line(word)}”" for word in catalog.words)
    near = catalog.nearest_word()
    meant = f" Did you mean “{sanitize_line(near)}”?" if near else ""
    return f"No cards match.{meant} {words} was looked for in {WHERE}."


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    wanted = "|".join(re.escape(word) for word in words if word)
    return re.compile(wanted, re.IGNORECASE) if wanted else None
