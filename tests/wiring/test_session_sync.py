"""A session takes in what other machines did, without a wait and without a fold."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random
from time import sleep

import pytest

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import event_id
from quizapp.settings.config import Config
from quizapp.settings.sync_folder import SyncFolder
from quizapp.store.log import open_log
from quizapp.store.memory_index import WORTH, MemoryIndex
from quizapp.wiring import session_sync
from quizapp.wiring.assembly import Assembly, Flags, assembled
from quizapp.wiring.session_sync import SessionSync, prepare_start
from quizapp.wiring.syncing import Syncing, SyncReport
from support.fakes import MORNING
from support.reviews import reviewed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "folder"
    path.mkdir()
    return path


def config_of(home: Path) -> Config:
    """Return the settings of a home."""
    return Config(home / "reviews.db", home / "config.toml", home / "cache")


def review(home: Path, *hours: float) -> None:
    """Review a card on a machine at these hours."""
    bits = Random(str(hours)).getrandbits  # noqa: S311
    with closing(open_log(home / "reviews.db", bits)) as log:
        moments = [Moment(MORNING + timedelta(hours=hour)) for hour in hours]
        log.append_all(
            reviewed(
                CardId("d", f"c{number % 50}"),
                id=event_id(int(moment.at.timestamp() * 1000), bits(74)),
                device=log.device,
                moment=moment,
            )
            for number, moment in enumerate(moments)
        )


@pytest.fixture
def here(tmp_path: Path, folder: Path) -> Path:
    """Return a home with an index of its memories, that has synced."""
    home = tmp_path / "here"
    review(home, *range(WORTH + 10))
    (home / "config.toml").write_text(f'sync = "{folder}"\n')
    Syncing(config_of(home), SyncFolder(folder)).run()
    with assembled(Flags(home=home)) as assembly:
        assert len(assembly.memories.by_card) == 50
    return home


@pytest.fixture
def small(tmp_path: Path, folder: Path) -> Path:
    """Return a home without reviews that syncs."""
    home = tmp_path / "small"
    home.mkdir()
    (home / "config.toml").write_text(f'sync = "{folder}"\n')
    return home


@pytest.fixture
def no_folds(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no index be made again, from now on."""
    assert here.exists()

    def refuse(*_):
        pytest.fail("the whole log was folded")

    monkeypatch.setattr(MemoryIndex, "_new", refuse)


def elsewhere(tmp_path: Path, folder: Path, *hours: float) -> None:
    """Review cards on another machine, and sync that."""
    review(tmp_path / "there", *hours)
    Syncing(config_of(tmp_path / "there"), SyncFolder(folder)).run()


def ensure_folded(assembly: Assembly) -> None:
    """See that the memories are those of the log."""
    expected = fold(assembly.log.events(), assembly.schedule)
    assert dict(assembly.memories.by_card.items()) == dict(expected.by_card)
    assert assembly.memories.days == expected.days


@pytest.mark.slow
@pytest.mark.usefixtures("no_folds")
def test_reviews_from_between_ours_are_folded_into_their_cards(tmp_path, folder, here):
    """What came before the start is there at once, and what came later at the end."""
    elsewhere(tmp_path, folder, 7.5, 90.5, 3000)
    with assembled(Flags(home=here)) as assembly:
        sync = SessionSync(assembly)
        sync._thread.join()
        assert sync.arrived() == ()
        ensure_folded(assembly)
        review(tmp_path / "there", 33.5)
        Syncing(config_of(tmp_path / "there"), SyncFolder(folder)).run()
        assert sync.finish() == ()
    with assembled(Flags(home=here)) as assembly:
        ensure_folded(assembly)
        assert sum(assembly.memories.days.values()) == WORTH + 14


@pytest.mark.slow
@pytest.mark.usefixtures("no_folds")
def test_what_comes_late_is_folded_while_the_session_goes_on(tmp_path, folder, here):
    """The start did not wait for it."""
    with assembled(Flags(home=here)) as assembly:
        ensure_folded(assembly)
        elsewhere(tmp_path, folder, 7.5)
        sync = SessionSync(assembly)
        sync._thread.join()
        assembly.ledger.take_in([])
        assembly.ledger._kept.catch_up()
        ensure_folded(assembly)


@pytest.mark.slow
@pytest.mark.usefixtures("no_folds")
def test_a_sync_of_its_own_prepares_the_next_start(tmp_path, folder, here):
    """Quizapp sync."""
    elsewhere(tmp_path, folder, 7.5)
    with assembled(Flags(home=here)) as assembly:
        report = Syncing(assembly.config, SyncFolder(folder)).run()
        prepare_start(assembly, report)
    with assembled(Flags(home=here)) as assembly:
        ensure_folded(assembly)


def slow(_: Syncing, *, online: bool) -> SyncReport:
    """Sync with a carrier that takes its time."""
    assert online
    sleep(1)
    return SyncReport("", "")


def test_a_start_does_not_wait_for_a_slow_carrier(small, monkeypatch):
    """Nor does an end: it does not wait forever."""
    monkeypatch.setattr(Syncing, "run", slow)
    monkeypatch.setattr(session_sync, "AT_START", 0.05)
    monkeypatch.setattr(session_sync, "AT_END", 0.05)
    with assembled(Flags(home=small)) as assembly:
        sync = SessionSync(assembly)
        assert sync.arrived() == ()
        (said,) = sync.finish()
        assert "took too long" in said
        sync._thread.join()


def test_a_fault_of_the_sync_ends_no_session(small, monkeypatch):
    """It is shown in a line, not over the screen."""

    def fail(_: Syncing, *, online: bool) -> SyncReport:
        assert online
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(Syncing, "run", fail)
    with assembled(Flags(home=small)) as assembly:
        sync = SessionSync(assembly)
        sync._thread.join()
        (said,) = sync.arrived()
    assert said == "sync: internal error (ZeroDivisionError: of all things)"


@pytest.mark.slow
def test_settings_of_another_machine_are_used_in_this_session(tmp_path, folder, small):
    """With a line that says so."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "config.toml").write_text("retention = 0.8\n")
    Syncing(config_of(tmp_path / "there"), SyncFolder(folder)).run()
    with assembled(Flags(home=small)) as assembly:
        assert assembly.schedule.retention == 0.9
        sync = SessionSync(assembly)
        sync._thread.join()
        (said,) = sync.arrived()
        assert said.startswith("sync: `retention` is now 0.8, set on another machine")
        assert assembly.schedule.retention == 0.8
        ensure_folded(assembly)


def test_what_comes_too_late_for_the_start_is_shown_at_the_end(small, monkeypatch):
    """A damaged line is reported only once, so it must not be lost."""
    reports = iter([("a line is damaged",), ()])

    def late(_: Syncing, *, online: bool) -> SyncReport:
        assert online
        sleep(0.1)
        return SyncReport("", "", problems=next(reports))

    monkeypatch.setattr(Syncing, "run", late)
    monkeypatch.setattr(session_sync, "AT_START", 0.01)
    with assembled(Flags(home=small)) as assembly:
        sync = SessionSync(assembly)
        assert sync.arrived() == ()
        assert sync.finish() == ("sync: a line is damaged",)
