"""Facts of any kind share a table: what is not known is kept, what is wrong shows."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import astuple

from quizapp.core.basics.mark import Mark
from quizapp.core.basics.remark import LONGEST_NOTE, Note
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Marked, event_id
from quizapp.errors import LogError
from quizapp.store.backups import folder_of
from quizapp.store.chain import Head, link_after
from quizapp.store.links import SET_HEAD, head_of, insertion
from quizapp.store.log import open_log
from quizapp.store.maintenance import Maintenance
from quizapp.store.migrations import MIGRATIONS, statements
from quizapp.store.rows import MARK_COLUMNS, row_of_mark
from store.test_log import MARK, REMARKS, REVIEW, bits, review

NOW = datetime(2026, 3, 5, 18, 0, 1, tzinfo=UTC)
AT = 1_772_445_600_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


def insert(path: Path, table: str, row: tuple[object, ...]) -> None:
    """Insert a row with a valid link, as another quizapp may."""
    with closing(sqlite3.connect(path)) as other:
        link = link_after(head_of(other, str(row[1])), table, row)  # type: ignore[arg-type]
        other.execute(insertion(table), (*row, *astuple(link)))
        other.execute(SET_HEAD, (row[1], *astuple(Head(link.number, link.sum))))
        other.commit()


def fact(kind: str, body: str, card: tuple[str | None, str | None] = ("deck", "one")):
    """Return the row of a fact."""
    return (event_id(2**41, 7), "here", kind, *card, body, AT, 0)


def test_a_kind_of_a_newer_quizapp_is_not_read_and_not_lost(path):
    """Not by undo, not by a restore, and a check finds nothing wrong."""
    with closing(open_log(path, bits)) as log:
        log.append(REVIEW)
    insert(path, "facts", fact("interview", '{"x": 1}', (None, None)))
    with closing(open_log(path, bits)) as log:
        assert log.news is None
        assert list(log.events()) == [REVIEW]
    Maintenance(path).check()
    Maintenance(path).start_backup(NOW.date()).ended()
    maintenance = Maintenance(path)
    restored = maintenance.restore(maintenance.named("latest"), NOW)
    assert (restored.events, restored.left_out, restored.lost) == (2, 0, 0)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT kind, deck, body FROM facts").fetchall() == [
            ("interview", None, '{"x": 1}')
        ]


@pytest.mark.parametrize(
    "row",
    [
        fact("star", '{"on": 1}'),
        fact("star", "{}"),
        fact("star", '{"on": true, "more": 1}'),
        fact("star", "no JSON"),
        fact("star", '{"on": true}', (None, None)),
        fact("note", f'{{"text": "{"n" * (LONGEST_NOTE + 1)}"}}'),
    ],
)
def test_a_body_that_no_quizapp_wrote_is_damage(path, row):
    """Whatever its checksum: decoding is strict, and a restore leaves it out."""
    with closing(open_log(path, bits)) as log:
        log.append(REVIEW)
    insert(path, "facts", row)
    with (
        closing(open_log(path, bits)) as log,
        pytest.raises(LogError, match="is damaged"),
    ):
        list(log.events())
    Maintenance(path).start_backup(NOW.date()).ended()
    maintenance = Maintenance(path)
    maintenance.restore(maintenance.named("latest"), NOW)
    with closing(open_log(path, bits)) as log:
        assert list(log.events()) == [REVIEW]


def test_a_changed_letter_of_a_note_is_found(path):
    """As in a review: the chain covers the body."""
    with closing(open_log(path, bits)) as log:
        for event in REMARKS:
            log.append(event)
    data = path.read_bytes()
    assert data.count(b"its scale") == 1
    path.write_bytes(data.replace(b"its scale", b"its scalp"))
    with closing(open_log(path, bits)) as log:
        assert log.news is not None
        assert "1 event is changed" in log.news


def test_a_log_of_the_schema_before_gets_the_table(path):
    """With its chains; the copy of before is checked with the tables it has."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        for script in MIGRATIONS[:4]:
            for statement in statements(script):
                old.execute(statement)
        old.execute("PRAGMA user_version = 4")
        old.execute("INSERT INTO installation VALUES ('here')")
    insert(path, "marks", row_of_mark(MARK))
    Maintenance(path).check()
    with closing(open_log(path, bits)) as log:
        assert log.news is None
        log.append(REMARKS[0])
        assert set(log.events()) == {MARK, REMARKS[0]}
    Maintenance(path).check()
    assert all(backup.sound for backup in Maintenance(path).backups())
    with closing(sqlite3.connect(folder_of(path) / "schema-4.db")) as kept:
        sql = f"SELECT {MARK_COLUMNS} FROM marks"  # noqa: S608  # constants
        assert kept.execute(sql).fetchall() == [row_of_mark(MARK)]


def test_a_restore_joins_the_remarks_made_since_the_backup(path):
    """By union, as reviews: and those of the backup are not taken twice."""
    with closing(open_log(path, bits)) as log:
        log.append(REMARKS[0])
    Maintenance(path).start_backup(NOW.date()).ended()
    with closing(open_log(path, bits)) as log:
        log.append(REMARKS[1])
    maintenance = Maintenance(path)
    restored = maintenance.restore(maintenance.named("latest"), NOW)
    assert (restored.events, restored.joined) == (2, 1)
    with closing(open_log(path, bits)) as log:
        memories = fold(log.events())
    assert memories.starred == {REVIEW.card}
    assert isinstance(REMARKS[1].remark, Note)
    assert memories.notes == {REVIEW.card: REMARKS[1].remark.text}


def test_a_reset_keeps_star_and_note(path):
    """They are about the card, not about how well it is known."""
    reset = Marked(
        event_id(2**42, 1), "here", REVIEW.card, Mark.RESET, review(900).moment
    )
    memories = fold([REVIEW, *REMARKS, reset])
    assert not memories.by_card
    assert (len(memories.starred), len(memories.notes)) == (1, 1)
    assert memories.reported == {REVIEW.card: "abc"}
