"""Markdown that is exported reads back as the same cards, whatever their text is."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec import convert
from msgspec.structs import replace

from quizapp.core.cards.card import Card, Level
from quizapp.core.cards.deck import Deck
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.terminal.sanitize import controls
from quizapp.exchange.formats import Reading, Writing
from quizapp.exchange.imported import ImportedCard
from quizapp.exchange.markdown.reading import read_markdown
from quizapp.exchange.markdown.writing import write_markdown
from support.cards import card, choice_card, dropout_card, library_of
from support.reviews import NOW

PIECES = st.sampled_from(
    [
        *("Q: ", "A:", "C: x", "**Q:** y", "# head", "---", "- - -", "***", "+++"),
        *("```", "```python", "~~~", "$$", "$x$", "`code`", "[x]", "[[y]]", "![a](b)"),
        *(
            "<!--",
            "-->",
            "<!-- explain -->",
            "a::b",
            "==h==",
            "?",
            "#tag",
            "\\",
            "\\\\",
        ),
        *(
            "\\[",
            "\\]",
            "\\# x",
            "<\\!--",
            "   ",
            "word",
            "é",
            "{{p}}",
            "|",
            "> q",
            "\t",
        ),
    ]
)
TEXT = st.lists(st.lists(PIECES, max_size=4).map("".join), min_size=1, max_size=5).map(
    "\n".join
)


def deck(*cards: Card) -> Deck:
    """Return a deck of these cards."""
    return library_of(*cards).decks[0]


def back(*cards: Card) -> tuple[ImportedCard, ...]:
    """Write cards and read the file."""
    one = replace(deck(*cards), title="A deck")
    data = write_markdown(Writing("All", (one,), NOW)).data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.md"
        path.write_bytes(data)
        return read_markdown(Reading(path, NOW)).cards


def same(text: str) -> str:
    """Return text as a deck has it: no empty lines around it."""
    return text.strip("\n").rstrip()


def closed(text: str) -> str:
    """Return text whose fence is not left open, as it is written."""
    from quizapp.exchange.markdown.lines import kinds_of

    end = kinds_of(text.split("\n")).closing
    return f"{text}\n{end}" if end else text


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT, TEXT, st.lists(st.sampled_from(["q18", "a-b", "x>y"]), unique=True))
@example("```", "x", "```", [])
@example("Q: a\nA: b", "---\n# x", "<!-- explain -->", ["x>y"])
def test_a_flashcard_reads_back(prompt, answer, explain, tags):
    """Its sides, explanation, tags and level."""
    assume(same(prompt).strip() and same(answer).strip())
    one = card(
        kind=Flashcard(answer),
        prompt=prompt,
        explain=explain,
        tags=tuple(tags),
        level=Level.ONSITE,
    )
    other = card("two", Flashcard("plain"))
    first, last = back(one, other)
    assert first.fields["prompt"] == closed(same(prompt))
    assert first.fields["answer"] == closed(same(answer))
    assert first.fields.get("explain", "") == (
        closed(same(explain)) if same(explain) else ""
    )
    assert first.fields.get("tags", []) == tags
    assert first.fields["level"] == "onsite"
    assert str(first.origin) == "quizapp:deck/one"
    assert last.fields["answer"] == "plain"


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    TEXT,
    TEXT,
    st.lists(
        st.sampled_from(["x", "a|b", "t[0]", "1 - p", "\\n"]), min_size=1, max_size=3
    ),
)
@example("a\\", "b", ["x"])
def test_a_cloze_card_reads_back(before, after, answers):
    """Its text, all blanks at once, and its prompt."""
    blanks = " and ".join(f"[[{answer}]]" for answer in answers)
    around = [re.sub(r"\[\[|\]\]", "", side) for side in (before, after)]
    text = f"{around[0]} {blanks} {around[1]}"
    kind = Cloze(text)
    assume(not kind.flaws() and len(kind.blanks) == len(answers))
    assume(closed(text) == text)
    (found,) = back(card(kind=kind, prompt="Fill in the rule."))
    assert found.fields["prompt"] == "Fill in the rule."
    again = convert(found.fields, Cloze)
    assert again.blanks == kind.blanks
    gaps = ["____"] * len(kind.blanks)
    assert same(again.filled(gaps)) == same(kind.filled(gaps))


def test_other_kinds_become_flashcards():
    """With their options below the question."""
    (found,) = back(choice_card())
    assert found.fields["kind"] == "flashcard"
    assert "other wrong one" in found.fields["prompt"]
    assert "right one" in found.fields["answer"]


def test_what_only_a_run_tells_is_left_out():
    """Unless it was run."""
    one = dropout_card()
    without = write_markdown(Writing("All", (deck(one),), NOW))
    assert (without.cards, len(without.left_out)) == (0, 1)
    answers = {one.id: "[1.25, 0, 3.75]"}
    written = write_markdown(Writing("All", (deck(one),), NOW, answers=answers))
    assert b"[1.25, 0, 3.75]" in written.data


def test_no_character_is_there_that_a_deck_may_not_have():
    """The file is text."""
    one = deck(card(kind=Flashcard("x")))
    assert not list(controls(write_markdown(Writing("All", (one,), NOW)).data.decode()))


def test_signs_of_ours_in_a_cloze_are_no_blanks():
    """A deck may have any character of the private ones."""
    kind = Cloze("\ue0000\ue001 is \ue0007\ue001 [[one]]")
    deck = library_of(card("one", kind)).decks[0]
    text = write_markdown(Writing("All", (deck,), NOW)).data.decode()
    assert "C: 0 is 7 [one]\n" in text


def test_a_result_with_a_fence_in_it_stays_in_its_fence():
    """As a program that prints Markdown gives it."""
    deck = library_of(dropout_card()).decks[0]
    answers = {deck.cards[0].id: "a\n```\nQ: b"}
    text = write_markdown(Writing("All", (deck,), NOW, answers=answers)).data.decode()
    assert "````\na\n```\nQ: b\n````" in text
