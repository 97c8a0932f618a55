"""The widgets that take answers, by keys alone: what is shown, what is committed."""

import pytest
from textual.widgets import Input

from quizapp.core.judging.verdict import name
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.text import FreeText
from quizapp.core.session.phases import Asking, Revealed
from quizapp.tui.widgets.page import CardPage
from support.cards import card, cloze_card, match_card, order_card
from support.screens import SMALL, on_screen, seen, type_

EVIL = "[@click=app.quit]q[/] [/foo] \x1b]52;c;ZQ==\x07\x9b2J\u202e"


def answered(sitting) -> tuple[str, str | None]:
    """Return the revealed response and its verdict's name."""
    assert isinstance(sitting.phase, Revealed)
    return sitting.phase.response.text, name(sitting.phase.judged)


def row_of(app, text: str) -> str:
    """Return the painted row that holds a text."""
    return next(line for line in seen(app).splitlines() if text in line)


def marked(app) -> list[str]:
    """Return the painted rows that are marked right or wrong."""
    return [line for line in seen(app).splitlines() if "✓" in line or "✗" in line]


async def test_blanks_are_filled_in_turn_and_shown_in_place():
    """Enter goes on, and answers from the last."""
    with on_screen(cloze_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            assert "Keep with  ______ ;" in seen(app)
            await type_(pilot, "keep")
            assert "Keep with  keep ;" in seen(app)
            await pilot.press("enter")
            assert isinstance(sitting.phase, Asking)
            await type_(pilot, "nothing")
            await pilot.press("enter")
            assert answered(sitting) == ("keep | nothing", "partial")
            painted = seen(app)
    assert "Keep with ✓ 1 - p; in eval mode it is the ✗ identity." in painted
    assert "[2]  identity  nothing" in painted


async def test_a_blank_is_gone_back_to_with_its_words():
    """Tab and Down go on, Up goes back; `|` is not typed."""
    with on_screen(cloze_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "kep")
            await pilot.press("tab", "|", "i", "up")
            field = app.screen.query_one("#blanks-input", Input)
            assert field.value == "kep"
            await pilot.press("left", "e", "down")
            assert field.value == "i"
            await pilot.press("enter")
            assert answered(sitting) == ("keep | i", "partial")


async def test_enter_alone_gives_up_a_cloze():
    """And every blank shows its answer."""
    with on_screen(cloze_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("enter")
            assert answered(sitting) == ("", "wrong")
            assert "✗ 1 - p" in seen(app)


async def test_a_text_is_typed_and_a_misspelling_told():
    """In the line that predictions are typed into."""
    with on_screen(card("t", FreeText(("softmax",)))) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "sotfmax")
            await pilot.press("enter")
            assert answered(sitting) == ("sotfmax", "wrong")
            assert "close: check the spelling" in seen(app)
            assert "Answer  softmax" in seen(app)


async def test_rows_are_paired_by_letter():
    """The letter goes into the row, and the cursor on to the next."""
    with on_screen(match_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            for text in ("the features", "the batch"):
                await pilot.press(row_of(app, text).split()[0])
            assert "layer   the features" in seen(app)
            await pilot.press("enter")
            assert answered(sitting) == ("1a 2b", "correct")


async def test_rows_are_paired_by_arrows_too():
    """Left and right turn through the letters; backspace takes one back."""
    with on_screen(match_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("right", "right", "left", "down", "right", "backspace")
            assert "›  _   batch" in seen(app)
            await pilot.press("enter")
            assert isinstance(sitting.phase, Asking)
            assert "Row 2 still needs a letter" in seen(app)
            await pilot.press("right", "enter")
            assert answered(sitting)[0].startswith("1")


async def test_letters_that_are_no_right_are_keys_of_the_screen():
    """`h` is a hint where there are three rights."""
    with on_screen(match_card(hints=("think",))) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("h")
            assert "Hint  think" in seen(app)


async def test_wrong_pairs_are_marked_and_the_right_ones_shown():
    """What was chosen stands in the verdict."""
    with on_screen(match_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            letter = row_of(app, "the batch").split()[0]
            await pilot.press(letter, letter, "enter")
            assert answered(sitting) == ("1b 2b", "partial")
            assert "layer   the features" in row_of(app, "✗  ")
            assert "“layer” goes with “the features”" in seen(app)


async def put_in_order(pilot, app, wanted: list[str]) -> None:
    """Carry each line to its place: from the top, one after the other."""
    for place, text in enumerate(wanted):
        shown = [row.strip(" ›│") for row in seen(app).splitlines()]
        rows = [row for row in shown if row in {*wanted, "while x:"}]
        at = rows.index(text)
        await pilot.press(*["down"] * at, "space", *["up"] * (at - place), "space")
        await pilot.press(*["up"] * place)


async def test_lines_are_grabbed_carried_indented_and_left_out():
    """By keys alone, to the right program."""
    wanted = ["for x in xs:", "y = f(x)", "show(y)"]
    with on_screen(order_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await put_in_order(pilot, app, wanted)
            await pilot.press("down", "right", "down", "right", "down", "x", "enter")
            assert answered(sitting) == ("1@0 2@4 3@4", "correct")
            assert "✓ │   y = f(x)" in seen(app)


async def test_a_line_left_out_can_be_taken_back():
    """As the last one."""
    with on_screen(order_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            first = row_of(app, "› ").strip(" ›")
            await pilot.press("x")
            assert seen(app).index("unused") < seen(app).index(first)
            await pilot.press("up", "x", "enter")
            assert isinstance(sitting.phase, Revealed)
            assert sitting.phase.response.text.count("@") == 4


async def test_capital_letters_carry_a_line_without_grabbing():
    """`J` down, `K` up; an indentation never goes below none."""
    with on_screen(order_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            before = seen(app)
            await pilot.press("J")
            assert seen(app) != before
            await pilot.press("K", "left")
            assert seen(app) == before


async def test_enter_drops_a_line_before_it_answers():
    """And answers nothing if the lines stand as they were drawn."""
    with on_screen(order_card()) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "enter")
            assert isinstance(sitting.phase, Asking)
            await pilot.press("enter")
            assert answered(sitting) == ("", "wrong")
            assert "Answer" in seen(app)
            assert "2      y = f(x)" in seen(app)


@pytest.mark.parametrize("make", [match_card, order_card])
async def test_no_key_changes_an_answer_that_is_given(make):
    """Not even with the focus back on it."""
    with on_screen(make(), card("two")) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("a", "b", "J", "enter")
            before = marked(app)
            app.screen.query_one(CardPage).responder.focus()
            await pilot.press("a", "J", "x", "right")
            assert marked(app) == before
            assert isinstance(sitting.phase, Revealed)


async def test_private_characters_of_a_text_are_no_blanks():
    """They stand for blanks while the text is laid out."""
    kind = Cloze("\ue000 then [[one]]")
    with on_screen(card("private", kind)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "one")
            assert "\ufffd then  one" in seen(app)


@pytest.mark.parametrize("make", [cloze_card, match_card, order_card])
async def test_a_grade_undone_shows_the_answer_as_it_was_given(make):
    """The widget is filled from the text in the log."""
    with on_screen(make(), card("two")) as (sitting, app):
        async with app.run_test(size=SMALL) as pilot:
            if make is cloze_card:
                await type_(pilot, "keep")
                await pilot.press("enter")
            await pilot.press(*("a", "b", "J", "enter"))
            before = marked(app)
            assert before
            await pilot.press("1", "u")
            assert isinstance(sitting.phase, Revealed)
            assert marked(app) == before


@pytest.mark.parametrize(
    "kind",
    [
        Match((Pair(EVIL, "a"), Pair("b", EVIL))),
        Order((EVIL, "    b", "c")),
        FreeText((EVIL,)),
    ],
    ids=lambda kind: kind.name,
)
async def test_no_markup_or_control_character_of_a_card_is_obeyed(kind):
    """Neither before the answer nor after."""
    with on_screen(card("evil", kind)) as (_, app):
        async with app.run_test(size=(200, 60)) as pilot:
            before = seen(app)
            await pilot.press("enter")
            painted = before + seen(app)
    assert "[@click=app.quit]q[/] [/foo] ␛]52;c;" in painted
    assert not set(painted) & {"\x1b", "\x07", "\x9b", "\u202e"}
