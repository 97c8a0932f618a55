"""Collections that Anki would not write: read as far as they can be, or refused."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.decks.cleaning import cleaned
from quizapp.decks.format import KINDS
from quizapp.decks.tables import convert
from quizapp.decks.vary import flaws_of_names
from quizapp.errors import ExchangeError
from quizapp.exchange.anki.database import LARGEST_VALUE
from support.anki_packages import (
    BASIC,
    CLOZE,
    TYPES,
    card,
    collection,
    note,
    package,
    read,
)
from support.fuzz import in_time

NOTES = [note(1, "front", "back")]


def update(table: str, column: str, value: str, where: str = "1") -> str:
    """Return a statement that writes a value into a column."""
    return f"UPDATE {table} SET {column} = {value} WHERE {where}"  # noqa: S608


def refused(path) -> str:
    with pytest.raises(ExchangeError) as caught:
        read(path)
    line = str(caught.value)
    assert "\n" not in line
    return line


def prompts(path) -> list[str]:
    return [card.fields["prompt"] for card in read(path).cards]


def test_triggers_and_views_of_a_collection_never_run(tmp_path):
    """A view in place of a table would choose what is read."""
    evil = "CREATE TRIGGER evil AFTER UPDATE ON notes BEGIN DELETE FROM notes; END"
    assert prompts(package(tmp_path / "a.apkg", collection(evil, notes=NOTES)))
    view = (
        "ALTER TABLE notes RENAME TO real_notes",
        "CREATE VIEW notes AS SELECT id, load_extension('x') AS guid, mid, tags, flds "
        "FROM real_notes",
    )
    path = package(tmp_path / "b.apkg", collection(*view, notes=NOTES))
    assert "no table `notes`" in refused(path)


def test_a_virtual_table_is_no_table(tmp_path):
    virtual = (
        "DROP TABLE revlog",
        "CREATE VIRTUAL TABLE revlog USING fts4(id, cid, ease, ivl, factor, time)",
    )
    path = package(tmp_path / "a.apkg", collection(*virtual, notes=NOTES))
    assert read(path).history == ()


def test_a_field_that_is_too_large_is_refused(tmp_path):
    """It is never read into memory."""
    large = update("notes", "flds", f"zeroblob({LARGEST_VALUE + 1})")
    path = package(tmp_path / "a.apkg", collection(large, notes=NOTES))
    assert "too big" in refused(path)


def test_a_large_field_leaves_its_note_out(tmp_path):
    notes = [*NOTES, note(2, "x" * 300_000, "back")]
    imported = read(package(tmp_path / "a.apkg", collection(notes=notes)))
    assert len(imported.cards) == 1
    assert "more than 200000 characters" in imported.left_out[0].reason


@pytest.mark.parametrize("table", ["notes", "cards", "col"])
def test_a_collection_without_a_table_is_refused(table, tmp_path):
    path = package(tmp_path / "a.apkg", collection(f"DROP TABLE {table}", notes=NOTES))
    assert f"no table `{table}`" in refused(path)


def test_a_collection_without_a_column_is_refused(tmp_path):
    drop = "ALTER TABLE notes DROP COLUMN flds"
    path = package(tmp_path / "a.apkg", collection(drop, notes=NOTES))
    assert "no such column: flds" in refused(path)


@pytest.mark.parametrize("models", ["", "{", "[]", "7", "null", "[" * 100_000, '"x"'])
def test_note_types_that_are_no_json_are_refused(models, tmp_path):
    replaced = update("col", "models", f"'{models}'")
    path = package(tmp_path / "a.apkg", collection(replaced, notes=NOTES))
    assert "no note types" in refused(path)


@pytest.mark.parametrize(
    "models",
    ['{"1": 7}', '{"1": {}}', '{"1": {"flds": 1, "tmpls": {}}}', '{"x": {"flds": []}}'],
)
def test_a_note_type_that_is_none_leaves_its_notes_out(models, tmp_path):
    replaced = update("col", "models", f"'{models}'")
    imported = read(package(tmp_path / "a.apkg", collection(replaced, notes=NOTES)))
    assert not imported.cards
    assert "missing" in imported.left_out[0].reason


@pytest.mark.parametrize(
    "value", ["'x'", "x'00ff'", "NULL", "1e999", "'1e5'", "-5", "2.5"]
)
@pytest.mark.parametrize(
    "column", ["nid", "ord", "did", "due", "queue", "flags", "odid"]
)
def test_a_card_with_a_value_of_another_type_is_no_crash(column, value, tmp_path):
    """Other cards are read."""
    wrong = update("cards", column, value, "nid = 2")
    notes = [*NOTES, note(2, "second", "back")]
    imported = read(package(tmp_path / "a.apkg", collection(wrong, notes=notes)))
    assert "front" in [card.fields["prompt"] for card in imported.cards]


@pytest.mark.parametrize("value", ["7", "x'00ff80'", "NULL", "1e999", "''"])
@pytest.mark.parametrize("column", ["guid", "mid", "tags", "flds"])
def test_a_note_with_a_value_of_another_type_is_no_crash(column, value, tmp_path):
    wrong = update("notes", column, value, "id = 2")
    notes = [*NOTES, note(2, "second", "back")]
    imported = read(package(tmp_path / "a.apkg", collection(wrong, notes=notes)))
    assert "front" in [card.fields["prompt"] for card in imported.cards]


@pytest.mark.parametrize(
    "guid", ["''", "'guid1'", "NULL", "'a' || char(10)", "zeroblob(999)"]
)
def test_a_note_without_a_guid_of_its_own_is_known_by_its_id(guid, tmp_path):
    """So its cards and reviews are not those of another note."""
    notes = [*NOTES, note(2, "second", "back")]
    data = collection(update("notes", "guid", guid, "id = 2"), notes=notes)
    imported = read(package(tmp_path / "a.apkg", data))
    assert [each.origin.id for each in imported.cards] == ["guid1/0", "note 2/0"]


def test_text_that_is_not_utf_8_is_read_all_the_same(tmp_path):
    wrong = "UPDATE notes SET flds = CAST(x'66ff1f62' AS text)"
    path = package(tmp_path / "a.apkg", collection(wrong, notes=NOTES))
    assert prompts(path) == ["f\ufffd"]


@pytest.mark.parametrize(
    "blob", [b"", b"\xff" * 20, b"\x0a\xff\xff", b"\x0b", b"\x0d\x01"]
)
def test_settings_of_the_newer_schema_that_are_no_protobuf_are_empty(blob, tmp_path):
    """So the template is, and the card is left out."""
    wrong = update("templates", "config", f"x'{blob.hex()}'")
    data = collection(wrong, notes=NOTES, schema=18)
    imported = read(package(tmp_path / "a.apkg", data, version=3))
    assert [each.reason for each in imported.left_out] == ["its question is empty"]


def test_damaged_pages_are_named(tmp_path):
    notes = [note(number, "front" * 300, "back") for number in range(1, 200)]
    data = bytearray(collection(notes=notes))
    data[8192 : len(data) - 4096] = b"\xff" * (len(data) - 12288)
    assert "damaged" in refused(package(tmp_path / "a.apkg", bytes(data)))


def test_cards_without_a_note_are_counted(tmp_path):
    data = collection(notes=NOTES, cards=[card(1), card(7)])
    imported = read(package(tmp_path / "a.apkg", data))
    assert len(imported.cards) == 1
    assert "1 card without a note" in imported.remarks


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("{{Nothing}}", "there is no field `Nothing`"),
        ("{{#Front}}" * 60 + "{{/Front}}" * 60, "nested too deeply"),
        ("x" * 300_000, "too long"),
    ],
)
def test_a_broken_template_leaves_its_cards_out(question, reason, tmp_path):
    types = {
        BASIC: {
            "name": "Basic",
            "fields": ("Front", "Back"),
            "templates": (("Card 1", question, "{{Back}}"),),
        }
    }
    data = collection(notes=NOTES, types=types)
    (left_out,) = read(package(tmp_path / "a.apkg", data)).left_out
    assert reason in left_out.reason


def test_a_collection_is_only_read(tmp_path):
    """The copy, too: nothing in it may need a write."""
    data = collection("PRAGMA user_version = 5", notes=NOTES)
    assert prompts(package(tmp_path / "a.apkg", data)) == ["front"]
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        assert database.execute("PRAGMA user_version").fetchone() == (5,)
    database.close()


_BITS = """
{{ }} {{Front}} {{#Front}} {{/Front}} {{^Back}} {{/Back}} {{cloze:Front}} {{type:Back}}
{{hint:Back}} {{FrontSide}} {{text:kana:Back}} {{tts:x:Back}} {{c1:: ::h {{c2,1:: c1 <%
%> <!-- --> <b> </b> <br> <div> </div> <pre> [[ ]] [ ] | \\ \\( \\) $ ` [sound:a.mp3]
<img> : <hr> <table><tr><td> </table> {{=<% %>=}} /x/ \ue010 0 \ue011 word
"""
_SPACED = ("<hr id=answer>", '<img src="a.png">', " ", "\n", "\x1b", "\u202e")
_TEXT = st.lists(st.sampled_from([*_BITS.split(), *_SPACED]), max_size=12).map("".join)


@pytest.mark.slow
@settings(max_examples=60)
@given(_TEXT, _TEXT, _TEXT, _TEXT, st.booleans())
def test_any_note_and_template_is_a_card_or_left_out(
    tmp_path_factory, question, answer, front, back, is_cloze
):
    """Each with a reason that is a line, and a card with what its kind needs."""
    type_ = {
        "name": "T",
        "type": int(is_cloze),
        "fields": ("Front", "Back"),
        "templates": (("C", question, answer),),
    }
    data = collection(notes=[note(1, front, back)], types={BASIC: type_})
    folder = tmp_path_factory.mktemp("any")
    imported = read(package(folder / "a.apkg", data, version=1))
    assert len(imported.cards) + len(imported.left_out) == 1
    for left_out in imported.left_out:
        assert left_out.reason
    for found in imported.cards:
        table = cleaned({"id": "x", "level": "screen", **found.fields})
        assert list(flaws_of_names(table)) == []
        kind = convert(table, KINDS[table["kind"]])
        assert kind.flaws() == ()


SIGNS = "\ue0107\ue011 &#xE010;8&#xE011; &#xE010;999999999&#xE011;"
"""As those around the place of a hidden cloze."""


def test_signs_of_ours_in_a_file_are_no_clozes(tmp_path):
    """Whether a field, the template, a tag or the name of a deck has them."""
    question = f"{SIGNS} {{{{Tags}}}} {{{{Deck}}}} {{{{cloze:Text}}}}"
    type_ = {**TYPES[CLOZE], "templates": (("C", question, "{{cloze:Text}}"),)}
    notes = [
        note(1, f"{SIGNS} {{{{c1::word}}}}", "", type_=CLOZE, tags="\ue0109\ue011")
    ]
    data = collection(notes=notes, types={CLOZE: type_}, decks={1: "\ue0105\ue011"})
    (found,) = read(package(tmp_path / "a.apkg", data)).cards
    assert found.fields["text"].count("[[word]]") == 1


def test_a_weight_that_is_no_number_of_the_machine_is_left_out(tmp_path):
    presets = [{"name": "p", "fsrsParams6": [10**400, 0.5]}]
    data = collection(notes=NOTES, presets=presets)
    assert read(package(tmp_path / "a.apkg", data)).cards


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "field"),
    [
        ("{{Front}}" + "<!--" * 40_000, "x"),
        ("{{Front}}" + "{{" * 90_000, "x"),
        ("{{furigana:Front}}", "a" * 190_000),
        ("{{furigana:Front}}", "a[" * 90_000),
        ("{{Front}}", "[image: " * 20_000),
        ("{{cloze:Front}}", "{{c" + "1" * 190_000),
        ("{{cloze:Front}}", "{{c" + "1," * 90_000),
    ],
)
def test_a_hostile_note_takes_no_longer_than_its_size(tmp_path, template, field):
    types = {BASIC: {**TYPES[BASIC], "templates": (("C", template, "{{Back}}"),)}}
    path = package(
        tmp_path / "a.apkg", collection(notes=[note(1, field, "back")], types=types)
    )
    with in_time(template[:20]):
        imported = read(path)
    assert len(imported.cards) + len(imported.left_out) == 1
