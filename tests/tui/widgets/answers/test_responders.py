"""The widgets that take answers, by keys alone: what is shown and submitted."""

import pytest
from textual.widgets import Input

from quizapp.core.judging.verdict import name_of
from quizapp.core.kinds.cloze import Cloze
from quizapp.core.kinds.match import Match, Pair
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.text import FreeText
from quizapp.core.session.phases import Asking, Revealed
from quizapp.tui.widgets.page import CardPage
from support.cards import card, cloze_card, match_card, order_card
from support.screens import SMALL, on_screen, seen, type_

EVIL = "[@click=app.quit]q[/] [/foo] \x1b]52;c;ZQ==\x07\x9b2J\u202e"

KEYS = {match_card: ("a", "b"), order_card: ("J",)}
"""What changes an answer."""


def answered(session) -> tuple[str, str | None]:
    """Return the revealed response and its verdict's name."""
    assert isinstance(session.phase, Revealed)
    return session.phase.response.text, name_of(session.phase.judged)


def row_of(app, text: str) -> str:
    """Return the painted row that has a text."""
    return next(line for line in seen(app).splitlines() if text in line)


def marked(app) -> list[str]:
    """Return the painted rows that are marked right or wrong."""
    return [line for line in seen(app).splitlines() if "✓" in line or "✗" in line]


async def test_blanks_are_filled_in_turn_and_shown_in_place():
    """Enter goes on, and answers at the last one."""
    with on_screen(cloze_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            assert "Keep with  ______ ;" in seen(app)
            await type_(pilot, "keep")
            assert "Keep with  keep ;" in seen(app)
            await pilot.press("enter")
            assert isinstance(session.phase, Asking)
            await type_(pilot, "nothing")
            await pilot.press("enter")
            assert answered(session) == ("keep | nothing", "partial")
            painted = seen(app)
    assert "Keep with ✓ 1 - p; in eval mode it is the ✗ identity." in painted
    assert "[2]  identity  nothing" in painted


async def test_a_blank_still_has_its_words_when_it_is_revisited():
    """Tab and Down go on, Up goes back; `|` is not typed."""
    with on_screen(cloze_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "kep")
            await pilot.press("tab", "|", "i", "up")
            field = app.screen.query_one("#blanks-input", Input)
            assert field.value == "kep"
            await pilot.press("left", "e", "down")
            assert field.value == "i"
            await pilot.press("enter")
            assert answered(session) == ("keep | i", "partial")


async def test_enter_in_an_empty_cloze_gives_up():
    """At the second press; every blank shows its answer."""
    with on_screen(cloze_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("enter", "enter")
            assert answered(session) == ("", "wrong")
            assert "✗ 1 - p" in seen(app)


async def test_a_text_is_typed_and_a_misspelling_reported():
    """In the same field as predictions."""
    with on_screen(card("t", FreeText(("softmax",)))) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "sotfmax")
            await pilot.press("enter")
            assert answered(session) == ("sotfmax", "wrong")
            assert "close: check the spelling" in seen(app)
            assert "Answer  softmax" in seen(app)


async def test_rows_are_paired_by_letter():
    """The letter goes into the row, and the cursor to the next."""
    with on_screen(match_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            for text in ("the features", "the batch"):
                await pilot.press(row_of(app, text).split()[0])
            assert "layer   the features" in seen(app)
            await pilot.press("enter")
            assert answered(session) == ("1a 2b", "correct")


async def test_rows_are_paired_by_arrows_too():
    """Left and right go through the letters; Backspace clears one."""
    with on_screen(match_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("right", "right", "left", "down", "right", "backspace")
            assert "›  _   batch" in seen(app)
            await pilot.press("enter")
            assert isinstance(session.phase, Asking)
            assert "Row 2 still needs a letter" in seen(app)
            await pilot.press("right", "enter")
            assert answered(session)[0].startswith("1")


async def test_letters_of_no_item_are_keys_of_the_screen():
    """`h` is a hint if there are three right items."""
    with on_screen(match_card(hints=("think",))) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("h")
            assert "Hint  think" in seen(app)


async def test_wrong_pairs_are_marked_and_the_right_ones_shown():
    """The chosen pairs are in the verdict."""
    with on_screen(match_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            letter = row_of(app, "the batch").split()[0]
            await pilot.press(letter, letter, "enter")
            assert answered(session) == ("1b 2b", "partial")
            assert "layer   the features" in row_of(app, "✗  ")
            assert "“layer” goes with “the features”" in seen(app)


async def put_in_order(pilot, app, wanted: list[str]) -> None:
    """Carry each line to its place, from the top."""
    for place, text in enumerate(wanted):
        shown = [row.strip(" ›│") for row in seen(app).splitlines()]
        rows = [row for row in shown if row in {*wanted, "while x:"}]
        at = rows.index(text)
        await pilot.press(*["down"] * at, "space", *["up"] * (at - place), "space")
        await pilot.press(*["up"] * place)


@pytest.mark.slow
async def test_lines_are_grabbed_moved_indented_and_removed():
    """By keys alone, to the right program."""
    wanted = ["for x in xs:", "y = f(x)", "show(y)"]
    with on_screen(order_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await put_in_order(pilot, app, wanted)
            await pilot.press("down", "right", "down", "right", "down", "x", "enter")
            assert answered(session) == ("1@0 2@4 3@4", "correct")
            assert "✓ │   y = f(x)" in seen(app)


async def test_a_removed_line_can_be_used_again():
    """As the last one."""
    with on_screen(order_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            first = row_of(app, "› ").strip(" ›")
            await pilot.press("x")
            assert seen(app).index("unused") < seen(app).index(first)
            await pilot.press("up", "x", "enter")
            assert isinstance(session.phase, Revealed)
            assert session.phase.response.text.count("@") == 4


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
    """It submits no answer if the lines are in the drawn order."""
    with on_screen(order_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "enter")
            await pilot.press("enter")
            assert isinstance(session.phase, Asking)
            await pilot.press("enter")
            assert answered(session) == ("", "wrong")
            assert "Answer" in seen(app)
            assert "2      y = f(x)" in seen(app)


@pytest.mark.slow
@pytest.mark.parametrize("make", [match_card, order_card])
async def test_no_key_changes_an_answer_that_is_given(make):
    """Not even with the focus back on it."""
    with on_screen(make(), card("two")) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(*KEYS[make], "enter")
            before = marked(app)
            app.screen.query_one(CardPage).responder.focus()
            await pilot.press("b", "J", "x", "right")
            assert marked(app) == before
            assert isinstance(session.phase, Revealed)


async def test_private_characters_of_a_text_are_no_blanks():
    """They represent blanks during layout."""
    kind = Cloze("\ue000 then [[one]]")
    with on_screen(card("private", kind)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "one")
            assert "\ufffd then  one" in seen(app)


@pytest.mark.slow
@pytest.mark.parametrize("make", [cloze_card, match_card, order_card])
async def test_a_grade_undone_shows_the_answer_as_it_was_given(make):
    """The widget is filled from the text in the log."""
    with on_screen(make(), card("two")) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            if make is cloze_card:
                await type_(pilot, "keep")
                await pilot.press("enter")
            await pilot.press(*KEYS.get(make, ()), "enter")
            before = marked(app)
            assert before
            await pilot.press("1", "u")
            assert isinstance(session.phase, Revealed)
            assert marked(app) == before


@pytest.mark.slow
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
            await pilot.press("enter", "enter")
            painted = before + seen(app)
    assert "[@click=app.quit]q[/] [/foo] ␛]52;c;" in painted
    assert not set(painted) & {"\x1b", "\x07", "\x9b", "\u202e"}
