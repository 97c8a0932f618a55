"""What an empty answer field says."""

import pytest

from support.cards import cloze_card, dropout_card
from support.screens import SMALL, on_screen, sees

NARROW, NARROWEST = (60, 20), (44, 20)


@pytest.mark.slow
@pytest.mark.parametrize("card", [dropout_card(), cloze_card()])
@pytest.mark.parametrize("size", [NARROW, SMALL, (130, 30)])
async def test_an_empty_field_says_how_to_see_the_solution(size, card):
    """In words that are not cut."""
    with on_screen(card) as (_, app):
        async with app.run_test(size=size) as pilot:
            await sees(pilot, "press Enter for the solution")


async def test_what_an_empty_field_says_is_fitted_to_its_width():
    """Fewer words rather than a part of them."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=NARROWEST) as pilot:
            await sees(pilot, "› Type your answer\n")
            await pilot.resize_terminal(*SMALL)
            await sees(pilot, "› Type your answer, or press Enter for the solution")
