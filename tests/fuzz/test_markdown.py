"""Markdown of any size is laid out in time, and none of its text is lost."""

import pytest

from quizapp.core.terminal.markdown import blocks
from quizapp.decks.caps import MAX_CHARACTERS
from quizapp.tui.look.prose import inline, prose
from support.fuzz import chance_of, in_time, noise, pasted, rounds, sampled

UNITS = (
    *("- x\n", "1. x\n", "x\n", "# x\n", "    x\n", "x\n\n", "```\n", "$$\n", "|\n"),
    *(
        "a|b\n-|-\nx\n",
        "a|b\n-|-\n1|2\n",
        "-|",
        "|-",
        "a|b\n",
        "`x` ",
        "**x** ",
        "*x* ",
    ),
    *("$x$ ", "`", "*", "**", "$", "$$", "$ ", "$a ", "\\|", "`x`" * 40 + "\n"),
)


@pytest.mark.slow
@pytest.mark.parametrize("unit", sampled(UNITS, 4), ids=repr)
def test_a_text_of_one_unit_is_laid_out_in_time(unit):
    """Six times the cap of a deck for the parser; up to the cap for the screen."""
    with in_time(unit):
        many = unit * (6 * MAX_CHARACTERS // len(unit))
        assert list(blocks(many)) or not unit.strip("|`$\n")
    with in_time(unit):
        content = prose(unit * (MAX_CHARACTERS // len(unit)), 80)
    assert content.plain.count("x") <= MAX_CHARACTERS


def test_a_hundred_thousand_bullets_and_spans_are_parsed_in_time():
    """They hung for half a minute."""
    for text in ("- x\n" * 100_000, "`x` " * 100_000, "x\n" * 100_000):
        with in_time(text):
            assert list(blocks(text))
    with in_time("spans"):
        assert len(inline("`x` " * 100_000).spans) == 100_000


@pytest.mark.parametrize("text", sampled(pasted(), 4), ids=lambda text: repr(text[:5]))
def test_a_megabyte_of_anything_is_parsed_in_time(text):
    """A deck may hold no such text; a run may print it."""
    with in_time(text):
        list(blocks(text))


@pytest.mark.parametrize("seeds", rounds(100, 10_000), ids=str)
def test_noise_is_laid_out(seeds):
    """At every width, with all its words."""
    for seed in seeds:
        with chance_of(seed) as chance:
            lines = (noise(chance, 12) for _ in range(chance.randrange(1, 9)))
            text = "\n".join(lines)
            with in_time(text):
                prose(text, chance.randrange(1, 120))
