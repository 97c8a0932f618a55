"""The list of topics: asked once, changed at any time."""

from pathlib import Path

from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.library import Deck, Library
from quizapp.settings.settings_file import TomlSettings
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.screens.home import HomeScreen
from quizapp.tui.screens.topics import TopicsScreen
from support.cards import card
from support.fakes import FakeLog
from support.screens import SMALL, seen, sees, wait_for
from support.workspaces import FakeSessions, study, workspace_over

TOPICS = ("Alpha", "Beta", "[b]Gam\x1bma")
CARDS = {topic: replace(card("a"), id=CardId(topic[0], "a")) for topic in TOPICS}
LIBRARY = Library(
    tuple(
        Deck(topic[0], f"Deck of {topic}", topic, "", (CARDS[topic],), "x.toml")
        for topic in TOPICS
    )
)


class Renewed(FakeSessions):
    """Sessions that read their topics from a file."""

    def __init__(self, file: TomlSettings, log: FakeLog | None = None) -> None:
        super().__init__(log)
        self._file = file

    def use_settings(self) -> tuple[str, ...]:
        self.topics = self._file.values()["topics"] or ()  # type: ignore[assignment]
        return super().use_settings()


def app_over(folder: Path, log: FakeLog | None = None) -> tuple[QuizApp, TomlSettings]:
    """Return an app over three topics, and its settings."""
    file = TomlSettings(folder / "config.toml")
    workspace = workspace_over(LIBRARY, log, sessions=Renewed(file, log))
    return QuizApp(workspace, app_options=AppOptions(settings=file)), file


async def test_a_new_user_is_asked_and_home_keeps_to_the_answer(tmp_path):
    """Space leaves a topic out; Enter saves, and needs at least one topic."""
    app, file = app_over(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await sees(pilot, "What do you want to study?")
        assert "with t at home" in seen(app)
        assert "3 of 3 topics, 3 cards" in seen(app)
        await pilot.press("o", "space", "enter")
        await sees(pilot, "Choose at least one topic.")
        await pilot.press("a", "down", "space", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        await wait_for(pilot, lambda: "Deck of Beta" not in seen(app))
        assert "Deck of Alpha" in seen(app)
    assert file.values()["topics"] == ("Alpha", "[b]Gam\x1bma")


async def test_one_who_has_chosen_or_studied_is_not_asked(tmp_path):
    """The key at home shows what is chosen; all of it is an empty list."""
    app, file = app_over(tmp_path)
    file.set("topics", ["Beta"])
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("t")
        await wait_for(pilot, lambda: isinstance(app.screen, TopicsScreen))
        await pilot.press("a", "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert file.values()["topics"] == ("Beta",)
        await pilot.press("t")
        await wait_for(pilot, lambda: isinstance(app.screen, TopicsScreen))
        await pilot.press("a", "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
    assert file.values()["topics"] == ()
    log = FakeLog()
    session = study(*CARDS.values(), log=log)
    session.respond("")
    session.grade()
    app, _ = app_over(tmp_path / "other", log)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_a_file_that_cannot_be_written_is_reported(tmp_path):
    """The list stays."""
    (tmp_path / "config.toml").mkdir()
    app, _ = app_over(tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await wait_for(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("t", "enter")
        await sees(pilot, "✗ cannot read")
