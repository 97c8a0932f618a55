"""The Regularization decks: they load, and cover the chapter."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from decks.coverage import FINDINGS, ROWS
from quizapp.decks.format import KINDS
from quizapp.decks.loader import load_decks
from support.paths import ROOT

CONTENT = ROOT / "content"
LIBRARY = load_decks([CONTENT])
CARDS = LIBRARY.cards
CODED = [card for card in CARDS.values() if card.kind.coding is not None]
OPEN = [card for card in CARDS.values() if card.kind.name == "open"]
LINE = re.compile(r"(\S+): ?(.*?); rows: ?(.*)")
IN_WORDS = {10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen"}


def taught() -> Iterator[tuple[str, set[str], list[str]]]:
    """Yield card, findings and rows of each line of the table."""
    text = Path(__file__).with_name("coverage.txt").read_text()
    for line in text.strip().splitlines():
        row = LINE.fullmatch(line)
        assert row is not None, line
        card, findings, rows = row.groups()
        yield card, set(re.findall(r"F\d\d", findings)), rows.split("; ")


def test_the_decks_load_without_a_problem():
    """Every card of every file."""
    assert LIBRARY.problems == ()


def test_the_readme_has_the_right_number_of_cards_and_decks():
    """In a sentence such as "over 200 cards in thirteen decks", rounded down."""
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    ((cards, decks),) = re.findall(r"over (\d+) cards in (\w+) decks", readme)
    assert int(cards) <= len(CARDS) < int(cards) + 50
    assert decks == IN_WORDS[len(LIBRARY.decks)]


def test_the_table_lists_exactly_the_cards_there_are():
    """The author of a new card adds what it teaches."""
    assert {card for card, *_ in taught()} == set(map(str, CARDS))


@pytest.mark.parametrize("finding", FINDINGS)
def test_every_finding_is_taught(finding):
    """By a card or its explanation."""
    assert [card for card, findings, _ in taught() if finding in findings]


@pytest.mark.parametrize("row", ROWS)
def test_every_part_of_the_chapter_is_covered(row):
    """Each section, table row, bullet, tip and demo."""
    assert [card for card, _, rows in taught() if row in rows]


def test_the_table_names_only_known_parts():
    """A misspelt row would cover nothing."""
    named = {row for *_, rows in taught() for row in rows if row}
    assert named <= set(ROWS)


def test_there_are_enough_cards_of_every_kind_and_level():
    """And enough that name typical mistakes."""
    cards = CARDS.values()
    assert len(cards) >= 190
    assert {card.kind.name for card in cards} == set(KINDS)
    assert min(Counter(card.level for card in cards).values()) >= 40
    assert sum(bool(card.wrong) for card in cards) >= 0.5 * len(cards)


def test_a_run_settles_most_cards():
    """At least 60 %: what a run shows needs no trust in the author."""
    settled = sum(card.kind.settled_by_run for card in CARDS.values())
    assert settled >= 0.6 * len(CARDS)


def test_numbers_to_predict_are_drawn_anew():
    """On all but 10 % of these cards, an answer learned by heart is of no use."""
    cards = [c for c in CARDS.values() if c.kind.name in {"numeric", "predict"}]
    fixed = [str(card.id) for card in cards if not card.vary]
    assert len(fixed) <= 0.1 * len(cards), fixed


@pytest.mark.parametrize("card", CODED, ids=lambda card: str(card.id))
def test_checks_of_code_have_met_wrong_and_right_programs(card):
    """Three that must fail, and two besides the solution that must pass."""
    coding = card.kind.coding
    assert len(coding.mutants) + len(card.wrong) >= 3
    assert len(coding.also_right) >= 2


@pytest.mark.parametrize("card", OPEN, ids=lambda card: str(card.id))
def test_each_point_of_an_open_card_lists_its_words(card):
    """So a typed answer gets its points ticked ahead."""
    assert [point.point for point in card.kind.rubric if not point.mentions] == []


def test_every_card_explains_itself():
    """And has hints, except open cards and flashcards."""
    for card in CARDS.values():
        explanation = card.explain + str(getattr(card.kind, "answer", ""))
        assert explanation.strip(), card.id
        assert card.hints or card.kind.name in {"open", "flashcard"}, card.id


def test_code_fits_a_small_terminal():
    """Line numbers and margins take another four columns."""
    for card in CARDS.values():
        for line in card.code.splitlines():
            assert len(line) <= 76, (card.id, line)


@pytest.mark.parametrize("deck", LIBRARY.decks, ids=lambda deck: deck.id)
def test_the_length_of_an_option_does_not_give_it_away(deck):
    """In at most half of a deck's choices, the right option is the longest."""
    longest = []
    for card in deck.cards:
        if card.kind.name == "choice" and card.kind.pick == "one":
            lengths = {o.correct: len(o.text) for o in card.kind.options if o.correct}
            others = max(len(o.text) for o in card.kind.options if not o.correct)
            longest.append(lengths[True] > others)
    assert sum(longest) <= max(1, len(longest) / 2)
