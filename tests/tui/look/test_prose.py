"""Prose on the screen: nothing is lost at any width and with any letters."""

import pytest
from textual.content import Content

from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.order import Order
from quizapp.core.session.phases import Revealed
from quizapp.tui.look.prose import folded, hung, inline, prose
from support.cards import card, dropout_card
from support.fakes import FakeRunner
from support.outcomes import array, completed
from support.screens import SMALL, on_screen, seen, type_, wait_for

WIDE_TEXT = "深層学習では、過学習を防ぐために🧪ドロップアウトを使います。" * 4
LONG = "a_long_name(" + ", ".join(f"argument_{n}" for n in range(12)) + ")"
TABLE = """\
| Method | What it does |  Cost |
|:--|:--|--:|
| dropout | zeroes activations at random and scales the rest of them up again, so | 1 |
| 重み減衰 | 🧪 `w` | 20 |
"""


def styles(text: str) -> dict[str, str]:
    """Return the styled parts of a line, with their styles."""
    content = inline(text)
    return {
        content.plain[span.start : span.end]: str(span.style) for span in content.spans
    }


@pytest.mark.parametrize(
    "text",
    [
        "a*b*c and x_1*y_1",
        "x**2 + y**2",
        "f(x)**2 + g(x)**2 and a[0]*b[0]*c",
        "2 * 3 * 4 and 2 ** 3 ** 4",
        "(*args, **kwargs)",
        "it costs $5 and $6",
        "*",
    ],
)
def test_products_powers_and_prices_stay_as_they_are(text):
    """Emphasis opens neither after a word nor before a space."""
    assert inline(text).plain == text
    assert styles(text) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$a*b*c$ is *not* it", {"a*b*c": "$string", "not": "italic"}),
        ("$x_1 \\cdot **y$ **b**", {"x₁ · **y": "$string", "b": "bold"}),
        ("$$a*b*c$$", {"a*b*c": "$string"}),
        ("これは**重要**です", {"重要": "bold"}),
        ("`$a$` and **two words**", {"$a$": "$secondary", "two words": "bold"}),
    ],
)
def test_formulas_are_shown_as_they_were_written(text, found):
    """Emphasis works where it is meant, between wide letters too."""
    assert styles(text) == found


def test_a_table_is_aligned_by_cells_and_fits_the_width():
    """A cell that is too wide is wrapped in its column."""
    lines = prose(TABLE, 60).split("\n")
    assert [line.plain.rstrip() for line in lines] == [
        "Method    What it does                                  Cost",
        "────────  ────────────────────────────────────────────  ────",
        "dropout   zeroes activations at random and scales the      1",
        "          rest of them up again, so",
        "重み減衰  🧪 w                                            20",
    ]
    assert {line.cell_length for line in lines} == {60}


@pytest.mark.parametrize("width", [20, 33, 80])
def test_wrapped_and_cut_lines_lose_nothing(width):
    """Words are wrapped with a hanging indent, code is cut."""
    sign, again = Content("1  "), Content("↳  ")
    for text in (LONG, WIDE_TEXT, LONG + WIDE_TEXT):
        cut = folded(sign, again, Content(text), width)
        assert "".join(line.plain[3:] for line in cut) == text
        wrapped = hung(sign, Content(text), width)
        joined = "".join(line.plain[3:] for line in wrapped)
        assert joined.replace(" ", "") == text.replace(" ", "")
        assert all(line.cell_length <= width for line in [*cut, *wrapped])


TALL = (120, 60)
"""One column, in a border."""


def letters(text: str) -> str:
    """Return a text without what the layout adds."""
    return "".join(each for each in text if each.isalnum())


CARDS = {
    "prompt": card("c", prompt=WIDE_TEXT),
    "choice": card("c", Choice((Option(WIDE_TEXT, correct=True), Option("b")))),
    "match": card("c", Match((Pair(WIDE_TEXT, "a"), Pair("b", "c")))),
    "order": card("c", Order((f"x = '{WIDE_TEXT}'", "y"))),
    "code": dropout_card(snippet=f"import torch\noutput = 1  # {WIDE_TEXT}"),
}


@pytest.mark.parametrize("size", [SMALL, TALL])
@pytest.mark.parametrize("kind", CARDS)
async def test_wide_letters_are_all_on_the_screen(kind, size):
    """East Asian text and emoji, in every part of a card."""
    with on_screen(CARDS[kind]) as (_, app):
        async with app.run_test(size=size) as pilot:
            wanted = letters(WIDE_TEXT)
            await wait_for(pilot, lambda: wanted in letters(seen(app)))


@pytest.mark.parametrize("size", [SMALL, TALL])
async def test_a_long_line_of_code_goes_on_below(size):
    """With a sign instead of a number."""
    with on_screen(dropout_card(snippet=f"y = {LONG}\noutput = y")) as (_, app):
        async with app.run_test(size=size) as pilot:
            await wait_for(pilot, lambda: letters(LONG) in letters(seen(app)))
            rows = seen(app).splitlines()
    (first,) = [place for place, row in enumerate(rows) if " 1  y = a_long_" in row]
    assert rows[first + 1].lstrip("│ ").startswith("↳  ")


async def test_every_part_of_a_printed_line_has_its_bar():
    """A long one cannot look like a verdict."""
    printed = completed(array(1.25, 0.0, 3.75), "x" * 71 + " ✓ Correct")
    runner = FakeRunner(lambda _: printed)
    with on_screen(dropout_card(), runner=runner) as (session, app):
        async with app.run_test(size=(80, 40)) as pilot:
            await type_(pilot, "[1, 0, 3]")
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            rows = [row for row in seen(app).splitlines() if "Correct" in row]
    assert [row.strip().startswith("│") for row in rows] == [True]
