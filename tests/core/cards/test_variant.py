"""Variants: the same seed draws the same values, and no placeholder is left."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Misconception
from quizapp.core.cards.variant import (
    MAX_VARIANTS,
    Variant,
    Vary,
    draw,
    filled,
    placeholders,
    variants,
)
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.session.phases import Posed
from quizapp.core.values.misread import Misread
from support.cards import card, dropout_card
from support.fakes import MORNING
from support.outcomes import array, completed

NAMES = st.sampled_from(["p", "n", "rate", "größe"])
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-99, 99),
    st.floats(-9, 9),
    st.text("ab{} '\"\\", max_size=4),
    st.lists(st.integers(0, 9), max_size=3).map(tuple),
)
VARY = st.dictionaries(
    NAMES, st.lists(SCALARS, min_size=1, max_size=6), min_size=1
).map(lambda given: tuple(Vary(name, tuple(each)) for name, each in given.items()))

TEXTS = ("{{p}} {{n}}", "plain", "{{{rate}} {{größe}}", "{{ p }}")


class Inner(Struct, frozen=True):
    """A part of a kind to come."""

    text: str
    weight: float = 1.0


class Outer(Struct, frozen=True):
    """A kind to come."""

    texts: tuple[str, ...]
    inner: tuple[Inner, ...]
    nested: tuple[tuple[str, ...], ...]
    other: Inner | None = None


@given(VARY, st.integers(0, 2**32))
def test_the_same_seed_draws_the_same_values(vary, seed):
    """Each is one of those that were listed."""
    variant = draw(vary, seed)
    assert variant == draw(vary, seed)
    values = dict(variant.values)
    assert all(values[each.name] in each.values for each in vary)


@given(VARY)
def test_other_seeds_draw_other_values_in_time(vary):
    """Nothing listed is left out forever."""
    drawn = [dict(draw(vary, seed).values) for seed in range(400)]
    for each in vary:
        assert {repr(found[each.name]) for found in drawn} >= {
            repr(value) for value in each.values
        }


@given(VARY, st.integers(0, 99))
def test_drawing_leaves_no_placeholder_of_a_name(vary, seed):
    """In strings, tuples, and dataclasses within dataclasses; the rest stays."""
    names = {each.name for each in vary}
    inner = tuple(Inner(text, 0.5) for text in TEXTS)
    done = filled(Outer(TEXTS, inner, (TEXTS, ())), draw(vary, seed))
    for text, original in zip(done.texts, TEXTS, strict=True):
        if not any(isinstance(v, str) for each in vary for v in each.values):
            assert not names & set(placeholders(text))
        assert names & set(placeholders(original)) or text == original
    assert [each.text for each in done.inner] == list(done.texts)
    assert done.nested == (done.texts, ())
    assert {each.weight for each in done.inner} == {0.5}


@given(VARY)
def test_there_are_as_many_variants_as_combinations_or_a_sample(vary):
    """All of up to 24, each once; of more, never more than 24."""
    total = 1
    for each in vary:
        total *= len(each.values)
    every = variants(vary)
    assert len(every) == total or (
        total > MAX_VARIANTS and 1 <= len(every) <= MAX_VARIANTS
    )
    assert every == variants(vary)


def test_a_card_that_draws_nothing_is_one_variant():
    """And drawing returns it as it is."""
    assert variants(()) == (Variant(),)
    plain = dropout_card()
    assert plain.draw(3) is plain
    assert plain.drawn.json == "{}"


@given(VARY)
def test_the_code_of_a_variant_assigns_its_values(vary):
    """Whatever quotes and backslashes a text holds."""
    variant = draw(vary, 1)
    scope: dict[str, object] = {}
    exec(variant.code, scope)  # noqa: S102  # a variant's own lines
    for name, value in variant.values:
        assert scope[name] == (list(value) if isinstance(value, tuple) else value)


def test_the_json_of_a_variant_does_not_depend_on_the_order_of_names():
    """So that the log can be searched for it."""
    assert Variant((("p", 0.2), ("n", (1, 2)))).json == '{"n":[1,2],"p":0.2}'
    assert json.loads(Variant((("t", "é"),)).json) == {"t": "é"}


def varied(**fields):
    """Return a predict card over p."""
    given = {
        "prompt": "Dropout at `p = {{p}}`",
        "hints": ("1 - {{p}}",),
        "explain": "{{p}}",
        "snippet": "y = 1 - p",
        "wrong": (Misconception("{{p}}", "that is p = {{p}}"),),
        "vary": (Vary("p", (0.2,)),),
    }
    return dropout_card(**{**given, **fields})


def test_a_drawn_card_holds_its_values_in_every_text():
    """And as the first line of the snippet; its hash is that of the file."""
    drawn = varied().draw(0)
    assert drawn.prompt == "Dropout at `p = 0.2`"
    assert (drawn.hints, drawn.explain) == (("1 - 0.2",), "0.2")
    assert drawn.wrong == (Misconception("0.2", "that is p = 0.2"),)
    assert drawn.snippet == "p = 0.2\ny = 1 - p"
    assert (drawn.vary, drawn.content, drawn.id) == ((), "scaling", varied().id)
    assert drawn.drawn == Variant((("p", 0.2),))


@pytest.mark.parametrize(
    ("snippet", "drawn"),
    [
        ("import torch\n\ny = p\n", "import torch\n\np = 0.2\ny = p\n"),
        (
            "# A net.\nimport torch\nfrom torch import nn\ny = p",
            "# A net.\nimport torch\nfrom torch import nn\np = 0.2\ny = p",
        ),
        ("y = p\nimport torch\n", "p = 0.2\ny = p\nimport torch\n"),
        ("import torch; y = p", "p = 0.2\nimport torch; y = p"),
        ("from_here = p\n", "p = 0.2\nfrom_here = p\n"),
        ("import torch", "p = 0.2\nimport torch"),
        ("\n# p is drawn\ny = p", "p = 0.2\n\n# p is drawn\ny = p"),
    ],
)
def test_drawn_values_come_below_the_imports_that_a_snippet_begins_with(snippet, drawn):
    """Where a person would write them; anything else stays below them."""
    assert Variant((("p", 0.2),)).placed_in(snippet) == drawn


def test_an_expression_without_a_snippet_knows_the_values():
    """The values alone are run before it."""
    number = card("n", Numeric(ask="1 / (1 - p)"), vary=(Vary("p", (0.2,)),))
    program = number.draw(0).program()
    assert program is not None
    assert program.code == "p = 0.2\n"


def test_a_card_without_code_gets_none():
    """Values in its text are no proof to be run."""
    assert card(prompt="{{p}}", vary=(Vary("p", (1,)),)).draw(0).snippet == ""


def test_a_distractor_that_reads_like_the_right_option_is_not_shown():
    """The others keep their numbers, so the log means the same in every variant."""
    options = (
        Option("{{p}}", because="no"),
        Option("0.5", correct=True),
        Option("{{q}}", because="no"),
        Option("2", because="no"),
    )
    vary = (Vary("p", (0.5,)), Vary("q", (2,)))
    drawn = card("c", Choice(options, pin=True), vary=vary).draw(0)
    assert isinstance(drawn.kind, Choice)
    assert drawn.kind.display_order(0) == (2, 3)


def test_a_misconception_that_is_right_for_the_drawn_values_is_not_shown():
    """`p` and `1 - p` are the same at a half."""
    wrong = (Misconception("[{{p}}]", "that is p"),)
    drawn = varied(wrong=wrong, vary=(Vary("p", (0.5,)),)).draw(0)
    response = Posed(drawn, 0, Moment(MORNING)).read("[0.515]")
    assert not isinstance(response, Misread)
    right = completed(array(0.507))
    assert response.agrees(drawn.kind.read("[0.51]"))
    near = Posed(drawn, 0, Moment(MORNING)).read("[0.493]")
    assert not isinstance(near, Misread)
    assert drawn.because(near, near.judge(right), right) is None
    far = completed(array(0.9))
    assert drawn.because(near, near.judge(far), far) == "that is p"
