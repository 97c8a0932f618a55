"""The plan of an import: nothing doubled, nothing lost, ids stay, edits are kept."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.decks.cleaning import cleaned
from quizapp.decks.deck_reader import read_deck
from quizapp.decks.deck_text import DeckText
from quizapp.exchange.cloze import cloze_cards
from quizapp.exchange.imported import ImportedCard, Origin
from quizapp.flow.proof import prove
from quizapp.flow.unused_runner import UnusedRunner
from quizapp.wiring.import_plan import ImportPlan, plan_import
from quizapp.wiring.import_rows import Change, Target
from quizapp.wording.sheet import CardHistory, sheet_lines, sheet_of
from support.reviews import NOW
from support.strategies import WILD

FOLDER = Path("/decks")
TARGET = Target(FOLDER, "cards.csv", "Cards")


def imported(
    id_: str, answer: str = "An answer.", deck: str = "", **fields: Any
) -> ImportedCard:
    """Return a card of a table."""
    own = {"kind": "flashcard", "prompt": f"What is {id_}?", "answer": answer}
    origin = Origin(fields.pop("format", "table"), id_)
    return ImportedCard(
        origin, f"What is {id_}?", {**own, **fields}, f"row {id_}", deck
    )


def changes(plan: ImportPlan) -> dict[str, Change]:
    """Return what happens to each card."""
    return {row.origin.partition(":")[2]: row.change for row in plan.rows}


def applied(decks: tuple[DeckText, ...], plan: ImportPlan) -> tuple[DeckText, ...]:
    """Return the decks after a plan, as they would be read from their files."""
    paths = {deck.path: deck for deck in decks if deck.path != plan.obsolete}
    paths |= {deck.path: deck for deck in plan.decks}
    return tuple(DeckText(deck.path, deck.text) for deck in paths.values())


def after(*cards: ImportedCard, target: Target = TARGET) -> tuple[DeckText, ...]:
    """Return the decks after the first import of these cards."""
    return applied((), plan_import(cards, (), target))


def ids(decks: tuple[DeckText, ...]) -> list[str]:
    """Return the ids of all cards."""
    return [f"{d.deck['id']}/{card['id']}" for d in decks for card in d.cards]


def test_importing_again_changes_nothing():
    """Whatever the order of the file is now."""
    cards = (imported("a"), imported("b"), imported("c", deck="Other"))
    plan = plan_import(cards[::-1], after(*cards), TARGET)
    assert set(changes(plan).values()) == {Change.UNCHANGED}
    assert plan.decks == ()


def test_new_cards_join_their_deck_and_ids_stay():
    """Also if a new card wants the same id."""
    decks = after(imported("a"))
    again = (imported("a2", prompt="x"), imported("a"))
    same_name = (
        ImportedCard(again[0].origin, again[1].name, again[0].fields, "row 9"),
    )
    plan = plan_import((*same_name, again[1]), decks, TARGET)
    assert ids(applied(decks, plan)) == ["cards/what-is-a", "cards/what-is-a-2"]


def test_a_changed_card_is_updated_and_what_is_ours_stays():
    """Prerequisites, places and former ids are no business of the source."""
    (deck,) = after(imported("a", hints=["one"]), imported("b"))
    text = deck.text.replace(
        'id = "what-is-a"', 'id = "what-is-a"\nformerly = ["old"]  # mine\norder = 3', 1
    )
    plan = plan_import(
        (imported("a", "Another.", tags=["t"]), imported("b")),
        (DeckText(deck.path, text),),
        TARGET,
    )
    assert changes(plan) == {"a": Change.UPDATED, "b": Change.UNCHANGED}
    card = plan.decks[0].cards[0]
    assert (card["answer"], card["tags"]) == ("Another.", ["t"])
    assert (card["formerly"], card["order"]) == (["old"], 3)
    assert "hints" not in card
    assert "# mine" in plan.decks[0].text


def test_an_edited_card_is_kept_even_if_the_file_changed_too():
    """And an edit that the file has made as well is no edit."""
    (deck,) = after(imported("a"), imported("b"))
    mine = DeckText(deck.path, deck.text.replace("An answer.", "My answer.", 1))
    kept = plan_import((imported("a", "Theirs."), imported("b")), (mine,), TARGET)
    assert changes(kept) == {"a": Change.KEPT, "b": Change.UNCHANGED}
    assert kept.decks == ()
    agreed = plan_import((imported("a", "My answer."), imported("b")), (mine,), TARGET)
    assert changes(agreed)["a"] is Change.UPDATED


def test_a_card_whose_keys_are_tables_of_their_own_is_kept():
    """They cannot be replaced in place."""
    (deck,) = after(imported("a", modify={"goal": "g", "checks": "c"}))
    text = deck.text.replace('modify = { goal = "g", checks = "c" }\n', "")
    tables = f'{text}\n[card.modify]\ngoal = "g"\nchecks = "c"\n'
    new = imported("a", modify={"goal": "h", "checks": "c"})
    plan = plan_import((new,), (DeckText(deck.path, tables),), TARGET)
    assert changes(plan) == {"a": Change.KEPT}


def test_a_card_that_is_gone_is_kept():
    """It is listed once, and the others are as they were."""
    decks = after(imported("a"), imported("b"))
    plan = plan_import((imported("b"),), decks, TARGET)
    assert changes(plan) == {"b": Change.UNCHANGED, "a": Change.KEPT}
    assert plan.decks == ()


@pytest.mark.parametrize(("shared", "gone"), [(1, 0), (3, 1)])
def test_a_deck_that_shares_some_cards_is_not_the_other_one_renamed(shared, gone):
    """With most of its cards, it is."""
    cards = [imported(str(number), format="anki") for number in range(4)]
    other = replace(TARGET, file="other.apkg")
    plan = plan_import(cards[:shared], after(*cards), other)
    kept = [row for row in plan.rows if row.change is Change.KEPT]
    assert len(kept) == gone


def test_a_corrected_question_is_the_same_card():
    """It keeps its id, so it keeps its history; an unlike one is another card."""
    decks = after(imported("a", prompt="What is the step size?"), imported("b", "B"))
    fixed = replace(imported("a2", prompt="What is the step size, eta?"), name="fixed")
    plan = plan_import((fixed, imported("b", "B")), decks, TARGET)
    assert changes(plan) == {"a2": Change.UPDATED, "b": Change.UNCHANGED}
    now = applied(decks, plan)
    assert ids(now) == ids(decks)
    assert plan_import((fixed, imported("b", "B")), now, TARGET).decks == ()
    unlike = imported("c", prompt="Where do gradients vanish first, and why there?")
    assert changes(plan_import((unlike,), decks, TARGET))["c"] is Change.ADDED
    two = (fixed, imported("d", prompt="What is the step size for?"))
    assert changes(plan_import(two, decks, TARGET))["a2"] is Change.ADDED


def test_the_same_question_in_another_file_is_another_card():
    """Unless its text is the same too: then it is here already."""
    decks = after(imported("a"))
    other = Target(FOLDER, "more.csv", "More")
    new = plan_import((imported("a", "Another."),), decks, other)
    assert changes(new) == {"a": Change.ADDED}
    assert plan_import((imported("a"),), decks, other).decks == ()


def test_a_note_of_anki_is_the_same_wherever_it_is():
    """Its id is unique in the world: decks and files may have other names."""
    decks = after(imported("g/0", deck="A", format="anki"))
    plan = plan_import(
        (imported("g/0", "New.", deck="B", format="anki"),),
        decks,
        Target(FOLDER, "b.apkg", "B"),
    )
    assert changes(plan) == {"g/0": Change.UPDATED}


def test_cards_of_quizapp_that_come_back_are_left_as_they_are():
    """Under any id that they had."""
    own = Target(FOLDER, "x", "X", own={"my/old": CardId("my", "new")})
    (row,) = plan_import((imported("my/old", format="quizapp"),), (), own).rows
    assert (row.change, row.card) == (Change.UNCHANGED, CardId("my", "new"))


def test_what_fails_is_left_out_and_not_gone():
    """A card that was imported before stays as it was."""
    decks = after(imported("a"), imported("b"))
    cards = (imported("a", "Broken."), imported("b"), imported("c"))
    plan = plan_import(
        cards, decks, TARGET, {"table:a": "it fails", "table:c": "it fails"}
    )
    assert changes(plan) == {
        "a": Change.LEFT_OUT,
        "b": Change.UNCHANGED,
        "c": Change.LEFT_OUT,
    }
    assert plan.decks == ()


def test_repeats_are_one_card_and_other_answers_are_others():
    """In the order of the file."""
    answers = ("A", "A", "B", "B", "A")
    plan = plan_import([imported("a", answer) for answer in answers], (), TARGET)
    kinds = [row.change for row in plan.rows]
    assert kinds == [Change.ADDED] * 2 + [Change.LEFT_OUT] * 3
    assert (
        plan_import(
            (imported("a", "A"), imported("a", "B")), applied((), plan), TARGET
        ).decks
        == ()
    )


def test_an_id_that_a_deck_has_is_not_given_again():
    """Nor the name of a file."""
    target = Target(FOLDER, "x", "Dropout", taken=frozenset({"dropout"}))
    (deck,) = after(imported("a"), target=target)
    assert (deck.deck["id"], deck.path.name) == ("dropout-2", "dropout-2.toml")
    again = plan_import((imported("a"), imported("b")), (deck,), target)
    assert [text.path for text in again.decks] == [deck.path]


def test_decks_within_decks_share_a_topic():
    """Other decks have the topic that the user names, or the file's title."""
    decks = after(imported("a", deck="ML::Nets"), imported("b"))
    assert [deck.deck["topic"] for deck in decks] == ["ML", "Cards"]
    named = Target(FOLDER, "x", "Cards", topic="Mine")
    assert (
        after(imported("a", deck="ML::Nets"), target=named)[0].deck["topic"] == "Mine"
    )


def test_a_handwritten_deck_is_joined_only_if_it_is_named():
    """Its text stays as it is above the new card."""
    head = 'format = 1\n[deck]\nid = "mine"\ntitle = "Cards"\ntopic = "T"\n'
    text = f'{head}\n[[card]]  # x\nid = "own"\n'
    mine = DeckText(Path("/home/mine.toml"), text)
    apart = plan_import((imported("a"),), (mine,), TARGET)
    assert [deck.path.name for deck in apart.decks] == ["cards.toml"]
    joined = plan_import(
        (imported("a"),), (mine,), Target(FOLDER, "x", "X", only_deck="mine")
    )
    (deck,) = joined.decks
    assert deck.path == mine.path
    assert deck.text.startswith(text.rstrip())
    assert [card["id"] for card in deck.cards] == ["own", "what-is-a"]


def test_a_large_deck_is_split(monkeypatch):
    """Into files that the loader takes."""
    monkeypatch.setattr("quizapp.wiring.import_placement.MAX_PART_BYTES", 600)
    cards = tuple(imported(str(number)) for number in range(8))
    decks = after(*cards)
    assert len(decks) > 1
    assert len({deck.deck["id"] for deck in decks}) == len(decks)
    assert len(ids(decks)) == 8
    assert plan_import(cards, decks, TARGET).decks == ()


SYNTAX = st.sampled_from(
    [
        *(
            "{{p}}",
            "{{ p }}",
            "{{{x}}}",
            "[[a]]",
            "]]",
            "\\[[",
            "'''",
            '"""',
            "\\",
            "`",
        ),
        *("```\n", "| a |", "|---|", "# h", "- ", "    ", "\n", "\n\n", "\r\n", "\x0b"),
        *(
            "\u2028",
            "\u200b",
            "\x1b[31m",
            "\u202e",
            "<b>",
            "&amp;",
            "card]]",
            "[[card]]",
        ),
        *(
            "*a*",
            "**",
            "= 1",
            "#",
            "\t",
            "::",
            "==h==",
            "é",
            "word",
            "中文",
            "\U0001f600",
        ),
    ]
)
TEXT = st.lists(SYNTAX | WILD, max_size=8).map("".join)


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[^\W_]+", text)


def loaded(plan: ImportPlan) -> Mapping[str, Any]:
    """Load the decks of a plan; the cards by the words that they are made from."""
    (text,) = plan.decks
    result = read_deck(text.source)
    assert [problem.message for problem in result.problems] == []
    assert result.deck is not None
    for card in result.deck.cards:
        assert prove(card, UnusedRunner()).problems == ()
    return {card.id.card: card for card in result.deck.cards}


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT, st.text(max_size=30))
def test_every_flashcard_loads_and_shows_the_words_of_its_source(
    prompt, answer, explain, title
):
    """But formulas are set, and the first line of a fence is no text."""
    fields = {
        "kind": "flashcard",
        "prompt": f"Asked {prompt}".replace("$", ""),
        "answer": f"Written {answer}".replace("$", ""),
        "explain": explain.replace("$", ""),
        "tags": ["one", prompt[:5]],
    }
    card = ImportedCard(Origin("table", "x"), prompt, fields, "row 1", title)
    plan = plan_import((card,), (), TARGET)
    (one,) = loaded(plan).values()
    lines = sheet_lines(sheet_of("", [one], CardHistory(NOW)), 10_000)
    shown = words("\n".join(lines))
    for text in (str(fields["prompt"]), str(fields["answer"])):
        whole = re.sub(r"[\ud800-\udfff]", " ", text)
        for word in words(re.sub(r"[\u200b\u202e]", "", whole)):
            if word.isprintable():
                assert any(word in each for each in shown), word
    again = plan_import((card,), applied((), plan), TARGET)
    assert changes(again) == {"x": Change.UNCHANGED}


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=3), TEXT)
def test_every_cloze_loads_and_passes(answers, around):
    """As blanks, or as a flashcard where an answer cannot be typed."""
    assume(all(cleaned({"a": answer})["a"].strip() for answer in answers))
    holes = " and ".join(f"{{{{c1::{answer}}}}}" for answer in answers)
    for number, fields in cloze_cards(f"{around} {holes} end"):
        card = ImportedCard(Origin("table", str(number)), around, fields, "row 1")
        plan = plan_import((card,), (), TARGET)
        if all(str(value).strip() for value in cleaned(fields).values()):
            loaded(plan)


@pytest.mark.parametrize("name", ["", "!!!", "中文", "ﬁne Ünïcode", "x" * 500, "a'b"])
def test_any_name_gives_an_id(name):
    """Of letters, digits and hyphens."""
    card = ImportedCard(Origin("table", "x"), name, imported("a").fields, "row 1")
    (id_,) = ids(after(card))
    assert re.fullmatch(r"cards/[a-z0-9]+(-[a-z0-9]+)*", id_)
    assert len(id_) < 70
