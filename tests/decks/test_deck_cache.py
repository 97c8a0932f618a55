"""A cached deck is the one that was checked, or it is not used."""

import pytest

from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks
from quizapp.wiring.assembly import shipped_content

VARIED_DECK = """\
format = 1
[deck]
id = "a"
title = "A"
topic = "T"
[[card]]
id = "one"
kind = "numeric"
level = "screen"
prompt = "How much is {{p}}?"
ask = "p"
snippet = "x = p"
[card.vary]
p = [1, 2.5, true, "word", [1, 2]]
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "deck.toml"
    path.write_text(VARIED_DECK)
    return path


def cached(folder, path):
    """Load a file, and return the cache that the next start finds."""
    cache = DeckCache(folder)
    load_decks([path], cache)
    cache.save()
    return DeckCache(folder)


class FullCache(DeckCache):
    """Has every deck that is loaded, or fails the test."""

    def add(self, paths, contents, document):
        pytest.fail(f"{paths} were checked again")


def test_a_cached_deck_equals_the_one_that_was_checked(folder):
    """Every field of every card of every shipped deck."""
    content = shipped_content()
    cached(folder, content)
    library = load_decks([content], FullCache(folder))
    assert library == load_decks([content])
    assert len(library.cards) > 100


def test_the_values_of_vary_keep_their_types(folder, deck):
    """1, 2.5, true, text and lists."""
    cached(folder, deck)
    (card,) = load_decks([deck], FullCache(folder)).cards.values()
    assert card.vary == next(iter(load_decks([deck]).cards.values())).vary
    assert [type(value) for value in card.vary[0].values] == [
        *(int, float, bool, str, tuple)
    ]


def test_an_edit_is_noticed_even_if_size_and_time_are_the_same(folder, deck):
    """The bytes count."""
    cache = cached(folder, deck)
    deck.write_text(VARIED_DECK.replace("How much", "How many"))
    (card,) = load_decks([deck], cache).cards.values()
    assert card.prompt.startswith("How many")


def test_a_deck_with_a_problem_is_never_cached(folder, deck):
    """Its problems are reported at every start."""
    deck.write_text(VARIED_DECK.replace("level", "levle"))
    cache = cached(folder, deck)
    assert cache.load((deck,), (deck.read_bytes(),)) is None
    assert len(load_decks([deck], cache).problems) == 2


def test_other_code_checks_again(folder, deck, monkeypatch):
    """A deck may have a problem that an older quizapp did not detect."""
    cache = cached(folder, deck)
    assert cache.load((deck,), (deck.read_bytes(),))
    monkeypatch.setattr("quizapp.cache.code", lambda: b"newer")
    assert cache.load((deck,), (deck.read_bytes(),)) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data.replace(b"How much", b"How muck"),
        lambda data: data + b"\0",
        lambda data: b"\0" * len(data),
    ],
)
def test_a_damaged_entry_is_built_again(folder, deck, damage):
    """A power cut or a full disk may leave anything."""
    cache = cached(folder, deck)
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert cache.load((deck,), (deck.read_bytes(),)) is None
    assert load_decks([deck], cached(folder, deck)) == load_decks(
        [deck], FullCache(folder)
    )


def test_a_cache_that_cannot_be_written_loses_nothing(folder, deck):
    """For example, because the folder is a file."""
    folder.write_text("not a folder")
    cache = cached(folder, deck)
    assert len(load_decks([deck], cache).cards) == 1
    assert folder.read_text() == "not a folder"


def test_a_deck_with_an_integer_too_large_to_cache_is_loaded(folder, deck):
    """It is checked at every start."""
    deck.write_text(VARIED_DECK.replace("2.5", str(2**70)))
    cache = cached(folder, deck)
    assert cache.load((deck,), (deck.read_bytes(),)) is None
    assert not folder.exists()
    assert len(load_decks([deck], cache).cards) == 1
