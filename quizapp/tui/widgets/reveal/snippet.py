"""Snippet: colored Python with line numbers, one line marked on demand."""

from textual.content import Content

from quizapp.core.terminal.sanitize import sanitize
from quizapp.tui.look.code import colored
from quizapp.tui.look.prose import UNBOUNDED, folded


def numbered(code: str, marked: int | None = None, room: int = UNBOUNDED) -> Content:
    """Return colored code with line numbers, as they are in the deck's snippet."""
    text = sanitize(code.strip("\n"))
    lines = colored(text).split("\n", allow_blank=True)
    skipped = len(code) - len(code.lstrip("\n"))
    at = None if marked is None else marked - skipped
    width = len(str(len(lines)))
    return Content("\n").join(
        part
        for number, line in enumerate(lines, start=1)
        for part in _numbered(line, f"{number:{width}}", room, marked=number == at)
    )


def _numbered(line: Content, number: str, room: int, *, marked: bool) -> list[Content]:
    sign, style = ("▸", "$error bold") if marked else (" ", "$quiet")
    first = Content.styled(f"{sign}{number}  ", style)
    again = Content.styled(f"{'↳':>{len(number) + 1}}  ", "$quiet")
    return folded(first, again, line, room)
