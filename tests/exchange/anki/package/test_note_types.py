"""Our note types in Anki."""

import json
from hashlib import blake2b

from quizapp.exchange.anki.package.note_types import (
    BASIC,
    CLOZE,
    TYPES_CHANGED,
    several,
)

KNOWN = (1_795_737_600, "3bd08f8af8947979")
"""The time of the last change, and what the note types were then."""


def test_a_change_of_the_note_types_has_a_new_time():
    """Else Anki keeps the old ones. If this fails, set TYPES_CHANGED, then KNOWN."""
    types = [each.json() for each in (BASIC, CLOZE, several(2))]
    text = json.dumps([{**type_, "mod": 0} for type_ in types])
    digest = blake2b(text.encode(), digest_size=8).hexdigest()
    assert (TYPES_CHANGED, digest) == KNOWN


def test_ids_are_those_of_the_first_release():
    """Anki finds note types by id: another one would double them."""
    assert (BASIC.id, CLOZE.id) == (1332259260085, 1438271593385)


def test_notes_with_nearly_as_many_cards_share_a_type():
    assert several(5) == several(6)
    assert len(several(5).templates) == 6
    assert len(several(300).templates) == 300
