"""The page that the plain front end writes on: text wrapped to a width, line by line.

All text from a deck, a run or a user is sanitized before it is printed.
"""

from collections.abc import Callable, Iterable

from quizapp.core.terminal.formulas import with_formulas
from quizapp.core.terminal.markdown import Fence, Paragraph, Table, blocks, table_lines
from quizapp.core.terminal.sanitize import sanitize
from quizapp.plain import lines

Ask = Callable[[str], str | None]
"""Prompts for a line; None at the end of the input."""

Edit = Callable[[str], str]
"""Lets the user change a text in their editor."""


class PlainPage:
    """Prints texts; each method ends what it prints with a line break."""

    def __init__(self, say: Callable[[str], None] = print, width: int = 80) -> None:
        self._say = say
        self.width = width

    def text(self, text: str) -> None:
        """Print sanitized text, wrapped to the width."""
        self._say("\n".join(lines.wrapped(sanitize(text), self.width)))

    def exactly(self, printed: Iterable[str]) -> None:
        """Print lines as they are, such as code; they are sanitized already."""
        for line in printed:
            self._say(line)

    def prose(self, markdown: str, before: str = "") -> None:
        """Print the Markdown of a deck, its paragraphs wrapped to the width."""
        for number, block in enumerate(blocks(sanitize(markdown.strip()))):
            if number:
                self._say("")
            match with_formulas(block):
                case Paragraph(lines=text):
                    self.text("\n".join(before + line for line in text))
                case Fence(lines=code):
                    self.exactly(f"{before}    {line}" for line in code)
                case Table() as table:
                    self.text("\n".join(table_lines(table, self.width)))
