"""A log that is removed or replaced while it is open takes no further grade."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from quizapp.errors import LogError
from quizapp.store.log import open_log
from store.killing import bits, ids_in, review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "reviews.db"


def remove_log(path: Path) -> None:
    path.unlink()


def remove_wal(path: Path) -> None:
    path.with_name("reviews.db-wal").unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def replace_log(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copyfile(path, copy)
    copy.replace(path)


@pytest.mark.parametrize("harm", [remove_log, remove_wal, remove_folder, replace_log])
def test_a_grade_into_a_file_that_is_gone_is_refused(path, harm):
    """It would be acknowledged and lost; the message says what to do."""
    with closing(open_log(path, bits)) as log:
        log.append(review(1))
        harm(path)
        for number in (2, 3):
            with pytest.raises(LogError, match=r"removed or replaced.*was not saved"):
                log.append(review(number))


def test_a_checkpoint_is_no_replacement(path):
    """SQLite empties its write-ahead log and goes on."""
    with closing(open_log(path, bits)) as log:
        for number in range(5):
            log.append(review(number))
            log._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        log.append(review(5))
    assert len(ids_in(path)) == 6


def test_two_processes_on_one_log_are_no_replacement(path):
    """Each has its own view of the same files."""
    with closing(open_log(path, bits)) as one, closing(open_log(path, bits)) as other:
        for number in range(6):
            (one if number % 2 else other).append(review(number))
    assert len(ids_in(path)) == 6
    with closing(open_log(path, bits)) as log:
        assert log.news is None
