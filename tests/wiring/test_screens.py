"""The workspace with real settings, real decks and a log on disk."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import astuple, replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.grade import Grade
from quizapp.core.basics.mark import Mark
from quizapp.core.basics.moment import day_name, days_after
from quizapp.core.basics.study_time import StudyTime, week_of
from quizapp.core.session.phases import Finished, Revealed
from quizapp.errors import UsageError
from quizapp.flow.workspace import Scope, Workspace
from quizapp.store import kept_memories, memory_index
from quizapp.store.memory_index import MemoryIndex
from quizapp.wiring.assembly import Flags, assembled
from quizapp.wiring.interview_plans import interview_plan, whole_plan
from quizapp.wiring.screens import DeckFiles, build_workspace
from quizapp.wiring.situation import situation_of
from support.cards import card, choice_card
from support.program import HEAD
from support.shipped import warm
from support.workspaces import workspace_of

CARDS = """\
[[card]]
id = "sum"
kind = "predict"
level = "screen"
prompt = "What is `y`?"
snippet = "y = 1 + 1"
ask = "y"

[[card]]
id = "pick"
kind = "choice"
level = "screen"
prompt = "Which one?"
options = [{ text = "this", correct = true }, { text = "that", because = "no" }]
"""


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace of a new user, with an interview in three weeks."""
    file = tmp_path / "small.toml"
    file.write_text(HEAD + CARDS)
    warm(home)
    ahead = (datetime.now(UTC) + timedelta(days=21)).date()
    (home / "config.toml").write_text(f"interview = {ahead}\n")
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        yield build_workspace(assembly, assembly.load((file,)), (file,))


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings", ["", "new_per_day = 1", "limit = 1", "new_per_day = 0", "INTERVIEW"]
)
def test_the_workload_counts_what_a_session_asks(home, tmp_path, settings):
    """Whatever limits it: the headline of home promises just that."""
    file = tmp_path / "small.toml"
    file.write_text(HEAD + CARDS)
    warm(home)
    ahead = (datetime.now(UTC) + timedelta(days=21)).date()
    text = settings.replace("INTERVIEW", f"interview = {ahead}")
    (home / "config.toml").write_text(text)
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        workspace = build_workspace(assembly, assembly.load((file,)), (file,))
        cards = workspace.library.cards
        for id_ in (None, *cards):
            if id_ is not None:
                workspace.mark(id_, Mark.BURIED)
            load = workspace.workload()
            study = workspace.begin(cards.values(), Scope.DUE)
            assert load.cards == len(study.session.agenda)
            assert bool(load.seconds) == bool(load.cards)
        assert workspace.workload_tomorrow().cards <= len(cards)


def test_a_tour_asks_its_cards_whatever_the_plan_says(workspace):
    """The plan allows one new card on that day."""
    cards = workspace.tour()
    assert len(workspace.begin(cards, Scope.DUE).session.agenda) == 1
    assert len(workspace.begin(cards, Scope.ALL).session.agenda) == 2


def test_a_tour_of_decks_without_its_kinds_asks_their_first_cards():
    """The welcome promises three cards, whatever decks there are."""
    cards = [card(name) for name in "abcd"]
    assert workspace_of(*cards).tour() == tuple(cards[:3])
    some = [card("a"), card("b"), choice_card(), card("c")]
    assert workspace_of(*some).tour() == (some[2], some[0], some[1])


def test_a_tour_asks_each_card_once(workspace):
    """A card that was missed comes back in the next session, not at once."""
    study = workspace.begin(workspace.tour()[1:], Scope.ALL)
    study.respond("2")
    study.weigh(None)
    study.grade(Grade.AGAIN)
    assert isinstance(study.phase, Finished)
    assert workspace.workload().known == 1


def test_a_session_of_all_cards_is_recorded(workspace):
    """The tour counts: home shows its cards as started."""
    study = workspace.begin(workspace.tour()[1:], Scope.ALL)
    study.respond("1")
    study.weigh(None)
    study.grade()
    assert [str(card) for card in workspace.memories.by_card] == ["small/pick"]


def test_a_card_that_is_renamed_while_the_app_runs_keeps_its_marks(workspace, tmp_path):
    """Also while its file cannot be read."""
    file = tmp_path / "small.toml"
    workspace.mark(CardId("small", "pick"), Mark.SUSPENDED)
    renamed = CARDS.replace('"pick"', '"choose"\nformerly = ["pick"]')
    for text in (HEAD + renamed, HEAD, HEAD + renamed):
        file.write_text(text)
        workspace.reload()
        assert CardId("small", "choose") in workspace.library.cards
        assert workspace.memories.suspended == {CardId("small", "choose")}


def change(home: Path, text: str) -> None:
    """Write the settings that a screen or an editor leaves behind."""
    (home / "config.toml").write_text(text)


def test_changed_settings_are_used_by_the_next_session(workspace, home):
    """Limits, confidence, grades, and the plan: the interview is gone."""
    assert workspace.sessions.plan(workspace.wanted.every) is not None
    change(home, "confidence = false\ngrades = 2\nlimit = 1\nnew_per_day = 9\n")
    assert workspace.use_settings() == ()
    assert workspace.sessions.plan(workspace.wanted.every) is None
    cards = [workspace.library.cards[CardId("small", "pick")]]
    study = workspace.begin([*cards, *workspace.tour()], Scope.DUE)
    assert len(study.session.agenda) == 1
    study = workspace.begin(cards, Scope.DUE)
    assert study.respond("1") is None
    assert isinstance(study.phase, Revealed)
    assert len(study.phase.labels()) == 2


def test_another_retention_or_rollover_refolds_the_log_at_once(workspace, home):
    """As a start would: the same memories, and another day for the reviews."""
    study = workspace.begin(workspace.tour()[1:], Scope.ALL)
    study.respond("1")
    study.weigh(None)
    study.grade(Grade.EASY)
    before = dict(workspace.memories.by_card)
    change(home, "retention = 0.7\n")
    workspace.use_settings()
    after = dict(workspace.memories.by_card)
    assert after != before
    days = set()
    for hour in (0, 23):
        change(home, f"retention = 0.7\nrollover = {hour}\n")
        workspace.use_settings()
        days |= workspace.memories.days.keys()
        assert workspace.now().rollover == timedelta(hours=hour)
    assert len(days) == (1 if datetime.now(UTC).hour == 23 else 2)
    with assembled(Flags(home=home, allow_root=True)) as again:
        assert again.memories == workspace.memories


def test_settings_that_wait_for_a_restart_are_named(workspace, home, tmp_path):
    """Decks and keys; everything else is used."""
    change(home, f'decks = ["{tmp_path}"]\nnew_per_day = 0\nkeys.undo = "z"\n')
    assert workspace.use_settings() == ("decks", "keys")
    study = workspace.begin(workspace.library.cards.values(), Scope.DUE)
    assert not study.session.agenda


@pytest.mark.parametrize("text", ["limit = -1\n", "interview = 2222-01-01\n"])
def test_settings_that_are_not_valid_change_nothing(workspace, home, text):
    """They were broken in an editor in the meantime."""
    plan = workspace.sessions.plan(workspace.wanted.every)
    change(home, text)
    with pytest.raises(UsageError):
        workspace.use_settings()
    assert workspace.sessions.plan(workspace.wanted.every) == plan


@pytest.mark.slow
def test_a_draft_is_planned_as_it_would_be_once_it_is_saved(workspace, home):
    """The log is folded for the other date, as by a start with it; in a thread."""
    study = workspace.begin(workspace.tour()[1:], Scope.ALL)
    study.respond("1")
    study.weigh(None)
    study.grade(Grade.EASY)
    today, cards = workspace.now().day, workspace.library.every
    day, off = days_after(today, 9), days_after(today, 1)
    time = StudyTime(week_of({"sat": 60}), frozenset({off}))
    with ThreadPoolExecutor(1) as pool:
        draft = pool.submit(workspace.planner().make, day, time).result()
    change(
        home,
        f"interview = {day_name(day)}\naway = [{day_name(off)}]\n"
        "minutes_per_day = { sat = 60 }\n",
    )
    with assembled(Flags(home=home, allow_root=True)) as again:
        plan = whole_plan(situation_of(again), cards)
    assert plan is not None
    assert (plan.interview, plan.time) == (draft.interview, draft.time)
    assert plan == replace(draft, inputs=plan.inputs)


def test_the_days_planned_from_an_index_are_those_of_all_memories(workspace, home):
    """A session looks at no other cards than the days ask, `quizapp plan` at all."""
    study = workspace.begin(workspace.tour()[1:], Scope.ALL)
    study.respond("1")
    study.weigh(None)
    study.grade(Grade.GOOD)
    change(home, f"interview = {day_name(days_after(workspace.now().day, 9))}\n")
    cards = workspace.library.every
    with (
        patch.object(kept_memories, "FEW", 0),
        patch.object(memory_index, "MemoryIndex", partial(MemoryIndex, worth=0)),
        assembled(Flags(home=home, allow_root=True)) as again,
    ):
        situation = situation_of(again)
        assert situation.kept() is not None
        days, plan = interview_plan(situation, cards), whole_plan(situation, cards)
    assert days is not None
    assert plan is not None
    assert astuple(days) == astuple(plan)[: len(days.__struct_fields__)]
    assert sum(load.new for load in days.days) == 1


@pytest.fixture
def of_two_topics(home: Path, tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace of two decks that have a topic each, three cards a day."""
    warm(home)
    change(home, "new_per_day = 3\n")
    for topic in ("Alpha", "Beta"):
        cards = CARDS + CARDS.replace('"sum"', '"add"').replace('"pick"', '"choose"')
        text = HEAD.replace("small", topic.lower()).replace("Testing", topic) + cards
        (tmp_path / f"{topic}.toml").write_text(text)
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        yield build_workspace(assembly, assembly.load((tmp_path,)), (tmp_path,))


def test_topics_share_the_new_cards_of_a_day(of_two_topics):
    """One of each in turn; what was begun counts as a turn."""
    every = of_two_topics.library.cards.values()
    agenda = of_two_topics.begin(every, Scope.DUE).session.agenda
    assert [card.deck for card in agenda.queue] == ["alpha", "beta", "alpha"]


def test_before_an_interview_the_least_ready_topic_comes_first(of_two_topics, home):
    """A card of the first topic is known; both still get new cards."""
    ahead = (datetime.now(UTC) + timedelta(days=2)).date()
    change(home, f"new_per_day = 2\ninterview = {ahead}\nminutes_per_day = 600\n")
    of_two_topics.use_settings()
    first = [of_two_topics.library.cards[CardId("alpha", "pick")]]
    study = of_two_topics.begin(first, Scope.ALL)
    study.respond("1")
    study.weigh(None)
    study.grade()
    every = of_two_topics.library.cards.values()
    agenda = of_two_topics.begin(every, Scope.DUE).session.agenda
    assert [card.deck for card in agenda.queue][:2] == ["beta", "alpha"]


def test_topics_that_were_chosen_are_used_at_once(of_two_topics, home):
    """Home counts them; the other decks stay loaded, and can be named."""
    change(home, 'topics = ["beta"]\n')
    assert of_two_topics.use_settings() == ()
    assert [shelf.deck.id for shelf in of_two_topics.shelves()] == ["beta"]
    assert of_two_topics.workload().new == 4
    assert [topic.name for topic in of_two_topics.topics()] == ["Alpha", "Beta"]
    named = of_two_topics.library.decks[0].cards
    assert len(of_two_topics.begin(named, Scope.DUE).session.agenda) == 4


def test_an_own_edit_of_a_deck_is_watched_too(home, tmp_path):
    """Also while it has a problem, and its deck is shown without it."""
    base, over = tmp_path / "base.toml", tmp_path / "over.toml"
    base.write_text(HEAD + CARDS)
    over.write_text('format = 1\n[deck]\nextends = "small"\n[[card]]\nid = "x"\n')
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        files = DeckFiles(assembly, (base, over))
        for text in ("x = [", 'format = 1\n[deck]\nextends = "small"\n'):
            library = files.load()
            before = files.stamp(library)
            over.write_text(text)
            assert files.stamp(library) != before
