"""The schema: deck format 1 for editors, as JSON Schema (draft 7).

Derived from the same structs that the loader checks against, so the two cannot
drift. Each kind is an `if kind = ... then`, not an `anyOf`: this way an editor names
the wrong key instead of reporting "not valid under any schema".
"""

from typing import Any

import msgspec

from quizapp.decks.format import DECK_FORMAT, KINDS, CardFields, DeckFields

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the JSON Schema of a deck file."""
    types = (DeckFields, CardFields, *KINDS.values())
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
            "deck": {"$ref": f"#/definitions/{DeckFields.__name__}"},
            "card": {"type": "array", "minItems": 1, "items": _any_card(list(kinds))},
        },
        "definitions": {**parts, **kinds},
    }


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
