"""Snippet: highlighted Python with line numbers, one line marked on demand."""

from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

from quizapp.core.sanitise import sanitise
from quizapp.tui.theme import CodeColours


class Snippet(Static):
    """The code of a card."""

    def show_code(self, code: str, marked: int | None = None) -> None:
        """Show code; `marked` is the line, from 1, where it raised."""
        self.update(numbered(code, marked))


def numbered(code: str, marked: int | None = None) -> Content:
    """Return highlighted code with line numbers, as they are in the deck's snippet."""
    text = sanitise(code.strip("\n"))
    lines = highlight(text, language="python", theme=CodeColours).split(
        "\n", allow_blank=True
    )
    skipped = len(code) - len(code.lstrip("\n"))
    at = None if marked is None else marked - skipped
    width = len(str(len(lines)))
    return Content("\n").join(
        _numbered(line, number, width, marked=number == at)
        for number, line in enumerate(lines, start=1)
    )


def _numbered(line: Content, number: int, width: int, *, marked: bool) -> Content:
    sign, style = ("▸", "$error bold") if marked else (" ", "$quiet")
    return Content.assemble((f"{sign}{number:{width}}  ", style), line)
