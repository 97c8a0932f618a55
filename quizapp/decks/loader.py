"""The loader: deck files become a library, with all problems in one pass."""

from collections.abc import Sequence
from pathlib import Path

from quizapp.core.cards.card import Position
from quizapp.core.cards.course import deck_order
from quizapp.core.cards.library import Deck, Library, Problem
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.source import deck_files, decoded, read_deck_file


def load_decks(paths: Sequence[Path], cache: DeckCache | None = None) -> Library:
    """Load the decks of files and folders; check only those not in the cache."""
    decks: dict[str, Deck] = {}
    problems: list[Problem] = []
    for path in deck_files(paths):
        if isinstance(path, Problem):
            problems.append(path)
            continue
        deck = _load_file(path, problems, cache)
        if deck is not None and deck.id in decks:
            other = decks[deck.id].file
            message = f"deck id `{deck.id}` is already used by {other}; rename one"
            problems.append(Problem(Position(str(path), 1, 1), message))
        elif deck is not None:
            decks[deck.id] = deck
    library = Library(deck_order(tuple(decks.values())), tuple(problems))
    if not library.renames.clashes:
        return library
    from quizapp.decks.clashes import problem_of  # only if there is one

    clashes = map(problem_of, library.renames.clashes)
    return Library(library.decks, (*library.problems, *clashes))


def _load_file(
    path: Path, problems: list[Problem], cache: DeckCache | None
) -> Deck | None:
    data = read_deck_file(path)
    if isinstance(data, Problem):
        problems.append(data)
        return None
    deck = None if cache is None else cache.load(path, data)
    if deck is not None:
        return deck
    from quizapp.decks.deck_reader import read_deck  # only if there is one to check

    source = decoded(path, data)
    if isinstance(source, tuple):
        problems.extend(source)
        return None
    result = read_deck(source)
    problems.extend(result.problems)
    if cache is not None and result.document is not None:
        cache.add(path, data, result.document)
    return result.deck
