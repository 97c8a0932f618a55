"""The browse screen, driven by keys: searching, previewing and marking cards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Signal

import pytest
from msgspec.structs import replace
from textual.app import App
from textual.widgets import Input

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.verdict_name import VerdictName
from quizapp.core.cards.card import Card, Level, Position
from quizapp.core.cards.library import Problem
from quizapp.core.cards.variant import Vary
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Killed, Output
from quizapp.core.scheduling.review import Fact, Marked, facts
from quizapp.flow.workspace import Workspace
from quizapp.tui.base import BaseApp
from quizapp.tui.screens.browse import BrowseScreen
from quizapp.tui.widgets.browse.card_table import CardTable
from support.cards import card, choice_card, fix_card, library_of
from support.fakes import FakeLog, FakeRunner
from support.reviews import NOW, done, reviewed
from support.screens import SMALL, WIDE, seen, sees, sizes, wait_for
from support.workspaces import FakeDecks, FakeSessions, workspace_of

MIDDLE = (120, 36)
SIZES = pytest.mark.parametrize("size", sizes(SMALL, MIDDLE, WIDE))
ONE = card("one", prompt="Why a mask?", tags=("q18",), explain="It is *random*.")
TWO = card("two", prompt="What of eval?", level=Level.EXPERT)
RUNS = card("runs", Predict(ask="y"), prompt="What is y?", snippet="x = 2\ny = x + 1")


class Browsing(BaseApp):
    """An app with only this screen."""

    def __init__(self, workspace: Workspace, opened=None) -> None:
        super().__init__()
        self.wanted: list[list[str]] = []
        self._workspace, self._opened = workspace, opened

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend no terminal: there is none."""
        yield

    def on_mount(self) -> None:
        self.push_screen(BrowseScreen(self._workspace, self._opened))

    def on_browse_screen_study_wanted(self, event: BrowseScreen.StudyWanted) -> None:
        self.wanted.append([each.card for each in event.cards])


def selected(app: Browsing) -> Card | None:
    """Return the card at the cursor."""
    assert isinstance(app.screen, BrowseScreen)
    return app.screen.card


def editor_into(opened: list[Position]) -> Callable[[Position], bool]:
    """Return an editor that records where it was opened."""

    def edit(at: Position) -> bool:
        opened.append(at)
        return True

    return edit


def rows(app: App[None]) -> list[str]:
    """Return the visible names of the cards in the table."""
    lines = [line.partition("│")[0] for line in seen(app).split("\n")]
    return [
        name
        for line in lines
        if (name := next((w[5:] for w in line.split() if w.startswith("deck/")), ""))
        and not line.startswith("  deck/")  # the preview beneath begins so
    ]


def facts_of(workspace: Workspace) -> tuple[Fact, ...]:
    """Return the facts in the log, in order of time."""
    return facts(workspace.ledger._log.events())


async def scrolled_to(pilot, text: str) -> None:
    """Wait for a text at the end of the preview."""
    await pilot.pause()
    pilot.app.screen.query_one("#scroll").scroll_end(animate=False)
    await sees(pilot, text)


def begin(*cards, opened=None, **fields) -> tuple[Workspace, Browsing]:
    """Return a workspace over these cards and an app with the screen."""
    workspace = workspace_of(*cards, **fields)
    return workspace, Browsing(workspace, opened)


@SIZES
async def test_the_table_shows_the_state_of_each_card(size):
    """State, kind, level, due and the prompt, if there is room; no color needed."""
    facts = [reviewed(), done(Mark.SUSPENDED, NOW, TWO.id)]
    _, app = begin(ONE, TWO, RUNS, facts=facts)
    async with app.run_test(size=size) as pilot:
        await sees(pilot, "3 of 3 cards")
        painted = seen(app).split("\n")
    heads = next(at for at, line in enumerate(painted) if " state " in f" {line}")
    lines = painted[heads + 1 : heads + 4]
    assert [line[4:15].strip() for line in lines] == [
        "◐ learning",
        "■ suspended",
        "○ new",
    ]
    assert "› ◐ learning" in lines[0]
    assert "10m" in lines[0]
    assert "Why a" in lines[0]


@pytest.mark.slow
@SIZES
async def test_typing_searches_and_the_cursor_stays_on_its_card(size):
    """Each key narrows the table, and the matches are counted."""
    _, app = begin(ONE, TWO, RUNS)
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", *"wh")
        await sees(pilot, "3 of 3")
        assert selected(app) is TWO
        await pilot.press(*"at is")
        await sees(pilot, "1 of 3")
        assert selected(app) is RUNS
        assert "What is y?" in seen(app)


async def test_an_unclear_search_is_reported_and_changes_nothing():
    """A typo of one letter does not empty the table."""
    _, app = begin(ONE, TWO)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"is:nwe")
        await sees(pilot, "did you mean is:new?")
        assert len(rows(app)) == 2


async def test_an_empty_result_is_reported():
    """And keys have no card to act on."""
    workspace, app = begin(ONE)
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press(*"zz", "enter", "@", "x", "r", "s", "o", "t")
        await sees(pilot, "No cards match")
    assert facts_of(workspace) == ()
    assert app.wanted == []


async def test_letters_are_inert_while_the_search_is_typed():
    """A key of the table is then a letter in a word."""
    workspace, app = begin(ONE)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"x-@")
        await pilot.pause()
        assert app.screen.query_one("#search", Input).value == "x-@"
    assert facts_of(workspace) == ()


async def test_enter_opens_the_preview_below_a_narrow_table():
    """Escape closes it; a second Escape leaves the screen."""
    _, app = begin(ONE, TWO)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        assert "an answer" not in seen(app)
        await pilot.press("enter")
        await sees(pilot, "Answer  an answer")
        assert "It is random." in seen(app)
        await pilot.press("escape")
        await wait_for(pilot, lambda: "Answer" not in seen(app))
        await pilot.press("escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, BrowseScreen))


async def test_the_preview_next_to_a_wide_table_follows_the_cursor():
    """Also while the search has the focus."""
    _, app = begin(ONE, choice_card("pick"))
    async with app.run_test(size=MIDDLE) as pilot:
        await sees(pilot, "It is random.")
        await pilot.press("down")
        await sees(pilot, "other wrong one")
        assert "Pick one." in seen(app)


@SIZES
async def test_a_snippet_is_run_and_its_run_is_the_answer(size):
    """Before the run the answer is not known."""
    _, app = begin(RUNS)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "r")
        await sees(pilot, "ran in")
        await scrolled_to(pilot, "Answer  3")


async def test_the_solution_of_a_code_card_is_run_with_its_checks():
    """An author sees that they pass."""
    _, app = begin(fix_card())
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("enter", "r")
        await sees(pilot, "✓ halves")


async def test_a_run_can_be_stopped_by_the_key_in_the_footer():
    """The screen stays."""
    stopped = Signal()

    class Endless(FakeRunner):
        def stop(self) -> None:
            stopped.set()

    def script(_):
        assert stopped.wait(10)
        return Killed(Output(), 1.0, "stopped")

    _, app = begin(RUNS, runner=Endless(script))
    app.use_keys({"browse.leave": "f4"})
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await sees(pilot, "Running…")
        assert "F4 stop this run" in seen(app)
        await pilot.press("f4")
        await sees(pilot, "you stopped it")
        assert isinstance(app.screen, BrowseScreen)


@SIZES
async def test_the_history_of_a_card_is_a_timeline(size):
    """Newest first: grade, interval, verdict, confidence, answer; marks between."""
    wrong = reviewed(
        verdict=VerdictName.WRONG,
        score=0.0,
        grade=Grade.AGAIN,
        confidence=Confidence.CERTAIN,
        response="[9, 9]",
        content="older",
    )
    later = NOW.later(timedelta(days=2))
    _, app = begin(
        ONE, facts=[wrong, done(Mark.SUSPENDED, later), reviewed(moment=later)]
    )
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter", "t")
        await sees(pilot, "● 2026-03-04 09:00  Good")
        await scrolled_to(pilot, "● 2026-03-02 09:00  Again  next in 1m")
        text = seen(app)
        await pilot.press("t")
        await sees(pilot, "Why a mask?")
    assert "✗ Wrong  ·  certain  ·  8 s" in text
    assert "│ [9, 9]" in text
    assert "■ 2026-03-04 09:00  suspended" in text
    assert "│ 2 days" in text


@pytest.mark.slow
async def test_marks_are_made_and_undone():
    """Suspend and bury toggle; the matches stay in the table."""
    workspace, app = begin(ONE, TWO)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"is:new", "enter", "at")
        await sees(pilot, "■ suspended")
        await pilot.press("down", "minus")
        await sees(pilot, "▾ buried")
        await pilot.press("minus", "up", "at")
        await wait_for(pilot, lambda: seen(app).count("○ new") == 2)
        await pilot.press("u")
        await sees(pilot, "■ suspended")
    marks = [
        (fact.card.card, fact.mark.value)
        for fact in facts_of(workspace)
        if isinstance(fact, Marked)
    ]
    assert marks == [("one", "suspended"), ("two", "buried"), ("two", "resumed")]


async def test_messages_name_the_keys_that_the_user_set():
    """A message about a key that does nothing would confuse."""
    _, app = begin(ONE, facts=[reviewed()])
    app.use_keys({"browse.undo": "z", "browse.suspend": "f2", "browse.reset": "n"})
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "f2")
        await sees(pilot, "deck/one is suspended. z undoes it.")
        await pilot.press("minus")
        await sees(pilot, "This card is suspended. F2 resumes it.")
        await pilot.press("n")
        await sees(pilot, "Press n again to reset and ignore 1 review: deck/one")


async def test_a_message_does_not_mention_an_action_without_a_key():
    """Half a sentence without its key would be worse."""
    _, app = begin(ONE)
    app.use_keys({"browse.undo": ""})
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press("enter", "at")
        await sees(pilot, "deck/one is suspended.")
        assert "undoes" not in seen(app)


async def test_the_preview_names_the_key_that_the_user_set():
    """The answer of this card is known only after a run."""
    _, app = begin(RUNS)
    app.use_keys({"browse.run": "f4"})
    async with app.run_test(size=MIDDLE) as pilot:
        await sees(pilot, "Computed by running the code: press F4")


async def test_an_empty_list_names_the_key_that_the_user_set():
    """That key is the way out."""
    _, app = begin(ONE)
    app.use_keys({"browse.search": "f3"})
    async with app.run_test(size=MIDDLE) as pilot:
        await pilot.press(*"zz")
        await sees(pilot, "F3 changes the search.")


async def test_undo_changes_nothing_that_was_done_elsewhere():
    """The last grade of a session stays."""
    workspace, app = begin(ONE, facts=[reviewed()])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "u")
        await sees(pilot, "Nothing to undo here")
    assert len(facts_of(workspace)) == 1


async def test_a_reset_needs_two_presses_on_the_same_card():
    """Moving the cursor cancels the question."""
    two = reviewed(card=TWO.id)
    workspace, app = begin(ONE, TWO, facts=[reviewed(), two])
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "x")
        await sees(pilot, "Press x again to reset and ignore 1 review: deck/one")
        await pilot.press("down", "x")
        await sees(pilot, "Press x again to reset and ignore 1 review: deck/two")
        assert len(facts_of(workspace)) == 2
        await pilot.press("x")
        await sees(pilot, "deck/two is new again")
    last = facts_of(workspace)[-1]
    assert isinstance(last, Marked)
    assert last.mark is Mark.RESET


async def test_a_log_that_cannot_be_written_is_reported():
    """The screen does not show a change."""
    _, app = begin(ONE, log=FakeLog(broken=True))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "at")
        await sees(pilot, "Not saved: the disk is full; free some space")
        assert "○ new" in seen(app)


@SIZES
async def test_the_deck_is_reloaded_after_the_editor(size):
    """The cursor keeps its card, and the card its history."""
    edited = replace(TWO, prompt="What of evaluation?", content="other")
    opened: list[Position] = []
    workspace, app = begin(
        ONE, TWO, facts=[reviewed(card=TWO.id)], opened=editor_into(opened)
    )
    workspace.decks = FakeDecks(library_of(card("zero"), ONE, edited))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "enter", "o")
        await sees(pilot, "Reloaded: 1 added, 1 changed.")
        assert selected(app) is edited
        await pilot.press("t")
        await sees(pilot, "next in 10m")
    assert opened == [TWO.position]


@SIZES
async def test_a_card_that_was_broken_in_the_editor_stays_and_can_be_fixed(size):
    """The problem is shown, the editor opens at its line, and the fix is loaded."""
    problem = Problem(Position("deck.toml", 12), "has no answer; write one", TWO.id)
    broken = library_of(ONE, problems=(problem,))
    fixed = replace(TWO, content="fixed")
    opened: list[Position] = []
    workspace, app = begin(ONE, TWO, opened=editor_into(opened))
    workspace.decks = FakeDecks(broken, library_of(ONE, fixed))
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "enter", "o")
        await sees(pilot, "✗ line 12: has no answer; write one")
        await sees(pilot, "✗ deck.toml:12:1: has no answer")
        assert "✗ problem" in seen(app)
        await pilot.press("o")
        await sees(pilot, "Reloaded: 1 changed.")
        await wait_for(pilot, lambda: "✗" not in seen(app))
    assert opened == [TWO.position, problem.position]


async def test_cards_can_be_studied_from_here():
    """The one at the cursor, or all matches."""
    _, app = begin(ONE, TWO, RUNS)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"what", "enter", "down", "s", "S")
        await pilot.pause()
    assert app.wanted == [["runs"], ["two", "runs"]]


async def test_code_that_was_not_approved_is_not_run():
    """Where snippets are not sandboxed, looking at a deck is no consent."""
    workspace, app = begin(RUNS)
    workspace.sessions = FakeSessions(may_run=False)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "r")
        await sees(pilot, "This code is not approved")
    assert isinstance(workspace.runner, FakeRunner)
    assert workspace.runner.programs == []


async def test_a_row_shows_a_prompt_with_example_values():
    """The same values as the preview next to it, no placeholders."""
    draws = card("one", prompt="Let p = {{p}}.", vary=(Vary("p", (0.25, 0.25)),))
    _, app = begin(draws)
    async with app.run_test(size=WIDE) as pilot:
        await wait_for(pilot, lambda: seen(app).count("Let p = 0.25.") == 2)
        assert "{{" not in seen(app)


HOSTILE = "[red]x[/red] \x1b[31m\u202e{{p}} [/"


async def test_text_of_a_deck_is_neither_control_sequence_nor_markup():
    """Prompt, tags, hints and logged answers are shown as they are."""
    evil = card(
        "one", prompt=HOSTILE, tags=(HOSTILE,), hints=(HOSTILE,), sources=(HOSTILE,)
    )
    _, app = begin(evil, facts=[reviewed(response=HOSTILE)])
    async with app.run_test(size=WIDE) as pilot:
        await sees(pilot, "[red]x[/red] ␛[31m")
        table = seen(app)
        await pilot.press("enter", "t")
        await sees(pilot, "│ [red]x[/red]")
        assert not set(table + seen(app)) & set("\x1b\u202e")


@pytest.mark.slow
async def test_a_hundred_thousand_cards_can_be_browsed(monkeypatch):
    """From one end to the other; only visible rows are drawn."""
    cards = [replace(ONE, id=replace(ONE.id, card=f"c-{n}")) for n in range(100_000)]
    drawn: list[int] = []
    draw = CardTable._draw

    def counted(self, row_, width):
        drawn.append(row_)
        return draw(self, row_, width)

    monkeypatch.setattr(CardTable, "_draw", counted)
    _, app = begin(*cards)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("enter", "end")
        await sees(pilot, "deck/c-99999")
        await pilot.press("home")
        await sees(pilot, "deck/c-0 ")
        await pilot.press("slash", *"c-77777")
        await sees(pilot, "1 of 100,000")
    assert len(drawn) < 500


async def test_the_columns_stay_when_the_scrollbar_disappears():
    """A row that is one cell wider could have other columns than the heads."""
    _, app = begin(*(card(f"c{number}") for number in range(60)))
    async with app.run_test(size=(84, 24)) as pilot:
        await sees(pilot, "60 of 60 cards")
        await pilot.press(*"c33")
        await sees(pilot, "1 of 60 cards")
        heads, row = (line for line in seen(app).split("\n")[4:6])
        assert heads.index("card") == row.index("deck/c33")
        assert heads.index("prompt") == row.index("What is")
