"""The deck reader: the text of a deck file becomes a deck, with all its problems.

A card with a problem is left out; the rest of its deck is loaded. Only a file
without valid TOML, a known format or a [deck] is left out as a whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import tomli
from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.toml_limits import overrun
from quizapp.core.cards.card import Card, Position
from quizapp.core.cards.library import Deck, Problem
from quizapp.core.cards.variant import draw, filled
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.runs.checks import fault
from quizapp.core.terminal.sanitize import controls
from quizapp.core.values.misread import Misread
from quizapp.decks.caps import MAX_KEYS, MAX_PROBLEMS, flaws_of_size
from quizapp.decks.fields import did_you_mean, known_key_flaws, table_flaws
from quizapp.decks.format import (
    DECK_FORMAT,
    KINDS,
    MAX_CARD_PICTURES,
    MAX_LIMIT_SECONDS,
    TOP_KEYS,
    CardFields,
    DeckFields,
)
from quizapp.decks.places import FilePlaces, Places
from quizapp.decks.positions import KeyPath, Positions
from quizapp.decks.source import Source, control_character
from quizapp.decks.tables import (
    Document,
    card_of,
    content_hash,
    convert,
    deck_of,
    fields_of,
    vary_of,
)
from quizapp.decks.vary import flaws_of_names, flaws_of_vary
from quizapp.errors import nearest

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ReadResult(Struct, frozen=True):
    """The deck of a text, None if there is none, and all problems of the text."""

    deck: Deck | None = None
    problems: tuple[Problem, ...] = ()
    document: Document | None = None
    """The source of the deck, None if there is a problem."""


class Parsed(Struct, frozen=True):
    """The tables of a file, and where they are."""

    tables: dict[str, Any]
    positions: Positions


def parse_deck(source: Source) -> Parsed | Problem:
    """Parse a deck file's text."""
    if (beyond := overrun(source.text)) is not None:
        return source.problem(beyond.offset, beyond.message)
    try:
        tables = tomli.loads(source.text)
        return Parsed(tables, Positions(source.text))
    except tomli.TOMLDecodeError as error:
        position = Position(source.file, error.lineno, error.colno)
        message = f"is not valid TOML: {error.msg}; fix the syntax"
        return Problem(position, message)
    except (ValueError, RecursionError) as error:  # of the parser, without a place
        return source.problem(0, f"is not valid TOML: {error}; fix it")


def read_deck(source: Source) -> ReadResult:
    """Read a deck file's text and check all of it."""
    parsed = parse_deck(source)
    if isinstance(parsed, Problem):
        return ReadResult(problems=(parsed,))
    places = FilePlaces(source.file, parsed.positions)
    return read_tables((source.file,), parsed.tables, places)


def read_tables(
    files: Sequence[str], tables: dict[str, Any], places: Places
) -> ReadResult:
    """Check the tables of a deck, which come from one file or several."""
    reader = _DeckReader(files, tables, places)
    deck = reader.deck()
    if deck is None or reader.problems:
        return ReadResult(deck, tuple(sorted(reader.problems, key=_place)))
    cards = tuple(
        (card.position.line, card.position.column, card.content) for card in deck.cards
    )
    sources = tuple(files.index(card.position.file) for card in deck.cards)
    document = Document(tables, cards, sources if any(sources) else ())
    return ReadResult(deck, document=document)


class _DeckReader:
    """Turns one document into a deck; collects problems instead of raising them."""

    def __init__(
        self, files: Sequence[str], document: Mapping[str, Any], places: Places
    ) -> None:
        self._files = files
        self._document = document
        self._places = places
        self.problems: list[Problem] = []

    def deck(self) -> Deck | None:
        """Return the deck with its valid cards, None if the file is unusable."""
        if not self._format_is_known():
            return None
        self._check_top()
        fields = self._deck_fields()
        tables = self._card_tables()
        id_ = fields.id if fields is not None else "?"
        cards = tuple(self._cards(id_, tables))
        if fields is None or (not cards and not tables):
            return None
        return deck_of(fields, cards, self._files)

    def _report(self, path: KeyPath, message: str, card: CardId | None = None) -> None:
        self.problems.append(Problem(self._places.find(path), message, card))

    def _format_is_known(self) -> bool:
        flaw = format_flaw(self._document)
        if flaw is not None:
            self._report(("format",), flaw)
        return flaw is None

    def _check_top(self) -> None:
        known = frozenset(TOP_KEYS)
        for key in islice(self._document, MAX_KEYS):
            if key not in known:
                self._report((key,), f"unknown key `{key}`{did_you_mean(key, known)}")

    def _deck_fields(self) -> DeckFields | None:
        table = self._document.get("deck")
        if not isinstance(table, dict):
            self._report(("deck",), "has no [deck]; add one with id, title and topic")
            return None
        before = len(self.problems)
        if self._is_too_large(table, ("deck",), None):
            return None
        for flaw in table_flaws(table, DeckFields):
            self._report(("deck", *flaw.path), f"[deck] {_with_key(flaw)}")
        self._check_controls(table, ("deck",), None)
        if "id" in table and isinstance(table["id"], str):
            self._check_slug(table["id"], ("deck", "id"), None)
        self._check_former(table.get("formerly"), ("deck", "formerly"), None)
        if len(self.problems) > before:
            return None
        return convert(table, DeckFields)

    def _card_tables(self) -> list[Any]:
        tables = self._document.get("card", [])
        if isinstance(tables, list) and tables:
            return tables
        message = "has no cards; add one with [[card]]"
        if isinstance(tables, dict):
            message = "[card] is a single table; write [[card]] for each card"
        self._report(("card",), message)
        return []

    def _cards(self, deck: str, tables: list[Any]) -> Iterator[Card]:
        lines: dict[str, int] = {}
        places = self._places.cards(len(tables))
        for index, (table, place) in enumerate(zip(tables, places, strict=True)):
            path = ("card", index)
            if len(self.problems) >= MAX_PROBLEMS:
                self._report(path, f"has more than {MAX_PROBLEMS} problems before it")
                return
            if not isinstance(table, dict):
                self._report(path, "must be a table; write [[card]] for each card")
                continue
            name = table.get("id")
            id_ = CardId(deck, name) if isinstance(name, str) else None
            if id_ is not None and id_.card in lines:
                first = lines[id_.card]
                message = (
                    f"card id `{name}` is already used in line {first}; rename one"
                )
                self._report((*path, "id"), message, id_)
                continue
            if id_ is not None:
                lines[id_.card] = place.line
            card = self._card(deck, table, path, id_, place)
            if card is not None:
                yield card

    def _card(
        self,
        deck: str,
        table: Mapping[str, Any],
        path: KeyPath,
        id_: CardId | None,
        position: Position,
    ) -> Card | None:
        before = len(self.problems)
        if self._is_too_large(table, path, id_):
            return None
        kind_type = self._kind_type(table.get("kind"), path, id_)
        self._check_keys(table, kind_type, path, id_)
        for flaw in known_key_flaws(table, CardFields):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        for flaw in (*flaws_of_vary(table.get("vary")), *flaws_of_names(table)):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        self._check_controls(table, path, id_)
        if id_ is not None:
            self._check_slug(id_.card, (*path, "id"), id_)
        self._check_former(table.get("formerly"), (*path, "formerly"), id_)
        if kind_type is None or len(self.problems) > before:
            return None
        fields = convert(table, CardFields)
        kind = convert(table, kind_type)
        for flaw in (*kind.flaws(), *_flaws(fields, kind)):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        if len(self.problems) > before:
            return None
        content = content_hash(table, kind_type)
        return card_of(CardId(deck, fields.id), fields, kind, position, content)

    def _is_too_large(
        self, table: Mapping[str, Any], path: KeyPath, id_: CardId | None
    ) -> bool:
        """Report each part beyond a cap; then no other check sees the table."""
        before = len(self.problems)
        for flaw in flaws_of_size(table):
            self._report((*path, *flaw.path), _with_key(flaw), id_)
        return len(self.problems) > before

    def _kind_type(
        self, name: object, path: KeyPath, id_: CardId | None
    ) -> type[Kind] | None:
        if isinstance(name, str) and name in KINDS:
            return KINDS[name]
        if isinstance(name, str):
            near = nearest(name, KINDS)
            known = f"choose one of {', '.join(sorted(KINDS))}"
            remedy = f"did you mean `{near}`?" if near else known
            message = f'unknown kind "{name}"; {remedy}'
            self._report((*path, "kind"), message, id_)
        return None

    def _check_keys(
        self,
        table: Mapping[str, Any],
        kind_type: type[Kind] | None,
        path: KeyPath,
        id_: CardId | None,
    ) -> None:
        """Report unknown keys, and the flaws of the kind's own keys."""
        if kind_type is None:
            return
        known = frozenset({*fields_of(CardFields), *fields_of(kind_type)})
        for key in table:
            if key not in known:
                message = f"unknown key `{key}`{did_you_mean(key, known)}"
                self._report((*path, key), message, id_)
        for flaw in known_key_flaws(table, kind_type):
            self._report((*path, *flaw.path), _with_key(flaw), id_)

    def _check_slug(self, slug: str, path: KeyPath, id_: CardId | None) -> None:
        if _SLUG.fullmatch(slug):
            return
        better = "-".join(re.findall(r"[a-z0-9]+", slug.casefold())) or "my-id"
        message = f"`id` may have only a-z, 0-9 and single hyphens; write `{better}`"
        self._report(path, message, id_)

    def _check_former(self, ids: object, path: KeyPath, id_: CardId | None) -> None:
        """Report former ids that no deck or card can have had."""
        parts, form = (2, "`card` or `deck/card`") if id_ else (1, "the id of a deck")
        for index, former in enumerate(ids if isinstance(ids, list) else ()):
            if not isinstance(former, str):
                continue  # reported as a wrong type
            slugs = former.split("/")
            if len(slugs) > parts or not all(map(_SLUG.fullmatch, slugs)):
                message = f"`formerly[{index}]` is not an id; write {form}"
                self._report((*path, index), message, id_)

    def _check_controls(self, value: object, path: KeyPath, id_: CardId | None) -> None:
        """Report control characters that are written as escapes."""
        if isinstance(value, str):
            for offset in controls(value):
                self._report(path, control_character(value[offset]), id_)
                return
        elif isinstance(value, dict):
            for key, item in value.items():
                self._check_controls(item, (*path, key), id_)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._check_controls(item, (*path, index), id_)


def format_flaw(tables: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the format of a file, None if it is known."""
    number = tables.get("format")
    if type(number) is int and number == DECK_FORMAT:
        return None
    if not tables:
        return f"is empty; start with `format = {DECK_FORMAT}` and a [deck]"
    if number is None:
        return f"has no format; write `format = {DECK_FORMAT}` as the first line"
    if type(number) is int and number > DECK_FORMAT:
        only = f"this quizapp supports {DECK_FORMAT}; update quizapp"
        return f"uses format {number}, but {only}"
    return f"unknown format; write `format = {DECK_FORMAT}`"


def _with_key(flaw: Flaw) -> str:
    """Add the key to a message, so that it makes sense without the file."""
    key = next((str(part) for part in flaw.path if isinstance(part, str)), "")
    if not key or f"`{key}`" in flaw.message:
        return flaw.message
    index = next((part for part in flaw.path if isinstance(part, int)), None)
    place = key if index is None else f"{key}[{index}]"
    return f"`{place}` {flaw.message}"


def _flaws(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    """Yield the flaws of common fields that have the right types."""
    if not fields.prompt.strip():
        yield Flaw(("prompt",), "is empty; write the question")
    if fields.limit is not None and not 0 < fields.limit <= MAX_LIMIT_SECONDS:
        most = f"{MAX_LIMIT_SECONDS:.0f} seconds"
        yield Flaw(("limit",), f"must be more than 0 and at most {most}")
    yield from _flaws_of_code(fields, kind)
    for index, hint in enumerate(fields.hints):
        if not hint.strip():
            yield Flaw(("hints", index), "is empty; remove it")
    yield from _flaws_of_wrong(fields, kind)
    if fields.show and not fields.snippet.strip():
        yield Flaw(("show",), "has no effect without a `snippet`; remove it")
    if len(fields.show) > MAX_CARD_PICTURES:
        yield Flaw(
            ("show",), f"has too many pictures; keep at most {MAX_CARD_PICTURES}"
        )


def _flaws_of_code(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    """Yield the flaws of the snippet, of `modify`, and of their place on this kind."""
    has_snippet, coding = bool(fields.snippet.strip()), kind.coding
    has_starter = coding is not None and coding.starter is not None
    if has_starter and has_snippet:
        yield Flaw(("snippet",), "is not used: the code starts as `starter`; remove it")
    if kind.settled_by_run and kind.ask is None and not (has_snippet or has_starter):
        yield Flaw((), "needs `snippet`: the code to run")
    if fields.modify is None:
        return
    if coding is not None or not has_snippet:
        message = "needs a card with a snippet that is not itself the answer"
        yield Flaw(("modify",), f"{message}; remove it")
    if not fields.modify.goal.strip():
        yield Flaw(("modify", "goal"), "has an empty `goal`; write what to achieve")
    if (fault_ := fault(fields.modify.checks)) is not None:
        yield Flaw(("modify", "checks"), fault_)


def _flaws_of_wrong(fields: CardFields, kind: Kind) -> Iterator[Flaw]:
    # In one variant only, to load fast; `quizapp check` reads them in every variant.
    variant = draw(vary_of(fields.vary), 0)
    drawn, context = filled(kind, variant), variant.context(fields.prompt)
    for index, wrong in enumerate(fields.wrong):
        response = drawn.read_in(filled(wrong, variant).response, context)
        if isinstance(response, Misread):
            message = f"has an unreadable `response`: {response.message}"
            yield Flaw(("wrong", index), message)
        if not wrong.because.strip():
            yield Flaw(
                ("wrong", index), "has an empty `because`; explain why it is wrong"
            )


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.position.file, problem.position.line, problem.position.column
