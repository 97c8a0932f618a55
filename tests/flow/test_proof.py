"""A card is verified by running it."""

import re

import pytest

from quizapp.core.cards.card import Misconception
from quizapp.core.cards.variant import MAX_VARIANTS, Vary
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.runs.outcome import Output, Raised, TimedOut
from quizapp.core.values.misread import MAX_TEXT_BYTES
from quizapp.core.values.value import Opaque, Text
from quizapp.flow.proof import RULES, prove
from quizapp.flow.proof_answers import MAX_FORMS
from quizapp.flow.proof_case import SEEDS
from support.cards import (
    card,
    choice_card,
    cloze_card,
    dropout_card,
    fix_card,
    match_card,
    order_card,
)
from support.fakes import FakeRunner
from support.outcomes import array, completed, executed


class Lists(FreeText, frozen=True):
    """A kind that lists forms which it does not take."""

    @property
    def accepted(self):
        """All of them."""
        return self.accept[1:]

    def key(self, outcome):
        """Return nothing to type."""

    def read(self, text):
        """Read a number, which is judged wrong."""
        return Numeric(answer=0.5).read(text)


RAISED = Raised(Output(), 0.1, "NameError", ("NameError",), "no torch", 1)
TIMED_OUT = TimedOut(Output(), 3.0)


def always(outcome) -> FakeRunner:
    """Return a runner with the same outcome for every program."""
    return FakeRunner(lambda _: outcome)


def then(first, second) -> FakeRunner:
    """Return a runner whose outcome depends on the seed."""
    return FakeRunner(lambda program: second if program.seed else first)


def problems(card_, runner) -> list[str]:
    """Return what is wrong with a card, in words."""
    return [problem.message for problem in prove(card_, runner).problems]


def test_a_sound_card_has_no_problems():
    """Its truth and the time of its run are known."""
    proof = prove(dropout_card(), FakeRunner())
    assert proof.problems == ()
    assert (proof.truth, proof.seconds) == ("[1.25, 0.0, 3.75]", 0.002)


def test_a_card_is_run_under_each_seed():
    """Once only if no run settles it, and not at all without a snippet."""
    predict, choice, flashcard = (FakeRunner() for _ in range(3))
    prove(dropout_card(), predict)
    prove(choice_card(snippet="print(1)"), choice)
    assert prove(card(), flashcard).problems == ()
    assert [program.seed for program in predict.programs] == list(SEEDS)
    assert len(choice.programs) == 1
    assert flashcard.programs == []


def test_an_answer_that_depends_on_the_seed_is_a_problem():
    """Chance must not decide what is right."""
    (message,) = problems(
        dropout_card(wrong=()), then(completed(array(1.0)), completed(array(2.0)))
    )
    assert "depends on a seed that is not set ([1.0] or [2.0])" in message


@pytest.mark.parametrize("second", [RAISED, TIMED_OUT])
def test_a_result_under_one_seed_only_is_a_problem(second):
    """Chance must not decide whether there is an answer either."""
    (message,) = problems(dropout_card(), then(completed(array(1.25, 0)), second))
    assert "([1.25, 0] or no result)" in message


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [(RAISED, "NameError in line 1: no torch"), (TIMED_OUT, "no result: stopped")],
)
def test_a_run_without_a_result_is_a_problem(outcome, expected):
    """Said once, with how the run ended."""
    (message,) = problems(dropout_card(), always(outcome))
    assert message.startswith("the run gives no answer")
    assert expected in message


def test_a_proof_that_does_not_run_is_a_problem():
    """A choice is judged without its snippet, but a learner may run it."""
    (message,) = problems(choice_card(snippet="torch"), always(RAISED))
    assert message.startswith("the snippet fails (NameError")


def test_an_exception_that_is_asked_for_is_no_problem():
    """It is the answer."""
    asked = dropout_card(wrong=(Misconception("none", "it does"),))
    asked = card("raises", Predict(expect="raises"), snippet="x", wrong=asked.wrong)
    assert problems(asked, always(RAISED)) == []


def test_a_wrong_response_that_is_judged_correct_is_a_problem():
    """The misconception that it is listed for could not be shown."""
    wrong = (Misconception("[1.251, 0, 3.75]", "too near"),)
    (message,) = problems(dropout_card(wrong=wrong), FakeRunner())
    assert "'[1.251, 0, 3.75]' is judged correct" in message


STATED = {
    "cloze": (cloze_card, "keep | identity", "keep | dropped"),
    "match": (match_card, "1a 2b", "1a 2c"),
    "order": (order_card, "1@0 2@4 3@4", "1@0 2@4 3@4 4@0"),
}


@pytest.mark.parametrize("name", STATED)
def test_a_response_that_is_right_in_parts_is_wrong_enough(name):
    """A right one is not, and the card's own answer is typed back."""
    make, right, partly = STATED[name]
    assert problems(make(wrong=(Misconception(partly, "why"),)), always(None)) == []
    (message,) = problems(make(wrong=(Misconception(right, "why"),)), always(None))
    assert "is judged correct" in message


def test_an_answer_that_is_judged_wrong_is_a_problem():
    """Without any run: what the card states is typed back."""
    unread = Choice((Option("a"), Option("b")))
    (message,) = problems(card("c", unread), always(None))
    assert "cannot be typed (choose an option by its number)" in message
    assert problems(card("t", FreeText(("/only a pattern/",))), always(None)) == []


def test_a_wrong_response_that_is_not_read_is_a_problem():
    """Nobody could type it."""
    wrong = (Misconception("[1, 0", "unclosed"),)
    (message,) = problems(dropout_card(wrong=wrong), FakeRunner())
    assert "'[1, 0' cannot be read: a closing ] is missing" in message


@pytest.mark.parametrize(
    ("truth", "abs_", "expected"),
    [
        ((0.001, 2.0), 0.005, ["0 for 0.001 is judged correct"]),
        ((0.001, 2.0), 0.0005, []),
        ((0.0, -0.004), 0.005, ["0 for 0.004 is judged correct"]),
        ((0.0, 2.0), 0.005, []),
    ],
)
def test_a_tolerance_wider_than_the_answer_is_a_problem(truth, abs_, expected):
    """Zero would be right, where zero is wrong."""
    kind = Predict(ask="y", tolerance=Tolerance(abs=abs_))
    found = problems(card("c", kind, snippet="y = 1"), always(completed(array(*truth))))
    assert [message.partition(";")[0] for message in found] == expected


def test_a_wrong_response_has_no_use_on_a_flashcard():
    """It is never judged."""
    (message,) = problems(card(wrong=(Misconception("x", "y"),)), FakeRunner())
    assert "no use on a flashcard" in message


def test_a_truth_that_cannot_be_typed_is_a_problem():
    """An object's repr is no notation."""
    value = Opaque("Linear", "<Linear at 0x7f>")
    (message,) = problems(dropout_card(wrong=()), always(completed(value)))
    assert "the right answer <Linear at 0x7f> cannot be typed" in message


def test_a_truth_that_is_not_judged_correct_is_a_problem():
    """A text that looks like an object is read, but settles nothing."""
    value = Opaque("Linear", "Linear")
    card = dropout_card(snippet="output = made()", wrong=())
    (message,) = problems(card, always(completed(value)))
    assert "the right answer Linear is not judged correct" in message


def test_a_truth_too_long_to_be_typed_is_a_problem():
    """Nobody would type it anyway."""
    value = Text("x" * (MAX_TEXT_BYTES + 1))
    messages = problems(dropout_card(wrong=()), always(completed(value)))
    assert ["too long" in message for message in messages] == [True]


def test_all_problems_are_found_at_once_at_the_cards_place():
    """One pass, each with the card it is about."""
    wrong = (Misconception("[", "unclosed"), Misconception("[1.25, 0, 3.75]", "right"))
    proof = prove(dropout_card(wrong=wrong), FakeRunner())
    assert len(proof.problems) == 2
    assert {(each.card, each.position) for each in proof.problems} == {
        (proof.card.id, proof.card.position)
    }


def keeps(program):
    """Run a snippet with a line `p = ...`: the share that is kept."""
    line = next(line for line in program.code.splitlines() if line.startswith("p = "))
    return completed(array(1 - float(line.removeprefix("p = "))))


KEEPS = FakeRunner(keeps)


def varied(*values, response="[{{p}}]"):
    """Return a card over these values of p, with one wrong response."""
    wrong = (Misconception(response, "that is p"),)
    return dropout_card(wrong=wrong, vary=(Vary("p", values),))


def test_every_variant_is_run_under_each_seed():
    """The truth of the first is the one that is reported."""
    runner = FakeRunner(keeps)
    proof = prove(varied(0.2, 0.4), runner)
    assert proof.problems == ()
    assert proof.truth == "[0.8]"
    assert [program.code.split("\n")[1] for program in runner.programs] == [
        "p = 0.2",
        "p = 0.2",
        "p = 0.4",
        "p = 0.4",
    ]


def test_the_number_of_variants_that_are_run_is_bounded():
    """A card that draws from a thousand values is sampled."""
    runner = FakeRunner(keeps)
    prove(varied(*(number / 1000 for number in range(1, 500))), runner)
    assert len(runner.programs) == MAX_VARIANTS * len(SEEDS)


def test_a_problem_names_the_variant_it_is_of():
    """And is reported once if several share it."""

    def script(program):
        return keeps(program) if "0.2" in program.code else TIMED_OUT

    (one,) = problems(varied(0.2, 0.4), FakeRunner(script))
    assert one.startswith("with p = 0.4: the run gives no answer")
    (three,) = problems(varied(0.2, 0.4, 0.6, 0.7), FakeRunner(script))
    assert three.startswith("with p = 0.4 and in 2 more variants: the run gives")


def test_a_wrong_response_must_be_wrong_with_all_values():
    """At a half, p and 1 - p are the same: that draw asks nothing."""
    runner = FakeRunner(keeps)
    assert problems(varied(0.2, 0.4), runner) == []
    (message,) = problems(varied(0.2, 0.5), runner)
    assert message == (
        "with p = 0.5: the wrong response '[0.5]' is judged correct (the answer is"
        " [0.5]); draw other values in `vary`, or set a smaller `tolerance`"
    )
    (message,) = problems(varied(0.5), runner)
    assert message.endswith("is judged correct; change it, or accept less")


def test_a_misconception_within_the_tolerance_is_reported_once_for_all_variants():
    """With the first of them."""
    (message,) = problems(varied(0.2, 0.4, 0.3, response="[1 - {{p}} * 1.001]"), KEEPS)
    assert message.startswith("with p = 0.2 and in 2 more variants: the wrong")


def test_a_vary_that_changes_nothing_is_a_problem():
    """One answer is learned by heart; values within the tolerance are one."""
    same = dropout_card(vary=(Vary("p", (0.2, 0.4)),))
    (message,) = problems(same, FakeRunner())
    assert message == (
        "the answer is [1.25, 0.0, 3.75] in all 2 variants; vary what changes it, or"
        " remove `vary`"
    )
    (message,) = problems(varied(0.2, 0.201), KEEPS)
    assert "in all 2 variants" in message
    assert problems(varied(0.2, 0.3), KEEPS) == []


def test_a_vary_of_code_or_of_what_is_never_judged_may_change_nothing():
    """The checks use it, or the learner judges."""
    vary = (Vary("p", (1, 2)),)
    assert problems(fix_card(vary=vary), FakeRunner(executed)) == []
    assert problems(card(vary=vary), FakeRunner()) == []


@pytest.mark.parametrize(
    ("truth", "expected"),
    [
        ((0.9000001,), "0.9000001 for 0.9"),
        ((1.0, 8.333338), "8.333338 for 8.333333"),
        ((0.9417637, 1.25), None),
        ((0.006000001,), "0.006000001 for 0.006"),
    ],
)
def test_float_noise_in_an_answer_is_a_problem(truth, expected):
    """The number is shown, and what it would be."""
    outcome = always(completed(array(*truth)))
    messages = problems(dropout_card(wrong=()), outcome)
    noise = [each for each in messages if "float noise" in each]
    assert len(noise) == (expected is not None)
    assert all(f"noise, {expected}; compute it in float64" in each for each in noise)


def test_digits_that_the_tolerance_tells_apart_are_no_noise():
    """They are what is asked."""
    exact = card("c", Predict(ask="y", tolerance=Tolerance(abs=0)), snippet="y = 1")
    assert problems(exact, always(completed(array(0.9000001)))) == []


def test_the_number_of_accepted_forms_that_are_tried_is_bounded():
    """A check ends soon, whatever a deck lists."""
    forms = ("2.0", *("2" for _ in range(MAX_FORMS)), "[")
    (message,) = problems(card("l", Lists(forms)), FakeRunner())
    assert message.startswith("the accepted answer '2' is judged wrong")


def test_each_accepted_form_must_be_judged_correct():
    """Synonyms, other right orders and other words are typed back."""
    lines = ("a = 1", "b = 2", "c = 3")
    order = card("o", Order(lines, also=((2, 1, 3), (1, 3, 2))))
    assert order.kind.accepted == ("2@0 1@0 3@0", "1@0 3@0 2@0")
    cloze = cloze_card()
    assert cloze.kind.accepted == ("keep | identity",)
    text = card("t", FreeText(("one", "/o+/", "1")))
    assert text.kind.accepted == ("1",)
    for each in (order, cloze, text):
        assert problems(each, FakeRunner()) == []


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("2.0", "2"), "the accepted answer '2' is judged wrong"),
        (("2.0", "["), "the accepted answer '[' cannot be typed"),
    ],
)
def test_an_accepted_form_that_is_not_right_is_a_problem(forms, expected):
    """Whatever the kind says of it."""
    (message,) = problems(card("l", Lists(forms)), FakeRunner())
    assert message.startswith(expected)


def test_a_choice_must_leave_a_choice_in_every_variant():
    """A distractor that equals the right option is not shown."""
    options = (Option("{{q}}", correct=True), Option("{{p}}", because="no"))
    vary = (Vary("p", (0.2,)), Vary("q", (0.5, 0.2)))
    (message,) = problems(card("c", Choice(options), vary=vary), FakeRunner())
    assert message.startswith("with p = 0.2, q = 0.2: only one option is left")


def test_every_rule_has_a_name_of_its_own_and_one_sentence():
    """`quizapp check --explain` prints them."""
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)
    assert all(re.fullmatch(r"[A-Z0-9].*\.", rule.sentence) for rule in RULES)
