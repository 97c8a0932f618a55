"""Own edits: the files that extend decks, put into the decks that they extend.

The author's file and the reader's are read together, so that both live: an update of
the deck arrives in every key that the reader did not change.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from quizapp.core.cards.library import Deck, Problem
from quizapp.decks.deck_cache import DeckCache
from quizapp.decks.deck_reader import ReadResult, format_flaw, parse_deck, read_tables
from quizapp.decks.loading import decks_of, load_file
from quizapp.decks.overlay import (
    Overlaid,
    Overlay,
    extended_by,
    head_problems,
    may_extend,
    overlaid,
)
from quizapp.decks.places import FilePlaces, Places
from quizapp.decks.source import decoded, read_deck_file
from quizapp.errors import nearest


class EditedDecks:
    """Takes the files that may extend decks, and applies those that do."""

    def __init__(
        self,
        decks: dict[str, Deck],
        cache: DeckCache | None,
        elsewhere: Sequence[Path],
    ) -> None:
        self._decks = decks
        self._cache = cache
        self._elsewhere = elsewhere
        self._overlays: dict[str, list[tuple[Overlay, bytes]]] = {}
        self.problems: list[Problem] = []

    def take(self, path: Path, data: bytes) -> Deck | None:
        """Keep a file that extends a deck; return the deck of any other."""
        source = decoded(path, data) if may_extend(data) else ()
        parsed = source if isinstance(source, tuple) else parse_deck(source)
        if isinstance(parsed, tuple | Problem):
            return load_file(path, data, self.problems, self._cache)
        named = extended_by(parsed.tables)
        if named is None:
            return load_file(path, data, self.problems, self._cache)
        overlay = Overlay(str(path), named, parsed.tables, parsed.positions)
        flaw = format_flaw(parsed.tables)
        wrong = [] if flaw is None else [overlay.problem(("format",), flaw)]
        wrong += [] if wrong else head_problems(overlay)
        self.problems += wrong
        if not wrong:
            self._overlays.setdefault(named, []).append((overlay, data))
        return None

    def apply(self) -> None:
        """Put the edits into their decks, in the order of the files."""
        missing = self._overlays.keys() - self._named()
        lone = self._found(missing) if missing else {}
        for id_, overlays in self._overlays.items():
            current = self._named().get(id_, id_)
            if current in self._decks:
                deck = self._edited(self._decks[current], overlays)
                self._decks[current] = deck
            elif id_ in lone:
                deck = self._edited(lone[id_], overlays)
                own = tuple(c for c in deck.cards if c.position.file in deck.overlays)
                self._decks[deck.id] = replace(deck, cards=own)
            else:
                self.problems += self._unknown(id_, overlays)

    def _named(self) -> dict[str, str]:
        """Return the id of each deck by its ids, former ones included."""
        former = {
            old: deck.id for deck in self._decks.values() for old in deck.formerly
        }
        return {**former, **{id_: id_ for id_ in self._decks}}

    def _found(self, ids: set[str]) -> dict[str, Deck]:
        """Return decks from elsewhere."""
        found: dict[str, Deck] = {}
        for deck in decks_of(self._elsewhere, self._cache):
            for id_ in ids & {deck.id, *deck.formerly}:
                found.setdefault(id_, deck)
        return found

    def _unknown(
        self, id_: str, overlays: Sequence[tuple[Overlay, bytes]]
    ) -> Iterator[Problem]:
        near = nearest(id_, self._decks)
        fix = (
            f"did you mean `{near}`?"
            if near
            else "`quizapp decks` lists those that are"
        )
        for overlay, _ in overlays:
            message = f"`extends` names the deck `{id_}`, which is not loaded; {fix}"
            yield overlay.problem(("deck", "extends"), message)

    def _edited(self, deck: Deck, overlays: Sequence[tuple[Overlay, bytes]]) -> Deck:
        """Return a deck with edits; as it is if its file cannot be read again."""
        base = Path(deck.file)
        data = read_deck_file(base)
        if isinstance(data, Problem):
            self.problems.append(data)
            return deck
        paths = (base, *(Path(overlay.file) for overlay, _ in overlays))
        contents = (data, *(own for _, own in overlays))
        cached = None if self._cache is None else self._cache.load(paths, contents)
        if cached is not None:
            return cached
        source = decoded(base, data)
        parsed = source if isinstance(source, tuple) else parse_deck(source)
        if isinstance(parsed, tuple | Problem):
            return deck
        places = FilePlaces(str(base), parsed.positions)
        own = [overlay for overlay, _ in overlays]
        result = self._read(deck, parsed.tables, places, own)
        if self._cache is not None and result.document is not None:
            self._cache.add(paths, contents, result.document)
        return deck if result.deck is None else result.deck

    def _read(
        self,
        deck: Deck,
        tables: dict[str, Any],
        places: Places,
        overlays: Sequence[Overlay],
    ) -> ReadResult:
        """Read a deck with its edits; a card whose edit is wrong stays the author's."""
        joined = _joined(tables, places, overlays, frozenset())
        files = (deck.file, *(overlay.file for overlay in overlays))
        result = read_tables(files, dict(joined.tables), joined.places)
        problems = [p for p in result.problems if _is_of(p, files[1:], joined.edited)]
        self.problems += (*joined.problems, *problems)
        wrong = frozenset(p.card.card for p in problems if p.card is not None)
        if wrong:
            joined = _joined(tables, places, overlays, wrong)
            result = read_tables(files, dict(joined.tables), joined.places)
        is_fine = not wrong and not joined.problems
        return result if is_fine else replace(result, document=None)


def _is_of(problem: Problem, files: Sequence[str], edited: frozenset[str]) -> bool:
    """Return whether a problem is of an edit: others were reported before."""
    own = problem.card is not None and problem.card.card in edited
    return own or problem.position.file in files


def _joined(
    tables: dict[str, Any],
    places: Places,
    overlays: Sequence[Overlay],
    leave_out: frozenset[str],
) -> Overlaid:
    """Return the tables of a deck with all edits, in their order."""
    joined = Overlaid(tables, places)
    for overlay in overlays:
        above = overlaid(joined.tables, joined.places, overlay, leave_out)
        problems = (*joined.problems, *above.problems)
        edited = joined.edited | above.edited
        joined = replace(above, problems=problems, edited=edited)
    return joined
