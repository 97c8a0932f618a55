"""Wrapping: text in lines of at most so many cells.

Unlike `textwrap`, this measures cells: a Chinese letter takes two of them.
"""

from collections.abc import Iterator

from quizapp.core.terminal.cells import cell_count, character_cells

CONTINUED = "↳ "
"""Before each part of a line of code that was cut, except the first."""
_LEAST = 4


def wrap_words(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Yield lines of whole words; a word that is too long is cut.

    All lines but the first begin with the indent.
    """
    room = max(_LEAST, width - cell_count(indent))
    line, before = "", ""
    pieces = (piece for word in text.split() for piece in _cut(word, room))
    for piece in pieces:
        longer = f"{line} {piece}" if line else piece
        if line and cell_count(before + longer) > width:
            yield before + line
            line, before = piece, indent
        else:
            line = longer
    yield before + line


def cut_code(line: str, width: int) -> Iterator[str]:
    """Yield a line of code, cut at the width and not between words."""
    if cell_count(line) <= width:
        yield line
        return
    room = max(_LEAST, width - cell_count(CONTINUED))
    for number, piece in enumerate(_cut(line, room)):
        yield CONTINUED + piece if number else piece


def _cut(text: str, room: int) -> Iterator[str]:
    """Yield pieces of at most so many cells."""
    if cell_count(text) <= room:
        yield text
        return
    start, count = 0, 0
    for at, character in enumerate(text):
        cells = character_cells(character)
        if count + cells > room:
            yield text[start:at]
            start, count = at, 0
        count += cells
    yield text[start:]
