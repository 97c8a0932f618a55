"""Deck text: values are written as they read, and changes leave the rest alone."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.decks.deck_text import (
    DeckText,
    Edits,
    block_of,
    deck_texts,
    edited,
    new_deck,
)
from quizapp.decks.deck_writing import write_decks
from quizapp.decks.toml_text import pair
from quizapp.errors import ExchangeError
from support.paths import CONTENT

TEXT = st.text(
    st.sampled_from("ab \\\"'\n\t#[]{}=,é\U0001f600") | st.characters(codec="utf-8"),
    max_size=30,
)
SCALARS = TEXT | st.booleans() | st.integers(-(2**63), 2**63 - 1)
NUMBERS = st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS | NUMBERS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("ab-_ é", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(VALUES)
def test_any_value_is_written_as_it_reads(value):
    """Whatever quotes, backslashes and line breaks are in it."""
    text = pair("key", value)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    assert tomllib.loads(text.replace("\r\n", "\n"))["key"] == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", '"plain"'),
        ('say "hi"\n', '"""\nsay "hi"\n"""'),
        (r"\frac{a}{b}", r"'\frac{a}{b}'"),
        ("\\alpha\nit's\n", "'''\n\\alpha\nit's\n'''"),
        (["a", "b"], '["a", "b"]'),
        ([{"left": "a", "right": 1}], '[\n  { left = "a", right = 1 },\n]'),
    ],
)
def test_text_has_as_few_escapes_as_it_can(value, text):
    """As an author would write it."""
    assert pair("key", value) == f"key = {text}"


SHIPPED = sorted(CONTENT.rglob("*.toml"))


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SHIPPED), st.data())
def test_a_change_leaves_everything_else_as_it_is(file, data):
    """In the shipped decks: keys change, go and come, cards are added."""
    (deck,) = deck_texts((file,))
    index = data.draw(st.integers(0, len(deck.cards) - 1))
    card = deck.cards[index]
    keys = [key for key in card if ("card", index, key) in deck.positions.pairs]
    changed = data.draw(st.sampled_from(keys))
    values = {changed: data.draw(st.none() | TEXT.filter(lambda t: "\r" not in t))}
    values["tags"] = ["new"]
    added = (block_of({"id": "added", "kind": "flashcard"}),)
    new = edited(deck, Edits({"about": "Changed"}, {index: values}, added))
    kept = [line for line in new.text.splitlines() if line in deck.text.splitlines()]
    lines = deck.text.splitlines()
    assert len(kept) >= len(lines) - 40 - str(card[changed]).count("\n")
    assert [c for n, c in enumerate(new.cards[:-1]) if n != index] == [
        c for n, c in enumerate(deck.cards) if n != index
    ]
    comments = [line for line in lines if line.startswith("#")]
    assert [line for line in new.text.splitlines() if line.startswith("#")] == comments


def test_windows_line_ends_and_a_byte_order_mark_stay(tmp_path):
    """The file is changed, not its form."""
    path = tmp_path / "deck.toml"
    text = new_deck(path, {"id": "d"}, [block_of({"id": "a", "prompt": "x\ny\n"})]).text
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    (deck,) = deck_texts((path,))
    new = edited(deck, Edits(added=(block_of({"id": "b"}),)))
    assert new.data.startswith(b"\xef\xbb\xbf")
    assert new.data.count(b"\n") == new.data.count(b"\r\n")
    assert [card["id"] for card in new.cards] == ["a", "b"]


def test_a_layout_that_cannot_be_changed_is_an_error():
    """A deck whose cards are one array."""
    text = 'format = 1\ncard = [{ id = "a" }]\n[deck]\nid = "d"\n'
    with pytest.raises(ExchangeError, match="its layout is unusual"):
        edited(DeckText(Path("d.toml"), text), Edits(added=(block_of({"id": "b"}),)))


def test_a_broken_file_with_imported_cards_stops_an_import(tmp_path):
    """Its cards would be imported again; other broken files are no matter."""
    (tmp_path / "a.toml").write_text("not TOML")
    assert list(deck_texts((tmp_path / "a.toml",))) == []
    (tmp_path / "b.toml").write_text("not TOML, with an origin")
    with pytest.raises(ExchangeError, match="has imported cards"):
        list(deck_texts((tmp_path / "b.toml",)))


def two_decks(folder: Path) -> tuple[DeckText, DeckText]:
    """Return an old deck with a change, and a new one."""
    old = folder / "old.toml"
    old.write_text('format = 1\n[deck]\nid = "old"\n[[card]]\nid = "a"\n')
    (deck,) = deck_texts((old,))
    return (
        edited(deck, Edits(added=(block_of({"id": "b"}),))),
        new_deck(folder / "new.toml", {"id": "new"}, [block_of({"id": "a"})]),
    )


@pytest.mark.parametrize("fault", [OSError("full"), KeyboardInterrupt()])
def test_decks_are_written_all_or_none(tmp_path, monkeypatch, fault):
    """A full disk or Ctrl-C at the second file puts the first one back."""
    from quizapp import files

    decks = two_decks(tmp_path)
    before = (tmp_path / "old.toml").read_bytes()
    replace, calls = files.replace, []

    def fails_at_second(path, data, *, durable, mode):
        calls.append(path)
        if len(calls) == 2:
            raise fault
        replace(path, data, durable=durable, mode=mode)

    monkeypatch.setattr(files, "replace", fails_at_second)
    with pytest.raises((ExchangeError, KeyboardInterrupt)):
        write_decks(decks)
    assert [file.name for file in tmp_path.iterdir()] == ["old.toml"]
    assert (tmp_path / "old.toml").read_bytes() == before


def test_a_file_that_was_saved_meanwhile_is_not_replaced(tmp_path):
    """Nothing is written at all."""
    decks = two_decks(tmp_path)
    (tmp_path / "old.toml").write_text("# saved by an editor\n")
    with pytest.raises(ExchangeError, match="was changed during the import"):
        write_decks(decks)
    assert [file.name for file in tmp_path.iterdir()] == ["old.toml"]
