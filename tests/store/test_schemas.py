"""A file's schema is compared with quizapp's, object by object."""

import sqlite3
from contextlib import closing

import pytest

from quizapp.store.migrations import MIGRATIONS, statements
from quizapp.store.schemas import (
    FINGERPRINTS,
    fingerprint,
    foreign_object,
    schema_version,
)

VERSIONS = range(1, len(MIGRATIONS) + 1)


@pytest.fixture
def database():
    """Return an empty database in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def migrated(connection, version=len(MIGRATIONS)):
    for script in MIGRATIONS[:version]:
        for statement in statements(script):
            connection.execute(statement)
    return connection


@pytest.mark.parametrize("version", VERSIONS)
def test_fingerprints_are_those_of_the_migrations(database, version):
    """A step that was released never changes, so neither do these."""
    assert fingerprint(migrated(database, version)) == FINGERPRINTS[version - 1]
    assert schema_version(database) == version


def test_an_empty_file_has_no_version_yet(database):
    """It becomes a log."""
    assert schema_version(database) == 0


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "CREATE TRIGGER swallow BEFORE INSERT ON reviews"
            " BEGIN SELECT RAISE(IGNORE); END",
            "trigger 'swallow'",
        ),
        ("DROP TRIGGER reviews_stay", "trigger 'reviews_stay' is missing"),
        ("DROP TABLE marks", "'marks' is missing"),
        ("CREATE VIEW answers AS SELECT * FROM reviews", "view 'answers'"),
        ("CREATE INDEX quick ON reviews (deck)", "index 'quick'"),
        ("ALTER TABLE reviews ADD COLUMN more TEXT", "table 'reviews'"),
    ],
)
def test_one_foreign_object_makes_a_foreign_schema(database, statement, named):
    """It is named, whatever it is."""
    migrated(database).execute(statement)
    assert schema_version(database) is None
    assert named in foreign_object(database)


def test_a_view_is_no_table(database):
    """It could compute its rows."""
    migrated(database).execute("DROP TABLE marks")
    database.execute("CREATE VIEW marks AS SELECT * FROM reviews")
    assert schema_version(database) is None
    assert "table 'marks' is missing or another one" in foreign_object(database)
