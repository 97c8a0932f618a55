"""Reading: a deck file's text becomes a deck, with every problem in one pass.

A card with a problem is left out, the rest of its deck is not. Only what makes
a whole file untrustworthy (no TOML, no format, no deck) leaves it out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import tomli
from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Deck, Problem
from quizapp.core.cards.variant import draw, filled
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.runs.checks import fault
from quizapp.core.terminal.sanitize import controls
from quizapp.core.values.misread import Misread
from quizapp.decks import positions
from quizapp.decks.fields import faults_of, known_faults_of, meant
from quizapp.decks.format import (
    FORMAT,
    KINDS,
    MAX_LIMIT,
    MAX_SHOWN,
    TOP,
    CardFields,
    DeckFields,
)
from quizapp.decks.source import Source
from quizapp.decks.tables import (
    Document,
    card_of,
    content_of,
    convert,
    deck_of,
    fields_of,
    vary_of,
)
from quizapp.decks.vary import flaws_of_names, flaws_of_vary

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Found(Struct, frozen=True):
    """What a text has in it."""

    deck: Deck | None = None
    problems: tuple[Problem, ...] = ()
    document: Document | None = None
    """What the deck was made of, if it has no problem."""


def read(source: Source) -> Found:
    """Read a text and check all of it."""
    try:
        tables = tomli.loads(source.text)
        places = positions.Positions(source.text)
    except tomli.TOMLDecodeError as error:
        position = Position(source.file, error.lineno, error.colno)
        message = f"is not TOML: {error.msg}; mend the syntax"
        return Found(problems=(Problem(position, message),))
    except RecursionError:
        problem = source.problem(0, "is nested too deeply; flatten it")
        return Found(problems=(problem,))
    reading = _Reading(source.file, tables, places)
    deck = reading.deck()
    if deck is None or reading.problems:
        return Found(deck, tuple(reading.problems))
    cards = tuple(
        (card.position.line, card.position.column, card.content) for card in deck.cards
    )
    return Found(deck, document=Document(tables, cards))


class _Reading:
    """One document on its way to a deck; problems are collected, not raised."""

    def __init__(
        self, file: str, document: Mapping[str, Any], places: positions.Positions
    ) -> None:
        self._file = file
        self._document = document
        self._places = places
        self.problems: list[Problem] = []

    def deck(self) -> Deck | None:
        """Return the deck with its good cards; None if it cannot be trusted."""
        if not self._format_is_known():
            return None
        self._check_top()
        fields = self._deck_fields()
        tables = self._card_tables()
        id_ = fields.id if fields is not None else "?"
        cards = tuple(self._cards(id_, tables))
        if fields is None or (not cards and not tables):
            return None
        return deck_of(fields, cards, self._file)

    def _report(
        self, path: positions.Path, message: str, card: CardId | None = None
    ) -> None:
        line, column = self._places.find(path)
        self.problems.append(Problem(Position(self._file, line, column), message, card))

    def _format_is_known(self) -> bool:
        given = self._document.get("format")
        if type(given) is int and given == FORMAT:
            return True
        if not self._document:
            message = f"is empty; begin with `format = {FORMAT}` and a [deck]"
        elif given is None:
            message = f"needs `format = {FORMAT}` as its first line"
        elif type(given) is int and given > FORMAT:
            message = (
                f"was written for format {given}, this quizapp reads {FORMAT};"
                " update quizapp"
            )
        else:
            message = f"no such format; write `format = {FORMAT}`"
        self._report(("format",), message)
        return False

    def _check_top(self) -> None:
        known = frozenset(TOP)
        for key in self._document:
            if key not in known:
                self._report((key,), f"unknown key `{key}`{meant(key, known)}")

    def _deck_fields(self) -> DeckFields | None:
        table = self._document.get("deck")
        if not isinstance(table, dict):
            self._report(("deck",), "needs a [deck] table with id, title and topic")
            return None
        before = len(self.problems)
        for flaw in faults_of(table, DeckFields):
            self._report(("deck", *flaw.path), f"[deck] {flaw.message}")
        self._check_controls(table, ("deck",), None)
        if "id" in table and isinstance(table["id"], str):
            self._check_slug(table["id"], ("deck", "id"), None)
        if len(self.problems) > before:
            return None
        fields: DeckFields = convert(table, DeckFields)
        return fields

    def _card_tables(self) -> list[Any]:
        tables = self._document.get("card", [])
        if isinstance(tables, list) and tables:
            return tables
        message = "has no cards; add one with [[card]]"
        if isinstance(tables, dict):
            message = "[card] is one table; write [[card]] for each card"
        self._report(("card",), message)
        return []

    def _cards(self, deck: str, tables: list[Any]) -> Iterator[Card]:
        lines: dict[str, int] = {}
        places = self._places.cards(len(tables))
        for index, (table, place) in enumerate(zip(tables, places, strict=True)):
            path = ("card", index)
            if not isinstance(table, dict):
                self._report(path, "must be a table; write [[card]] for each card")
                continue
            name = table.get("id")
            id_ = CardId(deck, name) if isinstance(name, str) else None
            if id_ is not None and id_.card in lines:
                first = lines[id_.card]
                message = f"card id `{name}` is taken in line {first}; ids are unique"
                self._report((*path, "id"), message, id_)
                continue
            if id_ is not None:
                lines[id_.card] = place[0]
            card = self._card(deck, table, path, id_, Position(self._file, *place))
            if card is not None:
                yield card

    def _card(
        self,
        deck: str,
        table: Mapping[str, Any],
        path: positions.Path,
        id_: CardId | None,
        position: Position,
    ) -> Card | None:
        before = len(self.problems)
        kind_type = self._kind_type(table.get("kind"), path, id_)
        self._check_keys(table, kind_type, path, id_)
        for flaw in known_faults_of(table, CardFields):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        for flaw in (*flaws_of_vary(table.get("vary")), *flaws_of_names(table)):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        self._check_controls(table, path, id_)
        if id_ is not None:
            self._check_slug(id_.card, (*path, "id"), id_)
        if kind_type is None or len(self.problems) > before:
            return None
        fields: CardFields = convert(table, CardFields)
        kind: Kind = convert(table, kind_type)
        for flaw in (*kind.flaws(), *_flaws(fields, kind)):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        if len(self.problems) > before:
            return None
        content = content_of(table, kind_type)
        return card_of(CardId(deck, fields.id), fields, kind, position, content)

    def _kind_type(
        self, given: object, path: positions.Path, id_: CardId | None
    ) -> type[Kind] | None:
        if isinstance(given, str) and given in KINDS:
            return KINDS[given]
        if isinstance(given, str):
            hint = meant(given, KINDS).replace("; remove it", "")
            known = ", ".join(sorted(KINDS))
            message = f'unknown kind "{given}"{hint or f"; choose of {known}"}'
            self._report((*path, "kind"), message, id_)
        return None

    def _check_keys(
        self,
        table: Mapping[str, Any],
        kind_type: type[Kind] | None,
        path: positions.Path,
        id_: CardId | None,
    ) -> None:
        """Report unknown keys, and the faults of the kind's own."""
        if kind_type is None:
            return
        known = frozenset({*fields_of(CardFields), *fields_of(kind_type)})
        for key in table:
            if key not in known:
                message = f"unknown key `{key}`{meant(key, known)}"
                self._report((*path, key), message, id_)
        for flaw in known_faults_of(table, kind_type):
            self._report((*path, *flaw.path), _with_key(flaw), id_)

    def _check_slug(self, slug: str, path: positions.Path, id_: CardId | None) -> None:
        if _SLUG.fullmatch(slug):
            return
        better = "-".join(re.findall(r"[a-z0-9]+", slug.casefold())) or "my-id"
        message = f"`id` is made of a-z, 0-9 and single hyphens; write `{better}`"
        self._report(path, message, id_)

    def _check_controls(
        self, value: object, path: positions.Path, id_: CardId | None
    ) -> None:
        """Report control characters that came in by escapes."""
        if isinstance(value, str):
            for offset in controls(value):
                code = ord(value[offset])
                message = f"holds the control character U+{code:04X}; remove it"
                self._report(path, message, id_)
                return
        elif isinstance(value, dict):
            for key, each in value.items():
                self._check_controls(each, (*path, key), id_)
        elif isinstance(value, list):
            for index, each in enumerate(value):
                self._check_controls(each, (*path, index), id_)


def _with_key(flaw: Flaw) -> str:
    """Name the key at fault, so that the line is understood without the file."""
    key = next((str(part) for part in flaw.path if isinstance(part, str)), "")
    if not key or f"`{key}`" in flaw.message:
        return flaw.message
    index = next((part for part in flaw.path if isinstance(part, int)), None)
    place = key if index is None else f"{key}[{index}]"
    return f"`{place}` {flaw.message}"


def _flaws(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    """Yield what is wrong with common fields that have the right types."""
    if not fields.prompt.strip():
        yield Flaw(("prompt",), "is empty; ask something")
    if fields.limit is not None and not 0 < fields.limit <= MAX_LIMIT:
        yield Flaw(("limit",), f"must be above 0 and at most {MAX_LIMIT:.0f} seconds")
    yield from _flaws_of_code(fields, kind)
    for index, hint in enumerate(fields.hints):
        if not hint.strip():
            yield Flaw(("hints", index), "is empty; remove it")
    yield from _flaws_of_wrong(fields, kind)
    if fields.show and not fields.snippet.strip():
        yield Flaw(("show",), "has no use without a `snippet`; remove it")
    if len(fields.show) > MAX_SHOWN:
        yield Flaw(("show",), f"draws too much; at most {MAX_SHOWN} pictures")


def _flaws_of_code(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    """Yield what is wrong with the snippet beside the kind's own code."""
    has_snippet, coding = bool(fields.snippet.strip()), kind.coding
    has_starter = coding is not None and coding.starter is not None
    if has_starter and has_snippet:
        yield Flaw(("snippet",), "has no use here; the code begins with `starter`")
    if kind.settled_by_run and kind.ask is None and not (has_snippet or has_starter):
        yield Flaw((), "needs `snippet`: the code to run")
    if fields.modify is None:
        return
    if coding is not None or not has_snippet:
        message = "is for a card with a snippet that is not itself the answer"
        yield Flaw(("modify",), f"{message}; remove it")
    if not fields.modify.goal.strip():
        yield Flaw(("modify", "goal"), "is empty; say what should be brought about")
    if (fault_ := fault(fields.modify.checks)) is not None:
        yield Flaw(("modify", "checks"), fault_)


def _flaws_of_wrong(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    # In one variant: every start loads decks, and `check` reads them in all.
    variant = draw(vary_of(fields.vary), 0)
    drawn = filled(kind, variant)
    for index, wrong in enumerate(fields.wrong):
        read_ = drawn.read(filled(wrong, variant).response)
        if isinstance(read_, Misread):
            yield Flaw(("wrong", index), f"cannot be read: {read_.message}")
        if not wrong.because.strip():
            yield Flaw(("wrong", index), "has an empty `because`; say why it is wrong")
