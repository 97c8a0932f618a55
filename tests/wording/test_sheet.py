"""A sheet as text: it fits, drives no terminal, and says what is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.scheduling.memory import fold
from quizapp.core.terminal.cells import cell_count
from quizapp.core.terminal.sanitize import sanitize
from quizapp.wording.sheet import (
    BY_RUN,
    NARROWEST_SHEET,
    CardHistory,
    sheet_lines,
    sheet_of,
)
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    implement_card,
    match_card,
    open_card,
    order_card,
)
from support.reviews import NOW, reviewed, wrong
from support.strategies import MARKDOWN

EVERY_KIND = (
    card(),
    choice_card(),
    cloze_card(),
    dropout_card(),
    fix_card(),
    implement_card(),
    match_card(),
    open_card(),
    order_card(),
)
SPOKEN = 'Why.\n\nIn the interview: "It keeps\nthe mean."'


def text_of(*cards, width=80, title="Cards", log=(), misses=()):
    """Return the text of a sheet of these cards."""
    missed = {review.card: review for review in misses}
    history = CardHistory(NOW, fold(log).by_card, missed)
    return "\n".join(sheet_lines(sheet_of(title, cards, history), width))


def below(heading: str, text: str) -> list[str]:
    """Return the lines below a heading that are not empty."""
    return [line for line in text.partition(heading)[2].split("\n") if line]


def test_a_card_has_its_prompt_its_answer_and_its_interview_line():
    """The explanation around that line is left out if the answer is known."""
    assert text_of(card(explain=SPOKEN)) == (
        "# Cards\n\n2026-03-02 · 1 card\n\n\n"
        "## 1. deck/one\nflashcard · phone screen · new\n\nWhat is one?\n\n"
        "**Answer**\n\nan answer\n\n"
        "> **In the interview:** It keeps the mean."
    )


def test_a_prediction_shows_its_code_what_it_asks_and_why():
    """Nothing is run, so the explanation is in the place of the answer."""
    text = text_of(dropout_card(explain=SPOKEN))
    assert "\n    output = torch.tensor([1.25, 0.0, 3.75])\n\nPredict `output`" in text
    assert below("**Answer**", text) == [
        *(BY_RUN, "Why."),
        "> **In the interview:** It keeps the mean.",
    ]


@pytest.mark.parametrize("each", EVERY_KIND, ids=lambda card: card.kind.name)
def test_every_kind_has_a_question_and_an_answer(each):
    """What is known without a run is the answer."""
    text = text_of(each)
    truth = each.kind.truth(None)
    answer = "\n".join(below("**Answer**", text))
    for line in [BY_RUN] if truth is None else truth.split("\n"):
        assert line.strip() in answer


def test_several_right_options_and_all_points_are_listed():
    """Each in a line of its own."""
    options = (Option("a", correct=True), Option("b", correct=True), Option("c"))
    text = text_of(card("pick", Choice(options)), open_card())
    assert "**Answer**\n\n- a\n- b\n" in text
    assert "makes these points:\n\n- the first\n- the second\n- the third" in text


def test_options_have_a_line_each_and_running_text_has_not():
    """Numbers, letters, and a text with gaps."""
    matched = text_of(match_card(), width=24)
    assert "\n1. layer\n2. batch\n\na. the " in matched
    assert matched.index("\nb. ") < matched.index("\nc. ")
    gaps = text_of(cloze_card())
    assert "Keep with [1]____; in eval mode it is the [2]____." in gaps


def test_a_card_says_how_well_it_is_known():
    """Recall and lapses, and the last miss if it is to be mentioned."""
    log = [reviewed("one", 30), reviewed("one", 20), wrong("one", 3)]
    text = text_of(card(), card("two"), log=log, misses=log[-1:])
    assert "· weakest first, new cards last\n" in text
    (facts,) = [line for line in text.split("\n") if "recall" in line]
    assert facts.startswith("flashcard · phone screen · recall ")
    assert facts.endswith("% · 1 lapse · Again on 2026-02-27")
    assert "flashcard · phone screen · new" in text


def test_drawn_values_and_formulas_are_readable():
    """Formulas are in Unicode, code stays as it is."""
    shown = text_of(card(prompt="Is $x^2$ or `$x^2$` larger?"))
    assert "Is x² or `$x^2$` larger?" in shown


@given(MARKDOWN, MARKDOWN, st.integers(NARROWEST_SHEET, 100))
def test_no_line_is_wider_than_asked_for_or_drives_the_terminal(first, second, width):
    """Whatever is in a deck or on the command line."""
    cards = (
        card(
            prompt=first, kind=Flashcard(second), explain=f"In the interview: {first}"
        ),
        dropout_card(snippet=first, explain=second),
        choice_card(prompt=second),
    )
    for line in text_of(*cards, width=width, title=first).split("\n"):
        assert cell_count(line) <= width
        assert sanitize(line) == line
