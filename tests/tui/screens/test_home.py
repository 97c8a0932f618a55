"""The home screen: what is due, and one key to start."""

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
from quizapp.tui.widgets.shelves import Shelves
from support.cards import card, choice_card, dropout_card, fix_card
from support.fakes import FakeLog
from support.screens import SMALL, WIDE, seen, wait_for
from support.shipped import shipped_library
from support.workspaces import (
    FakeDecks,
    FakeSessions,
    study,
    workspace_of,
    workspace_over,
)


def learned(*cards) -> FakeLog:
    """Return a log in which the first of these cards was learned."""
    log = FakeLog()
    session = study(cards[0], log=log)
    session.respond("")
    session.grade(Grade.EASY)
    return log


@pytest.mark.slow
@pytest.mark.parametrize("size", [SMALL, (120, 36), WIDE])
async def test_decks_are_listed_with_their_counts(size):
    """Due, new and learned, for the topic and for the deck."""
    cards = (card("one"), card("two"), card("three"))
    app = QuizApp(workspace_of(*cards, log=learned(*cards)))
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        topic, deck = (
            line[2:]
            for line in seen(app).splitlines()
            if "A topic" in line or "A deck" in line
        )
        assert topic.split()[3:6] == ["·", "2", "1"]
        assert deck.split()[2:5] == ["·", "2", "1"]


@pytest.mark.slow
async def test_no_title_of_a_shipped_deck_is_cut():
    """In 80 columns, beside its counts."""
    library = shipped_library()
    app = QuizApp(workspace_over(library))
    async with app.run_test(size=(80, len(library.decks) * 2)) as pilot:
        last = library.decks[-1].title
        await wait_for(pilot, lambda: last in seen(app))
        titles = {deck.title for deck in library.decks}
        assert {title for title in titles if title not in seen(app)} == set()


NAMES = ("due", "new", "learned")


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), SMALL, (97, 30), WIDE])
async def test_a_count_ends_where_its_heading_ends(size):
    """Right-aligned, for topics and decks alike."""
    cards = (card("one"), card("two"), card("three"))
    app = QuizApp(workspace_of(*cards, log=learned(*cards)))
    async with app.run_test(size=size) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        lines = seen(app).splitlines()
        (heads,) = [line for line in lines if all(name in line for name in NAMES)]
        ends = [heads.index(name) + len(name) for name in NAMES]
        for name in ("A topic", "A deck"):
            (row,) = [line for line in lines if name in line]
            assert [row[end - 1] for end in ends] == ["·", "2", "1"]


async def test_a_new_user_is_welcomed_with_three_cards():
    """Space starts them; at the end, home shows what was learned."""
    log = FakeLog()
    cards = (card("plain"), dropout_card(), choice_card(), fix_card(), card("other"))
    app = QuizApp(workspace_of(*cards, log=log))
    async with app.run_test(size=SMALL) as pilot:
        assert "Welcome" in seen(app)
        await pilot.press("space")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert "0 done, 3 left" in seen(app)
        assert "What is scaling?" in seen(app)


async def test_the_welcome_names_the_key_that_the_user_set():
    """It is the first key that a new user presses."""
    app = QuizApp(workspace_of(card("one"), card("two")))
    app.use_keys({"home.study": "f5"})
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "Press F5 for a three-card tour" in seen(app))


async def test_a_session_ends_at_home_with_new_counts():
    """The summary comes first; graded cards are counted at once."""
    cards = (card("one"), card("two"))
    log = learned(*cards)
    app = QuizApp(workspace_of(*cards, log=log), None, AppOptions(pause_seconds=0))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("space", "4")
        await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
        assert "q home" in seen(app)
        await pilot.press("q")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert len(log.rows) == 2


async def test_the_help_of_the_summary_names_the_next_screen():
    """The footer says home, and so does the help."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("q")
        await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
        app.action_help()
        await wait_for(pilot, lambda: "Go home; quit if" in seen(app))


def over_two_cards(sessions):
    """Return an app whose sessions are recorded."""
    return QuizApp(workspace_of(card("one"), card("two"), sessions=sessions))


async def test_the_deck_at_the_cursor_is_studied():
    """Enter takes just its cards."""
    sessions = FakeSessions()
    app = over_two_cards(sessions)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("down", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
    assert [cards for cards, _ in sessions.begun] == [["one", "two"]]


async def test_home_reports_that_nothing_is_due():
    """No empty session opens."""
    one = card("one")
    log = learned(one)
    app = QuizApp(workspace_of(one, log=log))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: "Nothing is due" in seen(app))
        assert isinstance(app.screen, HomeScreen)


async def test_decks_with_problems_are_named_and_the_rest_works():
    """The place and the message are below the decks."""
    workspace = workspace_of(card("one"))
    problem = Problem(Position("bad.toml", 3, 1), "unknown key `promt`")
    workspace.library = Library(workspace.library.decks, (problem,))
    app = QuizApp(workspace)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "bad.toml:3:1: unknown key `promt`" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))


async def test_suspended_cards_are_not_counted():
    """A suspended card is neither due nor new."""
    workspace = workspace_of(card("one"), card("two"))
    workspace.mark(card("one").id, Mark.SUSPENDED)
    (shelf,) = workspace.shelves()
    assert shelf.counts.new == 1


async def test_q_quits():
    """At home nothing can be lost."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0
    assert app._study is None or isinstance(app._study.phase, Finished)


async def test_a_saved_deck_is_reloaded_during_a_session():
    """A changed question is asked again; an error is reported, and loses nothing."""
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


@pytest.mark.slow
async def test_every_command_can_be_searched():
    """Ctrl+P, a few letters of a deck, Enter: its session starts."""
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"a deck")
        await wait_for(pilot, lambda: "Study: A deck" in seen(app))
        await pilot.press("enter")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_settings_are_used_when_their_screen_closes(tmp_path):
    """And those that need a restart are named."""
    sessions = FakeSessions()
    sessions.waiting = ("decks",)
    app = app_with_settings(tmp_path, sessions)
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("comma", "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert sessions.renewed == 0
        await pilot.press("comma", "right", "escape")
        await wait_for(pilot, lambda: sessions.renewed == 1)
        await wait_for(pilot, lambda: "After a restart: decks." in seen(app))


@pytest.mark.slow
async def test_a_session_keeps_its_settings_until_it_is_over(tmp_path):
    """Changed during it, they are used once its summary is left."""
    sessions = FakeSessions(FakeLog())
    app = app_with_settings(tmp_path, sessions)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        app.action_settings()
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("right", "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("escape", "q")
        await wait_for(pilot, lambda: isinstance(app.screen, SummaryScreen))
        assert sessions.renewed == 0
        await pilot.press("q")
        await wait_for(pilot, lambda: sessions.renewed == 1)


def app_with_settings(folder, sessions) -> QuizApp:
    """Return an app with a card, and settings in a folder."""
    workspace = workspace_of(card("one"), sessions=sessions)
    settings = TomlSettings(folder / "config.toml")
    return QuizApp(workspace, app_options=AppOptions(settings=settings))


async def test_matches_are_studied_without_a_record_if_none_is_due():
    """Nothing is written then, which is reported."""
    one = card("one")
    log = learned(one)
    sessions = FakeSessions(log)
    app = QuizApp(workspace_of(one, log=log, sessions=sessions))
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        await pilot.press("b")
        await wait_for(pilot, lambda: isinstance(app.screen, BrowseScreen))
        await pilot.press("enter", "s")
        await wait_for(pilot, lambda: isinstance(app.screen, StudyScreen))
        assert [scope for _, scope in sessions.begun] == [Scope.DUE, Scope.CRAM]
        assert "recorded" in seen(app)


async def test_a_click_chooses_a_deck_and_a_double_click_studies_it():
    """The mouse is an extra: keys are enough."""
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


@pytest.mark.slow
async def test_the_keys_of_every_screen_can_be_shown(tmp_path):
    """By the palette too, on every screen."""
    app_options = AppOptions(settings=TomlSettings(tmp_path / "config.toml"))
    app = QuizApp(workspace_of(card("one")), None, app_options)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("comma")
        await wait_for(pilot, lambda: isinstance(app.screen, SettingsScreen))
        app.action_help()
        await wait_for(pilot, lambda: "Leave the settings" in seen(app))
        app.action_help()
        await wait_for(pilot, lambda: "Esc, Enter" in seen(app))


@pytest.mark.slow
async def test_the_palette_shows_a_theme_at_once_and_saves_the_chosen_one(tmp_path):
    """Escape restores the one in use."""
    file = tmp_path / "config.toml"
    app_options = AppOptions(settings=TomlSettings(file))
    app = QuizApp(workspace_of(card("one")), None, app_options)
    async with app.run_test(size=SMALL) as pilot:
        before = app.theme
        await pilot.press("ctrl+p", *"theme: light")
        await wait_for(pilot, lambda: app.theme.startswith("quizapp-light"))
        await pilot.press("escape")
        await wait_for(pilot, lambda: app.theme == before)
        assert not file.exists()
        await pilot.press("ctrl+p", *"theme: light")
        await wait_for(pilot, lambda: app.theme.startswith("quizapp-light"))
        await pilot.press("enter")
        await wait_for(pilot, file.exists)
        assert app.theme.startswith("quizapp-light")
    assert file.read_text().endswith('theme = "light"\n')


async def test_what_is_beside_the_decks_is_drawn_once(monkeypatch):
    """At the start, and once more at another size."""
    drawn = []
    monkeypatch.setattr("quizapp.tui.widgets.outlook._fill", lambda *_: drawn.append(_))
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=WIDE) as pilot:
        await wait_for(pilot, lambda: len(drawn) == 2)  # two regions
        await pilot.resize_terminal(180, 50)
        await pilot.pause(0.3)
        assert len(drawn) == 4


async def test_a_move_of_the_cursor_draws_two_rows(monkeypatch):
    """Hundreds of decks would make each key slow."""
    drawn, draw = list[str](), Shelves._row

    def counted(self, row, *others, **rest):
        drawn.append(row.name)
        return draw(self, row, *others, **rest)

    monkeypatch.setattr(Shelves, "_row", counted)
    app = QuizApp(workspace_of(card("one")))
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: "A deck" in seen(app))
        await pilot.pause()
        drawn.clear()
        await pilot.press("down")
        await wait_for(pilot, lambda: "›   A deck" in seen(app))
        assert sorted(drawn) == ["A deck", "A topic"]
