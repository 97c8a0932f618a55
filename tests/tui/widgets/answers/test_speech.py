"""Open answers on the screen: said, revealed, ticked."""

import pytest

from quizapp.core.judging.rubric import Point
from quizapp.core.judging.verdict import Partial, Unsettled
from quizapp.core.kinds.open import Open
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Asking, Revealed
from support.cards import card, open_card
from support.fakes import FakeLog
from support.screens import SMALL, begun, seen, sees


async def test_the_points_are_hidden_until_the_user_has_answered():
    """Enter in the empty field submits an answer given aloud."""
    session, app = begun(open_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "Say it aloud and press Enter")
        assert "the second" not in seen(app)
        await pilot.press("enter")
        assert isinstance(session.phase, Revealed)
        await sees(pilot, "□ 2  the second")
        assert "a model answer" not in seen(app)


async def test_digits_tick_and_enter_accepts():
    """Then come the share, the missed points, the follow-up and the model answer."""
    log = FakeLog()
    session, app = begun(open_card(), log=log)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "1", "2", "3", "3")
        await sees(pilot, "■ 2  the second")
        await pilot.press("enter")
        await sees(pilot, "◐ Partly right, 75%")
        text = seen(app)
        assert "add next time: the third" in text
        assert "? And then?" in text
        assert "a model answer" in text
        assert isinstance(session.phase, Revealed)
        assert isinstance(session.phase.verdict, Partial)
        await pilot.press("3")
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.response == "1, 2"


async def test_digits_do_not_grade_while_points_are_ticked():
    """1 is a point first, and a grade after Enter."""
    session, app = begun(open_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "1")
        assert isinstance(session.phase, Revealed)
        assert "1 Again" not in seen(app)


async def test_an_answer_can_be_typed_in_several_lines():
    """Ctrl+S reveals; the typed text stays, to be compared."""
    session, app = begun(open_card())
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "aloud")
        await pilot.press("a", "enter", "b")
        assert isinstance(session.phase, Asking)
        await pilot.press("ctrl+s")
        assert isinstance(session.phase, Revealed)
        assert session.phase.response.text == "a\nb"
        await sees(pilot, "□ 1  the first")
        assert " a\n" in seen(app)


@pytest.mark.slow
async def test_points_whose_words_were_typed_are_ticked_ahead():
    """The words are shown; the user can untick the point."""
    points = (Point("the first", mentions=("one",)), Point("the second"))
    session, app = begun(card("c", Open("a model answer", points)))
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "aloud")
        await pilot.press(*"say", "space", *"One", "ctrl+s")
        await sees(pilot, "■ 1  the first  found: One")
        assert "□ 2  the second" in seen(app)
        await pilot.press("1", "2", "enter")
        await sees(pilot, "◐ Partly right, 50%")
        assert isinstance(session.phase, Revealed)
        assert session.phase.response.text == "2"


async def test_words_of_the_last_card_are_forgotten():
    """The next open card starts without ticks."""
    points = (Point("the first", mentions=("one",)),)
    kind = Open("a model answer", points)
    _, app = begun(card("c", kind), card("d", kind))
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "aloud")
        await pilot.press(*"one", "ctrl+s", "enter", "4")
        await sees(pilot, "What is d?")
        await pilot.press("enter")
        await sees(pilot, "□ 1  the first")
        assert "found:" not in seen(app)


async def test_escape_grades_without_ticking():
    """And Escape again goes back to the points."""
    session, app = begun(open_card())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "escape")
        await sees(pilot, "1 Again")
        await pilot.press("escape", "1", "enter")
        assert isinstance(session.phase, Revealed)
        assert not isinstance(session.phase.verdict, Unsettled)


async def test_an_undone_grade_shows_the_ticks_again():
    """They are the response."""
    session, app = begun(open_card(), card("two"))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "2", "enter", "4")
        await sees(pilot, "What is two?")
        await pilot.press("u")
        await sees(pilot, "■ 2  the second")
        assert "□ 1  the first" in seen(app)
        assert isinstance(session.phase, Revealed)


async def test_no_markup_or_control_character_of_a_point_is_obeyed():
    """Nor of a follow-up."""
    evil = "[@click=app.quit]quit[/] \x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    bad = card("bad", Open(evil, (Point(evil),), (evil,)))
    _, app = begun(bad)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await sees(pilot, "[@click=app.quit]quit[/] ␛]52")
        before = seen(app)
        await pilot.press("enter")
        painted = before + seen(app)
    assert not set(painted) & {"\x1b", "\x07", "\x9b", "\u202e"}


async def test_the_point_at_the_cursor_is_always_visible():
    """Long points do not fit on a small screen: the page follows the cursor."""
    long = " and so on" * 30
    points = tuple(Point(f"{name}{long}") for name in "ABCDE")
    _, app = begun(card("long", Open("answer", points)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        await sees(pilot, "› □ 1  A and so on")
        await pilot.press("up")
        await sees(pilot, "› □ 5  E and so on")
        await pilot.press("down")
        await sees(pilot, "› □ 1  A and so on")
