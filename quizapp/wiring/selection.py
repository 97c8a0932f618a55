"""Choosing: the decks and cards that the words of a command line mean.

A word is a file or folder, or it names something in the decks that are loaded.
"""

from pathlib import Path

from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Deck, Library
from quizapp.core.search.selection import Unknown, select
from quizapp.errors import UsageError
from quizapp.wiring.assembly import Assembly, shipped_content


def paths_of(assembly: Assembly, words: list[str]) -> tuple[Path, ...]:
    """Return the files and folders that the words of a command line load."""
    paths, names = _parted(assembly, words)
    if paths and not names:
        return (*paths, *assembly.options.decks)
    return (shipped_content(), *assembly.config.decks, *paths)


def chosen(assembly: Assembly, words: list[str]) -> tuple[Library, tuple[Card, ...]]:
    """Return the cards the words mean; with paths alone, only these are loaded.

    Raises UsageError for a word that means nothing.
    """
    paths, names = _parted(assembly, words)
    library = assembly.load(paths_of(assembly, words)) if paths else assembly.library
    cards = select(library, names, assembly.card_states)
    if isinstance(cards, Unknown):
        why = cards.why or f"nothing is called {cards.word!r}"
        raise UsageError(why, hint_for(cards))
    if paths and names:
        named = {card.id for card in cards}
        own = (deck for deck in library.decks if _is_under(paths, deck))
        every = (card for deck in own for card in deck.cards)
        cards = (*cards, *(card for card in every if card.id not in named))
    return library, cards


def _parted(assembly: Assembly, words: list[str]) -> tuple[tuple[Path, ...], list[str]]:
    """Part the words that are files or folders from those that name something."""
    paths = tuple(Path(word) for word in words if _is_path(assembly, word))
    return paths, [word for word in words if Path(word) not in paths]


def _is_under(paths: tuple[Path, ...], deck: Deck) -> bool:
    file = Path(deck.file).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


def hint_for(unknown: Unknown) -> str:
    """Say what was probably meant."""
    if unknown.nearest is None:
        return "`quizapp decks` lists what there is"
    return f"did you mean {unknown.nearest}?"


def _is_path(assembly: Assembly, word: str) -> bool:
    """Tell a path from a name; a name that is known wins over a folder called so."""
    if word.startswith("tag:"):
        return False
    if word.endswith(".toml"):
        return True
    try:
        exists = Path(word).exists()
    except OSError:  # no file could have that name
        return False
    return exists and isinstance(select(assembly.library, [word]), Unknown)
