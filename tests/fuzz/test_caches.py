"""A cache that is sealed but wrong is built again, and nothing is raised."""

from hashlib import blake2b

import msgspec
import pytest

from quizapp import cache
from quizapp.core.basics.moment import Moment
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.loader import load_decks
from support.fakes import MORNING
from support.fuzz import chance_of, in_time, rounds
from support.program import DECK

BODIES = (
    *(b"", b"\xc1", b"\xa1\xff", b"\xff" * 100, b"\x93" * 100_000, b"\x00"),
    b"\x81" * 100_000,
    b"\x82\xa6tables\x81\xa1\xff\xa1\xff\xa5cards\x90",
    *map(msgspec.msgpack.encode, (None, 7, "x", [], {}, {"tables": {}, "cards": []})),
    msgspec.msgpack.encode({"tables": {"deck": {"id": 7}, "card": []}, "cards": []}),
    msgspec.msgpack.encode({"tables": {"deck": 7, "card": 7}, "cards": []}),
)


@pytest.fixture
def deck(tmp_path):
    path = tmp_path / "deck.toml"
    path.write_text(DECK)
    return path


def load_with(folder, deck, body: bytes, heads: bytes = b"") -> None:
    """Load a deck whose cache has this body, sealed as if quizapp had written it."""
    deck_cache = DeckCache(folder)
    source = blake2b(deck.read_bytes(), digest_size=32).digest()
    cache.store(deck_cache._file((deck,)), source, body)
    cache.store(folder / "decks.heads", b"heads of decks", heads)
    with in_time(body):
        library = load_decks([deck], deck_cache)
        list(library.cards.values())
    assert not library.problems
    assert len(library.decks) == 1
    deck_cache.save()


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:12]))
def test_a_wrong_body_is_built_again(tmp_path, deck, body):
    """Not MessagePack, not UTF-8, nested too deep, or another document."""
    load_with(tmp_path / "cache", deck, body)
    built = DeckCache(tmp_path / "cache").load((deck,), (deck.read_bytes(),))
    assert built == load_decks([deck]).decks[0]


@pytest.mark.parametrize("seeds", rounds(60, 4000), ids=str)
def test_a_damaged_body_raises_nothing(tmp_path, deck, seeds):
    """Bytes changed, lost and put in."""
    folder = tmp_path / "cache"
    load_with(folder, deck, b"")
    good = DeckCache(folder)._file((deck,)).read_bytes()[32:]
    heads = (folder / "decks.heads").read_bytes()[32:]
    for seed in seeds:
        with chance_of(seed) as chance:
            body = bytearray(good)
            for _ in range(chance.randrange(1, 4)):
                at = chance.randrange(len(body))
                body[at : at + chance.randrange(3)] = chance.randbytes(
                    chance.randrange(3)
                )
            load_with(folder, deck, bytes(body))
            spoilt = bytearray(heads)
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.randrange(3)] = chance.randbytes(3)
            load_with(folder, deck, good, bytes(spoilt))


@pytest.mark.parametrize("error", [UnicodeDecodeError("u", b"", 0, 1, ""), KeyError(1)])
def test_whatever_decoding_raises_there_is_no_valid_file(tmp_path, error):
    """Every cache goes through this door."""

    def decode(body: bytes) -> None:
        raise error

    cache.store(tmp_path / "x", b"source", b"body")
    assert cache.load(tmp_path / "x", b"source", bytes) == b"body"
    assert cache.load(tmp_path / "x", b"source", decode) is None


def test_a_moment_without_a_zone_is_not_decoded():
    """It would raise when it is compared with another."""
    naive = Moment(MORNING.replace(tzinfo=None))
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(naive), type=Moment)
