"""The deck cache: decks without problems, neither checked nor read again at a start.

One file has what a start asks of every deck: its head and the outline of its cards. The
cards of each deck are in a file of its own, and read when one of them is asked for. An
entry is valid for exactly these bytes and exactly this code: see `cache`. The bytes of
a deck file are not read again if its size, times and place on the disk are the same,
and it was not changed within the seconds in which an edit may leave them so.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Raw, Struct

from quizapp import cache
from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.front import CardFront, front_of
from quizapp.core.cards.library import Deck, Library
from quizapp.core.cards.outline import LazyCards, Outline
from quizapp.core.cards.trust import digest
from quizapp.decks.format import DeckFields
from quizapp.decks.tables import Document, card_from, deck_from, deck_of
from quizapp.errors import DeckProblems

RACY = 2 * 10**9
"""Nanoseconds: a file that was changed so shortly before it was read is read again."""
_HEADS = b"heads of decks"
FileMark: TypeAlias = tuple[int, int, int, int]
"""Size, both times in nanoseconds, and place of a file."""


class _Head(Struct, frozen=True, array_like=True):
    mark: FileMark
    read_at: int
    """When its bytes were read, in nanoseconds."""
    key: bytes
    """The hash of its bytes."""
    deck: DeckFields
    outline: Outline
    code: tuple[str, str]
    """The real path of the file, and the digest of its code there."""


class _Row(Struct, frozen=True, array_like=True):
    line: int
    column: int
    content: str
    source: int
    """Which of the deck's files it is in."""
    table: Raw


class _Body(Struct, frozen=True, array_like=True):
    head: _Head
    cards: tuple[_Row, ...]
    fronts: tuple[CardFront, ...]


class _Fronts(Struct, frozen=True, array_like=True):
    """The same, with the fronts alone."""

    head: Raw
    cards: Raw
    fronts: tuple[CardFront, ...]


_FRONTS = msgspec.msgpack.Decoder(_Fronts)
_ROWS = msgspec.msgpack.Decoder(_Body)
_TABLE = msgspec.msgpack.Decoder(dict[str, object])


class DeckCache:
    """A folder with a file of heads and one for each deck; it need not exist."""

    def __init__(
        self, folder: Path, now: Callable[[], int] = lambda: 0, most: int = 8
    ) -> None:
        self._folder, self._now, self._most = folder, now, most
        self._heads: dict[str, Raw] | None = None
        self._known: dict[str, _Head] = {}
        """Those that were used or made here."""
        self._new: dict[tuple[Path, ...], bytes] = {}
        """The bodies that are to be written."""
        self._is_changed = False
        self._bodies: dict[str, _Body] = {}
        """The last few that were read."""
        self.reload: Callable[[Sequence[Path]], Library] | None = None
        """Loads deck files without a cache; the loader sets it."""

    def unread(self, path: Path) -> Deck | None:
        """Return the deck of a file that is as it was when it was read, else None."""
        head, mark = self._head((path,)), mark_of(path)
        if head is None or head.mark != mark or max(mark[1:3]) + RACY > head.read_at:
            return None
        return self._deck((path,), head)

    def load(self, paths: Sequence[Path], contents: Sequence[bytes]) -> Deck | None:
        """Return the deck of these files, None if it is not in the cache.

        A deck has one file, and perhaps others with own edits of it.
        """
        key, head = _key(contents), self._head(paths)
        if head is None or head.key != key:
            body = self._read_body(paths, key)
            head = None if body is None else body.head
        if head is None:
            return None
        mark, now = mark_of(paths[0]), self._now()
        if mark is not None:
            real = str(paths[0].resolve())
            code = head.code if head.code[0] == real else (real, "")
            head = _Head(mark, now, key, head.deck, head.outline, code)
            self._known[_name(paths)], self._is_changed = head, True
        return self._deck(paths, head)

    def add(
        self, paths: Sequence[Path], contents: Sequence[bytes], document: Document
    ) -> None:
        """Add a document without problems; `save` writes it."""
        mark, now, real = mark_of(paths[0]), self._now(), str(paths[0].resolve())
        if mark is None:
            return
        deck = deck_from(document, *map(str, paths))
        fields = msgspec.convert(document.tables["deck"], DeckFields)
        code = (real, digest(deck, real))
        head = _Head(mark, now, _key(contents), fields, deck.outline, code)
        with suppress(OverflowError):  # an integer too large for MessagePack
            fronts = tuple(map(front_of, deck.cards))
            body = _body_of(head, document, fronts)
            self._new[tuple(paths)] = msgspec.msgpack.encode(body)
            self._known[_name(paths)], self._is_changed = head, True

    def save(self) -> None:
        """Write what was added, each file whole or not at all."""
        if not self._is_changed:
            return
        for paths, body in self._new.items():
            cache.store(self._file(paths), self._known[_name(paths)].key, body)
        heads = self._stored()  # another process may have added some
        heads.update(
            {
                name: Raw(msgspec.msgpack.encode(head))
                for name, head in self._known.items()
            }
        )
        there = {name: head for name, head in heads.items() if _is_there(name)}
        cache.store(self._folder / "decks.heads", _HEADS, msgspec.msgpack.encode(there))
        self._new.clear()
        self._is_changed = False

    def _head(self, paths: Sequence[Path]) -> _Head | None:
        name = _name(paths)
        if name not in self._known:
            if self._heads is None:
                self._heads = self._stored()
            if name in self._heads:
                with suppress(msgspec.MsgspecError, ValueError):  # or no UTF-8
                    head = msgspec.msgpack.decode(self._heads[name], type=_Head)
                    if head.outline.is_whole:
                        self._known[name] = head
        return self._known.get(name)

    def _stored(self) -> dict[str, Raw]:
        def decode(body: bytes) -> dict[str, Raw]:
            return msgspec.msgpack.decode(body, type=dict[str, Raw])

        return cache.load(self._folder / "decks.heads", _HEADS, decode) or {}

    def _deck(self, paths: Sequence[Path], head: _Head) -> Deck:
        key = os.fsencode(_name(paths)) + b"\0" + head.key
        lazy = LazyCards(
            head.outline,
            key,
            lambda place: self._card(paths, head, place),
            head.code,
            lambda: self._fronts(paths, head),
        )
        return deck_of(head.deck, lazy, tuple(map(str, paths)))

    def _fronts(self, paths: Sequence[Path], head: _Head) -> object:
        """Read what is searched first, None if the cache was damaged."""
        new = self._new.get(tuple(paths))
        if new is not None:
            return _FRONTS.decode(new).fronts
        kept = cache.load(self._file(paths), head.key, _FRONTS.decode)
        return None if kept is None else kept.fronts

    def _card(self, paths: Sequence[Path], head: _Head, place: int) -> Card:
        """Read a card; if the cache was damaged meanwhile, from the deck file."""
        try:
            row = self._body(paths, head).cards[place]
            position = Position(str(paths[row.source]), row.line, row.column)
            table = _TABLE.decode(row.table)
            return card_from(head.deck.id, table, position, row.content)
        except Exception:  # noqa: BLE001  # whatever it is, the deck file has it all
            return self._read_again(paths, head.outline.ids[place])

    def _read_again(self, paths: Sequence[Path], id_: CardId) -> Card:
        """Read a card from its deck files. Raises DeckProblems if it is not there."""
        card = None if self.reload is None else self.reload(paths).cards.get(id_)
        if card is None:
            message = f"{paths[0]} was changed, and its card `{id_.card}` is gone"
            raise DeckProblems((message,))
        return card

    def _body(self, paths: Sequence[Path], head: _Head) -> _Body:
        name = _name(paths)
        body = self._bodies.get(name)
        if body is None or body.head.key != head.key:
            body = self._read_body(paths, head.key)
            if body is None:
                raise FileNotFoundError(name)
            while len(self._bodies) >= self._most:
                del self._bodies[next(iter(self._bodies))]
            self._bodies[name] = body
        return body

    def _read_body(self, paths: Sequence[Path], key: bytes) -> _Body | None:
        new = self._new.get(tuple(paths))
        if new is not None and self._known[_name(paths)].key == key:
            return _ROWS.decode(new)
        body = cache.load(self._file(paths), key, _ROWS.decode)
        if body is None or not body.head.outline.is_whole:
            return None
        return body if len(body.cards) == len(body.head.outline) else None

    def _file(self, paths: Sequence[Path]) -> Path:
        name = blake2b(os.fsencode(_name(paths)), digest_size=16).hexdigest()
        return self._folder / f"{name}.msgpack"


def mark_of(path: Path) -> FileMark | None:
    """Return what changes when a file does; None while it cannot be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return (status.st_size, *times, status.st_ino)


def _body_of(head: _Head, document: Document, fronts: tuple[CardFront, ...]) -> _Body:
    sources = document.sources or (0,) * len(document.cards)
    tables = map(msgspec.msgpack.encode, document.tables["card"])
    places = zip(document.cards, sources, tables, strict=True)
    rows = (_Row(*place, source, Raw(table)) for place, source, table in places)
    return _Body(head, tuple(rows), fronts)


def _key(contents: Sequence[bytes]) -> bytes:
    """Return a hash of one file, or of several so that no two can be mixed up."""
    digests = [blake2b(data, digest_size=32).digest() for data in contents]
    return digests[0] if len(digests) == 1 else b"".join(digests)


def _name(paths: Sequence[Path]) -> str:
    return "\0".join(map(os.path.abspath, paths))


def _is_there(name: str) -> bool:
    return all(map(os.path.exists, name.split("\0")))
