"""The page of a card: question, answer and verdict, as they are painted."""

from time import sleep

import pytest
from textual.color import Color
from textual.layouts.vertical import VerticalLayout
from textual.widgets import Static

from quizapp.core.cards.variant import Vary
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import (
    Completed,
    Outcome,
    Output,
    Program,
    Raised,
)
from quizapp.core.session.phases import Revealed
from quizapp.core.values.value import Array, DictPairs, Text
from quizapp.tui.app import QuizApp
from quizapp.tui.look.theme import DARK, DARK_16
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from quizapp.tui.widgets.region import FieldRow
from quizapp.tui.widgets.reveal.verdict import VerdictPanel
from support.cards import card, choice_card, dropout_card
from support.fakes import FakeRunner
from support.outcomes import completed
from support.screens import (
    SMALL,
    WIDE,
    answer,
    on_screen,
    seen,
    sizes,
    type_,
    wait_for,
)


@pytest.mark.parametrize("size", sizes(SMALL, WIDE))
async def test_a_wrong_prediction_is_judged_element_by_element(size):
    """The answer stands below the truth, a sign below each wrong element."""
    one = dropout_card()
    with on_screen(one) as (session, app):
        async with app.run_test(size=size) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            text = seen(app)
    assert "✗ Wrong" in text
    assert "expected   [1.25  0.0  3.75]" in text
    assert "you typed  [   1    0     3]" in text
    lines = text.split("\n")
    (typed,) = (at for at, line in enumerate(lines) if "you typed" in line)
    below = [at for at, sign in enumerate(lines[typed + 1]) if sign == "✗"]
    assert [lines[typed][at] for at in below] == ["1", "3"]
    assert "that forgets the factor 1/(1-p)" in text
    assert "1 Again 1m" in text


async def test_a_proof_is_shown_after_the_answer_and_runs_on_demand():
    """Before, it would give the answer away."""
    runner = FakeRunner(lambda _: completed(stdout="printed by it"))
    proven = choice_card(snippet="secret = 1")
    with on_screen(proven, runner=runner) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            assert "secret" not in seen(app)
            await pilot.press("1", "1")
            assert "secret = 1" in seen(app)
            await pilot.press("r")
            await wait_for(pilot, lambda: "printed by it" in seen(app))
    assert len(runner.programs) == 1


async def test_the_line_that_raised_is_marked():
    """The snippet points at it; the exception is below the verdict."""
    raised = Raised(
        Output(), 0.01, "RuntimeError", ("RuntimeError", "Exception"), "no", 2
    )
    runner = FakeRunner(lambda _: raised)
    with on_screen(dropout_card(), runner=runner) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            app.screen.query_one("#body").scroll_home(animate=False)
            await pilot.pause()
            assert "▸2  output" in seen(app)
            assert "RuntimeError in line 2: no" in str(
                app.screen.query_one("#verdict", Static).content
            )


def verdict_on(app) -> str:
    """Return the verdict as it is shown."""
    return str(app.screen.query_one("#verdict", Static).content)


async def test_a_value_is_shown_as_it_is_and_not_as_markdown():
    """Signs of Markdown are part of it, in the reasons too."""
    true = DictPairs(((Text("**a**"), Text("`x` *y*")),))
    runner = FakeRunner(lambda _: completed(true))
    with on_screen(dropout_card(), runner=runner) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "{'b': 1}")
            assert "missing key '**a**'" in verdict_on(app)
            assert "Answer  {'**a**': '`x` *y*'}" in verdict_on(app)


async def test_lines_that_are_printed_stay_lines():
    """They are no paragraph."""
    runner = FakeRunner(lambda _: completed(stdout="first\nsecond\n"))
    card_ = card("printed", Predict(expect="printed"), snippet="print()")
    with on_screen(card_, runner=runner) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "other")
            assert "Answer\nfirst\nsecond" in verdict_on(app)


async def test_the_interview_line_is_a_callout_that_a_key_copies():
    """Set apart from the explanation; where the terminal forbids it, a message."""
    said = 'Why.\n\nIn the interview: "Say *this*\nand that."\n\nMore.'
    with on_screen(dropout_card(explain=said)) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            callout = "┃ In the interview  y copies it\n┃ Say this and that.\n\nMore."
            assert callout in verdict_on(app)
            await pilot.press("y")
            assert app.clipboard == "Say *this* and that."
            await pilot.pause()
            assert "Copied what to say in the interview." in seen(app)
            app.terminal = "linux"
            await pilot.press("y")
            await pilot.pause()
            assert "The terminal 'linux' has no clipboard." in seen(app)


async def test_wide_differences_are_sentences():
    """Columns that do not fit would hide what was typed."""
    true = DictPairs(((Text("key"), Text("x" * 40)),))
    runner = FakeRunner(lambda _: completed(true))
    with on_screen(dropout_card(), runner=runner) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, f"{{'key': '{'y' * 40}'}}")
            shown = " ".join(verdict_on(app).split())
            assert f"key 'key': expected '{'x' * 40}', you typed" in shown


@pytest.mark.parametrize("size", sizes(SMALL, WIDE))
async def test_a_verdict_is_laid_out_once(size, monkeypatch):
    """In its final width, so that nothing jumps; the question stays."""
    laid = []
    update = VerdictPanel.update

    def count(self, content, **options):
        laid.append(content)
        update(self, content, **options)

    monkeypatch.setattr(VerdictPanel, "update", count)
    card_ = dropout_card(explain="Words that have to be wrapped. " * 60)
    with on_screen(card_) as (session, app):
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            width = app.screen.query_one("#prompt").size.width
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.pause(0.2)
            verdicts = [each for each in laid if "Wrong" in str(each)]
            assert len(verdicts) == 1
            assert app.screen.query_one(VerdictPanel).size.width == width


@pytest.mark.slow
@pytest.mark.parametrize("size", [(130, 30), WIDE])
async def test_a_long_verdict_beside_the_question_leaves_no_row_empty(size):
    """The grades are in the last row of its side; after a resize too."""
    long = dropout_card(explain="Words that have to be wrapped. " * 200)
    with on_screen(long) as (session, app):
        async with app.run_test(size=size) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await wait_for(pilot, lambda: is_full(app))
            await pilot.resize_terminal(size[0], size[1] + 7)
            await wait_for(pilot, lambda: is_full(app))


def is_full(app: QuizApp) -> bool:
    """Return whether the verdict and the grades take all rows of their side."""
    names = ("#reveal", "#reveal-scroll", "#grades-beside")
    side, verdict, grades = map(app.screen.query_one, names)
    ends = grades.region.bottom == side.content_region.bottom
    return bool(ends and verdict.region.bottom == grades.region.y)


async def test_a_verdict_that_an_undo_brings_back_is_as_high_as_before():
    """It is a new screen, which has not laid anything out yet."""
    with on_screen(dropout_card(explain="Words to wrap. " * 40)) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            height = app.screen.query_one(VerdictPanel).size.height
            await pilot.press("4")
            await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
            await pilot.press("u")
            await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
            await wait_for(
                pilot,
                lambda: app.screen.query_one(VerdictPanel).size.height == height,
            )


@pytest.mark.slow
async def test_the_page_scrolls_by_keys_while_nobody_types():
    """Nothing has the focus then."""
    card_ = dropout_card(explain="Much to read.\n\n" * 40)
    with on_screen(card_) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            body = app.screen.query_one("#body")
            await pilot.press("home")
            await wait_for(pilot, lambda: body.scroll_offset.y == 0)
            await pilot.press("down")
            await wait_for(pilot, lambda: body.scroll_offset.y == 1)
            await pilot.press("pagedown")
            await wait_for(pilot, lambda: body.scroll_offset.y > 10)
            await pilot.press("end")
            await wait_for(pilot, lambda: body.scroll_offset.y == body.max_scroll_y)
            await pilot.press("up", "pageup")
            await wait_for(pilot, lambda: body.scroll_offset.y < body.max_scroll_y - 5)
            assert isinstance(session.phase, Revealed)


async def test_no_markup_or_control_character_of_a_deck_is_obeyed():
    """Brackets are shown as they are, escapes as pictures."""
    evil = "[@click=app.quit]quit[/] [/foo] \x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    bad = dropout_card(prompt=evil, explain=evil, hints=(evil,), snippet=evil)
    runner = FakeRunner(lambda _: completed(stdout=evil))
    with on_screen(bad, runner=runner) as (session, app):
        async with app.run_test(size=WIDE) as pilot:
            await pilot.press("ctrl+t")
            before = seen(app)
            await answer(pilot, session, "[1, 0, 3]")
            painted = before + seen(app)
    assert "[@click=app.quit]quit[/] [/foo] ␛]52;c;" in painted
    assert not set(painted) & {"\x1b", "\x07", "\x9b", "\u202e"}


async def test_a_screen_that_grows_shows_the_side_of_the_verdict_and_the_lit_field():
    """Neither had its style looked up while there was no room; smaller, both go."""
    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await wait_for(pilot, lambda: "› " in seen(app))
            side, row = app.screen.query_one("#reveal"), app.screen.query_one(FieldRow)
            assert (side.display, row.gutter.top) == (False, 0)
            await pilot.resize_terminal(*WIDE)
            await wait_for(pilot, lambda: "Answer first." in seen(app))
            primary = Color.parse(app.theme_variables["primary"])
            assert row.styles.border_top == ("round", primary)
            await pilot.resize_terminal(*SMALL)
            await wait_for(pilot, lambda: "Answer first." not in seen(app))
            assert (side.display, row.gutter.top) == (False, 0)


@pytest.mark.slow
async def test_named_results_are_plotted_after_the_run():
    """Below the verdict, again at another width, and in signs for few colors."""
    mask = Array((3, 3), (2.0, 0.0, 1.0, 0.0, 1.0, 2.0, 1.0, 1.0, 0.0), "float32")
    runner = FakeRunner(lambda _: Completed(Output(), 0.01, mask, (("mask", mask),)))
    drawn = dropout_card(show=(("mask", "heatmap"),))
    with on_screen(drawn, runner=runner) as (session, app):
        async with app.run_test(size=WIDE) as pilot:
            app.theme = DARK.name
            await answer(pilot, session, "[[1, 0, 1], [0, 1, 1], [1, 1, 0]]")
            assert "0 ██  ██" in seen(app)
            await pilot.resize_terminal(90, 60)
            app.theme = DARK_16.name
            await wait_for(pilot, lambda: "0 ██  ▒▒" in seen(app))


async def test_a_drawn_value_is_in_prompt_and_snippet():
    """Below the imports of the snippet, as it runs."""
    varied = dropout_card(prompt="Dropout at {{p}}", vary=(Vary("p", (0.2,)),))
    with on_screen(varied) as (_, app):
        async with app.run_test(size=SMALL):
            assert "Dropout at 0.2" in seen(app)
            assert "2  p = 0.2" in seen(app)


LONG = "\n\n".join(f"Line {number} of a long question." for number in range(30))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "presses", "head"),
    [(card, 1, "Your call"), (dropout_card, 2, "no answer given")],
)
async def test_the_page_scrolls_to_the_verdict(kind, presses, head):
    """The start of the verdict is visible after the longest question."""
    with on_screen(kind(prompt=LONG)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.press(*["enter"] * presses)
            await wait_for(pilot, lambda: head in seen(app))


async def test_the_reason_for_an_unreadable_answer_is_visible():
    """The message is below the field and above the keys."""
    with on_screen(dropout_card(prompt=LONG)) as (_, app):
        async with app.run_test(size=SMALL) as pilot:
            await type_(pilot, "[1, 0")
            await pilot.press("enter")
            await wait_for(pilot, lambda: "closing ] is missing" in seen(app))


@pytest.mark.slow
async def test_a_verdict_after_a_slow_run_is_in_sight():
    """“Running…” was shown before it; a resize does not move it out of sight."""

    def slow(program: Program) -> Outcome:
        sleep(0.45)
        return FakeRunner().script(program)

    tall = dropout_card(prompt=LONG, explain=LONG)
    with on_screen(tall, runner=FakeRunner(slow)) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            assert head_row(app) == 2  # below the header and a margin
            for size in ((120, 36), SMALL, (60, 18)):
                await pilot.resize_terminal(*size)
                await wait_for(pilot, lambda: head_row(app) == 2)


@pytest.mark.slow
async def test_a_page_stays_where_the_user_scrolled_to():
    """Another width does not bring the verdict back."""
    tall = dropout_card(prompt=LONG, explain=LONG)
    with on_screen(tall) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await answer(pilot, session, "[1, 0, 3]")
            await pilot.press("pagedown", "pagedown")
            await pilot.resize_terminal(80, 30)
            await pilot.pause()
            assert "Wrong" not in seen(app)


def head_row(app) -> int:
    """Return the row of the verdict's heading; -1 if it is out of sight."""
    rows = seen(app).splitlines()
    return next((row for row, line in enumerate(rows) if "Wrong" in line), -1)


@pytest.mark.parametrize("size", sizes(SMALL, WIDE))
async def test_a_typed_letter_needs_no_new_layout_of_the_page(size, monkeypatch):
    """Only its row is laid out, so that a key is painted at once."""
    laid = []
    arrange = VerticalLayout.arrange

    def count(self, parent, *rest, **options):
        laid.append(parent)
        return arrange(self, parent, *rest, **options)

    with on_screen(dropout_card()) as (_, app):
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            monkeypatch.setattr(VerticalLayout, "arrange", count)
            await pilot.press("1")
            await pilot.pause()
            assert "› 1" in seen(app)
            assert laid == []
