"""`quizapp new`: the skeleton of a deck, valid as written."""

import json
import re
from pathlib import Path
from shlex import quote

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, QuizError, UsageError
from quizapp.grammar.options import NewOptions
from quizapp.wiring.assembly import assembled
from quizapp.wiring.deck_edits import HEAD, add_edit, edit_of, own_folder
from quizapp.wiring.deck_files import deck_schema
from quizapp.wiring.selection import card_named

SCHEMA_FILE = "deck.schema.json"

SKELETON = """\
#:schema ./{schema}
# A quizapp deck. Check it:   quizapp check {file}
# Study it:                   quizapp practice {file}
# Editors with taplo (Even Better TOML) complete and check the keys.

format = 1

[deck]
id = "{id}"              # permanent: reviews are stored by deck-id/card-id
title = "{title}"
topic = "My topic"
about = "One line on what this deck asks."

{cards}"""

SAMPLES = '''\
# A prediction: the learner sees the snippet and types the result; running it gives
# the answer key. No answer is written down, so none can be wrong.
[[card]]
id = "survivors-are-scaled"
kind = "predict"
level = "screen"         # screen, onsite or expert
tags = ["example"]
prompt = "Dropout with a fixed mask, by hand. What is `y`?"
hints = ["What happens to the expected value?"]   # a nudge, not the answer
snippet = """
import torch
p = 0.2
x = torch.tensor([2., 4., 6.])
keep = torch.tensor([1., 0., 1.])
y = x * keep / (1 - p)
"""
ask = "y"                # evaluated after the snippet
explain = "Survivors are divided by `1 - p`, so the expected value stays."
wrong = [                # typical wrong answers, and what is wrong with each
  { response = "[2, 0, 6]", because = "That forgets the factor `1/(1-p)`." },
]

# A choice: every wrong option is a real misconception, with its reason.
[[card]]
id = "what-stays"
kind = "choice"
level = "screen"
prompt = "What does dividing the survivors by `1 - p` keep unchanged?"
options = [
  { text = "the expected value", correct = true },
  { text = "the variance", because = "It grows: `x^2 p/(1-p)` is added." },
  { text = "the norm of every draw", because = "Only the mean over draws stays." },
]
explain = "The mean over all masks is kept; nothing else is."
'''


def run(options: NewOptions) -> ExitCode:
    """Write the skeleton and, in the same folder, the schema; overwrite nothing."""
    file = _file_of(options.deck)
    if options.edit is not None:
        return _edit(options, file, options.edit)
    words = re.findall(r"[a-z0-9]+", file.stem.casefold()) or ["my", "deck"]
    text = SKELETON.format(
        schema=SCHEMA_FILE,
        file=_word(file),
        id="-".join(words),
        title=" ".join(words).capitalize(),
        cards=SAMPLES if options.origin is None else _copied(options, options.origin),
    )
    _write(file, text)
    print(f"wrote {sanitize_line(str(file))}")
    _write_schema(file)
    print(f"next: quizapp check {_word(file)}")
    return ExitCode.FINE


def _write_schema(file: Path) -> None:
    """Write the schema next to a deck, unless there is one."""
    schema = file.parent / SCHEMA_FILE
    if not schema.exists():
        _write(schema, json.dumps(deck_schema(), indent=1))
        print(f"wrote {sanitize_line(str(schema))}, for your editor")


def _edit(options: NewOptions, file: Path, word: str) -> ExitCode:
    """Write a file with own edits of a card, or add the card to such a file."""
    with assembled(options.flags) as assembly:
        card = card_named(assembly.library, word)
        deck = assembly.library.deck_of(card.id)
        folder = own_folder(assembly)
    if file.exists():
        add_edit(file, card)
        print(f"added {card.id} to {sanitize_line(str(file))}")
    else:
        head = HEAD.format(
            schema=SCHEMA_FILE,
            title=sanitize_line(deck.title),
            file=_word(file),
            deck=deck.id,
        )
        _write(file, f"{head}\n{edit_of(card)}")
        print(f"wrote {sanitize_line(str(file))}")
        _write_schema(file)
    print(f"next: edit it, then quizapp --decks {_word(file)} practice {deck.id}")
    print(f"to load it always, move it to {sanitize_line(str(folder))}")
    return ExitCode.FINE


def _word(file: Path) -> str:
    """Return a path as one word of a command to copy."""
    return sanitize_line(quote(str(file)))


def _copied(options: NewOptions, word: str) -> str:
    """Return the lines of a card as its author wrote them."""
    with assembled(options.flags) as assembly:
        card = card_named(assembly.library, word)
    lines = Path(card.position.file).read_text(encoding="utf-8").split("\n")
    first = card.position.line - 1
    rest = lines[first + 1 :]
    starts = (n for n, line in enumerate(rest) if line.strip() == "[[card]]")
    own = [lines[first], *rest[: next(starts, len(rest))]]
    return f"# A copy of {card.id}: give it an id of its own.\n" + "\n".join(own)


def _file_of(deck: Path) -> Path:
    if not deck.name:
        raise UsageError(
            f"{deck} is a folder", "name the file: quizapp new my-deck.toml"
        )
    return deck if deck.suffix == ".toml" else deck.with_name(f"{deck.name}.toml")


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise UsageError(f"{file} already exists", "choose another name") from None
    except OSError as error:
        what = f"cannot write {file}: {error.strerror}"
        raise QuizError(what, "choose a folder you can write to") from None
