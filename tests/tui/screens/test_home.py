"""The home screen: what waits, and one key to begin."""

import pytest
from msgspec.structs import replace

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.cards.card import Position
from quizapp.core.cards.library import Library, Problem
from quizapp.core.session.phases import Finished
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.flow.workspace import Scope
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.screens.browse import BrowseScreen
from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.screens.settings import SettingsScreen
from quizapp.tui.screens.study import StudyScreen
from quizapp.tui.screens.summary import SummaryScreen
from support.cards import card, choice_card, dropout_card
from support.fakes import FakeLog
from support.screens import SMALL, WIDE, seen, wait_for
from support.workspaces import FakeDecks, FakeSessions, study, workspace_of


def learnt(*cards) -> FakeLog:
    """Return a log in which the first of these cards was learnt."""
    log = FakeLog()
    sitting = study(cards[0], log=log)
    sitting.respond("")
    sitting.grade(Grade.EASY)
    return log


@pytest.mark.parametrize("size", [SMALL, (120, 36), WIDE])
async def test_decks_are_listed_with_what_waits(size):
    """Due, new and learnt, for the topic and for the deck."""
    cards = (card("one"), card("two"), card("three"))
    app = QuizApp(workspace_of(*cards, log=learnt(*cards)))
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        topic, deck = (
            line
            for line in seen(app).splitlines()
            if "A topic" in line or "A deck" in line
        )
        assert topic.split()[3:6] == ["·", "2", "1"]
        assert deck.split()[2:5] == ["·", "2", "1"]


async def test_a_newcomer_is_welcomed_with_two_cards():
    """Space begins them; at the end, home tells what was learnt."""
    log = FakeLog()
    cards = (card("plain"), dropout_card(), choice_card(), card("other"))
    app = QuizApp(workspace_of(*cards, log=log))
    async with app.run_test(size=SMALL) as pilot:
        assert "Welcome" in seen(app)
        await pilot.press("space")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert "0 done, 2 left" in seen(app)
        assert "deck/scaling" in seen(app)


async def test_the_welcome_names_the_key_that_the_user_set():
    """It is the first key that a newcomer presses."""
    app = QuizApp(workspace_of(card("one"), card("two")))
    app.use_keys({"home.study": "f5"})
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Press F5 for a two-card tour" in seen(app))


async def test_a_sitting_ends_at_home_with_new_counts():
    """The summary comes between; what was graded is counted at once."""
    cards = (card("one"), card("two"))
    log = learnt(*cards)
    app = QuizApp(workspace_of(*cards, log=log))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("space", "4")
        await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
        assert "q home" in seen(app)
        await pilot.press("q")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert len(log.rows) == 2


async def test_the_help_of_the_summary_says_where_it_leaves_to():
    """The footer says home; so does the help behind it."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("q")
        await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
        app.action_help()
        await wait_for(pilot, lambda: "Go home; quit if" in seen(app))


def over_two_cards(sessions):
    """Return an app whose sessions are noted."""
    return QuizApp(workspace_of(card("one"), card("two"), sessions=sessions))


async def test_the_deck_under_the_cursor_is_studied():
    """Enter takes just its cards."""
    sessions = FakeSessions()
    app = over_two_cards(sessions)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
    assert [cards for cards, _ in sessions.begun] == [["one", "two"]]


async def test_that_nothing_is_due_is_told_at_home():
    """No empty sitting opens."""
    one = card("one")
    log = learnt(one)
    app = QuizApp(workspace_of(one, log=log))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: "Nothing is due" in seen(app))
        assert isinstance(app.screen, HomeScreen)


async def test_decks_with_problems_are_named_and_the_rest_works():
    """The place and the message stand beneath the decks."""
    workspace = workspace_of(card("one"))
    problem = Problem(Position("bad.toml", 3, 1), "unknown key `promt`")
    workspace.library = Library(workspace.library.decks, (problem,))
    app = QuizApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "bad.toml:3:1: unknown key `promt`" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))


async def test_cards_set_aside_are_counted_nowhere():
    """A suspended card is neither due nor new."""
    workspace = workspace_of(card("one"), card("two"))
    workspace.mark(card("one").id, Mark.SUSPENDED)
    (shelf,) = workspace.shelves()
    assert shelf.counts.new == 1


async def test_q_leaves():
    """From home there is nothing to lose."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0
    assert app._study is None or isinstance(app._study.phase, Finished)


async def test_a_deck_that_is_saved_is_taken_in_while_one_studies():
    """A question that changed is put anew; a slip is told, and takes nothing away."""
    one = card("one")
    workspace = workspace_of(one)
    decks = FakeDecks(workspace.library)
    workspace.decks = decks
    workspace.reload()
    app = QuizApp(workspace, study(one), AppOptions(watching=True))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await wait_for(pilot, lambda: "What is one?" in seen(app))
        edited = replace(one, prompt="What is one, really?", content="edited")
        deck = replace(workspace.library.decks[0], cards=(edited,))
        decks.saved.append(Library((deck,)))
        await wait_for(pilot, lambda: "What is one, really?" in seen(app))
        slip = Problem(Position("deck.toml", 7, 1), "`promt` is no key")
        decks.saved.append(Library((), (slip,)))
        await wait_for(pilot, lambda: "deck.toml:7:1" in seen(app))
        assert "What is one, really?" in seen(app)


async def test_every_command_is_found_by_its_words():
    """Ctrl+P, a few letters of a deck, Enter: its sitting begins."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"a deck")
        await wait_for(pilot, lambda: "Study: A deck" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))


@pytest.mark.parametrize("evil", ["[@click=app.quit]x[/]", "[/foo]", "\x1b]0;x\x07"])
async def test_no_markup_of_a_deck_is_obeyed_at_home(evil):
    """Titles, topics and problems are text, in the palette too."""
    workspace = workspace_of(card("one"))
    deck = replace(workspace.library.decks[0], title=evil, topic=evil, about=evil)
    problem = Problem(Position(evil, 1, 1), evil)
    workspace.library = Library((deck,), (problem,))
    app = QuizApp(workspace)
    async with app.run_test(size=WIDE) as pilot:
        shown = sanitize_line(evil)
        await wait_for(pilot, lambda: seen(app).count(shown) >= 4)
        await pilot.press("ctrl+p")
        await wait_for(pilot, lambda: f"Study: {shown}" in seen(app))


@pytest.mark.parametrize(
    ("key", "screen"), [("b", BrowseScreen), ("comma", SettingsScreen)]
)
async def test_other_screens_are_a_key_away(key, screen, tmp_path):
    """And Escape comes back."""
    app_options = AppOptions(settings=TomlSettings(tmp_path / "config.toml"))
    app = QuizApp(workspace_of(card("one")), None, app_options)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(key)
        await wait_for(pilot, lambda: isinstance(app.screen, screen))
        await pilot.press("escape")
        await pilot.press("escape")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))


async def test_cards_that_are_found_are_studied_off_the_record_if_none_is_due():
    """Nothing is written then, and that is said."""
    one = card("one")
    log = learnt(one)
    sessions = FakeSessions(log)
    app = QuizApp(workspace_of(one, log=log, sessions=sessions))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("b")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        await pilot.press("enter", "s")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert [scope for _, scope in sessions.begun] == [Scope.DUE, Scope.CRAM]
        assert "recorded" in seen(app)


async def test_the_mouse_chooses_a_deck_and_twice_begins_it():
    """As an extra: every key does without it."""
    sessions = FakeSessions()
    app = over_two_cards(sessions)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        rows = seen(app).splitlines()
        row = next(y for y, line in enumerate(rows) if "A deck" in line)
        await pilot.click(offset=(10, row))
        await wait_for(pilot, lambda: "›   A deck" in seen(app))
        assert sessions.begun == []
        await pilot.click(offset=(10, row), times=2)
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
    assert [cards for cards, _ in sessions.begun] == [["one", "two"]]


async def test_the_keys_of_every_screen_can_be_shown(tmp_path):
    """By the palette too, wherever one is."""
    app_options = AppOptions(settings=TomlSettings(tmp_path / "config.toml"))
    app = QuizApp(workspace_of(card("one")), None, app_options)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("comma")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        app.action_help()
        await wait_for(pilot, lambda: "Leave the settings" in seen(app))
        app.action_help()
        await wait_for(pilot, lambda: "Esc, Enter" in seen(app))
