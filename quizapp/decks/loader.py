"""The loader: deck files become a library, with all problems in one pass."""

from collections.abc import Sequence
from pathlib import Path

from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Deck, Library, Problem
from quizapp.decks.checked import Checked
from quizapp.decks.source import decoded, find_files, read_file
from quizapp.decks.tables import recalled


def load(paths: Sequence[Path], checked: Checked | None = None) -> Library:
    """Load the decks of files and folders; those `checked` before only as they were."""
    decks: dict[str, Deck] = {}
    problems: list[Problem] = []
    for path in find_files(paths):
        if isinstance(path, Problem):
            problems.append(path)
            continue
        deck = _load_file(path, problems, checked)
        if deck is not None and deck.id in decks:
            message = (
                f"deck id `{deck.id}` is taken by {decks[deck.id].file}; rename one"
            )
            problems.append(Problem(Position(str(path), 1, 1), message))
        elif deck is not None:
            decks[deck.id] = deck
    return Library(tuple(decks.values()), tuple(problems))


def _load_file(
    path: Path, problems: list[Problem], checked: Checked | None
) -> Deck | None:
    data = read_file(path)
    if isinstance(data, Problem):
        problems.append(data)
        return None
    document = None if checked is None else checked.recall(path, data)
    if document is not None:
        return recalled(document, str(path))
    from quizapp.decks import reading  # its checks are loaded where there is need

    source = decoded(path, data)
    if isinstance(source, tuple):
        problems.extend(source)
        return None
    found = reading.read(source)
    problems.extend(found.problems)
    if checked is not None and found.document is not None:
        checked.remember(path, data, found.document)
    return found.deck
