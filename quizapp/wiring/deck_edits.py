"""Deck edits: the beginning of a file with own edits of a deck.

The author's text of a card is written as comments: what the reader does not change
goes on following the author.
"""

from pathlib import Path
from shlex import quote

from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.decks.deck_reader import parse_deck
from quizapp.decks.overlay import extended_by
from quizapp.decks.source import decoded, read_deck_file
from quizapp.errors import QuizError, UsageError
from quizapp.files import replace
from quizapp.settings.imports import imports_folder
from quizapp.wiring.assembly import Assembly

_NOT_EDITED = frozenset({"id", "kind", "origin", "formerly", "order"})
HEAD = """\
#:schema ./{schema}
# Your edits of the deck “{title}”. What you do not change follows its author.
# Check them:   quizapp check {file}
# Study them:   quizapp --decks {file} practice {deck}

format = 1

[deck]
extends = "{deck}"
"""


def own_folder(assembly: Assembly) -> Path:
    """Return the folder of the user's decks that are loaded without being named."""
    return imports_folder(assembly.config.log)


def edit_of(card: Card) -> str:
    """Return a card for a file with own edits: its text, as comments."""
    source = Path(card.position.file)
    data = read_deck_file(source)
    text = () if isinstance(data, Problem) else decoded(source, data)
    parsed = text if isinstance(text, tuple) else parse_deck(text)
    if isinstance(parsed, tuple | Problem) or isinstance(text, tuple):
        raise UsageError(f"{source} cannot be read", "check it: quizapp check")
    lines = [
        f"# {card.id}: uncomment what you change. A `kind` replaces the whole card.",
        "[[card]]",
        f'id = "{card.id.card}"',
    ]
    for path, (start, end) in parsed.positions.pairs.items():
        match path:
            case ("card", int(index), str(key)) if key not in _NOT_EDITED:
                place = parsed.positions.find(("card", index))
                if place == (card.position.line, card.position.column):
                    lines += [f"# {line}" for line in text.text[start:end].split("\n")]
            case _:
                pass
    return "\n".join(line.rstrip() for line in lines) + "\n"


def add_edit(file: Path, card: Card) -> None:
    """Add a card to a file with own edits. Raises UsageError for another file."""
    data = read_deck_file(file)
    source = () if isinstance(data, Problem) else decoded(file, data)
    parsed = source if isinstance(source, tuple) else parse_deck(source)
    if isinstance(parsed, tuple | Problem) or isinstance(source, tuple):
        hint = f"check it: quizapp check {quote(str(file))}"
        raise UsageError(f"{file} cannot be read", hint)
    if extended_by(parsed.tables) != card.id.deck:
        hint = "choose another name"
        raise UsageError(f"{file} has no edits of the deck {card.id.deck}", hint)
    cards = parsed.tables.get("card")
    rows = cards if isinstance(cards, list) else []
    for index, row in enumerate(rows):
        if isinstance(row, dict) and row.get("id") == card.id.card:
            line, _ = parsed.positions.find(("card", index))
            raise UsageError(f"{card.id} is already in {file}", f"see line {line}")
    text = f"{source.text.rstrip()}\n\n{edit_of(card)}"
    try:
        mode = file.stat().st_mode & 0o777
        replace(file.resolve(), text.encode(), durable=True, mode=mode)
    except OSError as error:
        raise QuizError(f"cannot write {file}: {error.strerror}") from None
