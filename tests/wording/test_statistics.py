"""Statistics as lines: they fit, drive no terminal, and claim no more than is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.share import Share
from quizapp.core.cards.library import Deck, Library
from quizapp.core.kinds.choice import Choice
from quizapp.core.scheduling.memory import fold
from quizapp.core.stats.computing import statistics
from quizapp.core.stats.figure_lists import HeldStudy
from quizapp.core.stats.readiness import READINESS_NOTE
from quizapp.core.stats.statistics import Period
from quizapp.core.terminal.cells import cell_count
from quizapp.wording.statistics import (
    MAX_LIST_ROWS,
    duration,
    hits_of,
    section_heading,
    sections,
)
from support.cards import card, choice_card
from support.reviews import LOGS, reviewed, wrong
from support.reviews import NOW as TODAY

CARDS = (*(card(name, tags=("q18", name)) for name in "abcd"), choice_card())
DECK = Deck("deck", "A deck", "Dropout", "", CARDS, "deck.toml")
OTHER = Deck("other", "Other", "Weight decay", "", (), "other.toml")


def message(log, *decks, width=80):
    """Return the sections of a log's report by their titles."""
    library = Library(decks or (DECK,))
    figures = statistics(HeldStudy(log, fold(log)), library, Period(TODAY))
    return {each.title: each for each in sections(figures, width)}


@pytest.mark.slow
@given(LOGS, st.integers(20, 120))
def test_no_line_is_wider_than_asked_for(log, width):
    """Headings neither, whatever was reviewed."""
    for section in message(log, width=width).values():
        for line in (*section_heading(section, width), *section.lines):
            assert cell_count(line) <= width
            assert line == line.rstrip()


def test_sections_without_anything_to_say_are_left_out():
    """What is left says that nothing is known yet."""
    assert list(message([])) == ["Reviews", "Retention", "Forecast", "Readiness"]
    assert "not enough data" in message([])["Retention"].lines[0]
    every = message([wrong("pick", confidence=Confidence.CERTAIN, response="2")])
    assert list(every)[4:] == [
        *("Calibration", "Sure and wrong", "Misconceptions"),
        *("Decks", "Levels"),
    ]


def test_of_a_few_answers_there_is_no_percentage():
    """The counts are reported; with ten there is one."""
    for count, known in ((9, False), (10, True)):
        log = [reviewed(str(n), confidence=Confidence.UNSURE) for n in range(count)]
        unsure = message(log)["Calibration"].lines[2]
        assert unsure.endswith(f"{count} of {count}")
        assert ("100%" in unsure) == known
        whole = "\n".join(message(log)["Calibration"].lines)
        assert ("Brier score" in whole) == known
        assert ("not enough data" in whole) == (not known)


def test_readiness_says_how_it_is_computed():
    """In full, whatever the width."""
    for width in (30, 80):
        lines = message([reviewed("a", 3)], width=width)["Readiness"].lines
        assert READINESS_NOTE in " ".join(lines)


def test_what_a_deck_brings_cannot_drive_the_terminal():
    """Names, options and reasons are foreign text."""
    evil = "\x1b]0;x\x07\u202e\n"
    kind = choice_card().kind
    assert isinstance(kind, Choice)
    marked = (replace(each, text=evil, because=evil) for each in kind.options)
    bad = replace(
        choice_card(), kind=replace(kind, options=tuple(marked)), tags=(evil,)
    )
    deck = replace(DECK, topic=evil, cards=(bad, *CARDS[:4]))
    other = replace(OTHER, cards=(replace(card("z"), id=CardId("other", "z")),))
    log = [wrong("pick", response="2", confidence=Confidence.CERTAIN)]
    text = "\n".join(
        line
        for section in message(log, deck, other).values()
        for line in (*section_heading(section, 80), *section.lines)
    )
    assert "␛]0;x␇" in text
    assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_long_lists_are_cut_and_counted():
    """All of it is in the JSON."""
    cards = map(str, range(MAX_LIST_ROWS + 3))
    log = [wrong(name, confidence=Confidence.CERTAIN) for name in cards]
    section = message(log)["Sure and wrong"]
    assert section.aside == "13 of 13 cards still open"
    assert len(section.lines) == MAX_LIST_ROWS + 1
    assert section.lines[-1] == "… and 3 more cards: see quizapp stats --json"


def test_an_answer_to_a_changed_card_is_reported_not_read():
    """So that the figures can be understood."""
    section = message([wrong("pick", response="2", content="older")])["Misconceptions"]
    assert section.aside == "in 0 of 1 wrong answer"
    assert section.lines == ("Plus 1 on cards edited since.",)


def test_times_are_reported_in_units_people_use():
    """Some time is never none."""
    seconds = (0, 20, 60, 3599, 3600, 8000)
    assert [duration(each) for each in seconds] == [
        *("0 min", "< 1 min", "1 min", "1 h 0 min", "1 h 0 min", "2 h 13 min"),
    ]


def test_a_sum_of_parts_has_one_decimal_at_most():
    """A partly right answer counts as its part, and not as 2.83333."""
    assert hits_of(Share(2.83333, 3)) == "2.8 of 3"
    assert hits_of(Share(7.0, 9)) == "7 of 9"
