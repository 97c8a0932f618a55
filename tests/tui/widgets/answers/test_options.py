"""Options: picked by number or arrows, marked after the answer."""

from quizapp.core.basics.grade import Grade
from quizapp.core.kinds.choice import Choice, Option
from quizapp.core.scheduling.review import reviews_in_force
from quizapp.core.session.phases import Revealed
from quizapp.tui.widgets.answers.options import Options
from support.cards import card, choice_card
from support.fakes import FakeLog
from support.screens import SMALL, on_screen, seen, sees


async def test_options_are_picked_by_number_and_marked_after_the_answer():
    """A second press of the same number answers; signs mark right and wrong."""
    with on_screen(choice_card()) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            lines = seen(app).splitlines()
            (line,) = [line for line in lines if "right one" in line]
            place = line.split("○")[1].split()[0]
            await pilot.press(place, place)
            assert isinstance(session.phase, Revealed)
            assert "✓ Correct" in seen(app)
            assert f"✓ {place}  right one" in seen(app)


async def test_several_options_are_picked_with_space():
    """If all right options are wanted, picks toggle and Enter answers."""
    options = (
        Option("a", correct=True),
        Option("b", correct=True),
        Option("c", because="no"),
    )
    several = card("several", Choice(options, pick="all", pin=True))
    with on_screen(several) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("space", "down", "space", "enter")
            assert isinstance(session.phase, Revealed)
            assert session.phase.response.text == "1, 2"
            assert "✓ Correct" in seen(app)


async def test_options_are_inert_once_revealed():
    """Numbers then grade, even if the options have the focus."""
    log = FakeLog()
    with on_screen(choice_card(), log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press("1", "1")
            assert isinstance(session.phase, Revealed)
            app.screen.set_focus(app.screen.query_one(Options))
            await pilot.press("2")
    assert [event.grade for event in reviews_in_force(log.rows)] == [Grade.HARD]


async def test_the_option_at_the_cursor_is_always_visible():
    """Long options do not fit on a small screen: the page follows the cursor."""
    long = " and so on" * 30
    options = tuple(Option(f"{name}{long}", correct=name == "A") for name in "ABCDE")
    with on_screen(card("long", Choice(options, pin=True))) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await sees(pilot, "› ○ 1  A and so on")
            await pilot.press("up")
            await sees(pilot, "› ○ 5  E and so on")
            await pilot.press("down")
            await sees(pilot, "› ○ 1  A and so on")
