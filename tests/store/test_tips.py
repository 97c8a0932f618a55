"""A start verifies the ends of the chains, also where events came with older ids."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from quizapp.store import opening
from quizapp.store.links import damage_in
from quizapp.store.log import open_log
from quizapp.store.tips import TipsFile
from store.test_log import review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a log whose device imported 300 old reviews after 10 of its own."""
    path = tmp_path / "reviews.db"
    append(path, *range(1_000, 1_010))
    append(path, *range(300))
    return path


def append(path: Path, *numbers: int) -> None:
    """Append reviews together, as an import or a sync does."""
    with closing(open_log(path, Random(1).getrandbits)) as log:  # noqa: S311
        log.append_all(replace(review(n), device=log.device) for n in numbers)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return a list that grows when an opening verifies the whole log."""
    calls: list[object] = []

    def counted(*arguments):
        calls.append(arguments)
        return damage_in(*arguments)

    monkeypatch.setattr(opening, "damage_in", counted)
    return calls


def news(path: Path) -> str | None:
    """Open a log, and return the notice for the user."""
    with closing(open_log(path, Random(2).getrandbits)) as log:  # noqa: S311
        return log.news


def change(path: Path, sql: str) -> None:
    """Change a row, as damage would: the triggers are not asked."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(sql)
        for _, again in triggers:
            connection.execute(again)
        connection.commit()


def test_a_start_after_an_import_reads_only_the_end(path, checks):
    """Also after the grades that follow it, one by one."""
    assert news(path) is None
    for number in range(2_000, 2_003):
        append(path, number)
        assert news(path) is None
    assert checks == []


@pytest.mark.parametrize("text", [None, b"", b"no\n{}", b"\xff\n\xff", b"{}"])
def test_without_valid_tips_everything_is_verified_once(path, checks, text):
    """They can be lost like any cache."""
    tips = path.with_name(f"{path.name}-tips")
    tips.unlink() if text is None else tips.write_bytes(text)
    for _ in range(3):
        assert news(path) is None
    assert len(checks) == 1


def test_tips_that_name_another_event_have_everything_verified(path, checks):
    """Anyone can write valid ones; they only say where to look."""
    with closing(open_log(path, Random(1).getrandbits)) as log:  # noqa: S311
        device = log.device
    TipsFile(path).write({device: ("reviews", review(1_005).id)})
    assert news(path) is None
    TipsFile(path).write({device: ("marks", review(299).id), "other": ("x", "y")})
    assert news(path) is None
    assert len(checks) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reviews WHERE id = '{}'",
        "UPDATE reviews SET response = 'other' WHERE id = '{}'",
    ],
)
def test_damage_to_the_last_event_of_an_import_is_found(path, sql):
    """It is not among the latest by id."""
    change(path, sql.format(review(299).id))
    assert "is damaged" in str(news(path))
