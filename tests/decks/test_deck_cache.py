"""A cached deck is the one that was checked, or it is not used."""

import pytest

from quizapp.core.cards.course import study_order
from quizapp.core.cards.trust import digest, runs_code
from quizapp.core.search.query import Index, Query
from quizapp.core.search.states import CardStates
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks
from quizapp.decks.tables import card_from
from quizapp.errors import DeckProblems
from quizapp.wiring.assembly import shipped_content
from support.shipped import shipped_library

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


@pytest.mark.slow
def test_a_cached_deck_equals_the_one_that_was_checked(folder):
    """Every field of every card of every shipped deck."""
    content = shipped_content()
    cached(folder, content)
    library = load_decks([content], FullCache(folder))
    assert library == shipped_library()
    assert len(library.cards) > 100


def test_the_values_of_vary_keep_their_types(folder, deck):
    """1, 2.5, true, text and lists."""
    cached(folder, deck)
    (card,) = load_decks([deck], FullCache(folder)).cards.values()
    assert card.vary == next(iter(load_decks([deck]).cards.values())).vary
    assert [type(value) for value in card.vary[0].values] == [
        *(int, float, bool, str, tuple)
    ]


class UnreadCache(DeckCache):
    """Reads no deck file and no cards, or fails the test."""

    def load(self, paths, contents):
        pytest.fail(f"{paths} was read")

    def _card(self, paths, head, place):
        pytest.fail(f"card {place} of {paths} was read")


LATER = 4 * 10**18


def settled(folder, path):
    """Return the cache that a start finds long after the last edit."""
    cache = DeckCache(folder, lambda: LATER)
    load_decks([path], cache)
    cache.save()
    return DeckCache(folder, lambda: LATER)


@pytest.fixture(scope="module")
def of_shipped(tmp_path_factory):
    """Return the folder of what such a start finds of the shipped decks."""
    folder = tmp_path_factory.mktemp("cache")
    settled(folder, shipped_content())
    return folder


@pytest.mark.slow
def test_a_start_reads_neither_deck_files_nor_cards(of_shipped):
    """It knows their ids, kinds and levels, and in which order they are learned."""
    checked = shipped_library()
    library = load_decks([shipped_content()], UnreadCache(of_shipped))
    assert [deck.outline for deck in library.decks] == [
        deck.outline for deck in checked.decks
    ]
    ordered = study_order(checked.cards.values(), checked.decks)
    assert study_order(library.every, library.decks).ids == ordered.ids
    assert library.former == checked.former
    assert list(map(runs_code, library.decks)) == list(map(runs_code, checked.decks))


@pytest.mark.slow
def test_a_card_that_is_asked_for_is_read_alone(of_shipped, monkeypatch):
    """The others of its deck stay unread."""
    made = []

    def counted(*args):
        made.append(args[0])
        return card_from(*args)

    monkeypatch.setattr("quizapp.decks.deck_cache.card_from", counted)
    library = load_decks([shipped_content()], DeckCache(of_shipped))
    last = library.every.ids[-1]
    assert library.cards[last].id == last
    assert library.cards[last] is library.cards[last]
    assert made == [last.deck]


def test_a_search_reads_the_fronts_of_cards_alone(of_shipped):
    """Names, prompts and tags are kept together; kinds and levels are in outlines."""
    checked = shipped_library()
    library = load_decks([shipped_content()], UnreadCache(of_shipped))
    ours, theirs = Index(library), Index(checked)
    for text in ("dropout", "tag:q18", "level:onsite kind:fix", "topic:regularization"):
        query = theirs.read(text)
        assert isinstance(query, Query)
        found = theirs.chosen(theirs.find(query, CardStates(), deep=False))
        assert found
        assert ours.chosen(ours.find(query, CardStates(), deep=False)).ids == found.ids


def test_a_changed_file_is_read_again_and_no_other(folder, tmp_path, deck):
    """By its size, its times or its place."""
    other = tmp_path / "other.toml"
    other.write_text(VARIED_DECK.replace('id = "a"', 'id = "b"'))
    settled(folder, tmp_path)
    deck.write_text(VARIED_DECK.replace("How much", "Just how much"))
    read = []

    class Timed(DeckCache):
        def load(self, paths, contents):
            read.extend(paths)
            return super().load(paths, contents)

    one, two = load_decks([tmp_path], Timed(folder, lambda: LATER)).cards.values()
    assert one.prompt.startswith("Just how much")
    assert two.prompt.startswith("How much")
    assert read == [deck]


def test_a_file_that_was_just_changed_is_read_again(folder, deck):
    """An edit right after it was read may leave size and times as they are."""
    soon = deck.stat().st_mtime_ns + 10**9
    cache = DeckCache(folder, lambda: soon)
    load_decks([deck], cache)
    cache.save()
    assert DeckCache(folder).unread(deck) is None


def test_the_digest_of_code_is_that_of_the_place(folder, tmp_path):
    """A deck that was moved has to be approved again."""
    code = VARIED_DECK.replace("[card.vary]", "[card.vary]")
    path, moved = tmp_path / "one.toml", tmp_path / "two.toml"
    path.write_text(code)
    settled(folder, path)
    (deck,) = load_decks([path], UnreadCache(folder)).decks
    (checked,) = load_decks([path]).decks
    assert digest(deck, str(path)) == digest(checked, str(path))
    path.rename(moved)
    (deck,) = load_decks([moved], settled(folder, moved)).decks
    assert digest(deck, str(moved)) == digest(checked, str(moved))
    assert digest(deck, str(moved)) != digest(checked, str(path))


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
    assert DeckCache(folder).load((deck,), (deck.read_bytes(),)) is None


DAMAGE = pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:20],
        lambda data: data[:-1],
        lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        lambda data: data + b"\0",
        lambda data: b"\0" * len(data),
    ],
)


@DAMAGE
@pytest.mark.parametrize("file", ["decks.heads", "*.msgpack"])
def test_a_damaged_file_is_built_again(folder, deck, damage, file):
    """A power cut or a full disk may leave anything; the deck file has it all."""
    settled(folder, deck)
    (damaged,) = folder.glob(file)
    damaged.write_bytes(damage(damaged.read_bytes()))
    library = load_decks([deck], DeckCache(folder, lambda: LATER))
    assert library == load_decks([deck])
    for other in folder.iterdir():
        other.write_bytes(damage(other.read_bytes()))
    assert load_decks([deck], settled(folder, deck)) == load_decks([deck])


def test_a_card_that_neither_cache_nor_file_has_is_reported(folder, deck):
    """Both were changed after the start."""
    settled(folder, deck)
    library = load_decks([deck], DeckCache(folder, lambda: LATER))
    for file in folder.glob("*.msgpack"):
        file.unlink()
    deck.write_text(VARIED_DECK.replace('id = "one"', 'id = "two"'))
    with pytest.raises(DeckProblems, match="its card `one` is gone"):
        list(library.cards.values())


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
