"""The loader: deck files become a library, with all problems in one pass."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from quizapp.core.cards.card import Position
from quizapp.core.cards.course import deck_order
from quizapp.core.cards.library import Deck, Library, Problem
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loading import load_file, may_have_edits
from quizapp.decks.source import deck_files, read_deck_file


def load_decks(
    paths: Sequence[Path],
    cache: DeckCache | None = None,
    elsewhere: Sequence[Path] = (),
) -> Library:
    """Load the decks of files and folders; check only those not in the cache.

    `elsewhere` is searched for decks that a file has own edits of, if they are not in
    `paths`: then only the edited cards are loaded.
    """
    if cache is not None:
        cache.reload = load_decks
    decks: dict[str, Deck] = {}
    problems: list[Problem] = []
    edits = list(_load_files(paths, cache, decks, problems))
    if edits:
        from quizapp.decks.editing import EditedDecks  # few have any

        edited = EditedDecks(decks, cache, elsewhere)
        for path, data in edits:
            _add(decks, problems, path, edited.take(path, data))
        edited.apply()
        problems = list(dict.fromkeys((*problems, *edited.problems)))
    library = Library(deck_order(tuple(decks.values())), tuple(problems))
    if not library.renames.clashes:
        return library
    from quizapp.decks.clashes import problem_of  # only if there is one

    clashes = map(problem_of, library.renames.clashes)
    return Library(library.decks, (*library.problems, *clashes))


def _load_files(
    paths: Sequence[Path],
    cache: DeckCache | None,
    decks: dict[str, Deck],
    problems: list[Problem],
) -> Iterator[tuple[Path, bytes]]:
    """Load files, except those that may have own edits of a deck: yield them."""
    for path in deck_files(paths):
        if isinstance(path, Problem):
            problems.append(path)
            continue
        if cache is not None and (unread := cache.unread(path)) is not None:
            _add(decks, problems, path, unread)
            continue
        data = read_deck_file(path)
        if isinstance(data, Problem):
            problems.append(data)
        elif may_have_edits(data):
            yield path, data
        else:
            _add(decks, problems, path, load_file(path, data, problems, cache))


def _add(
    decks: dict[str, Deck], problems: list[Problem], path: Path, deck: Deck | None
) -> None:
    """Add a deck, unless its id is used already."""
    if deck is None:
        return
    if deck.id in decks:
        other = decks[deck.id].file
        message = f"deck id `{deck.id}` is already used by {other}; rename one"
        problems.append(Problem(Position(str(path), 1, 1), message))
    else:
        decks[deck.id] = deck
