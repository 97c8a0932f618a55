"""Jupyter notebooks: a Markdown cell with the code cell after it is a question.

The card asks what the code gives, and its truth is a run of its own: the outputs
that a notebook stores are only compared with it.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from quizapp.exchange.code_limits import TOO_DEEP, obstacle, without_commands
from quizapp.exchange.code_outline import text_before
from quizapp.exchange.formats import Reading
from quizapp.exchange.imported import Imported, ImportedCard, LeftOut, Origin
from quizapp.exchange.markdown.lines import heading_in
from quizapp.exchange.needed_code import EarlierCode, Statement, statements_of
from quizapp.exchange.notebook_cells import NotebookCell, cells_of
from quizapp.exchange.text_id import short_id

_FORMAT = "notebook"
MAX_LINES = 60
"""Of the code of one card: nobody predicts more in their head."""
MAX_CELL_CHARACTERS = 20_000
"""Of the code of one cell."""
_MAX_TEXT = 100_000
"""Of the Markdown before a cell: only its end is a question."""
_MAX_PROMPT = 700
_MAX_ASK = 80
_NOT_ASKED = frozenset({"skip", "no-card", "hide", "remove_cell", "remove-cell"})
_LEVELS = ("screen", "onsite", "expert")

_QUESTION = re.compile(
    r"^[ \t>#*]*(?:Q|Question|Quiz|Exercise)[ \t]*(?:\d+[ \t]*)?[:.][ \t*]*",
    re.M | re.I,
)
_ANSWER = re.compile(r"^[ \t>#*]*(?:A|Answer)[ \t]*(?:\d+[ \t]*)?:[ \t*]*", re.M | re.I)
_IMAGE = r"!\[[^\][]*\]\([^()\n]*\)"
_PICTURE = re.compile(
    rf"\[{_IMAGE}\]\([^()\n]*\)|{_IMAGE}|<img\b[^<>]*>", re.IGNORECASE
)
"""None of its parts can begin again within itself, so that it takes no long time."""
_MACHINE = re.compile(r"__version__|is_available|device_count")


class _Unit(Struct, frozen=True):
    """A code cell with the text before it."""

    cell: NotebookCell
    text: str
    is_question: bool
    tags: frozenset[str]


class _Question(Struct, frozen=True):
    prompt: str
    explain: str = ""


def read_notebook(reading: Reading) -> Imported:
    """Return the cards of a notebook. Raises ExchangeError."""
    reader = _Reader(reading.path)
    found = tuple(reader.found())
    cards = tuple(item for item in found if isinstance(item, ImportedCard))
    left_out = tuple(item for item in found if isinstance(item, LeftOut))
    remarks: tuple[str, ...] = ()
    if reader.pictures:
        count = reader.pictures
        remarks = (f"{count} image{'s' * (count > 1)} in the text skipped",)
    return Imported(reader.title or reading.path.stem, cards, left_out, remarks)


class _Reader:
    """Goes through the cells of one notebook, and keeps the code that went before."""

    def __init__(self, path: Path) -> None:
        self._cells = cells_of(path)
        self._before = EarlierCode()
        self._commands: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self.pictures = 0
        self.title = ""

    def found(self) -> Iterator[ImportedCard | LeftOut]:
        for unit in self._units():
            if (size := len(unit.cell.source)) > MAX_CELL_CHARACTERS:
                yield _left_out(unit, f"its code has {size} characters")
                continue
            source, command = without_commands(unit.cell.source)
            if command:
                self._commands[unit.cell.number] = command
            try:
                own = statements_of(unit.cell.number, source)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                reason = _command(command) if command else "its code is not Python 3"
                yield _left_out(unit, reason)
                continue
            try:
                item = self._item(unit, source, own)
            except RecursionError:
                item = _left_out(unit, f"its code {TOO_DEEP}")
            if item is not None:
                yield item
            self._before.add(own)

    def _units(self) -> Iterator[_Unit]:
        texts: list[str] = []
        tags: frozenset[str] = frozenset()
        for cell in self._cells:
            if cell.kind == "code":
                text = "\n\n".join(texts)
                is_question = bool(text) or "question" in cell.tags
                yield _Unit(cell, text, is_question, tags | cell.tags)
                texts, tags = [], frozenset()
            elif cell.kind == "markdown":
                self.title = self.title or _title(cell.source[:_MAX_TEXT])
                if cell.tags & (_NOT_ASKED | {"answer"}):
                    texts, tags = [], frozenset()
                    continue
                source = cell.source[-_MAX_TEXT:]
                text, pictures = _PICTURE.subn("", source)
                self.pictures += pictures
                if text.strip():
                    texts.append(text.strip())
                    tags |= cell.tags

    def _item(
        self, unit: _Unit, source: str, own: Sequence[Statement]
    ) -> ImportedCard | LeftOut | None:
        asked = _asked(unit.cell, source)
        command = self._commands.get(unit.cell.number, "")
        if not unit.is_question and (asked is None or not own):
            return None  # it defines things for later cells
        if not own:
            return _left_out(unit, _command(command)) if command else None
        code, unknown = self._before.needed(own)
        reason = _refusal(unit, asked) or self._obstacle(unit, source, code, unknown)
        if reason is not None or asked is None:
            return _left_out(unit, reason or "")
        return self._card(unit, asked, "\n".join(part.source for part in code))

    def _obstacle(
        self,
        unit: _Unit,
        source: str,
        code: Sequence[Statement],
        unknown: frozenset[str],
    ) -> str | None:
        number = unit.cell.number
        for cell in sorted({number, *(statement.cell for statement in code)}):
            if (command := self._commands.get(cell)) and (unknown or cell == number):
                return _command(command)
        if (reason := obstacle(source)) is not None:
            return reason
        for part in code:
            if (reason := obstacle(part.source)) is not None:
                return f"{reason}, in cell {part.cell}"
        lines = sum(part.source.count("\n") + 1 for part in code) + source.count("\n")
        if lines >= MAX_LINES:
            return f"needs {lines + 1} lines of code; {MAX_LINES} at most"
        if unknown:
            return f"uses `{min(unknown)[:60]}`, which no earlier cell defines"
        return None

    def _card(self, unit: _Unit, asked: "_Asked", before: str) -> ImportedCard:
        question = _question(unit.text)
        snippet = "\n".join(part for part in (before, asked.code) if part.strip())
        fields = {
            "kind": "predict",
            "level": next((lv for lv in _LEVELS if lv in unit.tags), "screen"),
            "prompt": question.prompt or "What does this code give?",
            "snippet": f"{snippet.strip(chr(10))}\n",
        }
        if asked.expression is None:
            fields["expect"] = "raises" if unit.cell.raised else "printed"
        else:
            fields["ask"] = asked.expression
        if question.explain:
            fields["explain"] = question.explain
        key = short_id(unit.cell.id) or self._key(unit.text)
        return ImportedCard(
            Origin(_FORMAT, key),
            _name(question.prompt),
            fields,
            f"cell {unit.cell.number}",
            stored=_stored(unit.cell, asked),
        )

    def _key(self, text: str) -> str:
        """Return an id of a question from its words, different for each."""
        words = " ".join(text.split()).casefold()
        digest = blake2b(words.encode(errors="replace"), digest_size=6).hexdigest()
        self._ids[digest] = count = self._ids.get(digest, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"


def _stored(cell: NotebookCell, asked: "_Asked") -> str:
    if asked.expression is not None:
        return cell.value
    return cell.raised or cell.printed


class _Asked(Struct, frozen=True):
    """What a cell shows: the value of an expression, what it prints, or how it ends."""

    code: str
    expression: str | None


def _refusal(unit: _Unit, asked: _Asked | None) -> str | None:
    """Return why a cell is no question, whatever its code."""
    if unit.tags & _NOT_ASKED:
        return f"tagged `{min(unit.tags & _NOT_ASKED)}`"
    if not unit.is_question:
        return "no Markdown cell before it asks about it"
    if asked is None:
        return "shows nothing to predict"
    if asked.expression is not None and _MACHINE.search(asked.expression):
        return "depends on the machine or on a version"
    return None


def _asked(cell: NotebookCell, source: str) -> _Asked | None:
    tree = ast.parse(source)
    if not tree.body:
        return None
    if cell.raised:
        return _Asked(source, None)
    last = tree.body[-1]
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    prints = any(ast.unparse(call.func) == "print" for call in calls)
    is_shown = isinstance(last, ast.Expr) and not source.rstrip().endswith(";")
    if is_shown and cell.was_run and not cell.value:
        is_shown = False  # its value was None
    if not is_shown or not isinstance(last, ast.Expr) or _prints(last):
        return _Asked(source, None) if prints else None
    if isinstance(last.value, ast.Constant):
        return None
    expression = ast.unparse(last.value)
    before = text_before(source, last).rstrip("\n")
    if len(expression) > _MAX_ASK or "\n" in expression:
        return _Asked(f"{before}\nresult = {expression}", "result")
    return _Asked(before, expression)


def _prints(statement: ast.Expr) -> bool:
    call = statement.value
    return isinstance(call, ast.Call) and ast.unparse(call.func) == "print"


def _question(text: str) -> _Question:
    """Return the question of a Markdown text, and its answer if it gives one."""
    if (match := _QUESTION.search(text)) is not None:
        asked, answer = text[match.end() :], ""
        if (reply := _ANSWER.search(asked)) is not None:
            asked, answer = asked[: reply.start()], asked[reply.end() :]
        return _Question(asked.strip(), answer.strip())
    text = text.strip()
    if (heading := heading_in(text)) is not None:
        return _Question(heading[1])
    return _Question(text if len(text) <= _MAX_PROMPT else _end_of(text))


def _end_of(text: str) -> str:
    """Return the last paragraphs of a long text, below the heading they belong to."""
    kept: list[str] = []
    for paragraph in reversed(re.split(r"\n{2,}", text)):
        if kept and sum(map(len, kept)) + len(paragraph) > _MAX_PROMPT:
            break
        kept.append(paragraph)
    end = "\n\n".join(reversed(kept))
    before = text[: len(text) - len(end)]
    headings = [line for line in before.split("\n") if heading_in(line)]
    is_headed = heading_in(end.partition("\n")[0]) is not None
    return end if is_headed or not headings else f"{headings[-1]}\n\n{end}"


def _title(text: str) -> str:
    for line in text.split("\n"):
        if (heading := heading_in(line.strip())) is not None:
            return re.sub(r"[*_`]", "", heading[1]).strip()
    return ""


def _name(prompt: str) -> str:
    """Return the words that an id is made of: a heading, or the first line."""
    lines = [line.strip() for line in prompt.split("\n") if line.strip()]
    return _title(prompt) or (lines[0] if lines else "cell")


def _command(command: str) -> str:
    return f"uses a notebook command (`{command[:60]}`)"


def _left_out(unit: _Unit, reason: str) -> LeftOut:
    text = unit.text or unit.cell.source
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    return LeftOut(f"cell {unit.cell.number}", first[:80], reason)
