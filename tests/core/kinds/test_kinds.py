"""How each kind of card reads a response, judges it and says what is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Unsettled, Wrong, feedback, score_of
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.expected import Expect
from quizapp.core.kinds.flashcard import Flashcard
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.runs.outcome import Killed, Output, Raised, TimedOut
from quizapp.core.values.misread import Misread
from quizapp.core.values.value import Array, Dtype, Items, Opaque, Text, scalar
from quizapp.decks.format import KINDS as ALL_KINDS
from support.outcomes import array, completed
from support.strategies import COMPLETED, FAILED, OUTCOMES, RAISED, TEXTS, WILD

PAIR = Choice((Option("a", correct=True), Option("b", because="c")))
ALL = Choice((*PAIR.options, Option("d", correct=True)), pick="all")
EXPECTS: tuple[Expect, ...] = ("value", "shape", "dtype", "printed", "raises")
KINDS = (
    Flashcard("an answer"),
    PAIR,
    ALL,
    Numeric(answer=2.5, unit="MB"),
    Numeric(ask="x"),
    *(Predict(ask="x", expect=expect) for expect in EXPECTS),
    Cloze("keep [[1 - p|keep]], rate [[1/9]]"),
    FreeText(("softmax", "/log.?(softmax|sum).*/")),
    Match((Pair("l", "r"), Pair("m", "s"), Pair("n", "r")), ("t",)),
    Order(("for x in y:", "    a", "    b"), ("c",), ((1, 3, 2),)),
)
STATED = [kind for kind in KINDS if kind.key(None) is not None]
ANY_KIND = st.sampled_from(KINDS)
INDEX_ERROR = Raised(
    Output(), 0.1, "IndexError", ("IndexError", "LookupError", "Exception"), "no", 2
)
FAILURES = [TimedOut(Output(), 3.0), Killed(Output(), 0.1, "memory"), None]


EXPECTED_SECONDS = {
    **{"flashcard": 20, "choice": 20, "cloze": 20, "text": 20},
    **{"numeric": 30, "predict": 30, "match": 45, "order": 60},
    **{"fix": 180, "implement": 300, "open": None},
}


def test_every_kind_says_how_long_an_answer_takes():
    """Plans and suggested grades depend on these numbers."""
    seconds = {name: kind.expected_seconds for name, kind in ALL_KINDS.items()}
    assert seconds == EXPECTED_SECONDS


def test_responses_compare_by_value():
    """Equal input gives equal responses: they hold their kind, not a bound method."""
    for kind in (Numeric(answer=2.5), Predict(ask="x")):
        assert kind.read("2.5") == kind.read("2.5")
        assert kind.read("2.5") != kind.read("2.6")


def judge(kind, text, outcome=None):
    """Read a response that is one, and judge it."""
    response = kind.read(text)
    assert not isinstance(response, Misread)
    return response.judge(outcome)


def feedback_on(verdict) -> str:
    """Return all that a verdict says."""
    return "; ".join(feedback(verdict))


def test_a_flashcard_takes_any_text_and_leaves_the_judgment():
    """None is an answer too."""
    kind = Flashcard("an answer")
    assert isinstance(judge(kind, ""), Unsettled)
    assert isinstance(judge(kind, "an answer"), Unsettled)
    assert kind.truth(None) == "an answer"


@pytest.mark.parametrize(
    ("kind", "path", "message"),
    [
        (Choice((Option("a", correct=True),)), ("options",), "at least two"),
        (Choice((Option("a", because="x"),) * 2), ("options",), "no right option"),
        (Choice((Option("a", correct=True),) * 2), ("options",), "several right"),
        (Choice((Option("a", correct=True),) * 2), ("options", 1), "repeats another"),
        (Choice((PAIR.options[0], Option("b"))), ("options", 1), "without a `because`"),
        (Flashcard(" "), ("answer",), "is empty"),
        (Numeric(), (), "either `answer` or `ask`"),
        (Numeric(answer=1, ask="x"), (), "not both"),
        (Predict(expect="shape"), (), "the expression whose shape is predicted"),
        (Predict(ask="x", expect="printed"), ("ask",), "is not used"),
    ],
)
def test_what_an_author_has_to_change_is_said(kind, path, message):
    """Each flaw has its place in the card."""
    flaws = [flaw for flaw in kind.flaws() if message in flaw.message]
    assert [flaw.path for flaw in flaws] == [path]


@pytest.mark.parametrize(
    "kind",
    [
        Flashcard("an answer"),
        Numeric(answer=0),
        Numeric(ask="x"),
        Predict(ask="x"),
        Predict(expect="printed"),
        Predict(expect="raises"),
        PAIR,
        ALL,
    ],
)
def test_a_kind_that_is_well_made_has_no_flaws(kind):
    """Nothing is asked of its author."""
    assert kind.flaws() == ()


@pytest.mark.parametrize("text", ["2.5", "2.5 MB", "2.5MB", "5/2", "250%", "2.504"])
def test_a_stated_number_is_judged_without_a_run(text):
    """Its unit is optional."""
    assert judge(Numeric(answer=2.5, unit="MB"), text) == Correct()


def test_a_wrong_number_is_reported_the_right_one():
    """And what was typed."""
    verdict = judge(Numeric(answer=2.5), "3")
    assert feedback_on(verdict) == "expected 2.5, you typed 3"
    assert Numeric(answer=2.5, unit="MB").truth(None) == "2.5 MB"
    whole = Numeric(answer=512.0, unit="MB")
    assert whole.truth(None) == "512 MB"
    assert feedback_on(judge(whole, "500")) == "expected 512, you typed 500"


@pytest.mark.parametrize("value", [scalar(4), array(4.0), Array((1, 1), (4.0,))])
def test_a_computed_number_may_come_in_a_tensor(value):
    """Of one element, whatever its shape."""
    kind = Numeric(ask="x", tolerance=Tolerance(abs=0.1))
    assert judge(kind, "4", completed(value)) == Correct()
    assert isinstance(judge(kind, "4.2", completed(value)), Wrong)


@pytest.mark.parametrize(
    "outcome", [*FAILURES, INDEX_ERROR, completed(), completed(array(1.0, 2.0))]
)
def test_a_run_without_a_number_settles_no_number(outcome):
    """And has no truth."""
    assert isinstance(judge(Numeric(ask="x"), "4", outcome), Unsettled)
    assert Numeric(ask="x").truth(outcome) is None


@pytest.mark.parametrize(
    ("expect", "outcome", "truth", "right", "wrong"),
    [
        ("value", completed(array(1.25, 0)), "[1.25, 0]", "[1.254 0]", "[1, 0]"),
        ("shape", completed(array(1, 2)), "(2,)", "2", "(1, 2)"),
        ("shape", completed(scalar(1)), "()", "scalar", "(1,)"),
        ("dtype", completed(array(1.0)), "float32", "torch.float", "double"),
        ("dtype", completed(Dtype("int64")), "int64", "long", "int"),
        ("printed", completed(stdout="a 0.333\n"), "a 0.333", "a  0.33", "a 0.35"),
        ("raises", completed(), "None", "none", "IndexError"),
        ("raises", INDEX_ERROR, "IndexError", "IndexError: x", "KeyError"),
    ],
)
def test_a_prediction_is_judged_by_the_run(expect, outcome, truth, right, wrong):
    """Whatever is expected of it."""
    kind = Predict(ask="x", expect=expect)
    assert kind.truth(outcome) == truth
    assert judge(kind, right, outcome) == Correct()
    assert isinstance(judge(kind, wrong, outcome), Wrong)


def test_a_base_class_of_the_exception_is_right_with_a_note():
    """But Exception itself says nothing, and none is wrong."""
    kind = Predict(expect="raises")
    note = "it raises IndexError, a kind of LookupError"
    assert judge(kind, "LookupError", INDEX_ERROR) == Correct((note,))
    assert feedback_on(judge(kind, "Exception", INDEX_ERROR)).endswith("not Exception")
    assert feedback_on(judge(kind, "none", INDEX_ERROR)) == "it raises IndexError"
    assert "completes" in feedback_on(judge(kind, "IndexError", completed()))


@pytest.mark.parametrize("outcome", FAILURES)
@pytest.mark.parametrize("expect", EXPECTS)
def test_no_result_is_never_a_pass(expect, outcome):
    """Nor a fail: a time-out settles nothing."""
    kind = Predict(ask="x", expect=expect)
    text = "float32" if expect == "dtype" else "none" if expect == "raises" else "1"
    assert isinstance(judge(kind, text, outcome), Unsettled)
    assert kind.truth(outcome) is None


@pytest.mark.parametrize("expect", ["value", "shape", "dtype", "printed"])
def test_an_unexpected_exception_settles_nothing(expect):
    """It is reported instead."""
    text = "float32" if expect == "dtype" else "1"
    verdict = judge(Predict(ask="x", expect=expect), text, INDEX_ERROR)
    assert verdict == Unsettled("IndexError in line 2: no")


def test_a_value_without_what_is_asked_settles_nothing():
    """A text has no shape, a Python number no dtype."""
    verdict = judge(Predict(ask="x", expect="shape"), "1", completed(Text("a")))
    assert verdict == Unsettled("the run gave no shape to compare with")
    verdict = judge(Predict(ask="x", expect="dtype"), "long", completed(scalar(1)))
    assert isinstance(verdict, Unsettled)
    verdict = judge(Predict(ask="x"), "1", completed(Opaque("Linear", "Linear()")))
    assert isinstance(verdict, Unsettled)


@given(st.sampled_from(EXPECTS), COMPLETED | RAISED)
def test_the_truth_typed_back_is_correct(expect, outcome):
    """Whatever a run gives and whatever is expected of it."""
    kind = Predict(ask="x", expect=expect)
    truth = kind.truth(outcome)
    assert truth is None or isinstance(judge(kind, truth, outcome), Correct)


@given(ANY_KIND, TEXTS, OUTCOMES | st.none())
def test_no_response_makes_a_kind_raise(kind, text, outcome):
    """Whatever is typed gets a verdict with a share from 0 to 1, or is reported."""
    response = kind.read(text)
    kind.truth(outcome)
    if not isinstance(response, Misread):
        share = score_of(response.judge(outcome))
        assert share is None or 0 <= share <= 1


@given(st.sampled_from(EXPECTS), FAILED, WILD | st.sampled_from(["1", "none"]))
def test_a_failed_run_is_never_correct(expect, outcome, text):
    """Whatever was predicted."""
    response = Predict(ask="x", expect=expect).read(text)
    if not isinstance(response, Misread):
        assert isinstance(response.judge(outcome), Unsettled)


@pytest.mark.parametrize("kind", STATED, ids=lambda kind: kind.name)
def test_the_answer_of_a_card_typed_back_is_correct(kind):
    """What is shown as right can be given."""
    assert judge(kind, kind.key(None)) == Correct()


@given(ANY_KIND, st.integers(0, 2**32), TEXTS)
def test_no_text_typed_beneath_a_listing_crashes(kind, seed, text):
    """And the same seed draws the same listing."""
    assert kind.listing(seed) == kind.listing(seed)
    kind.read(kind.from_listing(text, seed))


@pytest.mark.parametrize("typed", ["4", "04", "9999", "99999999", "0"])
def test_what_is_not_listed_is_not_chosen(typed):
    """Not even by the number that a hidden option has in the file."""
    options = tuple(Option(str(n), because="b") for n in (5, 6, 5))
    kind = Choice((*options, Option("1", correct=True)), pin=True)
    assert len(kind.listing(0)) == 3
    assert isinstance(kind.read(kind.from_listing(typed, 0)), Misread)


@pytest.mark.parametrize("typed", ["3", "03", " 3"])
def test_a_place_is_a_number_however_it_is_written(typed):
    """The third that is listed is the fourth of the file."""
    options = tuple(Option(str(n), because="b") for n in (5, 6, 5))
    kind = Choice((*options, Option("1", correct=True)), pin=True)
    assert kind.from_listing(typed, 0).strip() == "4"


@given(ANY_KIND, TEXTS)
def test_the_canonical_text_is_read_to_an_equal_response(kind, text):
    """The log keeps it, so it has to mean the same again."""
    response = kind.read(text)
    if not isinstance(response, Misread):
        assert kind.read(response.text).text == response.text


@pytest.mark.parametrize(
    ("kind", "one", "other", "different"),
    [
        (PAIR, "1", " 1", "2"),
        (Predict(ask="x"), "[1, 0]", "1, 0.001", "[1, 2]"),
        (Predict(ask="x"), "nan", "float('nan')", "0"),
        (Predict(expect="raises"), "IndexError", "IndexError()", "KeyError"),
        (Predict(expect="printed"), "a\\nb", "a\nb", "a"),
        (Numeric(answer=1), "1/2", "0.5", "2"),
    ],
)
def test_responses_agree_if_they_say_the_same(kind, one, other, different):
    """So a known misconception is recognized however it is typed."""
    assert kind.read(one).agrees(kind.read(other))
    assert not kind.read(one).agrees(kind.read(different))
    assert not kind.read(one).agrees(Flashcard("x").read(one))


def test_a_sequence_is_predicted_item_by_item():
    """As a function returns two tensors."""
    value = Items((array(1.0, 2.0), array(3.0)), "(")
    assert judge(Predict(ask="x"), "([1, 2], [3])", completed(value)) == Correct()
