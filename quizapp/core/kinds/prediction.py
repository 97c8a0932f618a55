"""Predictions: read in the notation of what is expected, and judged against the run.

This is apart from `predict` because it brings all of the reader and the judge along:
no question needs them, and the first one on the screen must not wait for them.
"""

from quizapp.core.judging.comparison import compare, compare_shape
from quizapp.core.judging.printed import compare_printed
from quizapp.core.judging.tolerance import Tolerance
from quizapp.core.judging.verdict import Correct, Unsettled, Verdict, Wrong
from quizapp.core.kinds.expected import Expect, result_of
from quizapp.core.kinds.ranking import one_way, same_chain, same_printed_ranking
from quizapp.core.runs.outcome import Completed, Outcome, Raised, sentence
from quizapp.core.values.answer_context import AnswerContext
from quizapp.core.values.answers import read_answer, read_element_type, read_sizes
from quizapp.core.values.exception_names import read_exception
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_printed
from quizapp.core.values.value import Array, ExceptionClass, Nothing, Text, Value


def read_prediction(
    expect: Expect, text: str, context: AnswerContext
) -> Value | Misread:
    """Read a typed prediction, which may name drawn values."""
    match expect:
        case "value":
            return read_answer(text, context)
        case "shape":
            return read_sizes(text, context)
        case "dtype":
            return read_element_type(text)
        case "printed":
            return read_printed(one_way(text, context.about))
        case "raises":
            return read_exception(text)


def judge_prediction(
    expect: Expect, value: Value, outcome: Outcome | None, tolerance: Tolerance
) -> Verdict:
    """Judge a predicted value against the run."""
    right = result_of(expect, outcome)
    if outcome is None or right is None:
        return _unsettled(expect, outcome)
    match expect, right, value:
        case "raises", _, _:
            return _judge_exception(outcome, value)
        case "shape", Array(), Array():
            return compare_shape(right, value)
        case "printed", Text(), Text():
            return _compare_output(right.text, value.text, tolerance)
        case _, Text(), Text(bare=True):
            return _compare_words(right, value, tolerance)
        case _:
            return compare(right, value, tolerance)


def _unsettled(expect: Expect, outcome: Outcome | None) -> Verdict:
    if outcome is None or isinstance(outcome, Completed):
        return Unsettled(f"the run gave no {expect} to compare with")
    return Unsettled(sentence(outcome))


def _compare_output(right: str, given: str, tolerance: Tolerance) -> Verdict:
    """Judge what is printed; an order of names may have other separators."""
    if same_printed_ranking(right, given) or same_chain(right, given):
        return Correct()
    return compare_printed(right, given, tolerance)


def _compare_words(right: Text, given: Text, tolerance: Tolerance) -> Verdict:
    """Judge text without quotes: as what is printed, if not as the value."""
    verdict = compare(right, given, tolerance)
    if isinstance(verdict, Correct):
        return verdict
    printed = _compare_output(right.text, given.text, tolerance)
    return printed if isinstance(printed, Correct) else verdict


def _judge_exception(outcome: Outcome, given: Value) -> Verdict:
    """Compare classes, not messages: their wording changes between releases."""
    if not isinstance(outcome, Raised):
        if isinstance(given, Nothing):
            return Correct()
        return Wrong(("it raises nothing; the code completes",))
    if isinstance(given, Nothing):
        return Wrong((f"it raises {outcome.type}",))
    named = given.name if isinstance(given, ExceptionClass) else ""
    if named.casefold() == outcome.type.casefold():
        return Correct()
    if named in outcome.bases and named not in {"Exception", "BaseException"}:
        return Correct((f"it raises {outcome.type}, a kind of {named}",))
    return Wrong((f"it raises {outcome.type}, not {named}",))
