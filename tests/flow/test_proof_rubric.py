"""The proof of a rubric: the model answer makes its points, and no other answer."""

from quizapp.core.cards.card import Card
from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.open import Open
from quizapp.flow.proof import prove
from quizapp.flow.proof_rubric import OFF_TOPIC
from support.cards import card
from support.fakes import FakeRunner


def with_points(answer: str, *mentions: tuple[str, ...]) -> Card:
    """Return an open card with points that have these mentions."""
    points = tuple(Point(f"p{n}", mentions=words) for n, words in enumerate(mentions))
    return card("talk", Open(answer, points))


def problems(card: Card) -> list[str]:
    """Return what a proof finds."""
    return [problem.message for problem in prove(card, FakeRunner()).problems]


def test_one_mention_of_each_point_in_the_answer_is_enough():
    """A point without mentions is left to the user."""
    whole = with_points(
        "masks, **scaled** by 1/(1-p)", ("mask", "/masks?/"), ("scaled",)
    )
    assert problems(whole) == []
    assert problems(with_points("anything", (), ())) == []


def test_a_point_that_the_answer_does_not_mention_is_a_problem():
    """It is named by its number, with the words that were looked for."""
    (message,) = problems(with_points("masks", ("/masks?/",), ("scale", "/1-p/")))
    assert message.startswith(
        "`answer` has none of the `mentions` of point 2 (scale, /1-p/)"
    )


def test_words_that_any_answer_has_are_a_problem():
    """They would tick a point of an answer about something else."""
    (message,) = problems(with_points("the model, masked", ("masked", "the model")))
    assert message.startswith(
        "an answer about something else makes point 1 by its `mentions` (the model)"
    )


def test_the_other_answer_is_about_something_else():
    """It says nothing of the subject of the shipped decks."""
    for word in ("dropout", "mask", "regulariz", "overfit", "noise", "scale"):
        assert word not in OFF_TOPIC.casefold()


def test_a_stem_that_is_no_whole_word_is_said_to_be_one():
    """A phrase is found as whole words; a pattern finds the beginning of one."""
    (message,) = problems(with_points("Regularization helps", ("mask", "regulariz")))
    assert message.endswith(
        "'regulariz' is not the whole of 'regularization': write /regulariz/"
    )
