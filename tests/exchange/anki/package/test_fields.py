"""What a card says in Anki."""

from quizapp.core.cards.card import Misconception
from quizapp.core.cards.variant import Vary
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.text import FreeText
from quizapp.exchange.anki.package.fields import anki_text
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    open_card,
    order_card,
)


def test_a_choice_shows_its_options_and_why_they_are_wrong():
    text = anki_text(choice_card(), None)
    assert text.question.count("<li>") == 3
    assert "because" not in text.question
    assert "it is not" not in text.question
    assert '<li class="right"><b>✓ </b>right one</li>' in text.answer
    assert "<b>✗ </b>wrong one\n<div><p>it is not</p></div>" in text.answer


def test_options_are_in_the_same_order_on_both_sides():
    text = anki_text(choice_card(), None)
    options = ("right one", ">wrong one", "other wrong one")
    front, back = (
        sorted(options, key=side.index) for side in (text.question, text.answer)
    )
    assert front == back


def test_a_cloze_hides_its_blanks():
    text = anki_text(cloze_card(), None)
    assert text.is_cloze
    assert "Keep with {{c1::1 - p}}; in eval mode" in text.question


def test_a_cloze_that_anki_cannot_hide_has_two_sides():
    odd = card("odd", Cloze("It is **[[very** odd]]."))
    text = anki_text(odd, None)
    assert not text.is_cloze
    assert "very** odd" in text.answer


def test_the_result_of_a_run_is_the_answer():
    text = anki_text(dropout_card(), "[1.25, 0.0, 3.75]")
    assert text.answer == "<pre><code>[1.25, 0.0, 3.75]</code></pre>"
    assert '<span class="keyword">import</span>' in text.question
    assert "Predict <code>output</code>" in text.question
    assert "<code>[1, 0, 3]</code>: that forgets the factor" in text.explanation
    assert text.question.count("<details") == 2  # the hints


def test_without_a_run_the_explanation_has_to_do():
    text = anki_text(dropout_card(), None)
    assert "Only a run gives the answer" in text.answer
    assert "Survivors are scaled" in text.explanation


def test_drawn_values_are_shown():
    drawn = card("drawn", prompt="Of {{n}}?", vary=(Vary("n", (3,)),))
    text = anki_text(drawn, None)
    assert "Example values: <code>n = 3</code>" in text.question
    assert "<p>Of 3?</p>" in text.question


def test_a_mistake_that_is_right_with_the_drawn_values_is_left_out():
    wrong = (Misconception("{{n}} + 2", "no"), Misconception("{{n}} * 3", "nor"))
    drawn = card("drawn", Numeric(ask="n * 2"), wrong=wrong, vary=(Vary("n", (2,)),))
    text = anki_text(drawn, "4")
    assert "2 + 2" not in text.explanation
    assert "<code>2 * 3</code>: nor" in text.explanation


def test_code_is_colored_and_the_rubric_is_listed():
    assert "span" in anki_text(fix_card(), None).answer
    assert "<code>half" not in anki_text(order_card(), None).explanation
    rubric = anki_text(open_card(), None).answer
    assert "It makes these points:" in rubric
    assert rubric.count("<li>") == 3


def test_the_interview_line_and_the_note_have_fields_of_their_own():
    spoken = card(explain='So it is.\n\nIn the interview: "Say *this*."\n\nMore.')
    text = anki_text(spoken, None, "my *own* words")
    assert text.spoken == "Say <em>this</em>."
    assert text.explanation == "<p>So it is.</p>\n<p>More.</p>"
    assert text.note == "<p>my <em>own</em> words</p>"


def test_other_accepted_answers_do_not_change_the_answer():
    text = anki_text(card("name", FreeText(("LayerNorm", "/layer.?norm/"))), None)
    assert "LayerNorm" in text.answer
