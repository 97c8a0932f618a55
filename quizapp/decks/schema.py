"""The schema: deck format 1 for editors, as JSON Schema (draft 7).

Derived from the same structs that the loader checks against, so the two cannot
drift. Each kind is an `if kind = ... then`, not an `anyOf`: this way an editor names
the wrong key instead of reporting "not valid under any schema".
"""

from typing import Any

import msgspec
from msgspec import Struct

from quizapp.decks.format import (
    DECK_FORMAT,
    KINDS,
    CardFields,
    DeckFields,
    OverlayFields,
)

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the JSON Schema of a deck file."""
    types = (DeckFields, OverlayFields, CardFields, *KINDS.values())
    _, parts = msgspec.json.schema_components(
        types, ref_template="#/definitions/{name}"
    )
    for part in parts.values():
        if part.get("type") == "object" and "properties" in part:
            part["additionalProperties"] = False
            properties = part["properties"].items()
            part["properties"] = {key: _not_null(value) for key, value in properties}
    common = parts.pop(CardFields.__name__)
    kinds = {
        kind: _card(common, parts.pop(cls.__name__)) for kind, cls in KINDS.items()
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"quizapp deck, format {DECK_FORMAT}",
        "type": "object",
        "required": ["format", "deck", "card"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": DECK_FORMAT},
            "deck": {"type": "object"},
            "card": {"type": "array", "minItems": 1},
        },
        "if": {"properties": {"deck": {"required": ["extends"]}}},
        "then": _contents(OverlayFields, {"$ref": "#/definitions/edit"}),
        "else": _contents(DeckFields, _any_card(list(kinds))),
        "definitions": {**parts, **kinds, "edit": _edit(list(kinds.values()))},
    }


def _contents(head: type[Struct], card: Schema) -> Schema:
    """Return the schema of a deck, or of an overlay."""
    return {
        "properties": {
            "deck": {"$ref": f"#/definitions/{head.__name__}"},
            "card": {"items": card},
        }
    }


def _edit(kinds: list[Schema]) -> Schema:
    """Return the schema of an edit: any keys of the card that it changes."""
    keys: dict[str, None] = {}
    for kind in kinds:
        keys |= dict.fromkeys(kind["properties"])
    return {
        "type": "object",
        "description": "Changed keys of a card of the extended deck, or a new card.",
        "properties": {key: _shared(key, kinds) for key in keys},
        "required": ["id"],
        "additionalProperties": False,
    }


def _shared(key: str, kinds: list[Schema]) -> Schema:
    """Return the schema of a key; of any value if kinds disagree about it."""
    found = [kind["properties"][key] for kind in kinds if key in kind["properties"]]
    return found[0] if all(each == found[0] for each in found) else {}


def _not_null(field: Schema) -> Schema:
    """Remove null from a field: TOML has none, so editors should not offer it."""
    default = {} if field.get("default") is None else {"default": field["default"]}
    types = [type_ for type_ in field.get("anyOf", ()) if type_ != {"type": "null"}]
    plain = {key: value for key, value in field.items() if key != "default"}
    return {**(types[0] if len(types) == 1 else plain), **default}


def _card(common: Schema, own: Schema) -> Schema:
    """Join the keys of every card with those of one kind."""
    return {
        "type": "object",
        "description": own.get("description", ""),
        "properties": {**common["properties"], **own["properties"]},
        "required": [*common["required"], *own.get("required", [])],
        "additionalProperties": False,
    }


def _any_card(kinds: list[str]) -> Schema:
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": kinds}},
        "allOf": [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
                "then": {"$ref": f"#/definitions/{kind}"},
            }
            for kind in kinds
        ],
    }
