"""Selection: the decks and cards that the words of a command line mean.

A word is a file or folder, or a name or query for the decks that are loaded.
"""

from pathlib import Path
from typing import TypeAlias

from quizapp.core.cards.card import Card
from quizapp.core.cards.card_list import CardList, list_of
from quizapp.core.cards.library import Library
from quizapp.core.search.selection import Unknown, find, is_named, select
from quizapp.errors import UsageError
from quizapp.wiring.assembly import Assembly, shipped_content

Words: TypeAlias = tuple[str, ...]
"""As typed on the command line."""


def paths_of(assembly: Assembly, words: Words) -> tuple[Path, ...]:
    """Return the files and folders that the words of a command line load."""
    paths, names = _split_words(assembly, words)
    if paths and not names:
        return (*paths, *assembly.flags.decks)
    return (shipped_content(), *assembly.config.decks, *paths)


def chosen(assembly: Assembly, words: Words) -> tuple[Library, CardList]:
    """Return the cards the words mean; with paths alone, only these are loaded.

    Raises UsageError for a word that means nothing.
    """
    paths, names = _split_words(assembly, words)
    library = assembly.load(paths_of(assembly, words)) if paths else assembly.library
    cards = select(library, names, assembly.card_states)
    if isinstance(cards, Unknown):
        why = cards.why or f"nothing is called {cards.word!r}"
        raise UsageError(why, hint_for(cards))
    if paths and names:
        files = {file for deck in library.decks for file in deck.files}
        below = {file for file in files if _is_below(paths, file)}
        decks = (deck for deck in library.decks if not below.isdisjoint(deck.files))
        in_paths = (
            card
            for deck in decks
            for card in deck.cards
            if card.position.file in below and not cards.has(card.id)
        )
        others = list_of(in_paths, library.decks)
        cards = CardList((*cards.runs, *others.runs))
    return library, cards


def _split_words(assembly: Assembly, words: Words) -> tuple[tuple[Path, ...], Words]:
    """Split the words: files or folders, and names of decks, topics or cards."""
    paths = tuple(Path(word) for word in words if _is_path(assembly, word))
    return paths, tuple(word for word in words if Path(word) not in paths)


def _is_below(paths: tuple[Path, ...], name: str) -> bool:
    file = Path(name).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


def card_named(library: Library, word: str) -> Card:
    """Return the card of this name. Raises UsageError if there is none."""
    card = find(library, word)
    if isinstance(card, Unknown):
        raise UsageError(f"no card is called {word!r}", hint_for(card))
    return card


def hint_for(unknown: Unknown) -> str:
    """Suggest the name that was probably meant."""
    if unknown.nearest is None:
        return "`quizapp decks` lists what there is"
    return f"did you mean {unknown.nearest}?"


def _is_path(assembly: Assembly, word: str) -> bool:
    """Return whether a word is a path; a known name wins over a folder of that name."""
    if word.startswith("tag:"):
        return False
    if word.endswith(".toml"):
        return True
    try:
        exists = Path(word).exists()
    except OSError:  # no file could have that name
        return False
    return exists and not is_named(assembly.library, word)
