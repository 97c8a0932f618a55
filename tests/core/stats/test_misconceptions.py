"""Which foreseen mistakes were made, read again from what was answered."""

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import days_after
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Misconception
from quizapp.core.cards.variant import Variant, Vary
from quizapp.core.kinds import Mistake
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.stats.card_figures import was_wrong
from quizapp.core.stats.misconceptions import MistakeCount, misconceptions
from support.cards import card, choice_card, cloze_card, dropout_card
from support.reviews import NOW as TODAY
from support.reviews import reviewed, wrong

FORGOTTEN = Mistake("[1, 0, 3]", "that forgets the factor 1/(1-p)")


def found(cards, *reviews):
    """Return the misconceptions of reviews of these cards."""
    wrong: dict[CardId, list[Reviewed]] = {}
    for review in filter(was_wrong, reviews):
        wrong.setdefault(review.card, []).append(review)
    return misconceptions(wrong, {each.id: each for each in cards})


def test_a_foreseen_answer_is_known_however_it_was_typed():
    """Values are compared, not texts, and nothing is run."""
    made = [
        wrong("scaling", days, content="scaling", response=response)
        for days, response in (
            (5, "[1, 0, 3]"),
            (2, "(1.0, 0, 3.00)"),
            (1, "[9, 9, 9]"),
        )
    ]
    result = found([dropout_card()], *made)
    assert result.made == (
        MistakeCount(
            CardId("deck", "scaling"), FORGOTTEN, 2, days_after(TODAY.day, -2)
        ),
    )
    assert (
        result.foreseen,
        result.unforeseen,
        result.edited,
    ) == (2, 1, 0)


def test_an_option_is_known_by_its_number():
    """With the reason its author gave."""
    result = found([choice_card()], *(wrong("pick", response=n) for n in "322"))
    assert [(made.mistake.given, made.times) for made in result.made] == [
        ("wrong one", 2),
        ("other wrong one", 1),
    ]
    assert result.made[0].mistake.because == "it is not"


def test_of_several_options_each_wrong_one_counts():
    """One answer, two misconceptions."""
    options = (
        Option("a", correct=True),
        Option("b", False, "no"),
        Option("c", False, "nor"),
    )
    several = card("all", Choice(options, pick="all"))
    result = found([several], wrong("all", response="1, 2, 3"))
    assert [made.mistake.because for made in result.made] == ["no", "nor"]
    assert result.foreseen == 1


def test_a_mistake_is_one_whatever_was_drawn():
    """And is reported in the words of its last time."""
    varied = card(
        "keep",
        Numeric(ask="1 - p"),
        vary=(Vary("p", (0.2, 0.3)),),
        wrong=(Misconception("{{p}}", "{{p}} is dropped"),),
    )
    drawn = [Variant((("p", p),)).json for p in (0.2, 0.3)]
    result = found(
        [varied],
        wrong("keep", 2, variant=drawn[0], response="0.2"),
        wrong("keep", 1, variant=drawn[1], response="30%"),
        wrong("keep", 1, variant=drawn[1], response="0.2"),
    )
    assert [(made.times, made.mistake) for made in result.made] == [
        (2, Mistake("0.3", "0.3 is dropped"))
    ]
    assert result.unforeseen == 1


def test_a_card_that_was_edited_is_not_looked_at():
    """What was option 2 may be another now; nor is one that is gone."""
    result = found(
        [choice_card()],
        wrong("pick", content="older", response="2"),
        wrong("gone", response="2"),
    )
    assert (result.made, result.edited) == ((), 2)


def test_right_answers_and_verdicts_set_aside_hold_no_mistake():
    """Nor does what nobody judged."""
    result = found(
        [choice_card()],
        reviewed("pick", response="1"),
        reviewed("pick", verdict=None, score=None, response="2"),
        wrong("pick", overridden=True, response="2"),
    )
    assert (
        result.made,
        result.foreseen,
        result.unforeseen,
        result.edited,
    ) == ((), 0, 0, 0)


def test_an_answer_that_cannot_be_read_is_one_nobody_foresaw():
    """Given up, of a variant that is none, or in a notation of the past."""
    varied = dropout_card("varied", vary=(Vary("p", (0.2,)),))
    made = [
        wrong("scaling", response=""),
        wrong("scaling", response="[1, 0"),
        *(wrong("varied", variant=v, response="[1, 0, 3]") for v in ("{}", "[", "[1]")),
    ]
    result = found([dropout_card(), varied], *made)
    assert (result.made, result.unforeseen) == ((), 5)


def test_half_right_may_still_be_a_misconception():
    """A blank that was filled as the author expected it to be."""
    rule = cloze_card(wrong=(Misconception("p | identity", "that is dropped"),))
    part = reviewed(
        "rule", verdict=VerdictName.PARTIAL, score=0.5, response="P | identity"
    )
    assert found([rule], part).made[0].mistake.because == "that is dropped"
