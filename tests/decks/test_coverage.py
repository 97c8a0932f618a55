"""The shipped decks: they load, and cover the chapter and what interviewers ask."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from decks.coverage import FINDINGS, ROWS
from decks.questions import NOT_YET, QUESTIONS
from quizapp.core.cards.card import Card
from quizapp.decks.format import KINDS
from support.paths import ROOT
from support.shipped import shipped_library

LIBRARY = shipped_library()
CARDS = LIBRARY.cards
DECKS = {deck.id: deck for deck in LIBRARY.decks}
TOPICS = {
    topic: [
        card for deck in DECKS.values() if deck.topic == topic for card in deck.cards
    ]
    for topic in dict.fromkeys(deck.topic for deck in DECKS.values())
}
TOPIC = [deck for deck in LIBRARY.decks if deck.topic == "Regularization"]
CHAPTER = [deck for deck in TOPIC if deck.id not in QUESTIONS]
"""The decks that were written for the chapter; its topic may have others."""
OF_CHAPTER = [card for deck in CHAPTER for card in deck.cards]
CODED = [card for card in CARDS.values() if card.kind.coding is not None]
OPEN = [card for card in CARDS.values() if card.kind.name == "open"]
ASKED = [
    (deck, tag) for deck, tags in QUESTIONS.items() for tag in tags if deck in DECKS
]
"""The questions of the decks that are shipped."""
WIDEST = 112
"""Columns of code. Decks of the chapter have 76: it fits a terminal of 80."""
LINE = re.compile(r"(\S+): ?(.*?); rows: ?(.*)")
IN_WORDS = dict(
    enumerate(["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"], 10)
)


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


@pytest.mark.parametrize("decks", [TOPIC, LIBRARY.decks], ids=["topic", "all"])
def test_the_readme_has_the_right_number_of_cards_and_decks(decks):
    """In a sentence such as "over 200 cards in fourteen decks", rounded down.

    One for the first topic; there may be another for all of them.
    """
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    stated = re.findall(r"over (\d+) cards in (\w+) decks", readme)
    assert 1 <= len(stated) <= 2
    cards, named = stated[0] if decks == TOPIC else stated[-1]
    if len(stated) == 1:
        decks = TOPIC
    count = sum(len(deck.cards) for deck in decks)
    assert int(cards) <= count < int(cards) + 50
    assert named in (str(len(decks)), IN_WORDS.get(len(decks)))


def test_the_table_lists_exactly_the_cards_of_the_chapter():
    """The author of a new card adds what it teaches."""
    assert {card for card, *_ in taught()} == {str(card.id) for card in OF_CHAPTER}


def answers(tag: str, card: Card) -> bool:
    """Return whether a card lets a learner speak on a question, or write its code."""
    coding = card.kind.coding
    if tag.startswith("l"):
        return card.kind.name == "open" and tag in card.tags
    wrong = 0 if coding is None else len(coding.mutants) + len(card.wrong)
    return wrong >= 3 and tag in card.tags


def test_every_question_of_a_shipped_deck_is_answered():
    """Except those that are known to be open, which are exactly these."""
    unanswered = {
        tag
        for deck, tag in ASKED
        if not any(answers(tag, card) for card in DECKS[deck].cards)
    }
    assert unanswered == {tag for _, tag in ASKED if tag in NOT_YET}


def test_the_questions_are_those_that_were_counted():
    """Fifty, and forty programs; the chapter is the eighteenth of the fifty, too."""
    tags = [tag for tags in QUESTIONS.values() for tag in tags]
    wanted = {f"l{n}" for n in range(1, 51)} | {f"t{n}" for n in range(1, 41)}
    assert sorted(tags) == sorted(wanted)
    assert wanted >= NOT_YET


def test_tags_of_questions_are_known():
    """No zeros before a number: a card with the tag `l04` would answer nothing."""
    known = {tag for tags in QUESTIONS.values() for tag in tags}
    named = {tag for card in CARDS.values() for tag in card.tags}
    assert {tag for tag in named if re.fullmatch(r"[lt]\d+", tag)} <= known


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
    cards = OF_CHAPTER
    assert len(cards) >= 190
    assert {card.kind.name for card in cards} == set(KINDS)
    assert min(Counter(card.level for card in cards).values()) >= 40


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_all_levels_and_names_typical_mistakes(topic):
    """On half of its cards; where most are to be said aloud, on a few less."""
    cards = TOPICS[topic]
    assert len({card.level for card in cards}) == 3
    share = 0.5 if topic == "Regularization" else 0.4
    assert sum(bool(card.wrong) for card in cards) >= share * len(cards)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_run_settles_most_cards(topic):
    """At least 60 %: what a run shows needs no trust in the author."""
    settled = sum(card.kind.settled_by_run for card in TOPICS[topic])
    assert settled >= 0.6 * len(TOPICS[topic])


@pytest.mark.parametrize("topic", TOPICS)
def test_numbers_to_predict_are_drawn_anew(topic):
    """On all but 10 % of these cards, an answer learned by heart is of no use.

    Where facts of one model or one library are asked, it may be more.
    """
    cards = [c for c in TOPICS[topic] if c.kind.name in {"numeric", "predict"}]
    fixed = [str(card.id) for card in cards if not card.vary]
    share = 0.1 if topic == "Regularization" else 0.4
    assert len(fixed) <= share * len(cards), fixed


@pytest.mark.parametrize("card", CODED, ids=lambda card: str(card.id))
def test_checks_of_code_have_met_wrong_and_right_programs(card):
    """Three that must fail; those that must pass are in `test_content_code`.

    A broken snippet is a wrong program by itself.
    """
    coding = card.kind.coding
    if card in OF_CHAPTER or coding.mutants:
        assert len(coding.mutants) + len(card.wrong) >= 3


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
        widest = 76 if card in OF_CHAPTER else WIDEST
        for line in card.code.splitlines():
            assert len(line) <= widest, (card.id, line)


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
