"""A paste into an answer line: several lines become one, and a huge one is refused."""

from textual.events import Paste
from textual.widgets import Input

from quizapp.core.kinds.predict import Predict
from quizapp.core.session.phases import Revealed
from quizapp.core.values.misread import MAX_TEXT_BYTES
from support.cards import card, cloze_card, dropout_card
from support.screens import SMALL, on_screen, seen, sees, wait_for

TENSOR = "tensor([1.2500,\n        0.0000,\n        3.7500])\n"


async def paste(pilot, text: str) -> Input:
    """Paste a text into the focused field."""
    field = pilot.app.screen.focused
    assert isinstance(field, Input)
    field.post_message(Paste(text))
    await pilot.pause()
    return field


async def test_the_lines_of_a_pasted_tensor_are_one_answer():
    """As it is copied off another terminal."""
    with on_screen(dropout_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            field = await paste(pilot, TENSOR)
            assert field.value == "tensor([1.2500, 0.0000, 3.7500])"
            await pilot.press("enter")
            await wait_for(pilot, lambda: isinstance(session.phase, Revealed))
            await sees(pilot, "Correct")


async def test_pasted_lines_of_output_keep_their_breaks():
    """They are typed as two characters there."""
    kind = Predict(expect="printed")
    with on_screen(card(kind=kind, snippet="print(1)")) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            field = await paste(pilot, "loss 1\nloss 2\n")
            assert field.value == "loss 1\\nloss 2"


async def test_a_paste_replaces_what_is_selected():
    """As any typed text does."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            field = await paste(pilot, "12")
            field.select_all()
            await paste(pilot, "3\n4")
            assert field.value == "3 4"


async def test_a_megabyte_is_refused_in_one_line():
    """Nothing of it gets into the field, on either screen with one."""
    for posed in (dropout_card(), cloze_card()):
        with on_screen(posed) as (_, app):
            async with app.run_test(size=SMALL) as pilot:
                field = await paste(pilot, "1, " * 2**19)
                assert field.value == ""
                assert "the pasted text is too long" in seen(app)


async def test_pastes_that_are_too_long_together_are_refused():
    """The limit is that of the whole answer."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await paste(pilot, "1" * (MAX_TEXT_BYTES - 1))
            field = await paste(pilot, "22")
            assert len(field.value) == MAX_TEXT_BYTES - 1
