"""Notes of Anki as the cards that quizapp asks."""

from typing import Any

import pytest

from quizapp.exchange.imported import ImportedState, Origin
from support.anki_packages import (
    BASIC,
    CLOZE,
    TYPES,
    card,
    collection,
    note,
    one_card,
    package,
    read,
)


def basic(question: str, answer: str, *fields: str) -> dict[int, dict[str, Any]]:
    """Return a note type with one template."""
    names = fields or ("Front", "Back")
    return {
        BASIC: {"name": "B", "fields": names, "templates": (("C", question, answer),)}
    }


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deck.apkg"


def test_a_basic_note_is_a_flashcard(path):
    """The question is not repeated in the answer."""
    found = one_card(path, "What is <b>p</b>?", "a\u00a0share<br>of units")
    assert found.fields == {
        "kind": "flashcard",
        "prompt": "What is **p**?",
        "answer": "a share\\\nof units",
    }
    assert found.origin == Origin("anki", "guid1/0")
    assert (found.name, found.deck, found.where) == ("What is p ?", "", "note 1")


def test_a_template_shows_fields_under_conditions(path):
    question = "{{#Extra}}({{Extra}}) {{/Extra}}{{^Extra}}plain {{/Extra}}{{Front}}"
    types = basic(question, "{{Back}}", "Front", "Back", "Extra")
    for extra, prompt in (("x", "(x) front"), ("<br>", "plain front")):
        found = one_card(path, "front", "back", extra, types=types)
        assert found.fields["prompt"] == prompt
        assert found.fields["answer"] == "back"


@pytest.mark.parametrize(
    "question",
    [
        "{{#Back}}{{#Front}}{{Front}}{{/Back}}{{/Front}}",
        "{{Front}}{{/Nothing}}",
        "{{#Front}}{{Front}}",
        "{{^Back}}{{#Front}}x{{/Back}}{{Front}}",
    ],
)
def test_conditions_that_are_closed_wrongly_are_forgiven(question, path):
    """Shared decks have them, from times when Anki forgave them."""
    types = basic(question, "{{Back}}")
    assert one_card(path, "f", "b", types=types).fields["prompt"] == "f"


def test_a_template_may_know_more_than_its_fields(path):
    question = "{{Front}} {{Tags}} {{Type}} {{Deck}} {{Subdeck}} {{Card}} {{CardFlag}}"
    found = one_card(
        path,
        "f",
        "b",
        types=basic(question, "{{FrontSide}} {{Back}}"),
        tags="t1 t2",
        decks={1: "A::B"},
        flags=3,
    )
    assert found.fields["prompt"] == "f t1 t2 B A::B B C flag3"
    assert found.fields["answer"].strip() == "b"
    assert found.deck == "A::B"


def test_the_other_braces_and_comments_are_known(path):
    """Anki's old way to write templates that have braces of their own."""
    types = basic("{{=<% %>=}}<%Front%> {{x}}<!-- {{Nothing}} <%Back%> -->", "{{Back}}")
    assert one_card(path, "f", "b", types=types).fields["prompt"] == "f {{x}}"


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("text:", "漢字[kanji] bold"),
        ("furigana:", "漢字(kanji) **bold**"),
        ("kana:", "kanji **bold**"),
        ("kanji:", "漢字 **bold**"),
        ("an-add-on:", "漢字[kanji] **bold**"),
        ("tts ja_JP:", ""),
    ],
)
def test_filters_change_a_field_as_in_anki(filters, shown, path):
    types = basic("Q {{Front}}", f"A {{{{{filters}Back}}}}")
    found = one_card(path, "x", "漢字[kanji] <b>bold</b>", types=types)
    assert found.fields["answer"] == f"A {shown}".strip()


def test_a_hint_is_shown_on_demand(path):
    types = basic(
        "{{Front}}{{hint:More}}", "{{Back}}{{hint:More}}", "Front", "Back", "More"
    )
    fields = one_card(path, "f", "b", "a <i>clue</i>", types=types).fields
    assert fields["prompt"] == "f"
    assert fields["hints"] == ["More: a *clue*"]
    assert fields["answer"] == "b"


def test_what_is_to_be_typed_is_a_text_card(path):
    types = basic("{{Front}}\n\n{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}")
    assert one_card(path, "Capital?", "<b>Paris</b>", types=types).fields == {
        "kind": "text",
        "prompt": "Capital?",
        "accept": ["Paris"],
    }


@pytest.mark.parametrize("answer", ["two<br>lines", "x" * 300, "/a.*/"])
def test_what_cannot_be_typed_is_a_flashcard(answer, path):
    types = basic("{{Front}} {{type:Back}}", "{{FrontSide}}<hr id=answer>{{type:Back}}")
    assert one_card(path, "Q", answer, types=types).fields["kind"] == "flashcard"


def test_both_directions_are_two_cards(path):
    types = {
        BASIC: {
            "name": "Both",
            "fields": ("Front", "Back"),
            "templates": (
                ("Card 1", "{{Front}}", "{{Back}}"),
                ("Card 2", "{{Back}}", "{{Front}}"),
            ),
        }
    }
    data = collection(
        notes=[note(1, "a", "b")], cards=[card(1), card(1, 1)], types=types
    )
    sides = [
        (each.origin.id, each.fields["prompt"], each.fields["answer"], each.where)
        for each in read(package(path, data)).cards
    ]
    assert sides == [
        ("guid1/0", "a", "b", "note 1, card 1"),
        ("guid1/1", "b", "a", "note 1, card 2"),
    ]


def test_an_answer_without_a_line_between_shows_only_what_is_new(path):
    """Also where the question is repeated by its fields."""
    types = basic("{{Front}}", "{{Front}}<br>{{Back}}")
    assert (
        one_card(path, "L1", "L1 is lasso", types=types).fields["answer"]
        == "L1 is lasso"
    )


CLOZES = {
    "two of one number": (
        "{{c1::Adam}} keeps {{c2::two}} {{c2::moments}}",
        1,
        "Adam keeps [[two]] [[moments]]",
    ),
    "the others are shown": ("{{c1::a}} and {{c2::b}}", 0, "[[a]] and b"),
    "a hint": ("{{c1::Adam::an optimizer}} it is", 0, "[[Adam]] (an optimizer) it is"),
    "nested, the outer one": ("x {{c1::a {{c2::b}} c}}", 0, "x [[a b c]]"),
    "nested, the inner one": ("x {{c1::a {{c2::b}} c::h}}", 1, "x a [[b]] c"),
    "several numbers": ("{{c1,3::a}} {{c2::b}}", 2, "[[a]] b"),
    "in a formula": (r"\( {{c1::x}} + y \)", 0, "$[[x]] + y$"),
    "brackets of the text": ("a[[0]] {{c1::b}}", 0, r"a\[[0\]] [[b]]"),
    "not closed": ("{{c1::a}} {{c2::b", 0, "[[a]]"),
    "closed too often": ("{{c1::a}} b}}", 0, "[[a]] b}}"),
    "HTML inside": ("{{c1::<b>a</b> &amp; b}}", 0, "[[a & b]]"),
}


@pytest.mark.parametrize("name", CLOZES)
def test_a_cloze_is_a_cloze(name, path):
    html, number, text = CLOZES[name]
    found = one_card(path, html, "see <i>there</i>", type_=CLOZE, number=number)
    assert found.fields["kind"] == "cloze"
    assert found.fields["text"] == text
    assert found.fields["explain"] == "see *there*"


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        ("P({{c1::A|B}})", "A|B"),
        ("<br>{{c1::a<br>b}}", "a\\\nb"),
        ("{{c1::" + "y " * 6 + "}}", None),
        (r"{{c1::\(\alpha\)}}", "$\\alpha$"),
        ("{{c1::[sound:a.mp3] x}}", "[sound: a.mp3] x"),
        ("{{c1::a[0]}}", "a[0]"),
    ],
)
def test_a_cloze_that_cannot_be_typed_is_a_flashcard(html, answer, path):
    fields = one_card(path, html, "", type_=CLOZE).fields
    assert fields["kind"] == "flashcard"
    assert "____" in fields["prompt"]
    assert answer in {None, fields["answer"]}


def test_a_cloze_that_is_gone_leaves_its_card_out(path):
    data = collection(
        notes=[note(1, "{{c1::a}} b", "", type_=CLOZE)], cards=[card(1), card(1, 1)]
    )
    imported = read(package(path, data))
    assert len(imported.cards) == 1
    assert imported.left_out[0].reason == "its note has no cloze c2"


@pytest.mark.parametrize(
    ("front", "back", "reason"),
    [
        ('<img src="a.png">', "b", "its question is only media: a.png"),
        ("a", "[sound:b.mp3]", "its answer is only media: b.mp3"),
        ("<br>", "b", "its question is empty"),
        ("a", "&nbsp;", "its answer is empty"),
        (
            "{{c1::image-occlusion:rect:left=.1}}",
            "b",
            "it hides parts of an image, which quizapp does not show",
        ),
        (
            '<img src="data:image/png;base64,' + "A" * 300_000 + '">',
            "b",
            "its question is only media: inline",
        ),
    ],
)
def test_a_card_that_cannot_be_asked_is_left_out_with_the_reason(
    front, back, reason, path
):
    imported = read(package(path, collection(notes=[note(1, front, back)])))
    assert not imported.cards
    assert [each.reason for each in imported.left_out] == [reason]


def test_media_next_to_text_are_named(path):
    """In the card, and to whom imports it."""
    data = collection(
        notes=[note(1, 'Which loss? <img src="a b.png">', "b [sound:c.mp3]")]
    )
    imported = read(package(path, data))
    assert imported.cards[0].fields["prompt"] == "Which loss? [image: a b.png]"
    assert imported.cards[0].fields["answer"] == "b [sound: c.mp3]"
    assert imported.remarks == (
        "images and sounds are kept as names only: note 1 (a b.png, c.mp3)",
    )


def test_tags_flags_and_states_are_kept(path):
    """Anki's own tags are states; a card buried for today is as any other."""
    notes = [
        note(1, "a", "b", tags=" ml::reg marked a|b leech "),
        note(2, "c", "d"),
        note(3, "e", "f"),
    ]
    cards = [card(1, flags=1), card(2, queue=-1), card(3, queue=-2)]
    imported = read(package(path, collection(notes=notes, cards=cards)))
    assert imported.cards[0].fields["tags"] == ["ml::reg", "a|b", "flag-red"]
    assert imported.states == (
        ImportedState(Origin("anki", "guid1/0"), starred=True),
        ImportedState(Origin("anki", "guid2/0"), suspended=True),
    )


def test_a_card_in_a_filtered_deck_is_in_its_own(path):
    data = collection(
        notes=[note(1, "a", "b")],
        cards=[card(1, deck=5, home=7)],
        decks={5: "Cram", 7: "Home"},
    )
    assert read(package(path, data)).cards[0].deck == "Home"


def test_new_cards_are_in_the_order_of_their_places(path):
    notes = [note(1, "a", "x"), note(2, "b", "x"), note(3, "c", "x")]
    cards = [card(1, due=3), card(2, due=1), card(3, due=2)]
    imported = read(package(path, collection(notes=notes, cards=cards)))
    assert [each.fields["prompt"] for each in imported.cards] == ["b", "c", "a"]


def test_both_schemas_hold_the_same(path):
    notes = [note(1, "a", "b", tags="t"), note(2, "{{c1::c}} d", "e", type_=CLOZE)]
    how: dict[str, Any] = {
        "notes": notes,
        "decks": {1: "A::B"},
        "settings": {"rollover": 3, "fsrs": True},
        "presets": [{"name": "P", "fsrsParams6": [0.5] * 21}],
    }
    old = read(package(path, collection(**how)))
    new = read(package(path, collection(**how, schema=18), version=3))
    assert old == new
    assert "presets with FSRS weights, which are not imported: 'P'" in old.remarks


def test_a_note_with_fewer_fields_than_its_type_is_read(path):
    fields = ("Front", "Back", "More")
    types = basic("{{Front}}{{More}}", "{{Back}}", *fields)
    assert one_card(path, "a", "b", types=types).fields["prompt"] == "a"
    assert TYPES[BASIC]["fields"] == ("Front", "Back")
